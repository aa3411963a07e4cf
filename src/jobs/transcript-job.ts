import { transcriptLines, transcriptText } from "../core/conversations/transcript.ts"
import { messageIdOf } from "../integrations/mail/message.ts"
import type { Mailer } from "../integrations/mail/smtp.ts"
import type { TranscriptPayload } from "../storage/conversation-ports.ts"
import type { Database } from "../storage/database.ts"
import { conversationById, messagesBefore } from "../storage/repositories/conversations.ts"
import { customerById } from "../storage/repositories/customers.ts"
import type { Job } from "../storage/repositories/outbox.ts"
import { partnerById } from "../storage/repositories/partners.ts"
import type { JobHandler } from "./outbox.ts"

/** Messages that a mail holds: its newest. */
const MOST_MESSAGES = 500

/** Sends a conversation to the address that its customer gave. One that has been deleted meanwhile is not sent. */
export function transcriptJob({ db }: Database, mailer: Mailer): JobHandler {
  return async ({ payload, dedupeKey }: Job) => {
    const { conversationId, lastSeq, email } = payload as TranscriptPayload
    const conversation = await conversationById(db, conversationId)
    const customer = conversation && (await customerById(db, conversation.customerId))
    const partner = conversation && (await partnerById(db, conversation.partnerId))
    if (!conversation || !customer || !partner) return
    const messages = await messagesBefore(db, conversationId, lastSeq + 1, MOST_MESSAGES)
    await mailer.sendMail({
      to: email,
      subject: `Your conversation with ${partner.name}`,
      text: transcriptText(transcriptLines(partner, customer, messages)),
      messageId: messageIdOf(dedupeKey, partner.domain),
    })
  }
}
