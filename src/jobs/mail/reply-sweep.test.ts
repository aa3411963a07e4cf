import { afterEach, expect, setSystemTime, test } from "bun:test"
import fc from "fast-check"
import { eachDatabase, type OpenTestDatabase } from "../../../test/databases.ts"
import { changeSettings, makePartner } from "../../../test/fixtures/partner.ts"
import type { Conversation } from "../../core/conversations/conversation.ts"
import { markRead } from "../../core/conversations/mark-read.ts"
import { ChatdError } from "../../core/errors.ts"
import { conversationStore } from "../../storage/conversation-ports.ts"
import { openConversationLog } from "../../storage/conversations/conversation-log.ts"
import { connect, type Database } from "../../storage/database.ts"
import { conversationById, insertConversation } from "../../storage/repositories/conversations.ts"
import { createVisitor } from "../../storage/repositories/customers.ts"
import { type Job, listJobs } from "../../storage/repositories/outbox.ts"
import { partnerById } from "../../storage/repositories/partners.ts"
import { allowNotices, stopNotices, unreadReplies } from "../../storage/repositories/reply-notices.ts"
import { ReplySweep } from "./reply-sweep.ts"

const AFTER_MS = 120_000
const MINUTE_MS = 60_000
const quiet = {
  error(fault: unknown) {
    throw fault
  },
}
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** A partner's desk whose clock the test moves. */
async function world(open: OpenTestDatabase) {
  const database = await open()
  const partner = await makePartner(database)
  const { db } = database
  const { log, unplaced, close } = openConversationLog(
    database,
    () => {},
    (fault) => {
      throw fault
    },
  )
  closers.push(close)
  const store = conversationStore(database, unplaced)
  const here = new Set<number>()
  const clock = { now: Date.now() }
  const sweeper = (on: Database = database, isHere = (id: number) => here.has(id)) =>
    new ReplySweep({
      database: on,
      partners: async () => [(await partnerById(db, partner.id)) ?? partner],
      isHere,
      sole: database.dialect === "sqlite",
      wake() {},
      log: quiet,
      now: () => clock.now,
    })
  const say = async ({ id }: Conversation, kind: "customer" | "agent" | "bot" = "agent") => {
    const sender = { kind, id: kind === "agent" ? "agent-1" : kind }
    const { events } = await log.append(id, () => ({
      events: [{ type: "message", sender, text: "Hello" }],
    }))
    // Its real time is now; the clock that is swept by goes on from there.
    clock.now = Math.max(clock.now, Date.now())
    return events[0]?.seq ?? 0
  }
  const customer = (email: string | undefined) =>
    createVisitor(db, { partnerId: partner.id, ...(email && { email }) }, new Date())
  return {
    database,
    partner,
    here,
    clock,
    sweeper,
    customer,
    async converse(email: string | null = "ada@example.com") {
      const { id: customerId } = await customer(email ?? undefined)
      const fresh = { partnerId: partner.id, customerId, publicId: `cs_${crypto.randomUUID()}` }
      return db
        .transaction()
        .execute((trx) => insertConversation(trx, { ...fresh, page: undefined }, new Date()))
    },
    say,
    /** An agent says it, at the clock's time. */
    async sayNow(conversation: Conversation) {
      setSystemTime(clock.now)
      try {
        return await say(conversation)
      } finally {
        setSystemTime()
      }
    },
    read: ({ id }: Conversation, seq: number) =>
      markRead({ log, store }, id, { kind: "customer", id: "customer" }, seq),
    async notices(): Promise<Job[]> {
      const jobs = await listJobs(db, ["pending", "done"], 100)
      return jobs.filter(({ kind }) => kind === "reply_mail").reverse()
    },
  }
}

