import type { Outcome, Problem } from "../client/chat-state.ts"
import type { Words } from "../i18n/words.ts"

/** What was wrong, as the visitor is told; the server's own sentence where there is no network to blame. */
export function problemOf(outcome: Outcome<unknown>, words: Words): Problem | undefined {
  return outcome.ok ? undefined : inWords(outcome.problem, words)
}

export function inWords(problem: Problem, words: Words): Problem {
  return problem.code === "network" ? { ...problem, message: words.say("fault") } : problem
}
