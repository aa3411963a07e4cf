import type { Article } from "../../article.ts"
import { type Reader, type Source, UnreadableSource } from "../reader.ts"

/** What a reader made of a source: articles, or the sentence that says why not. Other errors are thrown on. */
export async function outcomeOf(reader: Reader, source: Source): Promise<Article[] | string> {
  try {
    return await reader(source)
  } catch (error) {
    if (error instanceof UnreadableSource) return error.message
    throw error
  }
}
