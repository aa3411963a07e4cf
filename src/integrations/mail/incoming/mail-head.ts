import { withAsciiDomain } from "../../../email-address.ts"
import { isAddress, oneLine } from "../message.ts"
import { decodedWords } from "./encoded-words.ts"
import { answersTo, type FormMail, isOwn, withoutTag } from "./form-mail.ts"
import { type MailAddress, mailboxes } from "./mailboxes.ts"
import { AUTO_REPLY_SUBJECT } from "./quote-words.ts"

/** A mail's header, as far as it says what to do with it. */
export interface MailHead {
  /** Undefined where there is none, or more than one: then nobody is believed to have sent it. */
  from: string | undefined
  fromName: string | undefined
  /** Whom it asks to be answered to, ours left out. */
  answersTo: readonly MailAddress[]
  /** Where it is of a form that the settings name. It says nothing of who wrote an answer: an answer comes of no form. */
  form: FormMail | undefined
  subject: string | undefined
  messageId: string | undefined
  /** Everything that looks like one of our reply addresses among those to whom it went. */
  replyAddresses: readonly string[]
  /** What machine wrote it; undefined: a person did. */
  automatic: string | undefined
  /** Whether a machine wrote something that may be of use, as that somebody is away. Programs of people are taken for machines, too. */
  saysSomething: boolean
  /** Whether it answers a mail of ours, wherever it was sent to. */
  answersOurs: boolean
  /** Whether a mail system reports what became of a mail. */
  isReport: boolean
  /** Whether our own mail server found the sender's address to be somebody else's. */
  isForged: boolean
}

export interface HeadOptions {
  /** Under which our mail server writes what it found out. */
  authservId: string | undefined
  /** Our own address: what comes from it is ours. */
  ownAddress: string
  /** From which addresses forms of websites write, in lower case. */
  formSenders: ReadonlySet<string>
}

