/** One message of a conversation, as people outside read it. */
export interface TranscriptLine {
  /** "Jane Smith", "Bot", "Agent". */
  who: string
  text: string
  /** ISO 8601. */
  at: string
}
