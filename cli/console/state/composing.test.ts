import { expect, test } from "bun:test"
import { textOf } from "../editor.ts"
import { calls, sent } from "../testing/asked.ts"
import { busy, message, NOW, online, summary } from "../testing/desk-day.ts"
import type { Effect } from "./effect.ts"
import { compositionOf } from "./select.ts"

test("each conversation keeps its draft", () => {
  const told = busy().type("rfor Ada<escape>jrfor Charles<escape>k")
  expect(textOf(compositionOf(told.state, 17).editor)).toBe("for Ada")
  expect(textOf(compositionOf(told.state, 12).editor)).toBe("for Charles")
})

test("Tab takes the suggestion, and the reply says where it came from", () => {
  const told = busy().type("<tab>")
  expect(textOf(compositionOf(told.state).editor)).toStartWith("We deliver to all of Germany")
  told.asked()
  told.type("<enter>")
  expect(sent(told.asked())).toMatchObject([
    { source: { title: "Delivery abroad", url: "https://acme.com/help/delivery" } },
  ])
})

test("Tab does not replace what is written", () => {
  expect(textOf(compositionOf(busy().type("rHello<tab>").state).editor)).toBe("Hello")
})

test("a canned reply is filled in before it goes out", () => {
  const told = busy().type("r/hel<enter>")
  expect(textOf(compositionOf(told.state).editor)).toBe("Hello Ada, this is Grace. How can I help?")
})

test("going back past the slash leaves the canned replies", () => {
  const told = busy().type("r/<backspace>")
  expect(told.state.overlay).toBeUndefined()
  expect(textOf(compositionOf(told.state).editor)).toBe("")
})

test("emoji by name", () => {
  expect(textOf(compositionOf(busy().type("rHi :wave: there :nope:").state).editor)).toBe(
    "Hi 👋 there :nope:",
  )
})

test("history comes back line by line, and what was being written after it", () => {
  const told = busy().type("rone<enter>two<enter>dra<up><up>")
  expect(textOf(compositionOf(told.state).editor)).toBe("one")
  expect(textOf(compositionOf(told.type("<down><down>").state).editor)).toBe("dra")
})

test("a note that comes back out of the history is a note, before whomever one is; what was being written comes back as it was", () => {
  const told = busy().type("nwatch this one<enter><escape>").type("2").type("rdra<up>")
  expect(compositionOf(told.state)).toMatchObject({ kind: "note" })
  expect(textOf(compositionOf(told.state).editor)).toBe("watch this one")
  expect(sent(told.type("<enter>").asked()).map(({ kind }) => kind)).toEqual(["note", "note"])
  const further = busy().type("rone<enter><escape>nwatch this one<enter><escape>rdra<up><up>")
  expect(compositionOf(further.state).kind).toBe("message")
  expect(textOf(compositionOf(further.state).editor)).toBe("one")
  const back = busy().type("nwatch this one<enter><escape>rdra<up><down>")
  expect(compositionOf(back.state).kind).toBe("message")
  expect(textOf(compositionOf(back.state).editor)).toBe("dra")
})

test("what was said before comes back into a note as a note", () => {
  const told = busy().type("rone<enter><escape>n<up>")
  expect(textOf(compositionOf(told.state).editor)).toBe("one")
  expect(compositionOf(told.state).kind).toBe("note")
})

test("letters are text in the composer and commands beside it", () => {
  expect(textOf(compositionOf(busy().type("rqtc?:").state).editor)).toBe("qtc?:")
  const told = busy().type("2").type("t")
  expect(calls(told.asked())).toContainEqual({ what: "act", conversation: 18, verb: "take" })
})

test("a pasted text is text: its lines are not sent, its letters are no commands", () => {
  const told = busy().happen({ type: "paste", text: "q\r\nsecond\rthird" })
  expect(told.state.overlay).toBeUndefined()
  expect(textOf(compositionOf(told.state).editor)).toBe("q\nsecond\nthird")
  expect(told.state.outbox).toEqual([])
})

test("what an agent has answered has no suggestion any more", () => {
  const told = busy().frame({
    type: "event",
    payload: { conversation: 17, event: message(8, "agent", "Linus", "Yes, it goes to Berlin.") },
  })
  expect(textOf(compositionOf(told.type("<tab>").state).editor)).toBe("")
})

