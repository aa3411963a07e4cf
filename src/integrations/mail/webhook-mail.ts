import type { Mail } from "./message.ts"
import { type Letter, renderMail } from "./templates/render.ts"

export interface WebhookPausedMail {
  to: readonly string[]
  /** Of the webhook. */
  number: number
  /** Where it is, without what may be a secret. */
  address: string
  /** What came of the last attempt, a sentence. */
  fault: string
  messageId: string
  letter: Omit<Letter, "reader">
}

/** To those who help: a webhook took nothing for a day. */
export function webhookPausedMail({
  to,
  number,
  address,
  fault,
  messageId,
  letter,
}: WebhookPausedMail): Mail {
  const [email = ""] = to
  return {
    to,
    ...renderMail(
      "webhook_paused",
      { ...letter, reader: { email } },
      { webhook: String(number), address, fault, command: `chatd webhooks set ${number} --resume` },
    ),
    messageId,
  }
}
