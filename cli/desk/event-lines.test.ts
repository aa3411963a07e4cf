import { expect, test } from "bun:test"
import { stripVTControlCharacters } from "node:util"
import { eventLines } from "./event-lines.ts"

test("files that came along, and those that were not kept, stand under the message", () => {
  const lines = eventLines({
    seq: 1,
    at: "2026-11-21T10:00:00.000Z",
    type: "message",
    sender: { kind: "customer", id: "c-1", name: "Ada" },
    text: "Many",
    data: {
      attachments: [{ id: "at_1", name: "f0.txt", type: "text/plain", size: 7 }],
      mail: { leftOut: ["f10.txt", "f11\u001b[2J.txt"] },
    },
  })
  expect(lines.map(stripVTControlCharacters).slice(1)).toEqual([
    "    Many",
    "    [file: f0.txt, 7 bytes]",
    expect.stringMatching(/^ {4}\[not kept: f10\.txt, f11.*\.txt\]$/),
  ])
  expect(lines.join()).not.toContain("\u001b[2J")
})
