import { expect, test } from "bun:test"
import { busy, GRACE, NOW, online } from "../testing/desk-day.ts"
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

test("on a narrow screen, or with a long name, it is still seen that nobody new comes", () => {
  const named = (name: string, columns: number, waiting = 0) => {
    const agent = { ...GRACE, name, presence: "offline" } as const
    const told = online(columns)
      .frame({ type: "agents", payload: { agents: [agent] } })
      .frame({ type: "queue", payload: { waiting, longestWaitSeconds: 3000, order: [] } })
    return headLine(told.state, columns)
      .map(({ text }) => text)
      .join("")
  }
  expect(named("Grace", 40)).toContain("offline, P changes that")
  expect(named("Grace", 40, 19_994)).toMatch(/offline, P changes that .* 19994 waiting/)
  expect(named("Mary-Ann Featherstonehaugh-Cholmondeley", 60)).toContain("offline, P changes that")
  expect(named("Grace", 80)).toMatch(/Acme {3}Grace: {2}offline, P changes that .*nobody waits {2}\d\d:\d\d/)
})
