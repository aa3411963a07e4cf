import { Database as SQLite } from "bun:sqlite"
import { afterEach, expect, test } from "bun:test"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pino from "pino"
import { eachDatabase } from "../../test/databases.ts"
import { TEST_KEYS } from "../../test/sealed.ts"
import { until } from "../../test/wait.ts"
import { DeliveryError } from "../integrations/delivery-error.ts"
import { DATABASE_FILE } from "../storage/data-folder.ts"
import { type Database, openDatabase } from "../storage/database.ts"
import { claimDue, enqueue, type Job, jobByKey, listJobs } from "../storage/repositories/outbox.ts"
import { type Outbox, startOutbox } from "./outbox.ts"

let outbox: Outbox | undefined
afterEach(() => outbox?.stop(1_000))

async function put(database: Database, kind: string, names: readonly string[]): Promise<void> {
  const now = new Date()
  for (const dedupeKey of names)
    await enqueue(database.db, { kind, dedupeKey, payload: {}, notBefore: now }, now)
}

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name} ${i}`)

eachDatabase((_, open) => {
  /** An outbox whose mails meet what `answer` throws, and what was tried. */
  async function delivering(answer: (job: Job) => void) {
    const database = await open()
    const tried: string[] = []
    const deliver = async (job: Job) => {
      tried.push(job.dedupeKey)
      answer(job)
    }
    outbox = startOutbox({
      database,
      handlers: { mail: deliver, other: deliver },
      log: pino({ level: "silent" }),
      pollMs: 20,
    })
    const inState = async (state: "pending" | "done", kind: string) =>
      (await listJobs(database.db, [state], 1_000, [kind])).length
    /** The line of mails has looked again and again since. */
    const others = async (round: string) => {
      const names = numbered(round, 40)
      await put(database, "other", names)
      outbox?.wake()
      await until("others are delivered", () => names.every((name) => tried.includes(name)))
    }
    const hurry = () =>
      database.db.updateTable("outbox").set({ next_at: 0 }).where("state", "=", "pending").execute()
    return { database, tried, inState, others, hurry }
  }

  test("partners take turns: one with hundreds of jobs holds up nobody's", async () => {
    const database = await open()
    const tried: string[] = []
    await put(database, "mail", [...numbered("busy", 300), "other"])
    for (const partner_id of ["busy", "other"])
      await database.db
        .updateTable("outbox")
        .set({ partner_id })
        .where("dedupe_key", "like", `${partner_id}%`)
        .execute()
    outbox = startOutbox({
      database,
      handlers: { mail: async ({ dedupeKey }) => void tried.push(dedupeKey) },
      log: pino({ level: "silent" }),
      pollMs: 20,
    })
    await until("all are delivered", () => tried.length === 301)
    expect(tried.indexOf("other")).toBeLessThan(8)
  })

  const away = new DeliveryError("Nobody is there.", { retryable: true, forAll: true, retryAfterMs: 60_000 })

  test("while the other side is away a few ask, and all go out once one gets through", async () => {
    let isThere = false
    const { database, tried, inState, others, hurry } = await delivering(({ kind }) => {
      if (kind === "mail" && !isThere) throw away
    })
    await put(database, "mail", ["first"])
    outbox?.wake()
    await until(
      "it has failed",
      async () => tried.includes("first") && (await inState("pending", "mail")) > 0,
    )
    await put(database, "mail", numbered("mail", 100))
    await others("while it is away")
    expect(tried.filter((name) => name.startsWith("mail"))).toEqual([])
    isThere = true
    await hurry()
    outbox?.wake()
    await until("all are delivered", async () => (await inState("done", "mail")) === 101)
    expect(tried.filter((name) => name.startsWith("mail"))).toHaveLength(100)
  })

  test("one that fails alone keeps nobody waiting, and one that nobody may ask with any more neither", async () => {
    const { database, tried, inState } = await delivering(({ dedupeKey }) => {
      if (dedupeKey === "odd") throw new DeliveryError("Later.", { retryable: true, retryAfterMs: 60_000 })
      if (dedupeKey === "unlucky") throw away
    })
    await put(database, "mail", ["odd"])
    outbox?.wake()
    await until("it has failed", () => tried.includes("odd"))
    await put(database, "mail", ["after the odd one"])
    outbox?.wake()
    await until("the next is delivered", async () => (await inState("done", "mail")) === 1)
    await put(database, "mail", ["unlucky"])
    outbox?.wake()
    await until(
      "it has failed",
      // Beside the odd one.
      async () => tried.includes("unlucky") && (await inState("pending", "mail")) > 1,
    )
    await database.db.updateTable("outbox").set({ state: "dead" }).where("state", "!=", "done").execute()
    await put(database, "mail", ["after the unlucky one"])
    outbox?.wake()
    await until("the next is delivered", async () => (await inState("done", "mail")) === 2)
  })

  test("of a try that somebody has taken over meanwhile nothing is noted, whatever comes of it", async () => {
    const database = await open()
    const done: string[] = []
    outbox = startOutbox({
      database,
      handlers: {
        async mail({ id, dedupeKey }) {
          // As another server does whose clock says that the lease is over.
          await database.db.updateTable("outbox").set({ attempts: 2 }).where("id", "=", id).execute()
          done.push(dedupeKey)
          if (dedupeKey === "fails") throw new Error("It was refused.")
        },
      },
      log: pino({ level: "silent" }),
      pollMs: 20,
    })
    await put(database, "mail", ["succeeds", "fails"])
    outbox.wake()
    await until("both were tried", () => done.length === 2)
    await outbox.stop(10_000)
    const jobs = await listJobs(database.db, ["pending", "running", "done", "dead"], 10)
    expect(jobs.map(({ state, lastError }) => ({ state, lastError }))).toEqual([
      { state: "running", lastError: undefined },
      { state: "running", lastError: undefined },
    ])
  })

  test("one that is given up is so together with what follows of it: a crash between the two would lose that", async () => {
    const database = await open()
    const stateOf = async (name: string) => (await jobByKey(database.db, name))?.state
    const states: unknown[] = []
    outbox = startOutbox({
      database,
      handlers: {
        mail: async () => {
          throw new DeliveryError("No such address.", { retryable: false })
        },
      },
      log: pino({ level: "silent" }),
      pollMs: 20,
      async onGivenUp({ dedupeKey }, _, settle) {
        if (dedupeKey === "nothing follows") return false
        if (dedupeKey === "fails") throw new Error("It cannot be told.")
        await database.db.transaction().execute(async (trx) => {
          states.push((await jobByKey(trx, dedupeKey))?.state)
          await settle(trx)
        })
        states.push(await stateOf(dedupeKey))
        return true
      },
    })
    await put(database, "mail", ["is told", "nothing follows", "fails"])
    outbox.wake()
    for (const name of ["is told", "nothing follows", "fails"])
      await until(`${name}: it is given up`, async () => (await stateOf(name)) === "dead")
    expect(states).toEqual(["running", "dead"])
  })

  test("what a clock that was ahead put off, or had under way when its server died, is done once it is put right", async () => {
    const database = await open()
    const ahead = new Date(Date.now() + 24 * 3_600_000)
    for (const dedupeKey of ["under way", "put off"])
      await enqueue(database.db, { kind: "mail", dedupeKey, payload: {}, notBefore: ahead }, ahead)
    await claimDue(database, "mail", 1, ahead, 60_000)
    const tried: string[] = []
    outbox = startOutbox({
      database,
      handlers: { mail: async ({ dedupeKey }) => void tried.push(dedupeKey) },
      log: pino({ level: "silent" }),
      pollMs: 20,
    })
    await until("both are done", () => tried.length === 2)
    expect(tried.sort()).toEqual(["put off", "under way"])
  })

  test("what was done long ago is forgotten, however much it is", async () => {
    const database = await open()
    const now = Date.now()
    const done = (dedupe_key: string, done_at: number) => ({
      kind: "mail",
      dedupe_key,
      payload: "{}",
      state: "done",
      next_at: 0,
      created_at: 0,
      done_at,
    })
    const days = 86_400_000
    const rows = numbered("old", 1_001).map((key) => done(key, now - 31 * days))
    await database.db
      .insertInto("outbox")
      .values([...rows, done("lately", now - 29 * days)])
      .execute()
    outbox = startOutbox({ database, handlers: {}, log: pino({ level: "silent" }) })
    const left = async () => (await listJobs(database.db, ["done"], 10)).map(({ dedupeKey }) => dedupeKey)
    await until("it is forgotten", async () => (await left()).join() === "lately")
  })
})

test("a server that starts while another process holds the database delivers what it left, once its lease is over", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "chatd-outbox-"))
  const database = await openDatabase({ dataDir, ...TEST_KEYS }, 10)
  const lines: string[] = []
  const delivered: string[] = []
  await put(database, "mail", ["left"])
  await claimDue(database, "mail", 1, new Date(), 100)
  const other = new SQLite(join(dataDir, DATABASE_FILE))
  other.run("begin immediate")
  outbox = startOutbox({
    database,
    handlers: { mail: async ({ dedupeKey }) => void delivered.push(dedupeKey) },
    log: pino({}, { write: (line) => void lines.push(JSON.parse(line).msg) }),
    soleWorker: true,
    pollMs: 20,
  })
  await until("it is told of", () => lines.includes("what was being delivered waits for its lease to end"))
  other.run("rollback")
  await until("it is delivered", () => delivered.length > 0)
  await outbox.stop(1_000)
  other.close()
  await database.close()
  rmSync(dataDir, { recursive: true })
})
