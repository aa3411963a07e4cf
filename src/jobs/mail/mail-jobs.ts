import { DeliveryError } from "../../integrations/delivery-error.ts"
import { GREYLIST_MS, type Mailer } from "../../integrations/mail/smtp.ts"
import type { Logger } from "../../log.ts"
import { type Job, setPayload } from "../../storage/repositories/outbox.ts"
import { settleReference, ticketByUuid } from "../../storage/repositories/tickets.ts"
import type { JobHandler } from "../outbox.ts"
import { replyNoticeOf, transcriptOfConversation } from "./conversation-mail.ts"
import type { TicketPayload } from "./jobs-for-change.ts"
import { MailRoom, type MailRoomOptions } from "./mail-room.ts"
import { commentMail, confirmationMail, statusMail, teamMail } from "./ticket-mail.ts"
import { isMail, type ToSend } from "./to-send.ts"
import { webhookMail } from "./webhook-mail.ts"

/** What a row says besides of a mail that some of several have by now: they do not get it again. */
interface PartlySent {
  left?: readonly string[]
  refused?: readonly string[]
}

type Render = (room: MailRoom, job: Job) => Promise<ToSend>

/** Each kind of outbox row that is a mail, and how it is written when its time has come. */
const MAIL_KINDS: Readonly<Record<string, Render>> = {
  ticket_confirmation: confirmationMail,
  ticket_team_mail: teamMail,
  ticket_status_mail: statusMail,
  ticket_comment_mail: commentMail,
  transcript_mail: transcriptOfConversation,
  reply_mail: replyNoticeOf,
  webhook_paused_mail: webhookMail,
}

/** The mail that a row would be now, or why it would be none; undefined where it is no mail. */
export async function renderedJob(options: MailRoomOptions, job: Job): Promise<ToSend | undefined> {
  return MAIL_KINDS[job.kind]?.(new MailRoom(options), job)
}

/** Sends mails: a row is one, and has the same Message-ID however often it must be sent. */
export function mailJobs(
  options: MailRoomOptions,
  mailer: Mailer,
  log: Pick<Logger, "warn">,
): Record<string, JobHandler> {
  const room = new MailRoom(options)
  return Object.fromEntries(
    Object.entries(MAIL_KINDS).map(([kind, render]) => [
      kind,
      async (job: Job) => {
        if (kind === "ticket_confirmation") await settleNumber(room, job)
        const toSend = await render(room, job)
        if (!isMail(toSend)) return toSend.nothing
        const { left = toSend.to, refused: before = [] } = job.payload as PartlySent
        const { refused: now, deferred } = await mailer.sendMail({ ...toSend, to: left })
        const refused = [...before, ...now]
        if (deferred.length > 0) {
          const partly: PartlySent = { left: deferred, refused }
          await setPayload(room.db, job, { ...(job.payload as object), ...partly })
          throw new DeliveryError(`The mail server asks for patience for ${deferred.join(", ")}.`, {
            retryable: true,
            retryAfterMs: GREYLIST_MS,
          })
        }
        if (refused.length === 0) return undefined
        log.warn(
          { job: job.id, kind, refused: refused.length },
          "the mail server would not have some recipients",
        )
        return `The mail server would not have ${refused.join(", ")}.`
      },
    ]),
  )
}

/** What a mail tells is what everybody tells from then on. */
async function settleNumber({ db }: MailRoom, { payload }: Job): Promise<void> {
  const ticket = await ticketByUuid(db, (payload as TicketPayload).ticket)
  if (ticket) await settleReference(db, ticket.uuid, ticket.externalId ?? ticket.reference)
}
