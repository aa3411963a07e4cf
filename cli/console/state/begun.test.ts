import { expect, test } from "bun:test"
import type { DeskTicketDetail } from "../../../src/api/desk/protocol.ts"
import { at, busy, message, summary, type Told, ticket } from "../testing/desk-day.ts"
import { overlayLines } from "../views/overlay-lines.ts"
import type { Call } from "./effect.ts"

const TICKET = ticket(41, "Parcel lost at the depot")
const DETAIL: DeskTicketDetail = { ticket: TICKET, description: "", history: [], transcript: [] }

const onTicket = (told: Told): Told =>
  told
    .type("#")
    .happen({ type: "result", call: { what: "tickets", view: "open" }, value: { tickets: [TICKET] } })
    .type("<enter>")
    .happen({ type: "result", call: { what: "ticket", number: 41 }, value: DETAIL })

const shown = ({ state }: Told): string => {
  if (!state.overlay) throw new Error("No view is open.")
  return overlayLines(state, state.overlay, 100, 30)
    .lines.map((line) => line.map(({ text }) => text).join(""))
    .join("\n")
}

const lastCall = (told: Told): Call => told.asked().findLast((effect) => effect.type === "call")?.call as Call

const FORMS = [
  ["a ticket", "N", "<tab>The kettle leaks.", "The kettle leaks."],
  ["an article", "A", "<ctrl+u>The kettle leaks", "The kettle leaks"],
  ["a transfer's note", "Tlinus<enter>", "The kettle leaks", "The kettle leaks"],
] as const

test.each(FORMS)(
  "what was written into %s is there again after Escape, and gone once it is thrown away",
  (_, open, keys, written) => {
    const told = busy().type(`${open}${keys}<escape>`)
    expect(told.state.overlay).toBeUndefined()
    expect(told.state.toast?.text).toStartWith("Kept: ")
    told.type(`j${open}`)
    if (told.state.overlay) expect(shown(told)).not.toContain(written)
    told.type("<escape>k").type(open)
    expect(shown(told)).toContain(written)
    told.type("<ctrl+x>").type(open)
    expect(shown(told)).not.toContain(written)
  },
)

test("what is thrown away takes nothing else along that was begun in the same conversation", () => {
  const told = busy().type("N<tab>The kettle leaks.<escape>A<ctrl+u>Leaking kettles<escape>A<ctrl+x>N")
  expect(shown(told)).toContain("The kettle leaks.")
})

test("what was begun about a ticket is there again, for whom it was", () => {
  const told = onTicket(busy()).type("cOnly for us<escape>")
  expect(shown(told)).not.toContain("Only for us")
  told.type("r")
  expect(shown(told)).toContain("Only for us")
  expect(told.state.overlay).toMatchObject({ comment: { visibility: "internal" } })
  told.type("<ctrl+x>r")
  expect(shown(told)).not.toContain("Only for us")
  expect(told.state.overlay).toMatchObject({ comment: { visibility: "public" } })
})

test("what was left while it was sent is kept where it is refused, and gone where it arrived", () => {
  const told = busy().type("N<tab>The kettle leaks.<ctrl+s><escape>")
  const refused = lastCall(told)
  told.happen({ type: "failed", call: refused, sentence: "email is required." }).type("N")
  expect(shown(told)).toContain("The kettle leaks.")
  told.type("<ctrl+s><escape>")
  told.happen({ type: "result", call: lastCall(told), value: DETAIL }).type("N")
  expect(shown(told)).not.toContain("The kettle leaks.")
})

test("what arrives late closes no other form", () => {
  const told = busy().type("N<tab>The kettle leaks.<ctrl+s><escape>")
  const sent = lastCall(told)
  told.type("jN<tab>Another thing.")
  told.happen({ type: "result", call: sent, value: DETAIL })
  expect(shown(told)).toContain("Another thing.")
})

test("a form that was filled beforehand and not changed is filled anew the next time", () => {
  const told = busy().type("A<escape>")
  told
    .frame({
      type: "event",
      payload: {
        conversation: 17,
        event: message(8, "agent", "Grace Hopper", "Yes, to Berlin.", { at: at(0) }),
      },
    })
    .type("A")
  expect(shown(told)).toContain("Yes, to Berlin.")
})

test("who leaves the console is told what they began, and what was erased is begun no more", () => {
  const told = busy().type("N<tab>The kettle leaks.<escape>")
  for (const number of [12, 17])
    told.frame({
      type: "conversations",
      payload: { conversations: [summary(number, "Ada", { lastSeq: 9, status: "closed" })] },
    })
  told.type("q")
  expect(shown(told)).toContain("Begun and not sent, and lost when you leave: a ticket.")
  told.type("<escape>").frame({ type: "gone", payload: { conversations: [17] } })
  expect(told.type("<escape>q").state.isLeaving).toBe(true)
})
