import type { Effect, Step } from "./effect.ts"
import type { State, TicketsOverlay } from "./state.ts"

/** Something happened to a ticket: what is shown of them is asked for again. */
export function ticketsChanged(state: State): Step<State> {
  const { overlay, selected } = state
  const effects: Effect[] = overlay?.kind === "tickets" ? refresh(overlay) : []
  const customer = selected === undefined ? undefined : state.details.get(selected)?.customer
  if (customer && selected !== undefined)
    effects.push({
      type: "call",
      call: { what: "customer", conversation: selected, ref: customer.customer.ref },
    })
  return { state, effects }
}

/** What is shown of them, asked for again. */
export function refresh(overlay: TicketsOverlay): Effect[] {
  const calls = [listCall(overlay)]
  if (overlay.shown) calls.push(detailCall(overlay.shown.number))
  return calls
}

export function listCall({ view }: Pick<TicketsOverlay, "view">): Effect {
  return { type: "call", call: { what: "tickets", view } }
}

export function detailCall(number: number): Effect {
  return { type: "call", call: { what: "ticket", number } }
}
