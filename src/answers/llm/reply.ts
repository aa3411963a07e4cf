import { z } from "zod"

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
 * Reads a model's reply: JSON, also inside a code fence or between other words. A model that ignores the format
 * and writes prose is taken at its word, since what it says is verified anyway.
 *
 * @returns undefined when it is meant to be JSON and is none
 */
export function parseReply(content: string): LlmReply | undefined {
  const text = content.replace(/<think>[\s\S]*?<\/think>/g, "").trim()
  const [from, to] = [text.indexOf("{"), text.lastIndexOf("}")]
  const looksLikeJson = from >= 0 && /"?answer"?\s*:|^\{|^```/.test(text)
  if (!looksLikeJson)
    return text === "" ? undefined : { answer: text, citations: citedIn(text), supported: true }
  const parsed = replySchema.safeParse(parseJson(text.slice(from, to + 1)))
  return parsed.success ? parsed.data : undefined
}

const MARKER = /\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\](?![([:])/g

/** The numbers of the passages that a text cites as [1], [1][2] or [1, 2]; unique, in order of appearance. */
export function citedIn(markdown: string): number[] {
  return [
    ...new Set([...markdown.matchAll(MARKER)].flatMap(([, list]) => (list ?? "").split(",").map(Number))),
  ]
}

/** The same text without its citation marks. */
export function withoutCitations(markdown: string): string {
  return markdown.replace(/[ \t]*\[\d{1,3}(?:\s*,\s*\d{1,3})*\](?![([:])/g, "")
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
