import type { LlmFault } from "./answers/llm.ts"
import type { Logger } from "./log.ts"

/** Where the model is down every message fails; of each kind one line in so long says it. */
const PAUSE_MS = 60_000

/** Logs why what a language model replied could not be used. */
export function loggedLlmFaults(log: Logger): (fault: LlmFault) => void {
  const kinds = new Map<LlmFault["kind"], { at: number; unsaid: number }>()
  return ({ kind, detail }) => {
    const last = kinds.get(kind)
    if (last && Date.now() - last.at < PAUSE_MS) {
      last.unsaid++
      return
    }
    kinds.set(kind, { at: Date.now(), unsaid: 0 })
    const more = last?.unsaid ?? 0
    log.warn({ kind, detail, ...(more > 0 && { more }) }, "the language model's reply could not be used")
  }
}
