import type { Article } from "../article.ts"

/** A file or a page as it was found, not yet read. */
export interface Source {
  /** Relative path or address: what the ids of its articles start from. */
  name: string
  bytes: Uint8Array
  /** As the web server said it, parameters included. */
  contentType?: string
  /** Where users find it, if it is public. */
  url?: string
}

/**
 * Turns one source into its articles.
 * @throws {UnreadableSource} when the source cannot become articles; nothing else is thrown.
 */
export type Reader = (source: Source) => Promise<Article[]>

/** The largest source that is read, in bytes. */
export const MAX_SOURCE_BYTES = 25 * 1024 * 1024

/** A source that no article can be made of. Its message says what is wrong and what to do about it. */
export class UnreadableSource extends Error {
  override readonly name = "UnreadableSource"

  /**
   * @param source the source's name, which the message starts with
   * @param problem what is wrong, as the rest of a sentence that starts with the name
   * @param remedy what the owner of the source can do, as a sentence
   */
  constructor(
    readonly source: string,
    readonly problem: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${source} ${problem}. ${remedy}`, options)
  }
}

/** What stopped the reading of a source, as its own error: libraries that take one apart throw what they like. */
export function unreadableBy(error: unknown, { name }: Pick<Source, "name">): UnreadableSource {
  if (error instanceof UnreadableSource) return error
  const said = (error instanceof Error ? error.message : String(error)).replace(/\.$/, "")
  const problem = `cannot be taken apart (${said})`
  return new UnreadableSource(name, problem, "Save it as plain text.", { cause: error })
}
