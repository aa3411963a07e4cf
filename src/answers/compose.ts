import type { Exchange } from "../core/answer.ts"
import { passagesOf, wholeHit } from "./article-passages.ts"
import { extractAnswer } from "./extract.ts"
import type { Llm } from "./llm.ts"
import { type Found, MAX_SOURCES } from "./search.ts"

export interface Composed {
  text: string
  by: "extract" | "llm"
  /** An LLM was configured and gave nothing that could be sent. */
  degraded: boolean
  /** Why. */
  fault?: string | undefined
  tokens: { prompt: number; completion: number }
}

interface Composing {
  /** With what it leans on. */
  question: string
  /** Of the best article alone. */
  asked: string
  history: readonly Exchange[]
  found: Found
  onText?: ((text: string | null) => void) | undefined
}

/** Earlier exchanges that an LLM is told. */
const MAX_HISTORY = 4

/** Puts the answer into words: an LLM's, if there is one and its passages support it, else the passages' own. */
export async function composeAnswer(llm: Llm | undefined, composing: Composing): Promise<Composed> {
  const written = llm && (await writeAnswer(llm, composing))
  if (written && "text" in written) return written
  const [best] = composing.found.hits
  const { markdown } = await extractAnswer({
    question: composing.asked,
    questionVector: composing.found.placeVector,
    // One article only: another may say something else about something else.
    passages: best ? passagesOf(best, composing.asked) : [],
  })
  return {
    text: markdown,
    by: "extract",
    degraded: written !== undefined,
    fault: written?.fault,
    tokens: { prompt: 0, completion: 0 },
  }
}

async function writeAnswer(
  llm: Llm,
  { question, asked, history, found, onText }: Composing,
): Promise<Composed | { fault: string }> {
  const answer = await llm.answer({
    question,
    history: history.slice(-MAX_HISTORY).flatMap((exchange) => [
      { role: "user" as const, content: exchange.question },
      { role: "assistant" as const, content: exchange.answer },
    ]),
    // One passage a source, so that [2] in the text is the second source.
    passages: found.hits.slice(0, MAX_SOURCES).map((hit) => wholeHit(hit, asked)),
    ...(onText && { onText }),
  })
  if (answer.kind !== "answer") {
    onText?.(null)
    return { fault: `${answer.kind}: ${answer.detail}` }
  }
  return { text: answer.markdown, by: "llm", degraded: false, tokens: answer.tokens }
}
