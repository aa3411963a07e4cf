import type { TranscriptLine } from "../transcript.ts"
import { type Mail, oneLine } from "./message.ts"
import { buttonPart, linesPart, linkPart, type MailLine } from "./templates/layout.ts"
import { type Letter, placeOf, renderMail } from "./templates/render.ts"
import { wordsOf } from "./templates/words.ts"
import { boundedLines } from "./ticket-confirmation.ts"

export interface ReplyNotice {
  conversation: number
  /** What an agent said that its reader has not seen, oldest first. */
  lines: readonly TranscriptLine[]
  letter: Letter
  timeZone: string
  messageId: string
  /** Where the conversation can be gone on with. */
  link: string | undefined
  /** What the button says: where it leads to a page of the partner's own it opens no conversation. */
  answerable: boolean
  /** Ends these mails. */
  unsubscribe: string | undefined
}

/** To a customer who has gone: what was said to them since. */
export function replyNotice(notice: ReplyNotice): Mail {
  const { letter, lines, link, unsubscribe, timeZone } = notice
  const words = wordsOf(letter.language)
  const place = placeOf(letter)
  return {
    to: letter.reader.email,
    ...renderMail("reply_notice", letter, {
      agent: oneLine(lines.at(-1)?.who ?? letter.company),
      conversation: String(notice.conversation),
      messages: linesPart(place, boundedLines(lines), { timeZone }),
      link: link === undefined ? undefined : buttonPart(place, link, words.openConversation),
      reply_hint: notice.answerable ? words.replyHint : undefined,
      unsubscribe: unsubscribe === undefined ? undefined : linkPart(place, unsubscribe, words.unsubscribe),
    }),
    messageId: notice.messageId,
    headers:
      unsubscribe === undefined
        ? {}
        : { "List-Unsubscribe": `<${unsubscribe}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
  }
}

export interface TranscriptMail {
  to: string
  conversation: number
  lines: readonly MailLine[]
  letter: Letter
  timeZone: string
  messageId: string
}

/** A conversation, to whom its customer wants it sent. */
export function transcriptMail({
  to,
  conversation,
  lines,
  letter,
  timeZone,
  messageId,
}: TranscriptMail): Mail {
  const place = placeOf(letter)
  return {
    to,
    ...renderMail("transcript", letter, {
      conversation: String(conversation),
      transcript: linesPart(place, lines, { timeZone, bracketed: true }),
    }),
    messageId,
  }
}
