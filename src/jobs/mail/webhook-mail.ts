import { webhookPausedMail } from "../../integrations/mail/webhook-mail.ts"
import type { Job } from "../../storage/repositories/outbox.ts"
import { partnerById } from "../../storage/repositories/partners.ts"
import { shownUrl } from "../../storage/webhooks/endpoints.ts"
import { endpointById, type PausedPayload } from "../../storage/webhooks/paused-notice.ts"
import type { MailRoom } from "./mail-room.ts"
import { nothing, type ToSend } from "./to-send.ts"

/** To those who help: a webhook took nothing for a day, unless somebody has resumed it meanwhile. */
export async function webhookMail(room: MailRoom, job: Job): Promise<ToSend> {
  const { webhookId } = job.payload as PausedPayload
  const endpoint = await endpointById(room.db, webhookId)
  const partner = endpoint && (await partnerById(room.db, endpoint.partnerId))
  if (!partner) return nothing("The webhook is gone.")
  if (endpoint.reason !== "failing") return nothing("The webhook is not paused any more.")
  const { team } = partner.settings.mail
  if (team.length === 0) return nothing("mail.team names nobody.")
  const mail = webhookPausedMail({
    to: team,
    number: endpoint.number,
    address: shownUrl(endpoint.url),
    fault: endpoint.lastError ?? "",
    messageId: room.messageId(job.dedupeKey),
    letter: await room.letter("webhook_paused", partner, []),
  })
  return room.addressed(mail, partner, `webhook:${partner.id}:${endpoint.number}`, undefined)
}
