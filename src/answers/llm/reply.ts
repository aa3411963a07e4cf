import { z } from "zod"
import { lastSentence } from "../../../kb/sentence-ranges.ts"
import { changedOutsideCode, partsOutsideCode, withCodeMasked } from "../../core/outside-code.ts"
import { objectsIn } from "./loose-json.ts"
import { withoutThoughts } from "./thoughts.ts"

const citation = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^\[?\d+\]?$/)
    .transform((text) => Number(text.replace(/\D/g, ""))),
])

const replySchema = z.object({
  answer: z
    .string()
    .nullish()
    .transform((answer) => answer?.trim() ?? ""),
  citations: z
    .array(citation)
    .nullish()
    .transform((numbers) => numbers ?? []),
  supported: z
    .boolean()
    .nullish()
    .transform((supported) => supported ?? true),
})

/** What a model answered, before anybody believes it. */
export type LlmReply = z.output<typeof replySchema>

/**
 * Reads a model's reply: JSON, also inside a code fence or between other words; of several, the last is what it came to.
 * A model that ignores the format and writes prose is taken at its word, since what it says is verified anyway.
 *
 * @returns undefined when it is meant to be JSON and is none
 */
export function parseReply(content: string): LlmReply | undefined {
  const text = withoutThoughts(content).trim()
  const replies = objectsIn(text).filter(isReply)
  const parsed = replySchema.safeParse(replies.at(-1))
  if (parsed.success) return parsed.data
  return replies.length > 0 || looksLikeJson(text) || text === ""
    ? undefined
    : { answer: text, citations: citedIn(text), supported: true }
}

function looksLikeJson(text: string): boolean {
  const brace = text.indexOf("{")
  return brace === 0 || text.startsWith("```") || (brace > 0 && /answer"?\s*:/.test(text.slice(brace)))
}

function isReply(value: unknown): boolean {
  return typeof value === "object" && value !== null && ("answer" in value || "supported" in value)
}

/**
 * Behind a word it is an index where it says so: `a[0]`, `a[1].b`. Many models put no space before a mark. A link, and a
 * link's definition at the start of a line, are none.
 */
const MARKER =
  /[ \t]*(?<![\w)](?=\[0\]|\[\d+\]\.[a-z]))(?<!(?:^|\n) {0,3}(?=\[\d+\]:))\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\](?!\(|\[(?!\d))/g

/** The numbers of the passages that a text cites as [1], [1][2] or [1, 2]; unique, in order of appearance. */
export function citedIn(markdown: string): number[] {
  const lists = partsOutsideCode(markdown).flatMap((text) =>
    [...text.matchAll(MARKER)].map(([, list]) => list ?? ""),
  )
  return [...new Set(lists.flatMap((list) => list.split(",").map(Number)))]
}

/** Marks side by side, and the sentence that they are behind, or at the end of. */
export interface Citation {
  start: number
  end: number
  numbers: number[]
  said: string
}

export function citationsOf(markdown: string): Citation[] {
  const found: Citation[] = []
  for (const { index: start, 0: mark, 1: list = "" } of withCodeMasked(markdown).matchAll(MARKER)) {
    const end = start + mark.length
    const numbers = list.split(",").map(Number)
    const last = found.at(-1)
    if (last && markdown.slice(last.end, start).trim() === "") {
      last.end = end
      last.numbers.push(...numbers)
    } else
      found.push({ start, end, numbers, said: lastSentence(lastLine(markdown.slice(last?.end ?? 0, start))) })
  }
  return found
}

function lastLine(markdown: string): string {
  return markdown.trimEnd().split("\n").at(-1) ?? ""
}

/** The same text without its citation marks. */
export function withoutCitations(markdown: string): string {
  return changedOutsideCode(markdown, (part) => part.replace(MARKER, ""))
}
