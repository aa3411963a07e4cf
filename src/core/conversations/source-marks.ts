import { changedOutsideCode } from "../outside-code.ts"
import type { ConversationEvent } from "./conversation.ts"
import { answerNoteOf } from "./said-by-bot.ts"

/** `[1]`, `[1][2]` and `[1, 2]`; not `[1]: …`, `[1](…)` and `orders[1]`. */
const MARKS = /[ \t]*(?<![\p{L}\p{N}_)\]])(?:\[\d{1,3}(?:\s*,\s*\d{1,3})*\])+(?![([:])/gu

/** A message's text for readers who are not shown its sources: without the numbers that lead to them. */
export function withoutSourceMarks({ text = "", data }: Pick<ConversationEvent, "text" | "data">): string {
  const sources = answerNoteOf({ data })?.sources.length ?? 0
  if (sources === 0) return text
  const isMark = (marks: string) =>
    (marks.match(/\d+/g) ?? []).every((n) => Number(n) >= 1 && Number(n) <= sources)
  return changedOutsideCode(text, (part) => part.replace(MARKS, (marks) => (isMark(marks) ? "" : marks)))
}
