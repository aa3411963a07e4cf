import { afterEach, expect, test } from "bun:test"
import fc from "fast-check"
import pino from "pino"
import type { Sender } from "../src/core/conversations/conversation.ts"
import { addEndpoint } from "../src/core/webhooks/add-endpoint.ts"
import { appendWithin } from "../src/storage/conversations/kysely-batch.ts"
import { connect, type Database } from "../src/storage/database.ts"
import { insertConversation } from "../src/storage/repositories/conversations.ts"
import { createVisitor } from "../src/storage/repositories/customers.ts"
import { type WebhookOptions, type WebhookWork, webhookPorts, webhookWork } from "../src/webhook-work.ts"
import { eachDatabase, type TestDatabase } from "./databases.ts"
import { makePartner } from "./fixtures/partner.ts"
import { isSigned, type Received, startWebhookReceiver } from "./servers/webhook-receiver.ts"

const CONVERSATIONS = 3
const MINUTE = 60_000
const CUSTOMER: Sender = { kind: "customer", id: "ada" }

type Act =
  /** Somebody writes. */
  | { do: "say"; conversation: number }
  /** Somebody writes in a transaction that stays open for a while; only where several can. */
  | { do: "say slowly"; conversation: number }
  | { do: "commit" }
  | { do: "follow"; server: number }
  | { do: "send"; server: number }
  /** The server dies with what it is sending, which arrives or does not, and another takes its place. */
  | { do: "crash"; server: number }
  | { do: "wait"; minutes: number }
  /** What the receiver does with the next ones. */
  | { do: "behave"; answers: readonly Answer[] }

type Answer = "take" | "take and lose" | "refuse" | "stall" | "ask for time"

const server = fc.nat({ max: 1 })
const conversation = fc.nat({ max: CONVERSATIONS - 1 })
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("say" as const), conversation }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("say slowly" as const), conversation }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("commit" as const) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("follow" as const), server }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("send" as const), server }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("crash" as const), server }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("wait" as const), minutes: fc.integer({ min: 1, max: 90 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("behave" as const),
      answers: fc.array(fc.constantFrom<Answer>("take", "take and lose", "refuse", "stall", "ask for time"), {
        minLength: 1,
        maxLength: 6,
      }),
    }),
  },
)

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** A partner with conversations, a receiver that does as it is told, and the servers that tell it. */
async function world(database: TestDatabase) {
  const partner = await makePartner(database)
  const visitor = { partnerId: partner.id, name: "Ada" }
  const { id: customerId } = await createVisitor(database.db, visitor, new Date())
  const conversations: { id: number; number: number }[] = []
  for (let i = 0; i < CONVERSATIONS; i++) {
    const publicId = `cs_${crypto.randomUUID()}`
    const fresh = { partnerId: partner.id, customerId, publicId, page: undefined }
    conversations.push(
      await database.db.transaction().execute((trx) => insertConversation(trx, fresh, new Date())),
    )
  }
  const clock = { now: Date.now() }
  let answers: Answer[] = []
  const taken: Received[] = []
  const stalled = new Set<() => void>()
  const receiver = startWebhookReceiver(async (one) => {
    const answer = answers.shift() ?? "take"
    if (answer === "take" || answer === "take and lose") taken.push(one)
    if (answer === "stall" || answer === "take and lose") {
      const { promise, resolve } = Promise.withResolvers<void>()
      stalled.add(resolve)
      await promise
    }
    if (answer === "ask for time") return new Response("", { status: 429, headers: { "retry-after": "600" } })
    return new Response("", { status: answer === "refuse" ? 503 : 200 })
  })
  closers.push(async () => {
    for (const go of stalled) go()
    await receiver.stop()
  })
  const options = (db: Database): WebhookOptions => ({
    database: db,
    log: pino({ level: "silent" }),
    config: { allow_private_addresses: true },
    now: () => clock.now,
    timeoutMs: 60,
  })
  const { secret } = await addEndpoint(webhookPorts(options(database), "operator"), partner.id, {
    url: receiver.url,
  })
  return {
    conversations,
    clock,
    taken,
    secret,
    options,
    behave: (next: readonly Answer[]) => {
      answers = [...next]
    },
  }
}

function write(database: Database, conversation: number, text: string, beforeCommit?: () => Promise<void>) {
  const event = { type: "message" as const, sender: CUSTOMER, text }
  return database.db.transaction().execute(async (trx) => {
    await appendWithin(trx, database, conversation, () => ({ events: [event] }), Date.now())
    await beforeCommit?.()
  })
}

