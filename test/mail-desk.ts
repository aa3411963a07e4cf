import { type Desk, type DeskOptions, startDesk } from "./desk.ts"
import { startSmtpServer } from "./servers/smtp.ts"

export interface MailDesk extends Desk {
  /** What takes its mails. */
  smtp: Awaited<ReturnType<typeof startSmtpServer>>
}

/** A desk that sends mail. */
export async function startMailDesk(options: DeskOptions = {}): Promise<MailDesk> {
  const smtp = await startSmtpServer()
  const desk = await startDesk({ ...options, settings: { ...smtp.settings, ...options.settings } })
  return {
    ...desk,
    smtp,
    async stop() {
      smtp.hangUp()
      await desk.stop()
      await smtp.stop()
    },
  }
}
