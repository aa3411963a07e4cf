import { listOf } from "../state/select.ts"
import type { State } from "../state/state.ts"
import { drawableLine } from "../text/drawable.ts"
import { type Line, span } from "../text/line.ts"
import { wrap } from "../text/wrap.ts"

function keptWords({ keepingFault }: State): string {
  return keepingFault === undefined
    ? "it is kept and goes out the next time."
    : `it is lost when you leave: ${drawableLine(keepingFault)}`
}

const BEGUN = {
  article: "an article",
  newTicket: "a ticket",
  transferNote: "a note for a transfer",
  comment: "what you say of a ticket",
} as const

function begunWords({ begun }: State): string {
  return [...new Set(begun.map(({ kind }) => BEGUN[kind]))].join(", ")
}

/** What leaving now means: what one has open, and what has not been sent. */
export function quitLines(state: State, width: number): Line[] {
  const open = listOf(state, "mine").filter(({ status }) => status !== "closed").length
  const words = [
    open > 0
      ? `${open === 1 ? "You have an open conversation. Without you it goes" : `You have ${open} open conversations. Without you they go`} back to the queue after a while; T gives one to a colleague.`
      : "",
    state.outbox.length > 0
      ? `${state.outbox.length} of what you wrote has not been sent; ${keptWords(state)}`
      : "",
    state.begun.length > 0 ? `Begun and not sent, and lost when you leave: ${begunWords(state)}.` : "",
  ].filter(Boolean)
  return words.flatMap((text) => wrap([span(text)], width))
}
