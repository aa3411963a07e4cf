import { expect, test } from "bun:test"
import { textOf } from "../editor.ts"
import { frames, sent } from "../testing/asked.ts"
import { at, busy, message, NOW, summary } from "../testing/desk-day.ts"
import { overlayLines } from "../views/overlay-lines.ts"
import { compositionOf } from "./select.ts"

test("what was written while there is no connection goes out once, in its order, and leaves the outbox as it comes back", () => {
  const told = busy().happen({
    type: "link",
    link: { status: "offline", since: NOW, retryAt: NOW, reason: "" },
  })
  told.type("rone<enter>two<enter>").asked()
  expect(told.state.outbox.map(({ text }) => text)).toEqual(["one", "two"])
  told.frame({ type: "ready", payload: { at: at(0), me: told.state.me as never } })
  expect(sent(told.asked()).map(({ text, clientId }) => [text, clientId])).toEqual([
    ["one", "id-1"],
    ["two", "id-2"],
  ])
  told.frame({
    type: "event",
    payload: { conversation: 17, event: message(8, "agent", "Grace Hopper", "one", { clientId: "id-1" }) },
  })
  expect(told.state.outbox.map(({ text }) => text)).toEqual(["two"])
})

test("of much that was written meanwhile as much goes out as the server takes at once, the rest as that comes back", () => {
  const told = busy().happen({
    type: "link",
    link: { status: "offline", since: NOW, retryAt: NOW, reason: "" },
  })
  told.type(`r${Array.from({ length: 100 }, (_, i) => `${i}<enter>`).join("")}`).asked()
  told.frame({ type: "ready", payload: { at: at(0), me: told.state.me as never } })
  const texts: string[] = []
  let most = 0
  for (let seq = 8; told.state.outbox.length > 0; seq++) {
    texts.push(...sent(told.asked()).map(({ text }) => text))
    most = Math.max(most, texts.length - (100 - told.state.outbox.length))
    const [{ clientId, text } = { clientId: "", text: "" }] = told.state.outbox
    const event = message(seq, "agent", "Grace Hopper", text, { clientId })
    if (seq === 10)
      told
        .frame({ type: "error", payload: { code: "conflict", detail: "No.", clientId } })
        .type("<escape>D<ctrl+u>")
    else told.frame({ type: "event", payload: { conversation: 17, event } })
  }
  expect(texts).toEqual(Array.from({ length: 100 }, (_, i) => String(i)))
  expect(most).toBeLessThanOrEqual(32)
})

test("what comes back after it was replayed leaves the outbox as well", () => {
  const told = busy().type("rone<enter>")
  const event = message(8, "agent", "Grace Hopper", "one", { clientId: "id-1" })
  told.frame({ type: "event", payload: { conversation: 17, event: { ...event, seq: 3 } } })
  expect(told.state.outbox).toEqual([])
})

test("an acknowledgement that comes before what was said meanwhile does not hide it", () => {
  const told = busy().type("rone<enter><escape>j")
  const mine = message(9, "agent", "Grace Hopper", "one", { clientId: "id-1" })
  told.frame({ type: "event", payload: { conversation: 17, event: mine } })
  expect(told.state.outbox).toEqual([])
  told.asked()
  told.type("k")
  expect(frames(told.asked())).toContainEqual({ type: "follow", payload: { conversation: 17, after: 7 } })
  // And where it is followed anew after a break, which takes a moment.
  for (const event of [mine, message(8, "customer", "Ada Lovelace", "Or to Rome?"), mine])
    told.frame({ type: "event", payload: { conversation: 17, event } })
  expect(told.state.threads.get(17)?.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test("what was refused stays, and goes out under its name, as it may be stored all the same, or back into the composer", () => {
  const told = busy().type("rone<enter>")
  told.frame({ type: "error", payload: { code: "conflict", detail: "It has ended.", clientId: "id-1" } })
  expect(told.state.outbox[0]?.failed).toBe("It has ended.")
  told.asked()
  told.type("<escape>R")
  expect(sent(told.asked())).toMatchObject([{ text: "one", clientId: "id-1" }])
  expect(told.state.outbox[0]?.failed).toBeUndefined()
  told.frame({ type: "error", payload: { code: "conflict", detail: "It has ended.", clientId: "id-1" } })
  told.type("D")
  expect(told.state.outbox).toEqual([])
  expect(textOf(compositionOf(told.state).editor)).toBe("one")
})

test("what was refused does not come over what is being written", () => {
  const told = busy().type("rone<enter>")
  told.frame({ type: "error", payload: { code: "conflict", detail: "Not now.", clientId: "id-1" } })
  told.type("a longer text<escape>D")
  expect(textOf(compositionOf(told.state).editor)).toBe("a longer text")
  expect(told.state.outbox).toHaveLength(1)
  expect(told.state.toast?.text).toBe("Something is being written here: send it or take it out first.")
})

test("what was sent before comes over what is being written, and undoing brings that back", () => {
  const told = busy().type("rone<enter>a longer text<up>")
  expect(textOf(compositionOf(told.state).editor)).toBe("one")
  told.type("!<ctrl+_><ctrl+_>")
  expect(textOf(compositionOf(told.state).editor)).toBe("a longer text")
})

test("who leaves with something that was neither sent nor kept is told that it is lost", () => {
  const told = busy().happen({
    type: "link",
    link: { status: "offline", since: NOW, retryAt: NOW, reason: "" },
  })
  told.type("rone<enter>").happen({ type: "keeping", fault: "The disk is full." })
  expect(told.state.toast?.text).toBe("What you write is not kept on this machine: The disk is full.")
  const words = () => {
    if (told.state.overlay?.kind !== "quit") throw new Error("It does not ask.")
    return overlayLines(told.state, told.state.overlay, 80, 22)
      .lines.map((line) =>
        line
          .map(({ text }) => text)
          .join("")
          .trim(),
      )
      .join(" ")
  }
  told.type("<ctrl+c>")
  expect(words()).toContain("it is lost when you leave: The disk is full.")
  told.happen({ type: "keeping", fault: undefined })
  expect(words()).toContain("it is kept and goes out the next time.")
})

test("why something was not sent is read on a narrow screen, whatever its customer is called", () => {
  const told = busy()
  const renamed = summary(17, "Wolfeschlegelsteinhausenbergerdorff ".repeat(3).trim(), { lastSeq: 7 })
  told.frame({ type: "conversations", payload: { conversations: [renamed] } })
  told.type("rHello<enter>")
  told.frame({ type: "error", payload: { code: "conflict", detail: "It has ended.", clientId: "id-1" } })
  const { text = "" } = told.state.toast ?? {}
  expect(text).toEndWith("…: It has ended.")
  expect(text.length).toBeLessThan(60)
})
