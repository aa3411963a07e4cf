import type { Exchange } from "../core/answer.ts"
import { passagesOf, wholeHit } from "./article-passages.ts"
import { extractAnswer } from "./extract.ts"
import { turnsOf } from "./in-context.ts"
import type { Llm } from "./llm.ts"
import { type Answered, materialOf } from "./sought.ts"
import { spokenQuestion } from "./spoken-question.ts"

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
  /** One, unless the message asks several: each is answered. */
  answered: readonly Answered[]
  history: readonly Exchange[]
  onText?: ((text: string | null) => void) | undefined
}

/** Earlier exchanges that an LLM is told. */
const MAX_HISTORY = 4

/** Puts the answer into words: an LLM's, if there is one and its passages support it, else the passages' own. */
export async function composeAnswer(llm: Llm | undefined, composing: Composing): Promise<Composed> {
  const written = llm && (await writeAnswer(llm, composing))
  if (written && "text" in written) return written
  return {
    text: underQuestions(await Promise.all(composing.answered.map(quotedFor))),
    by: "extract",
    degraded: written !== undefined,
    fault: written?.fault,
    tokens: { prompt: 0, completion: 0 },
  }
}

interface Quoted {
  questions: readonly string[]
  text: string
}

async function quotedFor({ question, asked, named, found }: Answered): Promise<Quoted> {
  const [best] = found.hits
  const { markdown } = await extractAnswer({
    question: asked,
    questionVector: found.placeVector,
    // One article only: another may say something else about something else.
    passages: best ? passagesOf(best, asked, named) : [],
  })
  return { questions: [question], text: markdown }
}

/** Each answer below its question; what answers all of them, or says no more than another, stands once. */
function underQuestions(all: readonly Quoted[]): string {
  const kept: Quoted[] = []
  for (const one of all) {
    const same = kept.findIndex((other) => holds(other.text, one.text) || holds(one.text, other.text))
    const other = kept[same]
    if (!other) kept.push(one)
    else
      kept[same] = {
        questions: [...other.questions, ...one.questions],
        text: holds(other.text, one.text) ? other.text : one.text,
      }
  }
  const [first] = kept
  if (kept.length === 1 && first) return first.text
  return kept
    .map(({ questions, text }) => `**${questions.map(asHeading).join(" ")}**\n\n${text}`)
    .join("\n\n")
}

function holds(more: string, less: string): boolean {
  const paragraphs = more.split("\n\n")
  return less.split("\n\n").every((paragraph) => paragraphs.includes(paragraph))
}

function asHeading(question: string): string {
  return spokenQuestion(question).replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())
}

async function writeAnswer(
  llm: Llm,
  { question, answered, history, onText }: Composing,
): Promise<Composed | { fault: string }> {
  const { hits, best } = materialOf(answered)
  const answer = await llm.answer({
    question,
    history: turnsOf(history.slice(-MAX_HISTORY)),
    // One passage a source, so that [2] in the text is the second source.
    passages: hits.map(({ hit, asked, named }) => wholeHit(hit, asked, named)),
    ...(onText && { onText }),
  })
  if (answer.kind !== "answer") {
    onText?.(null)
    return { fault: `${answer.kind}: ${answer.detail}` }
  }
  const left = answered.length > 1 && hits.slice(0, best).some((_, i) => !answer.citations.includes(i + 1))
  if (left) {
    onText?.(null)
    return { fault: "unsupported: The answer leaves a question of several out." }
  }
  return { text: answer.markdown, by: "llm", degraded: false, tokens: answer.tokens }
}
