import { expect, test } from "bun:test"
import { textOf } from "../editor.ts"
import { calls, frames, sent } from "../testing/asked.ts"
import { at, busy, ME, NOW, summary, Told } from "../testing/desk-day.ts"
import type { Effect } from "./effect.ts"
import { compositionOf } from "./select.ts"

const gone = (...conversations: number[]) => ({ type: "gone" as const, payload: { conversations } })

test.each([
  ["a reply", "rYour balance is "],
  ["a note", "nCall the "],
  ["a canned reply", "r/hel"],
  ["an emoji", "rHello <alt+e>"],
  ["the palette", ":"],
  ["a priority", "purg"],
  ["a transfer", "TLin"],
  ["a transfer's note", "T<enter>call "],
  ["an article", "A"],
  ["a ticket", "N"],
  ["nothing yet", ""],
])("whoever was writing %s for a customer who is erased writes to nobody else", (_, written) => {
  const told = busy().type(written)
  told.asked()
  told.frame(gone(17))
  const shown = told.state.overlay
  told
    .type("12.34 EUR, back at cox<enter>urgent<enter>Tb<tab><enter>")
    .happen({ type: "paste", text: "and\nmore" })
  expect(told.state.overlay).toEqual(shown)
  expect(shown).toEqual({ kind: "erased", conversation: 17 })
  const asked = told.asked()
  expect(sent(asked)).toEqual([])
  expect(calls(asked).filter(({ what }) => ["act", "article", "openTicket"].includes(what))).toEqual([])
  expect(frames(asked).filter(({ type }) => type === "typing")).toEqual([])
  expect([...told.state.compositions.values()].map(({ editor }) => textOf(editor)).join("")).toBe("")
  told.type("<escape>")
  expect([told.state.overlay, told.state.focus, told.state.selected]).toEqual([undefined, "list", 12])
})

test("who looks at something else when the conversation behind it is erased goes on with it, and is told", () => {
  const told = busy().type("ror other").type("<escape>,")
  told.frame(gone(17))
  expect(told.state.overlay?.kind).toBe("settings")
  expect(told.state.toast?.text).toBe("#17 was erased.")
  told.type("<escape>")
  expect([told.state.focus, told.state.selected]).toEqual(["list", 12])
})

test("nobody who writes is disturbed when another conversation is erased, closed, transferred or queued anew", () => {
  const told = busy().type("rHello Ada")
  told.frame(gone(12))
  told.frame({ type: "queue", payload: { waiting: 0, longestWaitSeconds: 0, order: [] } })
  for (const change of [
    { status: "closed" as const, lastSeq: 8 },
    { agent: { number: 3, name: "Linus" }, lastSeq: 9 },
    { agent: null, status: "waiting" as const, position: 1, lastSeq: 10 },
  ])
    told.frame({ type: "conversations", payload: { conversations: [summary(17, "Ada Lovelace", change)] } })
  told.happen({ type: "link", link: { status: "offline", since: NOW, retryAt: NOW, reason: "" } })
  told.frame({ type: "ready", payload: { at: at(0), me: told.state.me as never } })
  told.type(", hello<enter>")
  expect(sent(told.asked()).map(({ conversation, text }) => [conversation, text])).toEqual([
    [17, "Hello Ada, hello"],
  ])
})

test("a conversation that was erased does not come back with an answer that was under way", () => {
  const told = busy()
  const value = { conversation: told.state.conversations.get(17), customer: { ref: "v-ada" } }
  told.frame(gone(17))
  told.frame(gone(12))
  told
    .happen({ type: "result", call: { what: "detail", conversation: 17 }, value })
    .happen({
      type: "result",
      call: { what: "list", view: "mine" },
      value: { conversations: [value.conversation] },
    })
    .frame({ type: "conversations", payload: { conversations: [value.conversation as never] } })
  expect(told.state.conversations.has(17)).toBe(false)
  expect(told.state.details.has(17)).toBe(false)
})

const drafts = (effects: readonly Effect[]) =>
  effects.flatMap((one) =>
    one.type === "keepDraft" ? [[one.draft.conversation, one.draft.chars.join("")]] : [],
  )

test("what was written to somebody who is erased goes with them, from the disk as well", () => {
  const told = busy().type("rfor Ada<escape>jrsent<enter>for Charles")
  told.asked()
  told.frame(gone(12, 17))
  expect(drafts(told.asked())).toEqual([
    [12, ""],
    [17, ""],
  ])
  expect(told.state.outbox).toEqual([])
  expect([...told.state.compositions.keys()]).toEqual([])
})

test("what was sent to somebody who is erased does not come back to another one", () => {
  const told = busy().type("rto Ada<enter><escape>jrto Charles<enter>").frame(gone(17))
  told.type("<up><up>")
  expect(textOf(compositionOf(told.state).editor)).toBe("to Charles")
})

test("what is kept for a conversation that was erased while the console was not there is forgotten", () => {
  const told = new Told()
  const draft = (conversation: number) => ({
    conversation,
    kind: "message" as const,
    text: `for ${conversation}`,
  })
  const unsent = { ...draft(6), clientId: "one", at: NOW }
  told
    .happen({ type: "drafts", drafts: [draft(17), draft(5), draft(9)], outbox: [unsent] })
    .frame({ type: "conversations", payload: { conversations: [summary(17, "Ada")] } })
    .frame({ type: "ready", payload: { at: at(0), me: ME } })
  const looks = calls(told.asked()).filter(({ what }) => what === "look")
  expect(looks).toEqual([5, 9, 6].map((conversation) => ({ what: "look", conversation })))
  for (const call of looks) told.happen({ type: "result", call, value: call !== looks[1] ? undefined : {} })
  expect(drafts(told.asked())).toEqual([[5, ""]])
  expect(told.state.outbox).toEqual([])
  expect([...told.state.compositions.keys()]).toEqual([17, 9])
})