const say = (database: Database, conversation: number, text: string) => write(database, conversation, text)

/** Resolves when it has its number, and nobody else sees it. */
async function sayUntilCommitted(database: Database, conversation: number, text: string) {
  const numbered = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const done = write(database, conversation, text, () => {
    numbered.resolve()
    return held.promise
  })
  await numbered.promise
  return { commit: () => held.resolve(), done }
}

eachDatabase((name, open) => {
  test("whatever fails, crashes and comes late: everything arrives, numbered, in order, signed", async () => {
    const runs = name === "postgres" ? 16 : 40
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 30 }), async (acts) => {
        const database = await open()
        const slow = name === "postgres" ? await connect(database.location) : undefined
        const { conversations, clock, taken, secret, options, behave } = await world(database)
        const start = async () => {
          const own = await connect(database.location)
          return { own, work: webhookWork(options(own)) }
        }
        // On SQLite there is one, which whoever wants to have the other one has as well.
        const servers = [await start(), ...(name === "postgres" ? [await start()] : [])]
        const of = (index: number) => index % servers.length
        const idOfConversation = (index: number) => conversations[index]?.id ?? 0
        const said = conversations.map((): string[] => [])
        const begun: { conversation: number; commit: () => void; done: Promise<void> }[] = []
        const commit = async () => {
          const oldest = begun.shift()
          oldest?.commit()
          await oldest?.done
        }
        let count = 0
        for (const one of acts) {
          // One conversation's writers wait for each other.
          if (
            (one.do === "say" || one.do === "say slowly") &&
            !begun.some((it) => it.conversation === one.conversation)
          ) {
            const text = `${++count}`
            said[one.conversation]?.push(text)
            const id = idOfConversation(one.conversation)
            if (one.do === "say" || !slow) await say(database, id, text)
            else begun.push({ conversation: one.conversation, ...(await sayUntilCommitted(slow, id, text)) })
          }
          if (one.do === "commit") await commit()
          if (one.do === "follow") await servers[of(one.server)]?.work.capture()
          if (one.do === "send") {
            await servers[of(one.server)]?.work.send()
            await servers[of(one.server)]?.work.settled()
          }
          if (one.do === "crash") {
            const dying = servers[of(one.server)]
            await dying?.work.send()
            await dying?.own.close()
            await dying?.work.settled()
            const next = await start()
            servers[of(one.server)] = next
            if (name === "sqlite") await next.work.release()
          }
          if (one.do === "wait") clock.now += one.minutes * MINUTE
          if (one.do === "behave") behave(one.answers)
        }
        while (begun.length > 0) await commit()
        behave([])
        const last = servers[0]?.work as WebhookWork
        for (let quiet = 0; quiet < 3; ) {
          clock.now += 2 * 60 * MINUTE
          while ((await last.capture()) !== "nothing") await new Promise((resolve) => setImmediate(resolve))
          quiet++
          while ((await last.send()) > 0) {
            quiet = 0
            await last.settled()
          }
        }
        const total = said.flat().length + said.filter((texts) => texts.length > 0).length
        const numbers = [...new Set(taken.map(({ body }) => body.number as number))].sort((a, b) => a - b)
        expect(numbers).toEqual(Array.from({ length: total }, (_, i) => i + 1))
        expect(taken.every((received) => isSigned(received, secret))).toBe(true)
        const idOf = new Map<number, string>()
        for (const { body } of taken) {
          expect(idOf.get(body.number) ?? body.id).toBe(body.id)
          idOf.set(body.number, body.id)
        }
        for (const [i, texts] of said.entries()) {
          const arrived = taken.filter(
            ({ body }) =>
              body.type === "message.created" && body.data.conversation.id === conversations[i]?.number,
          )
          const firsts = [...new Set(arrived.map(({ body }) => body.data.message.content as string))]
          expect({ i, firsts }).toEqual({ i, firsts: texts })
          // Sent again it may be, but never something earlier after something later was begun.
          const order = arrived.map(({ body }) => body.number as number)
          expect(order).toEqual([...order].sort((a, b) => a - b))
        }
        for (const { own } of servers) await own.close()
        await slow?.close()
        for (const close of closers.splice(0).reverse()) await close()
      }),
      { numRuns: runs },
    )
  }, 240_000)
})
