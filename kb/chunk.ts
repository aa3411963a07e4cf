/** A passage of an article that fits the embedding model's window. */
export interface Chunk {
  /** Position in its article, from 0. */
  ordinal: number
  /** The headings above it, outermost first, without the article's title. */
  section: readonly string[]
  /** Markdown of the passage itself; the title and section are added when it is embedded. */
  text: string
}