/** Looked for where a word begins alone: from each letter of a long one it would take quadratic time. */
const REPLY_ADDRESS =
  /(?<![^\s<>"',;:()[\]])[^\s<>"',;:()[\]]{1,200}\+[ct]\.[0-9a-z]{10}\.[0-9a-z]{24}@[^\s<>"',;:()[\]]{1,255}/gi
const ADDRESSED = new Set(
  "to cc bcc delivered-to x-original-to envelope-to x-envelope-to x-delivered-to resent-to resent-cc apparently-to x-forwarded-to".split(
    " ",
  ),
)
const REPORT = /^\s*multipart\/report\b/i
const OWN_MESSAGE_ID = /^<chatd\.[0-9a-f]{40}@/i
const ANSWERS_OWN = /<chatd\.[0-9a-f]{40}@/i
const SYSTEM_SENDER = /^(?:mailer-daemon|postmaster)@/i
const OUR_MAIL = "our own mail"
const SAYS_NOTHING: ReadonlySet<string> = new Set([OUR_MAIL, "our own address", "report", "mail system"])
const LIST_HEADERS = ["list-id", "list-unsubscribe", "list-unsubscribe-post"]
const AUTO_REPLY_HEADERS = ["x-autoreply", "x-autorespond", "x-auto-reply-from", "x-vacation"]
const MOST_ADDRESSES = 10

/** Reads a header block. */
export function readHead(block: string, options: HeadOptions): MailHead {
  const headers = headersOf(block)
  const all = (name: string) => headers.flatMap(([key, value]) => (key === name ? [value] : []))
  const senders = all("from").flatMap(mailboxes)
  const sender = senders.length === 1 ? senders[0] : undefined
  const messageId = /<[^<>\s]+>/.exec(all("message-id")[0] ?? "")?.[0]
  const from = sender && isAddress(sender.address) ? withAsciiDomain(sender.address) : undefined
  const name = sender?.name && oneLine(sender.name).slice(0, 100)
  const subject = oneLine(decodedWords(all("subject")[0] ?? "")).slice(0, 200) || undefined
  const automatic =
    automaticKind(all, from, messageId, options.ownAddress) ??
    (AUTO_REPLY_SUBJECT.test(subject ?? "") ? "its subject" : undefined)
  const answersOurs = [...all("in-reply-to"), ...all("references")].some((value) => ANSWERS_OWN.test(value))
  const persons = answersTo(all("reply-to"), options)
  const isOurs = answersOurs || automatic === OUR_MAIL
  return {
    from,
    fromName: name || undefined,
    answersTo: isOurs ? [] : persons,
    form: isOurs || !from ? undefined : formIn(all, from, persons, options),
    subject,
    messageId,
    replyAddresses: replyAddressesIn(
      headers.flatMap(([key, value]) => (ADDRESSED.has(key) ? [value] : [])).join("\n"),
    ),
    automatic,
    saysSomething: automatic !== undefined && !SAYS_NOTHING.has(automatic),
    answersOurs,
    isReport: all("content-type").some((value) => REPORT.test(value)) || (!!from && SYSTEM_SENDER.test(from)),
    isForged: isForged(all("authentication-results"), options.authservId, from?.split("@")[1]),
  }
}

/** Our reply addresses in any text; each once. */
export function replyAddressesIn(text: string): string[] {
  const found = text.match(REPLY_ADDRESS) ?? []
  return [...new Set(found.map((address) => address.toLowerCase()))].slice(0, MOST_ADDRESSES)
}

/**
 * Forms are machines, and many say so. What answers by itself is none; and of our own address only who else is to be answered
 * tells a form from what our own programs and people send.
 */
function formIn(
  all: (name: string) => string[],
  from: string,
  persons: readonly MailAddress[],
  { ownAddress, formSenders }: HeadOptions,
): FormMail | undefined {
  if (!formSenders.has(from.toLowerCase())) return undefined
  const answersByItself =
    all("auto-submitted").some((value) => /^\s*auto-(?:replied|notified)\b/i.test(value)) ||
    all("content-type").some((value) => REPORT.test(value)) ||
    ["x-loop", ...AUTO_REPLY_HEADERS].some((name) => all(name).length > 0)
  const [customer, ...others] = persons
  if (answersByItself || (isOwn(from, ownAddress) && customer === undefined)) return undefined
  return { sender: from, customer: others.length === 0 ? customer : undefined }
}

function automaticKind(
  all: (name: string) => string[],
  from: string | undefined,
  messageId: string | undefined,
  ownAddress: string,
): string | undefined {
  if (messageId && OWN_MESSAGE_ID.test(messageId)) return OUR_MAIL
  if (from && isOwn(from, ownAddress)) return "our own address"
  if (all("content-type").some((value) => REPORT.test(value))) return "report"
  if (all("return-path").some((value) => /^\s*<\s*>/.test(value))) return "no sender to answer to"
  const said = all("auto-submitted").map((value) => value.split(";")[0]?.trim().toLowerCase())
  if (said.some((value) => value !== "" && value !== "no")) return "Auto-Submitted"
  // Our own address may be a group's, which is a list to the program that passes its mails on.
  const isOurGroup = all("list-id").some((value) =>
    value.includes(`<${withoutTag(ownAddress).replace("@", ".")}>`),
  )
  const precedence = isOurGroup
    ? /^\s*(?:bulk|junk|auto[_-]?reply)\b/i
    : /^\s*(?:bulk|junk|list|auto[_-]?reply)\b/i
  if (all("precedence").some((value) => precedence.test(value))) return "Precedence"
  if (all("x-auto-response-suppress").some((value) => !/^(?:none)?$/i.test(value.trim())))
    return "X-Auto-Response-Suppress"
  const names = [...(isOurGroup ? [] : LIST_HEADERS), "x-loop", ...AUTO_REPLY_HEADERS]
  for (const name of names) if (all(name).length > 0) return name
  return from && SYSTEM_SENDER.test(from) ? "mail system" : undefined
}

/**
 * Where our own server has looked, and found the sender's address to be somebody else's: DMARC failed, or, where the domain has
 * none, SPF or DKIM did and neither passed for that domain.
 */
function isForged(results: readonly string[], authservId: string | undefined, domain = ""): boolean {
  if (!authservId) return false
  const found = results.flatMap((value) => {
    const [who = "", ...methods] = value.replace(/\([^()]*\)/g, " ").split(";")
    return who.trim().split(/\s+/)[0]?.toLowerCase() === authservId.toLowerCase() ? methods : []
  })
  const says = (method: string, result: string) =>
    found.filter((one) => new RegExp(`^\\s*${method}\\s*=\\s*(?:${result})\\b`, "i").test(one))
  if (says("dmarc", "fail").length > 0) return true
  if (says("dmarc", "pass").length > 0) return false
  const passed = [...says("spf", "pass"), ...says("dkim", "pass")].some((one) => isFor(one, domain))
  return !passed && [...says("spf", "fail|softfail"), ...says("dkim", "fail")].length > 0
}

/** Whether what was checked is of this domain, above or below it; where it is not said, it is. */
function isFor(result: string, domain: string): boolean {
  const checked = /\b(?:header\.d|header\.i|smtp\.mailfrom)\s*=\s*"?(?:[^\s;"@]*@)?([^\s;"@]+)/i.exec(
    result,
  )?.[1]
  if (checked === undefined) return true
  const [one, other] = [checked.toLowerCase(), domain.toLowerCase()]
  return one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`)
}

const MOST_HEADERS = 1_000
/** Mail servers take about a hundred thousand. */
const MOST_CHARACTERS = 250_000

/** Names in lower case, values in one line. */
function headersOf(block: string): [name: string, value: string][] {
  const lines = block.slice(0, MOST_CHARACTERS).replace(/\r\n?/g, "\n").split("\n")
  const headers: [string, string][] = []
  for (const line of lines) {
    if (line === "" || headers.length >= MOST_HEADERS) break
    const last = headers.at(-1)
    if (/^[ \t]/.test(line)) {
      if (last) last[1] += ` ${line.trim()}`
      continue
    }
    const [, name, value = ""] = /^([!-9;-~]+)[ \t]*:[ \t]*(.*)$/.exec(line) ?? []
    if (name) headers.push([name.toLowerCase(), value])
  }
  return headers
}
