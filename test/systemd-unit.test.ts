import { expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { longestStopMs } from "../cli/commands/serve.ts"
import { EXIT } from "../cli/failure.ts"
import { loadConfig } from "../src/config/load.ts"

const unit = readFileSync(join(import.meta.dir, "../deploy/chatd.service"), "utf8")
const setting = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(unit)?.[1]

const notStartedAgain = () => setting("RestartPreventExitStatus")?.split(" ").map(Number)

test("systemd waits until a server that stops has ended by itself", () => {
  expect(Number(setting("TimeoutStopSec")) * 1000).toBeGreaterThan(
    longestStopMs(loadConfig({ environment: {} })),
  )
})

test("a server whose database was taken from under it is not started again, where it would make a new one", () => {
  expect(setting("Restart")).toBe("on-failure")
  expect(notStartedAgain()).toContain(EXIT.databaseLost)
})

test("nor is one that is configured wrongly, which no restart mends; one whose database or address is not there yet is", () => {
  expect(notStartedAgain()).toContain(EXIT.usage)
  for (const code of [EXIT.no, EXIT.unreachable, EXIT.internal]) expect(notStartedAgain()).not.toContain(code)
})
