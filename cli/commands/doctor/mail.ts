import type { Config } from "../../../src/config/schema.ts"
import type { Partner } from "../../../src/core/partner.ts"
import { addressesIn, isOwn } from "../../../src/integrations/mail/incoming/form-mail.ts"
import { isAddress } from "../../../src/integrations/mail/message.ts"
import { senderOf } from "../../../src/integrations/mail/sender.ts"
import { safeLine } from "../../terminal-text.ts"
import type { Finding } from "./finding.ts"

/** What would be missing in mails that go out. */
export function mailOut({ smtp, server }: Config, partners: readonly Partner[]): Finding[] {
  // That nothing is sent is told below.
  if (!smtp.host) return []
  const what = "mail"
  const warn = (says: string): Finding => ({ what, state: "warning", says })
  const { address } = senderOf(smtp.from ?? "")
  const domain = address.split("@")[1]?.toLowerCase()
  const findings: Finding[] = []
  if (!isAddress(address))
    findings.push({
      what,
      state: "fault",
      says: 'smtp.from is no sender: write it as "Support <support@example.com>"',
    })
  else if (!partners.some((partner) => isOf(domain, partner.domain)))
    findings.push(
      warn(
        `smtp.from is of ${domain}, which is no partner's domain: see that its SPF and DKIM records let ${smtp.host} send for it`,
      ),
    )
  if (!server.public_url)
    findings.push(
      warn("server.public_url is not set: mails link to no conversation, and cannot be unsubscribed"),
    )
  else if (!server.public_url.startsWith("https://"))
    findings.push(warn("server.public_url is not https://: links in mails can be read on the way"))
  for (const { id, name, settings } of partners)
    if (settings.mail.team.length === 0)
      findings.push(
        warn(`nobody is told of ${name}'s new tickets: chatd partner set ${id} mail.team=team@example.com`),
      )
  return findings.length > 0 ? findings : [{ what, state: "ok", says: `from ${address}` }]
}

/** What would go wrong with mails that come in. */
export function mailIn({ imap, smtp }: Config, partners: readonly Partner[]): Finding[] {
  if (!imap.host) return []
  const what = "mail"
  const warn = (says: string): Finding => ({ what, state: "warning", says })
  const findings: Finding[] = []
  if (imap.new === "ticket" && !partners.some(({ id }) => id === imap.partner))
    findings.push({
      what,
      state: "fault",
      says: `imap.partner is ${imap.partner ?? "empty"}, which is no partner`,
    })
  if (!imap.authserv_id)
    findings.push(
      warn(
        "imap.authserv_id is not set: whoever writes a customer's address into a mail is believed to be them",
      ),
    )
  const forms = addressesIn(imap.form_senders)
  if (!imap.authserv_id && forms.some((one) => isOwn(one, imap.address ?? "")))
    findings.push(
      warn(
        "imap.form_senders names the mailbox's own address, and imap.authserv_id is not set: spam that bears this address makes tickets, and whom it names is written to",
      ),
    )
  if (forms.length > 0)
    findings.push({
      what,
      state: "ok",
      says: `tickets of forms that mail from ${safeLine(forms.join(", "))}`,
    })
  if (!smtp.host) findings.push(warn("mail is read, but none is sent: set smtp.host and smtp.from"))
  return findings
}

function isOf(domain: string | undefined, site: string): boolean {
  const named = site
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/[:/].*$/, "")
    .replace(/^www\./, "")
  return (
    domain !== undefined && (domain === named || domain.endsWith(`.${named}`) || named.endsWith(`.${domain}`))
  )
}
