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
