import { afterEach, describe, expect, test } from "bun:test"
import pino from "pino"
import { eachDatabase, type OpenTestDatabase } from "../test/databases.ts"
import { makePartner } from "../test/fixtures/partner.ts"
import { isSigned, startWebhookReceiver, type WebhookReceiver } from "../test/servers/webhook-receiver.ts"
import { until } from "../test/wait.ts"
import type { NewEvent } from "./core/conversations/log.ts"
import { addEndpoint } from "./core/webhooks/add-endpoint.ts"
import { changeEndpoint } from "./core/webhooks/change-endpoint.ts"
import type { WebhookEventType } from "./core/webhooks/event-types.ts"
import { replay } from "./core/webhooks/replay.ts"
import { rotateSecret } from "./core/webhooks/rotate-secret.ts"
import { openConversationLog } from "./storage/conversations/conversation-log.ts"
import type { Database } from "./storage/database.ts"
import { auditEntries } from "./storage/repositories/audit.ts"
import { insertConversation } from "./storage/repositories/conversations.ts"
import { createVisitor } from "./storage/repositories/customers.ts"
import { insertTicket } from "./storage/repositories/tickets.ts"
import { claimDeliveries } from "./storage/webhooks/deliveries.ts"
import { type WebhookOptions, webhookPorts, webhookWork } from "./webhook-work.ts"

const HOUR = 3_600_000
const fail = (error: unknown) => {
  throw error
}
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

function receiver(): WebhookReceiver {
  const one = startWebhookReceiver()
  closers.push(() => one.stop())
  return one
}

/** A partner, their conversations, and webhooks whose clock is moved by hand. */
async function openedTicket({ db }: Database, partnerId: string, key = "k") {
  const { ticket } = await db.transaction().execute((trx) =>
    insertTicket(
      trx,
      {
        partnerId,
        key,
        source: "desk",
        actor: "agent-2",
        description: "It leaks",
        requester: { name: "Ada", email: "ada@acme.example" },
        priority: "high",
        transcript: [],
        toldAtOnce: true,
      },
      () => [],
      new Date(),
    ),
  )
  return ticket
}

async function prepared(open: OpenTestDatabase, options: Partial<WebhookOptions> = {}) {
  const database = await open()
  const partner = await makePartner(database)
  const { log, close } = openConversationLog(database, () => {}, fail)
  closers.push(close)
  const clock = { ahead: 0 }
  const lines: string[] = []
  const all: WebhookOptions = {
    database,
    log: pino({ level: "warn" }, { write: (line) => void lines.push(line) }),
    config: { allow_private_addresses: true },
    now: () => Date.now() + clock.ahead,
    chance: () => 0.5,
    timeoutMs: 2_000,
    ...options,
  }
  const work = webhookWork(all)
  const ports = webhookPorts(all, "grace@acme.example")
  const { id: customerId } = await createVisitor(
    database.db,
    { partnerId: partner.id, name: "Ada" },
    new Date(),
  )
  const converse = () =>
    database.db.transaction().execute((trx) => {
      const publicId = `cs_${crypto.randomUUID()}`
      return insertConversation(
        trx,
        { partnerId: partner.id, customerId, publicId, page: undefined },
        new Date(),
      )
    })
  const write = (conversation: number, ...events: NewEvent[]) => log.append(conversation, () => ({ events }))
  const say = (conversation: number, text: string) =>
    write(conversation, { type: "message", sender: { kind: "customer", id: "ada" }, text })
  const add = async (url: string, events?: WebhookEventType[]) => {
    const added = await addEndpoint(ports, partner.id, { url, events })
    return { ...added.endpoint, secret: added.secret }
  }
  /** Until nothing is left that is due now. */
  const run = async () => {
    while ((await work.capture()) !== "nothing") await new Promise((resolve) => setTimeout(resolve, 1))
    do await work.settled()
    while ((await work.send()) > 0)
  }
  return { database, partner, work, ports, clock, lines, converse, write, say, add, run, customerId }
}

