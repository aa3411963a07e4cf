import { parseLoosely } from "./loose-json.ts"
import { withoutThoughts } from "./thoughts.ts"

/** The reply's `answer` as far as it was written; its string may end in the middle. */
const ANSWER = /"answer"\s*:\s*"((?:[^"\\]|\\(?:u[\da-f]{4}|[^u]))*)/i
/** Where a sentence, an item or a row is over: only then can it be judged. */
const SENTENCE_END = /(?:[.!?…]["'”’)]*(?: ?\[\d+\])*(?=\s)|[。！？]|\n)/g

/**
 * The whole sentences of an answer in JSON that is still being written.
 *
 * @param content the reply so far
 * @returns "" where there is none yet
 */
export function sentencesSoFar(content: string): string {
  const answer = parseLoosely(`"${ANSWER.exec(withoutThoughts(content))?.[1] ?? ""}"`)
  if (typeof answer !== "string") return ""
  const end = [...answer.matchAll(SENTENCE_END)].at(-1)
  return end ? answer.slice(0, end.index + end[0].length).trim() : ""
}
