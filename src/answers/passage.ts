/** A passage of an article, offered as a source for an answer. */
export interface Passage {
  title: string
  /** The headings above it, outermost first, without the title. */
  section: readonly string[]
  /** Markdown. */
  text: string
  /** How well it matches the question; only compared with the other passages of the same call. */
  score: number
  /** It answers as a whole: a part of it would be taken for all. */
  isWhole?: true
}
