import type { State } from "../state/state.ts"
import { drawableLine } from "../text/drawable.ts"
import { fit, fitLine, type Line, span, widthOf } from "../text/line.ts"

export function agentLines(state: State, width: number): Line[] {
  const agents = state.agents.filter(({ disabled }) => !disabled)
  if (agents.length === 0) return [[span("No agents yet.", "muted")]]
  const widest = Math.min(30, Math.max(...agents.map(({ name }) => widthOf(drawableLine(name)))) + 2)
  return agents
    .toSorted((a, b) => Number(b.connected) - Number(a.connected) || a.name.localeCompare(b.name))
    .map(({ name, presence, connected, available, open, capacity, role }): Line => {
      const tone = available ? "good" : connected ? "warn" : "faint"
      const word = connected ? presence : "not connected"
      return fitLine(
        [
          span("● ", tone),
          span(fit(drawableLine(name), widest)),
          span(fit(word, 15), "muted"),
          span(`${load(open, capacity)} ${open} of ${capacity}`),
          span(role === "admin" ? "  admin" : "", "muted"),
        ],
        width,
      )
    })
}

function load(open: number, capacity: number): string {
  const full = capacity ? Math.min(10, Math.round((open / capacity) * 10)) : 0
  return `${"█".repeat(full)}${"░".repeat(10 - full)}`
}
