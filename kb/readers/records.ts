import { z } from "zod"
import type { Article } from "../article.ts"
import { cleanLine, cleanText } from "./clean-text.ts"
import { definedOnly } from "./defined-only.ts"
import { tidyMarkdown } from "./markdown-tidy.ts"
import { type Source, UnreadableSource } from "./reader.ts"
import { tidyTitle } from "./title.ts"

const line = z.string().transform(cleanLine)
const optionalLine = line.nullish().transform((value) => value || undefined)
const lines = z
  .array(line)
  .nullish()
  .transform((values) => values?.filter(Boolean))

/** One article as JSON: other keys are let pass, so that exports of other systems need no stripping. */
const recordSchema = z.object({
  id: z
    .union([z.string(), z.number()])
    .transform(String)
    .pipe(line.pipe(z.string().min(1))),
  title: z.string().transform(tidyTitle).pipe(z.string().min(1)),
  body: z.string().transform((body) => cleanText(body).trim()),
  url: optionalLine,
  type: optionalLine,
  entry_type: optionalLine,
  examples: lines,
  questions: lines,
})

const REMEDY =
  'Every article is {"id": …, "title": "…", "body": "…"}, with "url" and "examples" if there are any.'

/** A JSON value, and where it stands, as `line 3`. */
export interface PlacedRecord {
  place: string
  value: unknown
}

/**
 * The articles of the JSON values of one source.
 * @throws {UnreadableSource} that names the place of the first value that is no article or repeats an id
 */
export function articlesOfRecords(source: Source, records: readonly PlacedRecord[]): Article[] {
  if (records.length === 0) throw new UnreadableSource(source.name, "holds no articles", REMEDY)
  const places = new Map<string, string>()
  return records.map(({ place, value }) => {
    const article = articleOf(source, place, value)
    const earlier = places.get(article.id)
    if (earlier) {
      const problem = `repeats in ${place} the id "${article.id}" of ${earlier}`
      throw new UnreadableSource(source.name, problem, "Give every article an id of its own.")
    }
    places.set(article.id, place)
    return article
  })
}

const KINDS: Readonly<Record<string, string>> = { string: "text", array: "list of texts" }
const REQUIRED: ReadonlySet<string> = new Set(["id", "title", "body"])

function wordsOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === "too_small") return "is empty"
  if (issue?.code === "invalid_union") return "is missing, or neither a text nor a number"
  const kind = issue?.code === "invalid_type" ? KINDS[issue.expected] : undefined
  const isRequired = issue?.path.length === 1 && REQUIRED.has(String(issue.path[0]))
  return isRequired ? `is missing, or no ${kind}` : `is no ${kind ?? "value for it"}`
}

function articleOf(source: Source, place: string, value: unknown): Article {
  const record = recordSchema.safeParse(value)
  if (!record.success) {
    const issue = record.error.issues[0]
    const field = issue?.path.join(".")
    const why = field ? `"${field}" ${wordsOf(issue)}` : "it is no object"
    throw new UnreadableSource(source.name, `has no article in ${place} (${why})`, REMEDY)
  }
  const { id, title, url, type, entry_type, examples, questions } = record.data
  const optional = { url, entryType: entry_type ?? type, examples: examples ?? questions }
  const body = tidyMarkdown(record.data.body, source, url)
  return { id, title, body, ...definedOnly(optional) }
}
