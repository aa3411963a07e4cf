import { transcriptLines } from "../../core/conversations/transcript.ts"
import { replyNotice, transcriptMail } from "../../integrations/mail/conversation-mails.ts"
import type { TranscriptPayload } from "../../storage/conversation-ports.ts"
import { conversationById, messagesBefore } from "../../storage/repositories/conversations.ts"
import { customerById } from "../../storage/repositories/customers.ts"
import type { Job } from "../../storage/repositories/outbox.ts"
import { partnerById } from "../../storage/repositories/partners.ts"
import {
  type NoticePayload,
  noticesAreStopped,
  unreadReplies,
} from "../../storage/repositories/reply-notices.ts"
import type { MailRoom } from "./mail-room.ts"
import { nothing, type ToSend } from "./to-send.ts"

/** Messages that a transcript holds: its newest. */
const MOST_MESSAGES = 500

/** A conversation as it was when its customer asked for it, to the address that they gave. */
export async function transcriptOfConversation(room: MailRoom, job: Job): Promise<ToSend> {
  const { conversationId, lastSeq, email } = job.payload as TranscriptPayload
  const found = await conversationOf(room, conversationId)
  if (!found) return nothing("The conversation is gone.")
  const { conversation, customer, partner } = found
  const messages = await messagesBefore(room.db, conversationId, lastSeq + 1, MOST_MESSAGES)
  const letter = await room.letter("transcript", partner, [customer.locale])
  const mail = transcriptMail({
    to: email,
    conversation: conversation.number,
    lines: transcriptLines(partner, customer, messages),
    letter: { ...letter, reader: { name: customer.name, email } },
    timeZone: partner.settings.hours.timeZone,
    messageId: room.messageId(job.dedupeKey),
  })
  // The address is whatever was typed: no answer to it comes into the conversation.
  return room.addressed(mail, partner, `conversation:${conversation.publicId}`, undefined)
}

/** To a customer who has gone: what an agent said since, unless they have read it meanwhile. */
export async function replyNoticeOf(room: MailRoom, job: Job): Promise<ToSend> {
  const { conversationId, upTo } = job.payload as NoticePayload
  const found = await conversationOf(room, conversationId)
  if (!found) return nothing("The conversation is gone.")
  const { conversation, customer, partner } = found
  if (!customer.email) return nothing("The customer has no address any more.")
  if (await noticesAreStopped(room.db, customer)) return nothing("The customer wants none of these mails.")
  const messages = await unreadReplies(room.db, conversation, upTo)
  if (messages.length === 0) return nothing("The customer has read it meanwhile.")
  const { partnerId, id, publicId } = conversation
  const answersTo = await room.answersTo({ kind: "conversation", partnerId, id, ref: publicId })
  const letter = await room.letter("reply_notice", partner, [customer.locale])
  const mail = replyNotice({
    conversation: conversation.number,
    lines: transcriptLines(partner, customer, messages),
    letter: { ...letter, reader: { name: customer.name, email: customer.email } },
    timeZone: partner.settings.hours.timeZone,
    messageId: room.messageId(job.dedupeKey),
    link: room.links.conversation(conversation),
    answerable: answersTo !== undefined,
    unsubscribe: room.links.stopNotices(customer),
  })
  return room.addressed(mail, partner, `conversation:${publicId}`, answersTo)
}

async function conversationOf({ db }: MailRoom, id: number) {
  const conversation = await conversationById(db, id)
  const customer = conversation && (await customerById(db, conversation.customerId))
  const partner = conversation && (await partnerById(db, conversation.partnerId))
  return conversation && customer && partner && { conversation, customer, partner }
}