eachDatabase((name, open) => {
  test("who has gone is mailed once, after the partner's time, whoever looks and however often", async () => {
    const { clock, sweeper, converse, say, notices } = await world(open)
    const conversation = await converse()
    await say(conversation, "customer")
    const seq = await say(conversation)
    const sweep = sweeper()
    await sweep.sweep()
    expect(await notices()).toEqual([])
    clock.now += AFTER_MS + 1_000
    await sweep.sweep()
    await sweep.sweep()
    // A server that was started anew knows nothing.
    await sweeper().sweep()
    expect((await notices()).map(({ payload }) => payload)).toEqual([
      { conversationId: conversation.id, upTo: seq },
    ])
  })

  test("what was read, or said to nobody's address, by the bot, or to whom wants none is not mailed", async () => {
    const { database, clock, sweeper, customer, converse, say, read, notices } = await world(open)
    const readOne = await converse("read@example.com")
    await read(readOne, await say(readOne))
    await say(await converse(null))
    await say(await converse("bot@example.com"), "bot")
    const answered = await converse("answered@example.com")
    await say(answered)
    await say(answered, "customer")
    const stopped = await customer("Stopped@example.com")
    await stopNotices(database.db, stopped, new Date())
    // Another visitor who says they have that mailbox.
    await say(await converse("stopped@example.com"))
    clock.now += AFTER_MS + 1_000
    await sweeper().sweep()
    expect(await notices()).toEqual([])
  })

  test("who was here is mailed when they go, also where the database was away meanwhile", async () => {
    const { database, here, clock, sweeper, converse, say, notices } = await world(open)
    const conversation = await converse()
    const seq = await say(conversation)
    here.add(conversation.customerId)
    let isAway = false
    const db = new Proxy(database.db, {
      get(target, name) {
        if (isAway) throw new ChatdError("unavailable", "The database is away.")
        const value: unknown = Reflect.get(target, name)
        return typeof value === "function" ? value.bind(target) : value
      },
    })
    const sweep = sweeper({ ...database, db })
    // So long that what was said then is not looked for any more.
    for (let i = 0; i < 5; i++) {
      clock.now += MINUTE_MS
      await sweep.sweep()
    }
    isAway = true
    await expect(sweep.sweep()).rejects.toThrow("away")
    isAway = false
    here.clear()
    clock.now += MINUTE_MS
    await sweep.sweep()
    expect((await notices()).map(({ payload }) => payload)).toEqual([
      { conversationId: conversation.id, upTo: seq },
    ])
  })

  test("whoever wants to hear of replies again does, and nobody else with them", async () => {
    const { database, clock, sweeper, customer, converse, say, notices } = await world(open)
    const [again, never] = [await customer("again@example.com"), await customer("never@example.com")]
    for (const one of [again, never]) await stopNotices(database.db, one, new Date())
    await allowNotices(database.db, again)
    await say(await converse("never@example.com"))
    const conversation = await converse("again@example.com")
    await say(conversation)
    clock.now += AFTER_MS + 1_000
    await sweeper().sweep()
    expect((await notices()).map(({ payload }) => payload)).toMatchObject([
      { conversationId: conversation.id },
    ])
  })

  test("who has gone is mailed also after a clock that was ahead has been put right", async () => {
    const { clock, sweeper, converse, sayNow, notices } = await world(open)
    const [told, fresh] = [await converse(), await converse("grace@example.com")]
    const right = clock.now
    clock.now += 180 * MINUTE_MS
    const sweep = sweeper()
    await sayNow(told)
    clock.now += AFTER_MS + 1_000
    await sweep.sweep()
    expect(await notices()).toHaveLength(1)
    clock.now = right
    await sweep.sweep()
    const [again, first] = [await sayNow(told), await sayNow(fresh)]
    clock.now += AFTER_MS + 1_000
    await sweep.sweep()
    const mailed = (await notices()).slice(1).map(({ payload }) => payload)
    expect(mailed).toHaveLength(2)
    expect(mailed).toContainEqual({ conversationId: told.id, upTo: again })
    expect(mailed).toContainEqual({ conversationId: fresh.id, upTo: first })
  })

  test("a closed conversation's last reply counts as well", async () => {
    const { database, clock, sweeper, converse, say, notices } = await world(open)
    const conversation = await converse()
    await say(conversation)
    await database.db
      .updateTable("conversation")
      .set({ status: "closed", closed_at: clock.now + 1 })
      .where("id", "=", conversation.id)
      .execute()
    clock.now += AFTER_MS + 1_000
    await sweeper().sweep()
    expect(await notices()).toHaveLength(1)
  })

  test("a customer who is here is left alone until they have gone, unread as it may be", async () => {
    const { here, clock, sweeper, converse, say, notices } = await world(open)
    const conversation = await converse()
    here.add(conversation.customerId)
    await say(conversation)
    const sweep = sweeper()
    for (let i = 0; i < 30; i++) {
      clock.now += 10_000
      await sweep.sweep()
    }
    expect(await notices()).toEqual([])
    here.clear()
    clock.now += 31_000
    await sweep.sweep()
    expect(await notices()).toHaveLength(1)
  })

  test("what comes within ten minutes of a mail waits, and goes into one", async () => {
    const { clock, sweeper, converse, say, notices } = await world(open)
    const conversation = await converse()
    const first = await say(conversation)
    const sweep = sweeper()
    clock.now += AFTER_MS + 1_000
    await sweep.sweep()
    await say(conversation)
    const last = await say(conversation)
    for (let minute = 0; minute < 9; minute++) {
      clock.now += MINUTE_MS
      await sweep.sweep()
    }
    expect((await notices()).map(({ payload }) => payload)).toMatchObject([{ upTo: first }])
    clock.now += 2 * MINUTE_MS
    await sweep.sweep()
    expect((await notices()).map(({ payload }) => payload)).toMatchObject([{ upTo: first }, { upTo: last }])
  })

  test("an agent who goes on writing does not hold the mail back, and each mail has its time", async () => {
    const { clock, sweeper, converse, sayNow, notices } = await world(open)
    const conversation = await converse()
    const sweep = sweeper()
    const seqs: number[] = []
    for (let i = 0; i < 5; i++) {
      seqs.push(await sayNow(conversation))
      await sweep.sweep()
      clock.now += AFTER_MS / 4 + 100
    }
    await sweep.sweep()
    expect((await notices()).map(({ payload }) => payload)).toMatchObject([{ upTo: seqs.at(-1) }])
    clock.now += 11 * MINUTE_MS
    await sayNow(conversation)
    await sweep.sweep()
    expect(await notices()).toHaveLength(1)
  })

  test("what the customer answered is told in no mail, nor counted from", async () => {
    const { database, clock, sweeper, converse, say, sayNow, notices } = await world(open)
    const conversation = await converse()
    const first = await sayNow(conversation)
    clock.now += AFTER_MS - 1_000
    await say(conversation, "customer")
    const second = await sayNow(conversation)
    const sweep = sweeper()
    clock.now += 2_000
    await sweep.sweep()
    expect(await notices()).toEqual([])
    clock.now += AFTER_MS
    await sweep.sweep()
    expect((await notices()).map(({ payload }) => payload)).toMatchObject([{ upTo: second }])
    const { db } = database
    const now = await conversationById(db, conversation.id)
    if (!now) throw new Error("The conversation is gone.")
    expect((await unreadReplies(db, now, second)).map(({ seq }) => seq)).toEqual([second])
    await say(conversation, "customer")
    const then = await conversationById(db, conversation.id)
    expect(then && (await unreadReplies(db, then, first))).toEqual([])
  })

  test("with 0 seconds nobody is mailed", async () => {
    const { database, partner, clock, sweeper, converse, say, notices } = await world(open)
    await changeSettings(database, partner, (settings) => ({
      ...settings,
      mail: { ...settings.mail, replyAfterSeconds: 0 },
    }))
    await say(await converse())
    clock.now += AFTER_MS + 1_000
    await sweeper().sweep()
    expect(await notices()).toEqual([])
  })

  test("several of the same moment are all found", async () => {
    const { database, clock, sweeper, converse, say, notices } = await world(open)
    for (let i = 0; i < 5; i++) await say(await converse(`c${i}@example.com`))
    const { db } = database
    const { now } = clock
    await db.updateTable("conversation").set({ last_message_at: now }).execute()
    clock.now += AFTER_MS + 1_000
    await sweeper().sweep()
    expect(await notices()).toHaveLength(5)
  })

  if (name === "postgres")
    test("two servers send no mail twice, and none to a customer who is at the other one", async () => {
      const { database, here, clock, sweeper, converse, say, notices } = await world(open)
      const other = await connect(database.location)
      closers.push(() => other.close())
      const gone = await converse("gone@example.com")
      const there = await converse("there@example.com")
      here.add(there.customerId)
      const one = sweeper(database, () => false)
      const two = sweeper(other)
      await say(gone)
      await say(there)
      for (let i = 0; i < 40; i++) {
        clock.now += 5_000
        await Promise.all([one.sweep(), two.sweep()])
      }
      expect((await notices()).map(({ payload }) => payload)).toMatchObject([{ conversationId: gone.id }])
    })

  test("whatever happens, in whatever order: nothing unread stays unmailed, and no two mails are near", async () => {
    const step = fc.constantFrom(
      "agent",
      "agent",
      "customer",
      "read",
      "wait",
      "wait",
      "sweep",
      "restart",
      "here",
      "gone",
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const { database, here, clock, sweeper, converse, say, read, notices } = await world(open)
        const conversation = await converse()
        let sweep = sweeper()
        let [last, lastBy, readTo] = [0, "", 0]
        const base = () => clock.now
        for (const one of [...steps, "gone", "wait", "sweep", "wait", "sweep"]) {
          if (one === "agent" || one === "customer") {
            // Nobody says something in the very millisecond of a sweep that told of what they said before.
            clock.now += 1
            last = await say(conversation, one)
            lastBy = one
            await database.db
              .updateTable("conversation")
              .set({ last_message_at: base() })
              .where("id", "=", conversation.id)
              .execute()
          } else if (one === "read") {
            await read(conversation, last)
            readTo = last
          } else if (one === "wait") clock.now += 11 * MINUTE_MS
          else if (one === "here") here.add(conversation.customerId)
          else if (one === "gone") here.clear()
          else if (one === "restart") sweep = sweeper()
          if (one === "sweep") await sweep.sweep()
        }
        const found = await notices()
        const told = found.map(({ payload }) => (payload as { upTo: number }).upTo)
        expect(new Set(told).size).toBe(told.length)
        if (lastBy === "agent" && last > readTo) expect(told).toContain(last)
        const times = found.map(({ createdAt }) => createdAt.getTime())
        for (const [i, time] of times.entries())
          if (i > 0) expect(time - (times[i - 1] ?? 0)).toBeGreaterThanOrEqual(10 * MINUTE_MS)
      }),
      { numRuns: name === "sqlite" ? 12 : 4, examples: [[["wait", "agent", "sweep", "agent"]]] },
    )
  }, 120_000)
})
