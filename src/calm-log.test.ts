import { expect, test } from "bun:test"
import pino from "pino"
import { calmLog } from "./calm-log.ts"
import { ChatdError } from "./core/errors.ts"
import { reportingLog } from "./error-reports.ts"
import { PartnersFault } from "./jobs/each-partner.ts"

function watched() {
  const lines: Record<string, unknown>[] = []
  const clock = { now: 0 }
  const write = (line: string) => lines.push(JSON.parse(line))
  const log = calmLog(
    pino({ base: null, timestamp: false }, { write } as unknown as pino.DestinationStream),
    () => clock.now,
  )
  const told = () =>
    lines.splice(0).map(({ msg, more, site }) => [msg, more ?? site].filter(Boolean).join(" "))
  return { log, clock, told }
}

const away = () => new ChatdError("unavailable", "The database is not available just now.")

test("while the database is away one line a minute says of each kind what fails, and how often it did", () => {
  const { log, clock, told } = watched()
  for (let i = 0; i < 5; i++) {
    log.error({ err: away(), requestId: String(i) }, "request failed")
    log.warn({ err: Object.assign(new Error("connect"), { code: "ECONNREFUSED" }) }, "the connection broke")
  }
  expect(told()).toEqual(["request failed", "the connection broke"])
  clock.now = 60_000
  log.error({ err: away() }, "request failed")
  log.error({ err: away() }, "request failed")
  expect(told()).toEqual(["request failed 4"])
})

test("what fails for the same partner again and again is told once a minute, and of another one at once", () => {
  const { log, clock, told } = watched()
  const failed = (...ids: string[]) =>
    log.error({ err: new PartnersFault(new Map(ids.map((id) => [id, new RangeError("odd")]))) }, "it failed")
  for (let i = 0; i < 3; i++) failed("acme")
  failed("acme", "other")
  clock.now = 60_000
  failed("acme")
  expect(told()).toEqual(["it failed", "it failed", "it failed 2"])
})

test("what else fails is told each time, and which site is away of each", () => {
  const { log, told } = watched()
  for (let i = 0; i < 2; i++) log.error({ err: new TypeError("a fault of ours") }, "request failed")
  log.warn("said without an error")
  for (const site of ["a.example", "b.example"]) log.warn({ err: away(), site }, "a site could not be read")
  expect(told()).toEqual([
    "request failed",
    "request failed",
    "said without an error",
    "a site could not be read a.example",
    "a site could not be read b.example",
  ])
})

test("what is not told is not reported either", () => {
  const reported: unknown[] = []
  const own = pino({ level: "silent" })
  const log = calmLog(reportingLog(own, { report: (error) => reported.push(error), flush: async () => true }))
  for (let i = 0; i < 3; i++) {
    log.error({ err: away() }, "sweep failed")
    log.error({ err: new RangeError("odd") }, "sweep failed")
  }
  expect(reported.map((error) => (error as Error).name)).toEqual([
    ...["ChatdError", "RangeError", "RangeError", "RangeError"],
  ])
})
