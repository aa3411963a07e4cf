import { type Outcome, type Problem, SIGNED_OUT } from "../client/chat-state.ts"
import type { Words } from "../i18n/words.ts"

/** What was wrong, as the visitor is told; the server's own sentence where ours do not say it. */
export function problemOf(outcome: Outcome<unknown>, words: Words): Problem | undefined {
  return outcome.ok ? undefined : inWords(outcome.problem, words)
}

export function inWords(problem: Problem, words: Words): Problem {
  const { code, resetInSeconds } = problem
  // What is wrong with a key or a token is not the visitor's concern.
  if (code === "network" || code === "unauthenticated") return { ...problem, message: words.say("fault") }
  if (code === SIGNED_OUT) return { ...problem, message: words.say("signedOut") }
  if (!resetInSeconds) return problem
  return { ...problem, message: words.say("limit", { time: words.span(resetInSeconds) }) }
}
