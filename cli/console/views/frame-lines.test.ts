import { expect, test } from "bun:test"
import { busy, NOW } from "../testing/desk-day.ts"
import { headLine } from "./frame-lines.ts"

function head(link: { retryAt: number; reason: string }, columns = 80): string {
  const told = busy(columns).happen({ type: "link", link: { status: "offline", since: NOW, ...link } })
  return headLine(told.state, columns)
    .map(({ text }) => text)
    .join("")
}

test("why the connection broke is said, and when it is tried again, or that it is being tried", () => {
  expect(head({ retryAt: NOW + 3000, reason: "" })).toContain("not connected, again in 3s   ")
  expect(head({ retryAt: NOW + 3000, reason: "the server says nothing" })).toContain(
    "not connected, again in 3s: the server says nothing",
  )
  expect(head({ retryAt: NOW, reason: "" })).toContain("not connected, trying   ")
})
