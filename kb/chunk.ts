/** A passage of an article that fits the embedding model's window. */
export interface Chunk {
  /** Position in its article, from 0. */
  ordinal: number
  /** The headings above it, outermost first, without the article's title. */
  section: readonly string[]
  /** Markdown of the passage itself; the title and section are added when it is embedded. */
  text: string
  /** Where it goes on with the list, table, quote or code that the chunk before it ends in. */
  seam?: Seam
}

/** What was written at a cut so that both parts can be read alone, and what stood there instead. */
export interface Seam {
  /** What the chunk before ends with: a fence. */
  closed: string
  /** What the chunk begins with: the fence opened again, a table's header. */
  opened: string
  gap: string
}
