import { expect, test } from "bun:test"
import type { DeskEvent, Summary } from "../../../src/api/desk/protocol.ts"
import { lineWidth } from "../text/line.ts"
import { eventLines } from "./event-lines.ts"

const AT = "2026-11-21T10:30:00.000Z"
const summary = { readByCustomer: 0 } as Summary

function shown(event: Partial<DeskEvent>, width = 60): string[] {
  const whole = {
    seq: 1,
    at: AT,
    type: "message",
    sender: { kind: "customer", id: "c-1", name: "Ada" },
    ...event,
  } as DeskEvent
  const lines = eventLines(whole, whole, { summary, width, now: Date.parse(AT), hit: undefined })
  for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(width)
  return lines.map((line) =>
    line
      .map(({ text }) => text)
      .join("")
      .trimEnd(),
  )
}

const file = (name: string, size: number) => ({ id: "at_1", name, type: "image/png", size })

test("what came along by mail stands under the message, a line each, whatever it is called", () => {
  const attachments = [file("lid.png", 812), file(`${"very long ".repeat(20)}\u202e.png`, 3_500_000)]
  const lines = shown({ text: "Look", data: { attachments } })
  expect(lines.slice(-3)).toEqual([
    "   Look",
    "   📎 lid.png, 812 bytes",
    expect.stringMatching(/^ {3}📎 very long .*…, 3\.3 MB$/),
  ])
  expect(lines.join()).not.toContain("\u202e")
})

test("a mail that is nothing but files names them once", () => {
  const data = { attachments: [file("a.png", 2048), file("b.png", 1)] }
  const lines = shown({ type: "note", text: "📎 a.png, b.png", data })
  expect(lines.filter((line) => line.includes("a.png"))).toEqual([" ▎ 📎 a.png, 2 KB"])
})

test("files that were not kept are named under those that were", () => {
  const mail = { leftOut: ["f10.txt", "\u202ef11.txt"] }
  const lines = shown({ text: "Many", data: { attachments: [file("a.png", 2048)], mail } })
  expect(lines.slice(-2)).toEqual(["   📎 a.png, 2 KB", "   not kept: f10.txt, f11.txt"])
  const only = shown({
    text: "📎 a.png, f10.txt (not kept)",
    data: { attachments: [file("a.png", 1)], mail: { leftOut: ["f10.txt"] } },
  })
  expect(only.slice(-2)).toEqual(["   📎 a.png, 1 bytes", "   not kept: f10.txt"])
})
