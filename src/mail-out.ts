import type { Config } from "./config/schema.ts"
import { LINK_SECRET, LinkTokens } from "./http/link-tokens.ts"
import type { Mailer } from "./integrations/mail/smtp.ts"
import { mailJobs } from "./jobs/mail/mail-jobs.ts"
import type { MailLinks } from "./jobs/mail/mail-room.ts"
import type { JobHandler } from "./jobs/outbox.ts"
import type { Logger } from "./log.ts"
import type { Database } from "./storage/database.ts"
import { serverSecret } from "./storage/repositories/server-secrets.ts"

/** Where mails lead; nowhere while it is not set what the world calls this server. */
export async function mailLinks({ db }: Database, config: Config): Promise<MailLinks> {
  const tokens = new LinkTokens(await serverSecret(db, LINK_SECRET))
  const base = config.server.public_url?.replace(/\/+$/, "")
  const link = (path: string, token: () => string) =>
    base === undefined ? undefined : `${base}${path}${token()}`
  return {
    conversation: ({ partnerId, publicId }) =>
      link("/c/", () => tokens.issue({ kind: "conversation", partnerId, publicId }, new Date())),
    stopNotices: ({ partnerId, id }) =>
      link("/u/", () => tokens.issue({ kind: "notices", partnerId, customerId: id }, new Date())),
  }
}

export interface MailOutOptions {
  config: Config
  database: Database
  log: Logger
  mailer: Mailer | undefined
}

/** All mail that goes out, put together. */
export async function openMailOut({ config, database, log, mailer }: MailOutOptions) {
  const links = await mailLinks(database, config)
  const handlers: Record<string, JobHandler> = mailer
    ? mailJobs({ database, config, links }, mailer, log)
    : {}
  return { handlers }
}
