import { afterAll, beforeAll, expect, test } from "bun:test"
import pino from "pino"
import { addAgent } from "../../test/desk-agents.ts"
import { makePartner } from "../../test/fixtures/partner.ts"
import { dropDatabase, freshDatabase } from "../../test/postgres/shared.ts"
import { TEST_KEYS } from "../../test/sealed.ts"
import { until } from "../../test/wait.ts"
import { type Database, openDatabase } from "../storage/database.ts"
import { clockAhead } from "../storage/postgres/clocks.ts"
import { AgentConnections } from "./agent-connections.ts"
import { type ClockWatch, startClockWatch } from "./clock-watch.ts"

let url: string
let database: Database
beforeAll(async () => {
  url = await freshDatabase()
  database = await openDatabase({ dataDir: "", url, ...TEST_KEYS })
})
afterAll(async () => {
  await database.close()
  await dropDatabase(url)
})

/** By how many the time that servers agree on is not Postgres'. */
function secondsOff({ agreed }: ClockWatch): number {
  return Math.round((agreed() - Date.now()) / 1_000) + 0
}

test("how far the clock is from Postgres' is told without the time that the answer took", async () => {
  expect(Math.abs(await clockAhead(database.db))).toBeLessThan(1_000)
  const slow = { db: database.db, now: () => Date.now() + 45_000 }
  expect(Math.round((await clockAhead(slow.db, slow.now)) / 1_000)).toBe(45)
  expect(Math.round((await clockAhead(database.db, () => Date.now() - 600_000)) / 1_000)).toBe(-600)
})

test("a server whose clock is ahead takes no other's agents for gone", async () => {
  const partner = await makePartner(database)
  const { id } = await addAgent(database, partner)
  const lines: string[] = []
  const log = pino({}, { write: (line) => void lines.push(line) })
  const at = (now: () => number) => new AgentConnections({ database, log, sole: false, onChange() {}, now })
  const here = at(Date.now)
  here.connected({ id, partnerId: partner.id })
  await here.idle()
  const now = () => Date.now() + 45_000
  const watch = await startClockWatch({ db: database.db, log: pino({ level: "silent" }), now })
  const there = async () => (await database.db.selectFrom("agent_connection").selectAll().execute()).length
  await at(watch.agreed).removeDead()
  expect(await there()).toBe(1)
  await at(now).removeDead()
  expect(await there()).toBe(0)
  await Promise.all([watch.stop(), here.stop()])
  expect(lines).toEqual([])
})

test("a clock that is off is warned of once, and told of for as long as it is", async () => {
  const lines: { level: number; msg: string }[] = []
  const log = pino({}, { write: (line) => void lines.push(JSON.parse(line)) })
  let off = 45_000
  const watch = await startClockWatch({ db: database.db, log, everyMs: 5, now: () => Date.now() + off })
  const agreed = () => secondsOff(watch)
  try {
    expect(agreed()).toBe(0)
    expect(watch.found()).toStartWith("this machine's clock is 45 s ahead of Postgres': let NTP set both")
    off = 2_000
    await until("it is right again", () => watch.found() === undefined)
    expect(agreed()).toBe(2)
    off = -600_000
    await until("it is found anew", () => watch.found())
    expect(agreed()).toBe(0)
  } finally {
    await watch.stop()
  }
  expect(lines).toMatchObject([
    { level: 40, msg: expect.stringContaining("45 s ahead of") },
    { level: 30, msg: "this machine's clock and Postgres' agree again" },
    { level: 40, msg: expect.stringContaining("600 s behind") },
  ])
})

test("a clock that is set between two looks changes nothing of the time that servers agree on", async () => {
  let off = 45_000
  const watch = await startClockWatch({
    db: database.db,
    log: pino({ level: "silent" }),
    now: () => Date.now() + off,
  })
  for (off of [45_000, 0, -45_000, 600_000]) expect(secondsOff(watch)).toBe(0)
  await watch.stop()
})

test("a clock that is about as far off as is told of is told of once", async () => {
  let [off, looks] = [5_500, 0]
  const lines: string[] = []
  const log = pino({}, { write: (line) => void lines.push(JSON.parse(line).msg) })
  const now = () => {
    looks++
    return Date.now() + off
  }
  const watch = await startClockWatch({ db: database.db, log, everyMs: 5, now })
  const lookAgain = async () => {
    const before = looks
    await until("it is looked at twice more", () => looks > before + 8)
  }
  for (off of [4_500, 5_500, 4_500]) await lookAgain()
  expect(lines).toEqual([expect.stringContaining(" s ahead of")])
  off = 0
  await until("it is right", () => watch.found() === undefined)
  await watch.stop()
})
