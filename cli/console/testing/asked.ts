import type { Effect } from "../state/effect.ts"

/** Of what the console wants done: what goes to the server over its socket. */
export function frames(effects: readonly Effect[]) {
  return effects.flatMap((one) => (one.type === "frame" ? [one.frame] : []))
}

/** What is asked of the desk API. */
export function calls(effects: readonly Effect[]) {
  return effects.flatMap((one) => (one.type === "call" ? [one.call] : []))
}

/** What an agent says. */
export function sent(effects: readonly Effect[]) {
  return effects.flatMap((one) => (one.type === "send" ? [one.outgoing] : []))
}
