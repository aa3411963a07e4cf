import type { LlmFault } from "./answers/llm.ts"
import type { Logger } from "./log.ts"
import { seldom } from "./seldom.ts"

/** Where the model is down every message fails; of each kind one line in so long says it. */
const PAUSE_MS = 60_000

/** Logs why what a language model replied could not be used. */
export function loggedLlmFaults(log: Logger): (fault: LlmFault) => void {
  const telling = seldom(PAUSE_MS)
  return ({ kind, detail }) => {
    const told = telling(kind)
    if (told) log.warn({ kind, detail, ...told }, "the language model's reply could not be used")
  }
}
