import { expect, test } from "bun:test"
import { busy, NOW, Told } from "../testing/desk-day.ts"
import { threadLines } from "./thread-lines.ts"

test("the place in the queue is the one that the queue has now", () => {
  const told = busy().type("2")
  const head = () =>
    threadLines(told.state, 70, 10)[0]
      ?.map(({ text }) => text)
      .join("")
  expect(head()).toContain("waiting, place 1, ")
  told.frame({ type: "queue", payload: { waiting: 3, longestWaitSeconds: 120, order: [4, 5, 18] } })
  expect(head()).toContain("waiting, place 3, ")
})

test("who has never been connected reads why, in full", () => {
  const reason = "a proxy before the server lets no WebSocket through"
  const link = { status: "offline", since: NOW, retryAt: NOW, reason } as const
  const lines = threadLines(new Told(80, 24).happen({ type: "link", link }).state, 53, 10)
  const text = lines
    .map((line) =>
      line
        .map(({ text }) => text)
        .join("")
        .trim(),
    )
    .join(" ")
  expect(text).toContain(`It fails: ${reason}.`)
})
