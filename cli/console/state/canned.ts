import { compositionOf, selectedSummary } from "./select.ts"
import type { State } from "./state.ts"

/** A canned reply with its placeholders filled in, so that the agent sees what goes out. */
export function filledIn(text: string, state: State): string {
  const summary = selectedSummary(state)
  const agent = state.me?.agent?.name ?? ""
  const customer = summary?.customer.name ?? ""
  const values: Readonly<Record<string, string>> = {
    "customer.name": customer,
    "customer.first_name": firstWord(customer),
    "agent.name": agent,
    "agent.first_name": firstWord(agent),
    "partner.name": state.me?.partner.name ?? "",
    "conversation.number": String(summary?.number ?? ""),
  }
  return text.replace(/\{([a-z._]+)\}/g, (whole, name: string) => values[name] ?? whole)
}

function firstWord(name: string): string {
  return name.trim().split(/\s+/)[0] ?? ""
}

/** What is typed of a shortcut, where the reply is nothing but `/…`. */
export function shortcutTyped(state: State): string | undefined {
  const { chars } = compositionOf(state).editor
  return /^\/(\S*)$/.exec(chars.join(""))?.[1]
}
