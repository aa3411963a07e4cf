import { afterEach, expect, test } from "bun:test"
import fc from "fast-check"
import { eachDatabase, type OpenTestDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { changeStatus } from "../../core/conversations/change-status.ts"
import type { Conversation, ConversationEvent, Sender } from "../../core/conversations/conversation.ts"
import type { Appended, Change, ConversationLog, Decide } from "../../core/conversations/log.ts"
import { postMessage } from "../../core/conversations/post-message.ts"
import { conversationStore } from "../conversation-ports.ts"
import { connect, type Database } from "../database.ts"
import { erase } from "../privacy/erase.ts"
import { conversationByPublicId, eventsAfter, insertConversation } from "../repositories/conversations.ts"
import { createVisitor } from "../repositories/customers.ts"
import { openConversationLog } from "./conversation-log.ts"
import { togetherOn } from "./together.ts"

const CUSTOMER: Sender = { kind: "customer", id: "visitor-1" }
const AGENT: Sender = { kind: "agent", id: "agent-1" }
const MOST = 10_000

const fail = (error: unknown) => {
  throw error
}

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

function logOn(database: Database, onCommitted: (batch: readonly Appended[]) => void = () => {}) {
  const { log, close } = openConversationLog(database, onCommitted, fail)
  closers.push(close)
  return log
}

async function prepared(open: OpenTestDatabase) {
  const database = await open()
  const partner = await makePartner(database)
  const partnerId = partner.id
  const { id: customerId } = await createVisitor(database.db, { partnerId }, new Date())
  const converse = (): Promise<Conversation> =>
    database.db.transaction().execute((trx) => {
      const publicId = `cs_${crypto.randomUUID()}`
      return insertConversation(trx, { partnerId, customerId, publicId, page: undefined }, new Date())
    })
  const stored = (id: number) => eventsAfter(database.db, id, 0, MOST)
  return { database, partner, converse, stored }
}

/** A second process on the same database, where the database allows that: SQLite has one writer a process. */
async function anotherOn(
  database: Database & { location: Parameters<typeof connect>[0] },
): Promise<Database> {
  if (database.sqlite) return database
  const other = await connect(database.location)
  closers.push(() => other.close())
  return other
}

const say = (
  text: string,
  clientId?: string,
  sender = CUSTOMER,
): [Decide, { sender: Sender; clientId?: string }] => {
  const name = { sender, ...(clientId && { clientId }) }
  return [() => ({ events: [{ ...name, type: "message", text }] }), name]
}

interface Write {
  writer: number
  conversation: number
  clientId: string | undefined
  sender: Sender
}

const write: fc.Arbitrary<Write> = fc.record({
  writer: fc.nat(3),
  conversation: fc.nat(2),
  clientId: fc.option(fc.constantFrom("a", "b", "c", "d"), { nil: undefined }),
  sender: fc.constantFrom(CUSTOMER, AGENT),
})

eachDatabase((_name, open) => {
  test("whoever writes at the same time, each conversation counts 1 to n, and a name is stored once", async () => {
    const { database, converse, stored } = await prepared(open)
    const other = await anotherOn(database)
    const told = new Map<number, ConversationEvent[]>()
    const note = (batch: readonly Appended[]) => {
      for (const { known, events } of batch)
        if (!known)
          for (const event of events)
            told.set(event.conversationId, [...(told.get(event.conversationId) ?? []), event])
    }
    const log = logOn(database, note)
    const together = (on: Database): ConversationLog["append"] => {
      const within = togetherOn(on, note, () => ({}))
      return (id, decide, name) => within(id, ({ log }) => log.append(id, decide, name))
    }
    const writers: ConversationLog["append"][] = [
      log.append.bind(log),
      ((second) => second.append.bind(second))(other === database ? log : logOn(other, note)),
      together(database),
      together(other),
    ]

    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: 40 }), async (writes) => {
        const conversations = [await converse(), await converse(), await converse()]
        const appended = await Promise.all(
          writes.map(({ writer, conversation, clientId, sender }, i) => {
            const id = (conversations[conversation] as Conversation).id
            return (writers[writer] as ConversationLog["append"])(id, ...say(`text ${i}`, clientId, sender))
          }),
        )
        for (const { id } of conversations) {
          const events = await stored(id)
          expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1))
          const names = events.flatMap(({ sender, clientId }) => (clientId ? `${sender.id} ${clientId}` : []))
          expect(new Set(names).size).toBe(names.length)
          const inOrder = (told.get(id) ?? []).toSorted((a, b) => a.seq - b.seq)
          expect(inOrder).toEqual(events)
        }
        for (const [i, { events, known }] of appended.entries()) {
          const { clientId, sender } = writes[i] as Write
          const [event] = events as [ConversationEvent]
          expect(await stored(event.conversationId)).toContainEqual(event)
          expect({ clientId: event.clientId, sender: event.sender }).toEqual({ clientId, sender })
          if (!known) expect(event.text).toBe(`text ${i}`)
        }
      }),
      { numRuns: 25 },
    )
  })

  test("a conversation is found as it stands, whoever wrote it last, and not at all once it is erased", async () => {
    const { database, converse } = await prepared(open)
    const { log, unplaced, close } = openConversationLog(database, () => {}, fail)
    closers.push(close)
    const store = conversationStore(database, unplaced)
    const within = togetherOn(
      database,
      () => {},
      () => ({}),
    )
    const writers: ConversationLog["append"][] = [
      log.append.bind(log),
      (id, decide, name) => within(id, ({ log }) => log.append(id, decide, name)),
      (id, decide) =>
        within(id, async ({ log }) => {
          await log.append(id, decide)
          throw new Error("taken back")
        }),
    ]
    const expectAsStored = async (id: number, publicId: string, seen: number) => {
      expect(await store.byPublicId(publicId)).toEqual(await conversationByPublicId(database.db, publicId))
      expect(await store.eventsAfter(id, seen, MOST)).toEqual(await eventsAfter(database.db, id, seen, MOST))
    }
    const step = fc.record({
      writer: fc.nat(writers.length - 1),
      change: fc.constantFrom<Change>(
        {},
        { status: "active", agentId: 7, agentName: "Ada" },
        { priority: "high" },
      ),
      waits: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), fc.nat(8), async (steps, seen) => {
        const { id, publicId } = await converse()
        const writing: Promise<unknown>[] = []
        for (const { writer, change, waits } of steps) {
          const write = (writers[writer] as ConversationLog["append"])(id, () => ({
            events: [{ type: "message", sender: AGENT, text: "So it is." }],
            change,
          }))
          writing.push(write.catch(() => {}))
          if (!waits) continue
          await Promise.all(writing)
          await expectAsStored(id, publicId, seen)
        }
        await Promise.all(writing)
        await expectAsStored(id, publicId, seen)
      }),
      { numRuns: 40 },
    )
    const { id, publicId, partnerId, customerId } = await converse()
    await log.append(id, ...say("Forget me."))
    const subject = { partnerId, customerIds: [customerId], userIds: [], emails: [] }
    await erase(database, subject, "test", () => {})
    expect(await store.byPublicId(publicId)).toBeUndefined()
    expect(await store.eventsAfter(id, 0, MOST)).toEqual([])
  })

  test("what one writer is refused takes nobody else's write with it", async () => {
    const { database, converse, stored } = await prepared(open)
    const log = logOn(database)
    const { id } = await converse()
    const refuse: Decide = () => {
      throw new Error("not today")
    }
    const outcomes = await Promise.allSettled([
      log.append(id, ...say("first")),
      log.append(id, refuse),
      log.append(999_999, ...say("nowhere")),
      log.append(id, ...say("second")),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"])
    expect(outcomes[1]).toMatchObject({ reason: { message: "not today" } })
    expect(outcomes[2]).toMatchObject({ reason: { code: "not_found" } })
    expect((await stored(id)).map(({ text }) => text)).toEqual(["first", "second"])
  })

  test("work that fails after it wrote to the log has written nothing and tells nobody", async () => {
    const { database, converse, stored } = await prepared(open)
    const told: unknown[] = []
    const { id } = await converse()
    const together = togetherOn(
      database,
      (batch) => void told.push(...batch),
      () => ({}),
    )
    const failing = together(id, async ({ log }) => {
      await log.append(id, ...say("never said"))
      throw new Error("the rest failed")
    })
    await expect(failing).rejects.toThrow("the rest failed")
    expect(await stored(id)).toEqual([])
    expect(told).toEqual([])
    await logOn(database).append(id, ...say("said"))
    expect((await stored(id)).map(({ seq, text }) => [seq, text])).toEqual([[1, "said"]])
  })

  test("a message sent again is told as stored, also once the session has ended; a new one is refused", async () => {
    const { database, partner, converse, stored } = await prepared(open)
    const log = logOn(database)
    const { id } = await converse()
    const post = (clientId: string) =>
      postMessage({ log, isStaffed: async () => false, languageFor: async () => "en" }, partner, {
        conversationId: id,
        sender: CUSTOMER,
        clientId,
        text: clientId,
      })
    const first = await post("mine")
    await changeStatus(log, id, "closed_by_customer", CUSTOMER)
    const again = await post("mine")
    expect(again).toMatchObject({ known: true, conversation: { status: "closed", lastSeq: 2 } })
    expect(again.events).toEqual(first.events)
    await expect(post("another")).rejects.toMatchObject({ code: "conflict" })
    expect((await stored(id)).map(({ type }) => type)).toEqual(["message", "status"])
  })

  test("nobody is told of a write before it can be read, nor out of order", async () => {
    const { database, converse } = await prepared(open)
    const { id } = await converse()
    const told: number[] = []
    const done: number[] = []
    const log = logOn(database, (batch) =>
      told.push(...batch.flatMap(({ events }) => events.map(({ seq }) => seq))),
    )
    await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const { events } = await log.append(id, ...say(`text ${i}`))
        const seq = events[0]?.seq as number
        expect(told).toContain(seq)
        done.push(seq)
      }),
    )
    const inOrder = Array.from({ length: 50 }, (_, i) => i + 1)
    expect({ told, done }).toEqual({ told: inOrder, done: inOrder })
  })

  test("text comes back as it was said, whatever it holds", async () => {
    const { database, converse, stored } = await prepared(open)
    const log = logOn(database)
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 200 }), fc.json(), async (text, json) => {
        const { id } = await converse()
        const metadata = { value: JSON.parse(json) }
        await log.append(id, () => ({
          events: [{ type: "message", sender: CUSTOMER, text, data: { metadata } }],
        }))
        expect(await stored(id)).toMatchObject([{ text, data: { metadata } }])
      }),
      { numRuns: 50 },
    )
  })

  test.each(["a\0b", "half \ud83d of one", "\0"])(
    "%j, which no database takes, stops nobody",
    async (text) => {
      const { database, converse, stored } = await prepared(open)
      const log = logOn(database)
      const { id } = await converse()
      const odd = () => ({
        events: [{ type: "message" as const, sender: CUSTOMER, text, data: { metadata: { [text]: text } } }],
      })
      await Promise.all([
        log.append(id, ...say("before")),
        log.append(id, odd),
        log.append(id, ...say("after")),
      ])
      const texts = (await stored(id)).map((event) => event.text)
      expect([texts[0], texts.length, texts[2]]).toEqual(["before", 3, "after"])
    },
  )
})
