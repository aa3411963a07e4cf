import { afterAll, beforeAll, expect, test } from "bun:test"
import pino from "pino"
import { dropDatabase, freshDatabase } from "../../test/postgres/shared.ts"
import { until } from "../../test/wait.ts"
import { connect, type Database } from "../storage/database.ts"
import { clockAhead } from "../storage/postgres/clocks.ts"
import { startClockWatch } from "./clock-watch.ts"

let url: string
let database: Database
beforeAll(async () => {
  url = await freshDatabase()
  database = await connect({ dataDir: "", url })
})
afterAll(async () => {
  await database.close()
  await dropDatabase(url)
})

test("how far the clock is from Postgres' is told without the time that the answer took", async () => {
  expect(Math.abs(await clockAhead(database.db))).toBeLessThan(1_000)
  const slow = { db: database.db, now: () => Date.now() + 45_000 }
  expect(Math.round((await clockAhead(slow.db, slow.now)) / 1_000)).toBe(45)
  expect(Math.round((await clockAhead(database.db, () => Date.now() - 600_000)) / 1_000)).toBe(-600)
})

test("a clock that is off is warned of once, and told of for as long as it is", async () => {
  const lines: { level: number; msg: string }[] = []
  const log = pino({}, { write: (line) => void lines.push(JSON.parse(line)) })
  let off = 45_000
  const watch = startClockWatch({ db: database.db, log, everyMs: 5, now: () => Date.now() + off })
  try {
    await until("it is found", () => watch.found())
    expect(watch.found()).toStartWith("this machine's clock is 45 s ahead of Postgres': let NTP set both")
    off = 2_000
    await until("it is right again", () => watch.found() === undefined)
    off = -600_000
    await until("it is found anew", () => watch.found())
  } finally {
    await watch.stop()
  }
  expect(lines).toMatchObject([
    { level: 40, msg: expect.stringContaining("45 s ahead of") },
    { level: 30, msg: "this machine's clock and Postgres' agree again" },
    { level: 40, msg: expect.stringContaining("600 s behind") },
  ])
})
