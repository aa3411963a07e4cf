import type { Config } from "../../../src/config/schema.ts"
import { checkMailbox, type MailboxConfig } from "../../../src/integrations/mail/incoming/mailbox.ts"
import { configuredServices, mailboxOf } from "../../../src/services.ts"
import { safeLine } from "../../terminal-text.ts"
import type { Finding } from "./finding.ts"

const WHERE_TO_LOOK = {
  llm: {
    off: "answers come from your documents' own sentences",
    check: "Check llm.base_url, llm.api_key and llm.model.",
  },
  smtp: { off: "no mail is sent; set smtp.host and smtp.from", check: "Check the smtp settings." },
  imap: { off: "no mail is read; set imap.host and imap.address", check: "Check the imap settings." },
  freshdesk: { off: "chatd's own tickets serve", check: "Check freshdesk.domain and freshdesk.api_key." },
}

type Health = { ok: true; says?: string; warns?: boolean } | { ok: false; detail: string }

export async function services(config: Config): Promise<Finding[]> {
  const { llm, mailer: smtp, freshdesk } = configuredServices(config)
  const mailbox = mailboxOf(config)
  const trial = llm && { health: () => llm.tryOut() }
  const imap = mailbox && { health: () => mailboxHealth(mailbox, config.imap.after) }
  const findings = await Promise.all(
    Object.entries({ llm: trial, smtp, imap, freshdesk }).map(async ([what, service]): Promise<Finding> => {
      const { off, check } = WHERE_TO_LOOK[what as keyof typeof WHERE_TO_LOOK]
      if (!service) return { what, state: "off", says: `not configured: ${off}` }
      const health: Health = await service.health()
      return health.ok
        ? { what, state: health.warns ? "warning" : "ok", says: health.says ?? "answers" }
        : { what, state: "fault", says: `${safeLine(health.detail)} ${check}` }
    }),
  )
  smtp?.close()
  return findings
}

async function mailboxHealth(config: MailboxConfig, after: string): Promise<Health> {
  try {
    const { tells, removesOne, waiting } = await checkMailbox(config)
    if (after.startsWith("move:") && !removesOne)
      return {
        ok: true,
        warns: true,
        says: `imap.after is ${safeLine(after)}, and ${config.host} has neither MOVE nor UIDPLUS: mails that were read stay in ${config.mailbox}, marked as seen. Set imap.after to seen, and let a rule of your server move them`,
      }
    const how = tells ? "tells of new mail by itself" : "is asked again and again"
    const mails = waiting === 1 ? "1 unseen mail" : `${waiting} unseen mails`
    return { ok: true, says: `${mails} in ${config.mailbox}; it ${how}` }
  } catch (error) {
    return { ok: false, detail: (error as Error).message }
  }
}
