import type { Selectable } from "kysely"
import type { Article } from "../../../kb/article.ts"
import type { Provenance } from "../../core/articles/add-article.ts"
import type { Db } from "../database.ts"
import { articleHash, removeArticlesWithin } from "../repositories/kb-articles.ts"
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
 * customer's.
 */
export async function articlesWithWords(db: Db, gather: Gather): Promise<ArticleWithWords[]> {
  const numbers = new Set(gather.rowsOf("conversation").map(({ number }) => number))
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
  return rows.flatMap((row) => {
    const examples: string[] = JSON.parse(row.examples)
    const isMadeOfTheirs = numbers.has((JSON.parse(row.provenance ?? "{}") as Provenance).conversation)
    const theirs = examples.filter(
      (one, i) => isSaid(one, said) || (isMadeOfTheirs && i === examples.length - 1),
    )
    const isNamedByThem =
      theirs.some((one) => isTitle(row.title, one)) ||
      (row.title.split(" ").length >= SENTENCE && said.some((one) => isTitle(row.title, one)))
    if (theirs.length === 0 && !isNamedByThem) return []
    return [{ kbId: row.kb_id, id: row.id, isNamedByThem, examples: theirs, row }]
  })
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