test.each(["<enter>", "r", "i"])("a note that is begun does not become a reply by %s", (key) => {
  const told = busy().type(`nShe lies.<escape>${key}`)
  expect(compositionOf(told.state)).toMatchObject({ kind: "note" })
  expect(told.state.toast?.text).toBe("This note is not sent yet; Ctrl-N makes it a reply.")
  told.asked()
  told.type("<enter>")
  expect(sent(told.asked())).toMatchObject([{ kind: "note", text: "She lies." }])
  expect(compositionOf(told.type("<escape>r").state)).toMatchObject({ kind: "message" })
})

test("a second note does not go to the customer", () => {
  const told = busy().type("none<enter>two<enter>")
  expect(sent(told.asked()).map(({ kind }) => kind)).toEqual(["note", "note"])
})

test("what the bot says of handing over leaves the question open for a suggestion", () => {
  const told = online().frame({ type: "conversations", payload: { conversations: [summary(17, "Ada")] } })
  told.asked()
  told.frame({
    type: "event",
    payload: { conversation: 17, event: message(1, "customer", "Ada", "A refund?") },
  })
  told.frame({
    type: "event",
    payload: { conversation: 17, event: message(2, "bot", "Acme", "A person comes.") },
  })
  expect(calls(told.asked()).filter(({ what }) => what === "suggestions")).toContainEqual({
    what: "suggestions",
    conversation: 17,
    seq: 1,
  })
  const value = {
    question: "A refund?",
    suggestions: [{ text: "Within 30 days.", confidence: 0.9, sources: [] }],
  }
  told.happen({ type: "result", call: { what: "suggestions", conversation: 17, seq: 1 }, value })
  expect(textOf(compositionOf(told.type("<tab>").state).editor)).toBe("Within 30 days.")
})

test("what is pasted is what is seen and what is sent: nothing in it that a terminal obeys", () => {
  const told = busy().type("r").happen({
    type: "paste",
    text: "red \u001b[31mtext\u001b[0m\u0007,\tone\r\ntwo\u0000 \u001b]0;title\u0007\u202eback\u009b31m",
  })
  expect(textOf(compositionOf(told.state).editor)).toBe("red text,\tone\ntwo back")
})

const hello = { id: 1, shortcut: "hello", text: "Hello!" }

const asksForCanned = (effects: readonly Effect[]) => calls(effects).filter(({ what }) => what === "canned")

test("canned replies are asked for when one is looked for, and may change before the agent's eyes", () => {
  const told = busy()
  told.asked()
  expect(asksForCanned(told.type("/").asked())).toHaveLength(1)
  told.happen({ type: "result", call: { what: "canned" }, value: { replies: [hello] } })
  told.type("hel<enter>")
  expect(textOf(compositionOf(told.state).editor)).toBe("Hello!")
  told.type("<ctrl+u>")
  expect(asksForCanned(told.asked())).toHaveLength(0)
  expect(asksForCanned(told.type("/").asked())).toHaveLength(1)
  expect(asksForCanned(told.type("<escape>a and/or b").asked())).toHaveLength(0)
  told.happen({ type: "link", link: { status: "offline", since: NOW, retryAt: NOW, reason: "" } })
  expect(asksForCanned(told.type("<ctrl+u>/").asked())).toHaveLength(0)
  expect(told.state.overlay).toMatchObject({ picker: "canned" })
})

test("the first canned reply that there is, is offered to whoever has typed its shortcut meanwhile", () => {
  const ada = { type: "conversations" as const, payload: { conversations: [summary(17, "Ada")] } }
  const none = { type: "result" as const, call: { what: "canned" as const }, value: { replies: [] } }
  const one = { ...none, value: { replies: [hello] } }
  const told = online().frame(ada).happen(none).type("r/he").happen(one)
  expect(told.type("<enter>").state.overlay).toBeUndefined()
  expect(textOf(compositionOf(told.state).editor)).toBe("Hello!")
  const other = online().frame(ada).happen(none).type("r/he is it").happen(one)
  expect(other.state.overlay).toBeUndefined()
  const leaving = online().frame(ada).happen(none).type("r/h").happen(one).type("<backspace><backspace>")
  expect(textOf(compositionOf(leaving.state).editor)).toBe("")
  expect(textOf(compositionOf(other.state).editor)).toBe("/he is it")
})
