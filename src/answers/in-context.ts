import { type FollowUp, followUp, standsAlone } from "../../kb/follow-up.ts"
import { smalltalk } from "../../kb/smalltalk.ts"
import type { Exchange } from "../core/answer.ts"
import type { Asking } from "./asking.ts"
import { consentOf } from "./intent/consent.ts"
import type { Turn } from "./llm/prompt.ts"
import type { Llm } from "./llm.ts"
import { questionsIn } from "./questions-in.ts"

/**
 * A follow-up gets its context; an LLM does that better, and the words before it do it always.
 *
 * @param earlier what {@link questionsOf} the history found
 */
export async function understand(
  llm: Llm | undefined,
  { message, history }: Pick<Asking, "message" | "history">,
  earlier: readonly string[],
): Promise<FollowUp> {
  const lookup = followUp(message, earlier)
  if (!lookup.leans || !llm) return lookup
  const rewritten = await llm.rewriteFollowUp(turnsOf(history), message)
  return rewritten ? standsAlone(rewritten) : lookup
}

/** The customer's earlier questions, one by one: what leans on them leans on the last of several. */
export function questionsOf(history: readonly Exchange[]): string[] {
  const said = history
    .map(({ question }) => question)
    .filter((question) => !smalltalk(question) && !consentOf(question))
  return said.flatMap(questionsIn)
}

/** What is asked: a follow-up that a language model has put into words stands for itself. */
export function wordsOf({ leans, text }: FollowUp, { message }: Asking): string {
  return leans ? message : text
}

export function turnsOf(history: readonly Exchange[]): Turn[] {
  return history.flatMap(({ question, answer }) => [
    { role: "user" as const, content: question },
    { role: "assistant" as const, content: answer },
  ])
}
