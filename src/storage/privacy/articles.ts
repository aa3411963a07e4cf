import type { Selectable } from "kysely"
import type { Article } from "../../../kb/article.ts"
import type { Provenance } from "../../core/articles/add-article.ts"
import type { Db } from "../database.ts"
import { articleHash, removeArticlesWithin } from "../repositories/kb-change-articles.ts"
import { nextRevision } from "../repositories/knowledge-bases.ts"
import type { KbArticleTable } from "../schema.ts"
import type { Gather } from "./gather.ts"

type ArticleRow = Pick<
  Selectable<KbArticleTable>,
  "kb_id" | "id" | "title" | "body" | "url" | "entry_type" | "examples" | "provenance"
>

/** An article that agents made of replies, and what of it is in a customer's words. */
export interface ArticleWithWords {
  kbId: string
  id: string
  /** Its title is their question. */
  isNamedByThem: boolean
  /** Example questions in their words. */
  examples: readonly string[]
  row: ArticleRow
}

/**
 * Articles that customers' words went into. The reply is the company's; the questions that it is found by are the
 * customer's, unless somebody else whom it was made of asked the same.
 */
export async function articlesWithWords(db: Db, gather: Gather): Promise<ArticleWithWords[]> {
  const numbers = new Set(gather.everyRowOf("conversation").map(({ number }) => number as number))
  const said = [...gather.rowsOf("event"), ...gather.rowsOf("interaction")]
    .flatMap(({ text, question }) => [text, question])
    .filter((text): text is string => typeof text === "string" && text !== "")
  if (numbers.size === 0 && said.length === 0) return []
  const rows = await db
    .selectFrom("kb_article")
    .innerJoin("kb", "kb.id", "kb_article.kb_id")
    .select(["kb_id", "kb_article.id", "title", "body", "url", "entry_type", "examples", "provenance"])
    .where("kb.partner_id", "=", gather.subject.partnerId)
    .where("provenance", "is not", null)
    .execute()
  const found: ArticleWithWords[] = []
  for (const row of rows) {
    const examples: string[] = JSON.parse(row.examples)
    const { first, last } = madeOf(row)
    // It was made of one other's question alone: whoever said the same said it for themselves.
    if (first === last && !numbers.has(last) && examples.length <= 1) continue
    const theirs = examples.filter(
      (one, i) => isSaid(one, said) || (numbers.has(last) && i === examples.length - 1),
    )
    const isTheirs = isNamedBy(row.title, theirs, said)
    if (theirs.length === 0 && !isTheirs) continue
    const others = [first, last].filter((number) => !numbers.has(number))
    const saidByOthers = await customersWords(db, gather.subject.partnerId, others)
    const theirsAlone = theirs.filter((one) => !isSaid(one, saidByOthers))
    const isNamedByThem = isTheirs && !saidByOthers.some((one) => isTitle(row.title, one))
    if (theirsAlone.length > 0 || isNamedByThem)
      found.push({ kbId: row.kb_id, id: row.id, isNamedByThem, examples: theirsAlone, row })
  }
  return found
}

/** Conversations, by their numbers: whose reply it began as, and the one that was added last. Others between are not known. */
function madeOf({ id, provenance }: ArticleRow): { first: number; last: number } {
  const { conversation: last } = JSON.parse(provenance ?? "{}") as Provenance
  const [, first = last] = /^desk:(\d+)\./.exec(id) ?? []
  return { first: Number(first), last }
}

/** What customers said in conversations that are still there. */
async function customersWords(db: Db, partnerId: string, numbers: readonly number[]): Promise<string[]> {
  if (numbers.length === 0) return []
  const rows = await db
    .selectFrom("conversation_event")
    .innerJoin("conversation", "conversation.id", "conversation_event.conversation_id")
    .select(["conversation_event.conversation_id", "conversation_event.seq", "conversation_event.text"])
    .where("conversation.partner_id", "=", partnerId)
    .where("conversation.number", "in", numbers)
    .where("conversation_event.type", "=", "message")
    .where("conversation_event.sender_kind", "=", "customer")
    .execute()
  return rows.flatMap(({ text }) => text ?? [])
}

function isNamedBy(title: string, examples: readonly string[], said: readonly string[]): boolean {
  return (
    examples.some((one) => isTitle(title, one)) ||
    (title.split(" ").length >= SENTENCE && said.some((one) => isTitle(title, one)))
  )
}

/** Words of a title that nobody has by chance. */
const SENTENCE = 4

/** A title that nobody chose is the question's first line, or how it begins. */
function isTitle(title: string, question: string): boolean {
  const line = plain(question.split("\n").find((one) => one.trim() !== "") ?? "")
  return title.endsWith("…") ? line.startsWith(plain(title)) : line === plain(title)
}

/** An example may be the beginning of what was said. */
function isSaid(example: string, said: readonly string[]): boolean {
  const text = plain(example)
  return text !== "" && said.some((one) => plain(one).startsWith(text))
}

function plain(text: string): string {
  return text
    .replace(/…$/, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
}

/**
 * Takes their words out, with the vectors made of them. An article whose title is their question goes as a whole: its
 * title stands in every vector.
 *
 * @returns how many lost questions, and how many went
 */
export async function forgetWords(
  trx: Db,
  articles: readonly ArticleWithWords[],
): Promise<{ changed: number; removed: number }> {
  const counts = { changed: 0, removed: 0 }
  for (const { kbId, id, isNamedByThem, examples, row } of articles) {
    const revision = await nextRevision(trx, kbId)
    if (isNamedByThem) {
      await removeArticlesWithin(trx, kbId, [id], revision)
      counts.removed++
      continue
    }
    const left = (JSON.parse(row.examples) as string[]).filter((one) => !examples.includes(one))
    await trx
      .updateTable("kb_article")
      .set({
        examples: JSON.stringify(left),
        content_hash: articleHash(articleWith(row, left)),
        revision,
        updated_at: Date.now(),
      })
      .where("kb_id", "=", kbId)
      .where("id", "=", id)
      .execute()
    await trx
      .deleteFrom("kb_vector")
      .where("kb_id", "=", kbId)
      .where("article_id", "=", id)
      .where("kind", "=", "example")
      .where("text", "in", [...examples])
      .execute()
    counts.changed++
  }
  return counts
}

function articleWith(row: ArticleRow, examples: readonly string[]): Article {
  return {
    id: row.id,
    title: row.title,
    body: row.body,
    ...(row.url !== null && { url: row.url }),
    ...(row.entry_type !== null && { entryType: row.entry_type }),
    examples: [...examples],
  }
}
