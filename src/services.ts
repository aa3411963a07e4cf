import { createLlm, type Llm, type LlmFault } from "./answers/llm.ts"
import type { Config } from "./config/schema.ts"
import { createFreshdeskBack, type FreshdeskBack } from "./integrations/freshdesk/back.ts"
import type { FreshdeskConfig } from "./integrations/freshdesk/request.ts"
import { createFreshdesk, type Freshdesk } from "./integrations/freshdesk.ts"
import type { MailboxConfig } from "./integrations/mail/incoming/mailbox.ts"
import { senderOf } from "./integrations/mail/sender.ts"
import { createMailer, type Mailer } from "./integrations/mail/smtp.ts"

/** Clients of other people's systems; each is undefined where it is not configured. */
export interface Services {
  llm: Llm | undefined
  freshdesk: Freshdesk | undefined
  /** What becomes of tickets there. */
  freshdeskBack: FreshdeskBack | undefined
  mailer: Mailer | undefined
}

const OPENAI = "https://api.openai.com/v1"
const FRESHDESK_TIMEOUT_MS = 10_000
const IMAP_TIMEOUT_MS = 20_000
const SMTP_TIMEOUT_MS = 20_000

/** @param onLlmFault told of every reply of the language model that could not be used */
export function configuredServices(config: Config, onLlmFault?: (fault: LlmFault) => void): Services {
  const freshdesk = freshdeskOf(config.freshdesk)
  return {
    llm: llmOf(config.llm, onLlmFault),
    freshdesk: freshdesk && createFreshdesk(freshdesk),
    freshdeskBack: freshdesk && createFreshdeskBack(freshdesk),
    mailer: mailerOf(config.smtp),
  }
}

function llmOf(
  { base_url, api_key, model, timeout_ms }: Config["llm"],
  onFault?: (fault: LlmFault) => void,
): Llm | undefined {
  if (!base_url && !api_key) return undefined
  const endpoint = { baseUrl: base_url ?? OPENAI, apiKey: api_key ?? "none", model, timeoutMs: timeout_ms }
  return createLlm(endpoint, onFault)
}

function freshdeskOf({ domain, api_key, base_url }: Config["freshdesk"]): FreshdeskConfig | undefined {
  if (!domain || !api_key) return undefined
  return { domain, apiKey: api_key, timeoutMs: FRESHDESK_TIMEOUT_MS, ...(base_url && { baseUrl: base_url }) }
}

/** The mailbox that answers come to; undefined where none is read. */
export function mailboxOf({ imap }: Config): MailboxConfig | undefined {
  const { host, address, port, tls, require_tls, user, password, mailbox, max_mail_mb } = imap
  if (!host || !address) return undefined
  return {
    host,
    port,
    tls: tls ? "implicit" : require_tls ? "required" : "opportunistic",
    user,
    password,
    mailbox,
    maxBytes: Math.ceil(max_mail_mb * 1_048_576),
    timeoutMs: IMAP_TIMEOUT_MS,
  }
}

function mailerOf({
  host,
  port,
  tls,
  require_tls,
  user,
  password,
  from,
}: Config["smtp"]): Mailer | undefined {
  if (!host || !from) return undefined
  return createMailer({
    host,
    port,
    tls: tls ? "implicit" : require_tls ? "required" : "opportunistic",
    from: senderOf(from),
    timeoutMs: SMTP_TIMEOUT_MS,
    ...(user && { user }),
    ...(password && { password }),
  })
}
