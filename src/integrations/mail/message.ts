import { DeliveryError } from "../delivery-error.ts"

export interface Mail {
  /** One address, or several who see each other. */
  to: string | readonly string[]
  /** Whom an answer goes to, where that is not the sender. */
  replyTo?: { name: string; address: string }
  /** Who it is from, where the server's own sender has no name. */
  fromName?: string
  subject: string
  text: string
  html?: string
  /** Of `messageIdOf`, so that a resend is the same message. */
  messageId: string
  headers?: Readonly<Record<string, string>>
}

const LONGEST_ADDRESS = 254
const LONGEST_SUBJECT = 200
/** One mailbox and nothing else: no list, no name, no comment, no quoting. */
const ADDRESS =
  /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)*[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?$/u
const HEADER_NAME =
  /^X-[A-Za-z0-9-]{1,60}$|^(?:In-Reply-To|References|Reply-To|Auto-Submitted|Precedence|List-Unsubscribe|List-Unsubscribe-Post)$/i

/**
 * A Message-ID that is the same each time the same outbox row is sent: mail clients and servers then show or keep
 * one message where an unknown outcome made us send it twice.
 */
export function messageIdOf(outboxKey: string, domain: string): string {
  const digest = new Bun.CryptoHasher("sha256").update(outboxKey).digest("hex").slice(0, 40)
  const host = domain.toLowerCase().replace(/[^a-z0-9.-]/g, "") || "localhost"
  return `<chatd.${digest}@${host}>`
}

/**
 * Headers that put mails of one conversation or ticket together, in any program: all answer one that need not exist.
 *
 * @param root what they have in common
 */
export function threadHeaders(root: string, domain: string): Readonly<Record<string, string>> {
  const id = messageIdOf(root, domain)
  return { "In-Reply-To": id, References: id }
}

/**
 * The mail as it may go out: no line break or other control character reaches a header.
 *
 * @throws DeliveryError, permanent, naming the field that cannot be mended
 */
export function checkedMail(mail: Mail): Mail & { to: readonly string[] } {
  const to = typeof mail.to === "string" ? [mail.to] : mail.to
  if (to.length === 0 || !to.every(isAddress))
    throw refused("to", "The recipient is not one valid e-mail address.")
  if (mail.replyTo && !isAddress(mail.replyTo.address))
    throw refused("replyTo", "The address for answers is not one valid e-mail address.")
  if (!/^<[^\s<>@]+@[^\s<>@]+>$/.test(mail.messageId))
    throw refused("messageId", "The Message-ID is not valid.")
  const headers = Object.entries(mail.headers ?? {})
  const odd = headers.find(([name]) => !HEADER_NAME.test(name))
  if (odd) throw refused("headers", `The header ${JSON.stringify(odd[0].slice(0, 80))} may not be set.`)
  return {
    ...mail,
    to,
    ...(mail.replyTo && { replyTo: { ...mail.replyTo, name: oneLine(mail.replyTo.name) } }),
    ...(mail.fromName !== undefined && { fromName: oneLine(mail.fromName) }),
    subject: oneLine(mail.subject).slice(0, LONGEST_SUBJECT).toWellFormed(),
    headers: Object.fromEntries(headers.map(([name, value]) => [name, oneLine(value)])),
  }
}

export function isAddress(text: string): boolean {
  return text.length <= LONGEST_ADDRESS && ADDRESS.test(text)
}

/** Text that fits in a header. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .trim()
}

/** What to do where a certificate is of an authority that nobody has heard of, as of one's own. */
export function authorityHint(fault: string): string {
  return /unable to (?:verify|get)|self.signed/i.test(fault)
    ? ". Where it is of an authority of your own, start chatd with NODE_EXTRA_CA_CERTS=/path/to/ca.pem."
    : ""
}

function refused(field: string, message: string): DeliveryError {
  return new DeliveryError(message, { retryable: false, field })
}
