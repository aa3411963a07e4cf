import { expect, test } from "bun:test"
import { Hub } from "./hub.ts"
import { readOrWait } from "./wait-for-event.ts"

test("who is signed out while they wait is told nothing of what is said then", async () => {
  const hub = new Hub()
  const log: string[] = []
  const reading = readOrWait(hub, { of: "conversation", id: 1 }, 60_000, [], async () => [...log])
  hub.signedOut({ customerIds: [], conversationIds: [1] })
  log.push("said to whoever has it by right")
  expect(await reading).toEqual([])
})