const typesOf = ({ received }: WebhookReceiver) => received.map(({ body }) => body.type)
const numbersOf = ({ received }: WebhookReceiver) => received.map(({ body }) => body.number)
const textsOf = ({ received }: WebhookReceiver) =>
  received.flatMap(({ body }) => body.data?.message?.content ?? [])

eachDatabase((_name, open) => {
  test("what happens is told once, in order, numbered and signed, in the partner API's shapes", async () => {
    const { partner, converse, say, write, add, run } = await prepared(open)
    const there = receiver()
    const { id, number, publicId } = await converse()
    const early = await converse()
    await say(early.id, "before there was a webhook")
    const { secret } = await add(there.url)
    await say(id, "Hello")
    await write(
      id,
      { type: "note", sender: { kind: "agent", id: "agent-2" }, text: "a secret" },
      {
        type: "status",
        sender: { kind: "agent", id: "agent-2" },
        data: { status: "active", handler: "person", agentId: 2, agentName: "Grace", reason: "agent_joined" },
      },
      { type: "message", sender: { kind: "agent", id: "agent-2" }, text: "Good day" },
      { type: "read", sender: { kind: "customer", id: "ada" }, data: { seq: 4 } },
      { type: "feedback", sender: { kind: "customer", id: "ada" }, data: { seq: 4, helpful: true } },
      { type: "rating", sender: { kind: "customer", id: "ada" }, data: { score: 5, comment: "Fine" } },
      {
        type: "status",
        sender: { kind: "customer", id: "ada" },
        data: {
          status: "closed",
          handler: "person",
          agentId: 2,
          agentName: "Grace",
          reason: "closed_by_customer",
        },
      },
    )
    await run()
    await run()
    expect(typesOf(there)).toEqual([
      "conversation.created",
      "message.created",
      "conversation.status",
      "conversation.assigned",
      "message.created",
      "feedback.created",
      "rating.created",
      "conversation.status",
    ])
    expect(numbersOf(there)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(there.received.every((one) => isSigned(one, secret))).toBe(true)
    expect(there.received.map(({ raw }) => raw).join()).not.toMatch(/a secret|before there was/)
    expect(there.received.map(({ raw }) => raw).join()).not.toContain(publicId)
    const [, first] = there.received
    const time = expect.stringMatching(/^\d{4}-.*Z$/)
    expect(first?.body).toEqual({
      version: 1,
      id: first?.headers.get("webhook-id"),
      number: 2,
      type: "message.created",
      timestamp: time,
      partnerId: partner.id,
      data: {
        message: {
          id: number * 1_000_000 + 1,
          conversationId: number,
          senderId: "ada",
          content: "Hello",
          isFromAgent: false,
          timestamp: time,
          readStatus: expect.any(Boolean),
        },
        conversation: {
          id: number,
          customerId: expect.stringMatching(/^visitor-/),
          status: "waiting",
          createdAt: time,
          updatedAt: time,
        },
      },
    })
    const datas = there.received.map(({ body }) => {
      const { conversation: _, ...data } = body.data
      return data
    })
    expect(datas.slice(2)).toMatchObject([
      { status: "active", handler: "person", agentId: 2, reason: "agent_joined" },
      { agentId: 2, agentName: "Grace", reason: "agent_joined" },
      { message: { content: "Good day", isFromAgent: true, senderId: "agent-2" } },
      { messageId: number * 1_000_000 + 4, helpful: true },
      { score: 5, comment: "Fine" },
      { status: "closed", agentId: 2, reason: "closed_by_customer" },
    ])
  })

  test("tickets are told of, from every door, their internal comments never", async () => {
    const { database, partner, add, run } = await prepared(open)
    const there = receiver()
    await add(there.url, ["ticket.created", "ticket.changed"])
    const ticket = await openedTicket(database, partner.id)
    await run()
    expect(there.received.map(({ body }) => [body.number, body.type])).toEqual([[1, "ticket.created"]])
    const { insertChange } = await import("./storage/repositories/ticket-changes.ts")
    const { saveTicket } = await import("./storage/repositories/tickets.ts")
    await database.db.transaction().execute(async (trx) => {
      const at = new Date()
      await insertChange(
        trx,
        ticket.id,
        2,
        { actor: "agent-2", kind: "comment", text: "hush", visibility: "internal" },
        at,
      )
      await insertChange(
        trx,
        ticket.id,
        4,
        { actor: "agent-2", kind: "comment", text: "A new one comes", visibility: "public" },
        at,
      )
      await insertChange(
        trx,
        ticket.id,
        3,
        { actor: "agent-2", kind: "status", from: "open", to: "closed" },
        at,
      )
      await saveTicket(trx, { ...ticket, status: "closed", lastChange: 4, updatedAt: at, closedAt: at })
    })
    await run()
    await run()
    expect(there.received.map(({ body }) => body.data.change.kind)).toEqual(["created", "status", "comment"])
    expect(there.received[1]?.body).toMatchObject({
      number: 2,
      type: "ticket.changed",
      data: {
        change: { seq: 3, actor: "agent-2", kind: "status", from: "open", to: "closed" },
        ticket: { number: ticket.number, status: "closed", priority: "high", requester: { name: "Ada" } },
      },
    })
    expect(there.received.map(({ raw }) => raw).join()).not.toContain("hush")
  })

  test("one conversation's failing event holds back its own later ones, and nobody else's", async () => {
    const { converse, say, add, run, clock } = await prepared(open)
    const there = receiver()
    await add(there.url, ["message.created"])
    const [stuck, fine] = [await converse(), await converse()]
    there.behaves(({ body }) =>
      body.data.conversation.id === stuck.number ? new Response("no", { status: 500 }) : new Response("ok"),
    )
    await say(stuck.id, "stuck 1")
    await run()
    await say(stuck.id, "stuck 2")
    await say(fine.id, "fine 1")
    await say(fine.id, "fine 2")
    await run()
    expect(textsOf(there)).toEqual(["stuck 1", "fine 1", "fine 2"])
    there.behaves(() => new Response("ok"))
    clock.ahead += 60_000
    await run()
    expect(textsOf(there).slice(3)).toEqual(["stuck 1", "stuck 2"])
    const [first, , , again] = there.received
    expect(again?.headers.get("webhook-id")).toBe(first?.headers.get("webhook-id") ?? "")
  })

  test("receivers that stall, however many, hold nobody else up, and are asked one thing at a time", async () => {
    const { converse, say, add, run, clock, work, partner, ports } = await prepared(open, {
      timeoutMs: 20_000,
    })
    const slow = receiver()
    const released = Promise.withResolvers<void>()
    slow.behaves(() => released.promise.then(() => new Response("no", { status: 503 })))
    for (let i = 0; i < 9; i++) await add(slow.url, ["message.created"])
    const healthy = receiver()
    const { number } = await add(healthy.url, ["message.created"])
    for (let i = 0; i < 12; i++) await say((await converse()).id, "Hello")
    while ((await work.capture()) !== "nothing") await new Promise((resolve) => setTimeout(resolve, 1))
    // As a server does, which looks again whenever one is done.
    let settled = true
    await until("the one that answers is told of all", async () => {
      if (settled) {
        settled = false
        await work.send(() => {
          settled = true
        })
      }
      return healthy.received.length === 12
    })
    const failing = async () =>
      (await ports.listEndpoints(partner.id)).filter((one) => one.lastError !== undefined)
    expect(await failing()).toEqual([])
    released.resolve()
    await work.settled()
    expect(await failing()).toHaveLength(9)
    expect((await failing()).map((one) => one.number)).not.toContain(number)
    slow.received.length = 0
    clock.ahead += 60_000
    await work.send()
    await work.settled()
    expect(slow.received).toHaveLength(9)
    slow.behaves(() => new Response("ok"))
    clock.ahead += 60_000
    await run()
    expect(
      (await ports.countDeliveries((await ports.listEndpoints(partner.id)).map(({ id }) => id))).size,
    ).toBe(0)
  })

  test("pauses grow, Retry-After is kept, and after a day without success it is paused, seen and resumed", async () => {
    const { partner, database, converse, say, add, run, clock, lines, ports } = await prepared(open)
    const there = receiver()
    const { number } = await add(there.url, ["message.created"])
    const { id } = await converse()
    there.behaves((_one, nth) =>
      nth === 3
        ? new Response("slow down", { status: 429, headers: { "retry-after": "7200" } })
        : new Response("no", { status: 503 }),
    )
    await say(id, "Hello")
    const tried: number[] = []
    for (let minute = 0; minute < 30 * 60; ) {
      const before = there.received.length
      await run()
      if (there.received.length > before) tried.push(minute)
      // Every minute of more than a day takes its time.
      const step = tried.length < 4 ? 1 : 5
      minute += step
      clock.ahead += step * 60_000
    }
    const pauses = tried.slice(1).map((minute, i) => minute - (tried[i] ?? 0))
    expect(pauses[2]).toBe(120)
    expect(pauses.slice(0, 2)).toEqual([1, 1])
    expect(Math.max(...pauses.slice(3))).toBeLessThanOrEqual(65)
    expect(tried.at(-1)).toBeGreaterThanOrEqual(24 * 60)
    expect(tried.at(-1)).toBeLessThanOrEqual(25 * 60 + 5)
    const [paused] = await ports.listEndpoints(partner.id)
    expect(paused).toMatchObject({
      status: "paused",
      reason: "failing",
      lastError: "It answered with status 503.",
    })
    expect(lines.join()).toContain("took nothing for a day")
    const [entry] = await auditEntries(database.db, partner.id, { before: undefined, limit: 1 })
    expect(entry).toMatchObject({ actor: "chatd", action: "webhook_paused", target: `webhook ${number}` })
    await say(id, "while it was paused")
    await run()
    expect(textsOf(there)).not.toContain("while it was paused")
    const before = there.received.length
    await changeEndpoint(ports, partner.id, number, { status: "active" })
    await run()
    expect(there.received.length).toBe(before + 1)
    // Its day begins anew: what it has refused for long does not end it at the first try.
    expect((await ports.listEndpoints(partner.id))[0]?.status).toBe("active")
    there.behaves(() => new Response("ok"))
    clock.ahead += HOUR
    await run()
    expect(textsOf(there).slice(-2)).toEqual(["Hello", "while it was paused"])
    expect(numbersOf(there).slice(-2)).toEqual([1, 2])
  })

  test("each partner's webhook is told of its own, however much is due of others", async () => {
    const { database, say, converse, add, run, ports, write } = await prepared(open)
    const [there, elsewhere] = [receiver(), receiver()]
    await add(there.url, ["message.created"])
    const other = await makePartner(database, { name: "Other", domain: "other.example" })
    await addEndpoint(ports, other.id, { url: elsewhere.url, events: ["message.created"] })
    const theirs = await database.db.transaction().execute(async (trx) => {
      const who = await createVisitor(trx, { partnerId: other.id, name: "Eve" }, new Date())
      const from = { partnerId: other.id, customerId: who.id, publicId: "cs_theirs", page: undefined }
      return insertConversation(trx, from, new Date())
    })
    const { id } = await converse()
    for (const text of ["one", "two"]) await say(id, text)
    await write(theirs.id, { type: "message", sender: { kind: "customer", id: "eve" }, text: "theirs" })
    await run()
    expect(textsOf(there)).toEqual(["one", "two"])
    expect(textsOf(elsewhere)).toEqual(["theirs"])
  })

  test("what waits goes at once to where a webhook moves", async () => {
    const { partner, converse, say, add, run, ports } = await prepared(open)
    const [there, elsewhere] = [receiver(), receiver()]
    const { number } = await add(there.url, ["message.created"])
    there.behaves(() => new Response("slow down", { status: 429, headers: { "retry-after": "7200" } }))
    await say((await converse()).id, "Hello")
    await run()
    await changeEndpoint(ports, partner.id, number, { url: elsewhere.url })
    await run()
    expect([textsOf(there), textsOf(elsewhere)]).toEqual([["Hello"], ["Hello"]])
  })

  test("an event that alone is refused for a day is given up; what comes after it is told, and it can be replayed", async () => {
    const { partner, converse, say, add, run, clock, ports } = await prepared(open)
    const there = receiver()
    const { number } = await add(there.url, ["message.created"])
    const [one, other] = [await converse(), await converse()]
    there.behaves(({ body }) =>
      body.data.message.content === "poison" ? new Response("no", { status: 500 }) : new Response("ok"),
    )
    await say(one.id, "poison")
    await say(one.id, "after it")
    for (let hour = 0; hour < 27; hour++) {
      await say(other.id, `hour ${hour}`)
      await run()
      clock.ahead += HOUR
    }
    expect(textsOf(there)).toContain("after it")
    const [endpoint] = await ports.listEndpoints(partner.id)
    expect(endpoint?.status).toBe("active")
    expect(await ports.countDeliveries([endpoint?.id ?? 0])).toEqual(
      new Map([[endpoint?.id ?? 0, { waiting: 0, failed: 1 }]]),
    )
    const untold = { before: undefined, open: true, limit: 50 }
    expect(endpoint && (await ports.listDeliveries(endpoint, untold))).toMatchObject([
      { state: "failed", subjectNumber: one.number },
    ])
    there.behaves(() => new Response("ok"))
    expect(await replay(ports, partner.id, number, { failed: true })).toEqual({ replayed: 1 })
    await run()
    expect(textsOf(there).at(-1)).toBe("poison")
  })

  test("410 switches it off: nothing is kept for it until it is resumed, and then from then on", async () => {
    const { partner, converse, say, add, run, clock, ports } = await prepared(open)
    const there = receiver()
    const { number } = await add(there.url, ["message.created"])
    const { id } = await converse()
    there.behaves(() => new Response("gone", { status: 410 }))
    await say(id, "first")
    await run()
    expect((await ports.listEndpoints(partner.id))[0]).toMatchObject({ status: "off", reason: "gone" })
    await say(id, "nobody hears this")
    clock.ahead += 60_000
    await run()
    expect(there.received).toHaveLength(1)
    there.behaves(() => new Response("ok"))
    clock.ahead = 0
    await changeEndpoint(ports, partner.id, number, { status: "active" })
    await say(id, "back again")
    await run()
    expect(textsOf(there)).toEqual(["first", "first", "back again"])
    expect(numbersOf(there)).toEqual([1, 1, 2])
  })

  test("replays are under the old ids and numbers, in order: since, from a number, of a conversation", async () => {
    const { partner, converse, say, add, run, ports } = await prepared(open)
    const there = receiver()
    const { number } = await add(there.url, ["message.created"])
    const [a, b] = [await converse(), await converse()]
    for (let i = 0; i < 6; i++) await say(i % 2 ? b.id : a.id, `${i}`)
    await run()
    const ids = new Map(there.received.map(({ body, headers }) => [body.number, headers.get("webhook-id")]))
    const replayed = async (range: Parameters<typeof replay>[3]) => {
      there.received.length = 0
      const { replayed: n } = await replay(ports, partner.id, number, range)
      await run()
      expect(there.received).toHaveLength(n)
      for (const { body, headers } of there.received)
        expect(headers.get("webhook-id")).toBe(ids.get(body.number) ?? "")
      return numbersOf(there)
    }
    expect((await replayed({ from: 4 })).sort()).toEqual([4, 5, 6])
    expect(await replayed({ conversation: a.number })).toEqual([1, 3, 5])
    expect(await replayed({ conversation: 999 })).toEqual([])
    expect((await replayed({ since: new Date(Date.now() - HOUR) })).sort()).toEqual([1, 2, 3, 4, 5, 6])
    expect(await replayed({ since: new Date(Date.now() + HOUR) })).toEqual([])
    expect(replay(ports, partner.id, number, {})).rejects.toMatchObject({ code: "invalid_input" })
  })

  test("while a secret is being replaced both sign; then the new one alone", async () => {
    const { partner, converse, say, add, run, clock, ports } = await prepared(open)
    const there = receiver()
    const { number, secret: before } = await add(there.url)
    const { secret: after } = await rotateSecret(ports, partner.id, number, 24)
    const { id } = await converse()
    const last = () => {
      const [one] = there.received.slice(-1)
      return one ? [isSigned(one, before), isSigned(one, after)] : []
    }
    await say(id, "one")
    await run()
    expect(last()).toEqual([true, true])
    clock.ahead += 25 * HOUR
    await say(id, "two")
    await run()
    expect(last()).toEqual([false, true])
  })

  test("of a secret that is replaced twice all sign, as long as the first time promised; or the new one alone", async () => {
    const { partner, converse, say, add, run, clock, ports } = await prepared(open)
    const there = receiver()
    const { number, secret: first } = await add(there.url)
    const { id } = await converse()
    const signers = async (secrets: string[]) => {
      await say(id, "Hello")
      await run()
      const [one] = there.received.slice(-1)
      return one ? secrets.map((secret) => isSigned(one, secret)) : []
    }
    const { secret: second, previousUntil } = await rotateSecret(ports, partner.id, number, 24)
    const third = await rotateSecret(ports, partner.id, number, 1)
    expect(third.previousUntil).toEqual(previousUntil)
    expect(await signers([first, second, third.secret])).toEqual([true, true, true])
    clock.ahead += 23 * HOUR
    expect(await signers([first, second, third.secret])).toEqual([true, true, true])
    clock.ahead += 2 * HOUR
    const { secret: fourth } = await rotateSecret(ports, partner.id, number, 24)
    expect(await signers([first, second, third.secret, fourth])).toEqual([false, false, true, true])
    const { secret: fifth } = await rotateSecret(ports, partner.id, number, 0)
    expect(await signers([third.secret, fourth, fifth])).toEqual([false, false, true])
  })

  test("what is erased before it was sent is told without its contents, and no number is missing", async () => {
    const { database, converse, say, add, run } = await prepared(open)
    const there = receiver()
    const { id: endpointId } = await add(there.url, ["message.created"])
    const [gone, stays] = [await converse(), await converse()]
    await say(gone.id, "forget me")
    await database.db
      .updateTable("webhook_endpoint")
      .set({ status: "paused" })
      .where("id", "=", endpointId)
      .execute()
    await run()
    await database.db.deleteFrom("conversation").where("id", "=", gone.id).execute()
    await database.db
      .updateTable("webhook_endpoint")
      .set({ status: "active" })
      .where("id", "=", endpointId)
      .execute()
    await say(stays.id, "still here")
    await run()
    expect(there.received.map(({ body }) => [body.number, body.data, body.omitted])).toEqual([
      [1, null, "erased"],
      [2, expect.anything(), undefined],
    ])
    expect(textsOf(there)).toEqual(["still here"])
  })

  test("how far conversations and tickets were told of is forgotten with them, and only then", async () => {
    const { database, partner, converse, say, add, run, work } = await prepared(open)
    await add(receiver().url)
    const [gone, stays] = [await converse(), await converse()]
    for (const { id } of [gone, stays]) await say(id, "Hello")
    const tickets = {
      gone: await openedTicket(database, partner.id, "gone"),
      stays: await openedTicket(database, partner.id),
    }
    await run()
    await database.db.deleteFrom("conversation").where("id", "=", gone.id).execute()
    await database.db.deleteFrom("ticket").where("id", "=", tickets.gone.id).execute()
    await work.prune()
    const left = await database.db
      .selectFrom("webhook_position")
      .select(["subject", "subject_id"])
      .orderBy("subject")
      .execute()
    expect(left).toEqual([
      { subject: "conversation", subject_id: stays.id },
      { subject: "ticket", subject_id: tickets.stays.id },
    ])
  })

  test("deliveries of a month ago are taken away, and whoever stood behind one is next", async () => {
    const { database, converse, say, add, run, clock, work } = await prepared(open)
    const there = receiver()
    await add(there.url, ["message.created"])
    const { id } = await converse()
    there.behaves(() => new Response("no", { status: 500 }))
    await say(id, "old")
    await run()
    await database.db
      .updateTable("webhook_delivery")
      .set({ at: Date.now() - 31 * 24 * HOUR })
      .execute()
    await say(id, "new")
    await run()
    await work.prune()
    there.behaves(() => new Response("ok"))
    await run()
    expect(textsOf(there)).toEqual(["old", "new"])
    clock.ahead += 31 * 24 * HOUR
    await work.prune()
    expect(await database.db.selectFrom("webhook_delivery").select("id").execute()).toEqual([])
  })

  test("what a clock that was ahead put off, or was sending when its server died, is sent once it is put right", async () => {
    const { database, converse, say, add, run, clock, work } = await prepared(open)
    const there = receiver()
    const { id: endpointId } = await add(there.url, ["message.created"])
    const [putOff, underWay] = [await converse(), await converse()]
    clock.ahead = 24 * HOUR
    there.behaves(() => new Response("later", { status: 429, headers: { "retry-after": "60" } }))
    await say(putOff.id, "put off")
    await run()
    await say(underWay.id, "under way")
    await work.capture()
    await claimDeliveries(database, endpointId, 1, Date.now() + clock.ahead, 60_000)
    clock.ahead = 0
    there.behaves(() => new Response("ok"))
    await work.prune()
    await run()
    expect(textsOf(there).slice(1).sort()).toEqual(["put off", "under way"])
  })

  test("a webhook that was added by a clock that was ahead is told of what happens once it is put right", async () => {
    const { converse, say, add, run, clock, work } = await prepared(open)
    const there = receiver()
    clock.ahead = 24 * HOUR
    await add(there.url, ["message.created"])
    clock.ahead = 0
    await work.prune()
    await say((await converse()).id, "now")
    await run()
    expect(textsOf(there)).toEqual(["now"])
  })

  test("a partner without webhooks costs nothing: nothing is written of their events", async () => {
    const { database, converse, say, run, add } = await prepared(open)
    const { id } = await converse()
    await say(id, "unheard")
    await run()
    const positions = () => database.db.selectFrom("webhook_position").selectAll().execute()
    expect(await positions()).toEqual([])
    const other = await makePartner(database, { name: "Other", domain: "other.example" })
    const there = receiver()
    await add(there.url)
    const theirs = await createVisitor(database.db, { partnerId: other.id, name: "Eve" }, new Date())
    const conversation = await database.db
      .transaction()
      .execute((trx) =>
        insertConversation(
          trx,
          { partnerId: other.id, customerId: theirs.id, publicId: "cs_other", page: undefined },
          new Date(),
        ),
      )
    await say(conversation.id, "another partner's")
    await run()
    expect(await positions()).toEqual([])
    expect(there.received).toEqual([])
  })
})

describe("a receiver that", () => {
  const cases: [string, (there: WebhookReceiver) => void, RegExp][] = [
    [
      "redirects",
      (one) => one.behaves(() => Response.redirect("http://127.0.0.1:1/", 307)),
      /status 307; redirects/,
    ],
    ["stalls", (one) => one.behaves(() => new Promise(() => {})), /did not answer within 1 s/],
    ["answers 404", (one) => one.behaves(() => new Response("?", { status: 404 })), /status 404/],
  ]
  eachDatabase((_name, open) => {
    test.each(cases)("%s has its event tried again, and its fault is told", async (_what, arrange, fault) => {
      const { partner, converse, say, add, run, clock, ports } = await prepared(open, { timeoutMs: 1_000 })
      const there = receiver()
      const { id: endpointId } = await add(there.url, ["message.created"])
      const { id } = await converse()
      arrange(there)
      await say(id, "Hello")
      await run()
      expect((await ports.listEndpoints(partner.id))[0]?.lastError).toMatch(fault)
      there.behaves(() => new Response("ok"))
      clock.ahead += 60_000
      await run()
      expect(textsOf(there)).toEqual(["Hello", "Hello"])
      expect((await ports.countDeliveries([endpointId])).size).toBe(0)
      expect((await ports.listEndpoints(partner.id))[0]?.lastError).toBeUndefined()
    })
  })
})
