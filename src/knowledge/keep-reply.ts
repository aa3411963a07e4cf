import type { Article } from "../../kb/article.ts"
import { type EmbeddedArticle, embedArticle } from "../../kb/embedded-article.ts"
import type { Embedder } from "../../kb/embedder.ts"

/** An agent's reply that is to become an article. */
export interface Reply {
  id: string
  /** Undefined: what it is called already, else the question. */
  title: string | undefined
  body: string
  question: string
}

/** A knowledge base, as far as replies go. */
export interface ReplyStore {
  /** Every article that a reply has become. */
  replies(): Promise<Article[]>
  knownVectors(articleId: string): Promise<Map<string, Float32Array>>
  put(article: EmbeddedArticle): Promise<void>
}

/** Questions that one article keeps, the newest. */
const MOST_EXAMPLES = 20
const LONGEST_TITLE = 100

/**
 * Puts an agent's reply into a knowledge base. Where the same reply, or a reply to the same question, is there already,
 * that article takes the new text and keeps its questions: two that answer the same would stand in each other's way.
 *
 * @returns the article, and whether it is new
 */
export async function keepReply(
  store: ReplyStore,
  embedder: Embedder,
  reply: Reply,
): Promise<{ article: Article; added: boolean }> {
  const replies = await store.replies()
  const before =
    replies.find(({ id }) => id === reply.id) ??
    replies.find(({ examples = [] }) => examples.some((one) => plain(one) === plain(reply.question)))
  const others = (before?.examples ?? []).filter((one) => plain(one) !== plain(reply.question))
  const article: Article = {
    id: before?.id ?? reply.id,
    title: reply.title || before?.title || titleOf(reply.question),
    body: reply.body,
    examples: [...others, reply.question].slice(-MOST_EXAMPLES),
    entryType: "faq",
  }
  const known = await store.knownVectors(article.id)
  await store.put(await embedArticle(article, embedder, (text) => known.get(text)))
  return { article, added: before === undefined }
}

/** A question's first line, cut between words. */
function titleOf(question: string): string {
  const line = question.split("\n").find((one) => one.trim() !== "") ?? question
  const whole = line.trim().replace(/\s+/g, " ")
  if (whole.length <= LONGEST_TITLE) return whole
  return `${whole.slice(0, LONGEST_TITLE).replace(/\s+\S*$/, "")} …`
}

function plain(question: string): string {
  return question
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
}
