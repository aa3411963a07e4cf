import type { Config } from "./config/schema.ts"
import type { ConversationParts } from "./conversations.ts"
import type { Partner } from "./core/partner.ts"
import { addressesIn } from "./integrations/mail/incoming/form-mail.ts"
import { openMailbox } from "./integrations/mail/incoming/mailbox.ts"
import { REPLY_SECRET } from "./integrations/mail/reply-address.ts"
import { type RunningMailReader, startMailReader } from "./jobs/mail/mail-reader.ts"
import { type MailIntake, takeMail } from "./jobs/mail/take-mail.ts"
import type { Logger } from "./log.ts"
import { mailboxOf } from "./services.ts"
import type { Database } from "./storage/database.ts"
import { serverSecret } from "./storage/repositories/server-secrets.ts"

export interface MailInOptions {
  config: Config
  database: Database
  log: Logger
  partners: { byId(id: string): Promise<Partner | undefined> }
  parts: Pick<ConversationParts, "store" | "onCommitted">
  tickets: MailIntake["tickets"]
}

/** All mail that comes in, put together; nothing where no mailbox is set. */
export async function startMailIn(options: MailInOptions): Promise<RunningMailReader> {
  const { config, database, log, partners, parts, tickets } = options
  const mailbox = mailboxOf(config)
  if (!mailbox) return { health: async () => ({ ok: true }), stop: async () => {} }
  const intake: MailIntake = {
    database,
    log,
    settings: config.imap,
    formSenders: new Set(addressesIn(config.imap.form_senders)),
    secret: await serverSecret(database.db, REPLY_SECRET),
    store: parts.store,
    partnerById: partners.byId,
    onCommitted: parts.onCommitted,
    tickets,
  }
  return startMailReader({
    database,
    log,
    mailbox: `${mailbox.user ?? ""}@${mailbox.host}/${mailbox.mailbox}`,
    after: config.imap.after,
    pollMs: config.imap.poll_seconds * 1000,
    open: (signal) => openMailbox(mailbox, signal),
    take: (mail, since) => takeMail(intake, mail, since),
  })
}
