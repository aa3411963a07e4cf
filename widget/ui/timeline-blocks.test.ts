import { expect, test } from "bun:test"
import { own, theirs } from "../../test/fixtures/widget-gallery/states.ts"
import { timelineBlocks } from "./timeline-blocks.ts"

const at = (time: string) => ({ at: `2026-11-21T${time}:00` })

test("what one sender wrote in one go stands together, and days are told apart", () => {
  const blocks = timelineBlocks([
    own(1, "a", at("09:00")),
    own(2, "b", at("09:01")),
    theirs(3, "bot", "c", at("09:02")),
    theirs(4, "agent", "d", at("09:03")),
    theirs(5, "agent", "e", at("09:30")),
    { kind: "ticket", key: "t6", seq: 6, ...at("09:31"), ticketId: "T-1" },
    theirs(7, "agent", "f", { at: "2026-11-22T09:00:00" }),
  ])
  expect(
    blocks.map((block) =>
      block.kind === "group" ? block.messages.map(({ text }) => text).join("") : block.kind,
    ),
  ).toEqual(["day", "ab", "c", "d", "e", "notice", "day", "f"])
})

test("a message that gets stored keeps its place in its group", () => {
  const sending = { clientId: "c2", key: "c2", ...at("09:01") }
  const before = timelineBlocks([own(1, "a", at("09:00")), own(2, "b", { ...sending, seq: undefined })])
  const after = timelineBlocks([own(1, "a", at("09:00")), own(2, "b", sending)])
  expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key))
})

test("a ticket is told once", () => {
  const blocks = timelineBlocks([
    { kind: "ticket", key: "t1", seq: 1, ...at("09:00"), ticketId: "T-1" },
    theirs(2, "bot", "Hi Ada, I've created support ticket #T-1 for you.", at("09:00")),
    theirs(3, "bot", "Anything else?", at("09:01")),
  ])
  expect(blocks.map(({ key }) => key)).toEqual(["day-t1", "t1", "m3"])
})
