import { expect, test } from "bun:test"
import { MOST_TICKETS } from "../state/state.ts"
import { busy, ticket } from "../testing/desk-day.ts"
import { overlayLines } from "./overlay-lines.ts"

test.each([
  [MOST_TICKETS - 1, false],
  [MOST_TICKETS, true],
])("of %p tickets it is said that there may be others: %p", (count, isSaid) => {
  const tickets = Array.from({ length: count }, (_, i) => ticket(count - i, `Ticket ${count - i}`))
  const { state } = busy(80, 24)
    .type("#")
    .happen({
      type: "result",
      call: { what: "tickets", view: "open" },
      value: { tickets, more: isSaid },
    })
  if (state.overlay?.kind !== "tickets") throw new Error("The tickets are not shown.")
  const tabs = overlayLines(state, state.overlay, 80, 22).lines[2] ?? []
  const text = tabs.map((one) => one.text).join("")
  expect(text).toContain("Open  Mine  Nobody's  Closed  All")
  expect(text.includes("the newest 200")).toBe(isSaid)
})

test("on the lowest screen the field that one types in is seen", () => {
  for (const tabs of ["", "<tab>", "<tab><tab>", "<tab><tab><tab>"]) {
    const { state } = busy(40, 12).type(`N${tabs}abc`)
    if (state.overlay?.kind !== "newTicket") throw new Error("The form is not shown.")
    const { lines, cursor } = overlayLines(state, state.overlay, 40, 10)
    const here = lines[cursor?.y ?? -1]?.map(({ text }) => text).join("")
    expect(here?.slice(0, cursor?.x)).toEndWith("abc")
  }
})
