/** One document of a knowledge base, whatever file or page it came from. */
export interface Article {
  /** Stable within its knowledge base: the JSONL id, or the source's path or address. */
  id: string
  title: string
  /** Markdown. Headings start sections. */
  body: string
  url?: string
  /** What kind of text it is, as the CRM contract's `entry_type` says it: `article`, `how_to`, `faq`, … */
  entryType?: string
  /** Questions that this article answers, in users' words. */
  examples?: readonly string[]
}
