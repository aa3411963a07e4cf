import type { Attachment, ParsedMail } from "mailparser"
import { oneLine } from "../message.ts"
import { fileName, fileType } from "./file-type.ts"
import { asFixedText, unflowed } from "./flowed-text.ts"
import type { HtmlReply } from "./html-reply.ts"
import { withoutLongBlanks } from "./long-blanks.ts"
import { replyAddressesIn } from "./mail-head.ts"
import { type ReplyText, replyText } from "./reply-text.ts"
import { isPgpMark, sealedSentence, withoutArmor } from "./sealed-mail.ts"
import { withTrueCharsets } from "./true-charsets.ts"

/** What a mail says. */
export interface MailBody {
  /** Without what it quotes, and without its signature. */
  text: string
  /** The whole text, where anything of it was left out. */
  original: string | undefined
  files: { name: string; type: string; content: Uint8Array }[]
  /** Names of files for which there was no room. */
  leftOut: string[]
  /** What a mail system says of a mail of ours. */
  bounce: Bounce | undefined
}

export interface Bounce {
  /** Where the mail of ours asked to be answered to. */
  replyAddresses: readonly string[]
  recipient: string | undefined
  reason: string
}

export interface BodyLimits {
  files: number
  /** Of all files together. */
  bytes: number
}

/** More text than anybody reads; the rest is in the mailbox. */
const LONGEST_TEXT = 500_000
const LONGEST_REASON = 300
/** Of files that are not kept, by their names. */
const MOST_NAMED = 10

/** Reads a whole mail; nothing of it is trusted, run or fetched. */
export async function readMail(
  source: Buffer,
  subject: string | undefined,
  limits: BodyLimits,
): Promise<MailBody> {
  const { raw, flow } = asFixedText(withoutLongBlanks(source))
  // Loaded with the first mail: a start waits for neither parser.
  const { simpleParser } = await import("mailparser")
  const options = {
    // What is passed along as a mail of its own is a file.
    ignoreEmbedded: true,
    keepDeliveryStatus: true,
    keepCidLinks: true,
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    skipTextLinks: true,
  }
  const read = (what: Buffer) => simpleParser(what, options).catch(() => undefined)
  const whole = await read(raw)
  const parsed = whole ?? (await read(firstParts(raw)))
  if (!parsed) return withoutParser(raw)
  const said = hasLostLetters(parsed) ? ((await read(withTrueCharsets(raw))) ?? parsed) : parsed
  const html = typeof said.html === "string" && said.html.trim() !== "" ? said.html : undefined
  const plain = said.text?.trim() ? unflowed(said.text, flow).slice(0, LONGEST_TEXT) : undefined
  const marked = html === undefined ? undefined : (await import("./html-reply.ts")).htmlReply(html)
  // What a report says of itself is so; its words may read otherwise.
  const bounce = parsed.attachments.some(isReport) ? bounceIn(parsed.attachments, plain) : bounceInText(plain)
  const hasNothing = plain === undefined && marked === undefined && parsed.attachments.length === 0
  if (hasNothing && !whole) return withoutParser(raw)
  const { text, original } = hasNothing
    ? { text: "", original: unreadable(raw) }
    : textOf(plain, marked, subject ?? "")
  return {
    text: text || (sealedSentence(parsed.attachments) ?? ""),
    original: whole ? original : unreadable(raw),
    bounce,
    ...filesOf(parsed.attachments, marked, limits),
  }
}

/** So many parts the parser reads, and refuses the whole mail where there are more. */
const MOST_PARTS = 900

/** The mail up to as many parts as are read: what somebody wrote comes first. */
function firstParts(raw: Buffer): Buffer {
  let at = -1
  for (let parts = 0; parts <= MOST_PARTS; parts++) {
    at = raw.indexOf("\n--", at + 1)
    if (at < 0) return raw
  }
  return raw.subarray(0, at + 1)
}

/** What the parser will not take at all: its lines, without those that only tell of parts. */
function withoutParser(raw: Buffer): MailBody {
  const original = unreadable(raw)
  const lines = (original ?? "").split(/\r?\n/).filter((line) => !/^(?:--|Content-[\w-]+:)/i.test(line))
  const text = lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim()
  return { text, original, files: [], leftOut: [], bounce: undefined }
}

/** Whether its text has letters that the parser could not read. */
function hasLostLetters({ text = "", html }: ParsedMail): boolean {
  return text.includes("\uFFFD") || (typeof html === "string" && html.includes("\uFFFD"))
}

/** What stands below the header though nothing was found in it, as where a mail does not say where its parts end. */
function unreadable(raw: Buffer): string | undefined {
  const end = /\r?\n\r?\n/.exec(raw.toString("latin1"))
  const body = end ? raw.subarray(end.index).toString("utf8").trim().slice(0, LONGEST_TEXT) : ""
  return body || undefined
}

function textOf(
  plain: string | undefined,
  marked: HtmlReply | undefined,
  subject: string,
): Pick<MailBody, "text" | "original"> {
  const fromHtml = marked && htmlText(marked, subject)
  if (plain === undefined) {
    if (!fromHtml) return { text: "", original: undefined }
    const isShortened = marked.isShortened || fromHtml.isShortened
    return { text: fromHtml.text, original: isShortened ? marked.whole.slice(0, LONGEST_TEXT) : undefined }
  }
  const bare = withoutArmor(plain)
  const fromPlain = replyText(bare, subject)
  if (fromPlain.isShortened || bare !== plain) return { text: fromPlain.text, original: plain }
  // The HTML may know what is quoted where the text does not show it.
  const knowsMore =
    marked?.isShortened && marked.text.trim() !== "" && fromHtml !== undefined && fromHtml.text !== ""
  return knowsMore ? { text: fromHtml.text, original: plain } : { text: fromPlain.text, original: undefined }
}

/** Where all stands in what its program marks, as answers between the lines of a quote do, it is the text that tells what is quoted. */
function htmlText({ text, whole }: HtmlReply, subject: string): ReplyText {
  const said = text.trim() === "" ? whole : text
  return replyText(said.slice(0, LONGEST_TEXT), subject)
}

function filesOf(
  attachments: readonly Attachment[],
  marked: HtmlReply | undefined,
  limits: BodyLimits,
): Pick<MailBody, "files" | "leftOut"> {
  const files: MailBody["files"] = []
  const taken: Attachment[] = []
  const leftOut: string[] = []
  let bytes = 0
  for (const attachment of attachments) {
    // Pictures of what was quoted, and of signatures, go with it.
    if (attachment.cid && marked?.hidden.has(attachment.cid)) continue
    if (isReport(attachment) || SEALS.has(attachment.contentType) || isPgpMark(attachment)) continue
    const { content } = attachment
    if (taken.some((one) => isSame(one, attachment))) continue
    const name = fileName(
      attachment.filename,
      `file-${files.length + leftOut.length + 1}${endingOf(attachment)}`,
    )
    const fits = files.length < limits.files && bytes + content.byteLength <= limits.bytes
    if (!fits) {
      leftOut.push(name)
      continue
    }
    bytes += content.byteLength
    taken.push(attachment)
    files.push({ name, type: fileType(content, name), content: new Uint8Array(content) })
  }
  const more = leftOut.length - MOST_NAMED
  return { files, leftOut: more > 1 ? [...leftOut.slice(0, MOST_NAMED), `${more} more files`] : leftOut }
}

const INVITATIONS: ReadonlySet<string> = new Set(["text/calendar", "application/ics"])

/** An invitation comes along twice, once without a name. Two files of one content under two names are two. */
function isSame(one: Attachment, other: Attachment): boolean {
  if (!one.content.equals(other.content)) return false
  const isInvitation = INVITATIONS.has(one.contentType) && INVITATIONS.has(other.contentType)
  return isInvitation || one.filename === other.filename
}

const ENDINGS: Readonly<Record<string, string>> = {
  "message/rfc822": ".eml",
  "text/calendar": ".ics",
  "text/plain": ".txt",
  "text/html": ".html",
  "application/pdf": ".pdf",
  "image/png": ".png",
  "image/jpeg": ".jpg",
  "image/gif": ".gif",
  "application/ms-tnef": ".dat",
}

function endingOf({ contentType }: Attachment): string {
  return ENDINGS[contentType] ?? ".bin"
}

/** What proves who signed a mail, to programs that know the signer. */
const SEALS: ReadonlySet<string> = new Set([
  "application/pkcs7-signature",
  "application/x-pkcs7-signature",
  "application/pgp-signature",
])

function isReport({ contentType }: Attachment): boolean {
  return contentType === "message/delivery-status" || contentType === "message/disposition-notification"
}

/** A report that a mail did not arrive (RFC 3464), and whose answers it asked for. */
function bounceIn(attachments: readonly Attachment[], plain: string | undefined): Bounce | undefined {
  const status = attachments.find(({ contentType }) => contentType === "message/delivery-status")
  if (!status) return undefined
  // A paragraph for each recipient.
  const report = status.content.toString("utf8").slice(0, 20_000)
  const failed = report.split(/\r?\n[ \t]*\r?\n/).find((one) => /^Action:[ \t]*failed\b/im.test(one))
  if (failed === undefined) return undefined
  const field = (name: string) =>
    new RegExp(`^${name}:[ \\t]*([^\\r\\n]*(?:\\r?\\n[ \\t]+[^\\r\\n]*)*)`, "im").exec(failed)?.[1]
  const returned = attachments.find(({ contentType }) =>
    ["message/rfc822", "text/rfc822-headers", "message/rfc822-headers"].includes(contentType),
  )
  const address = (value: string | undefined) => value?.replace(/^[^;]*;/, "").trim()
  const recipient = address(field("Original-Recipient")) ?? address(field("Final-Recipient"))
  const number = field("Status")?.trim()
  const words = recipient && wordsAbout(recipient, plain ?? "")
  const saysNumber = number === undefined || words?.includes(number)
  const reason =
    address(field("Diagnostic-Code")) ?? (words && !saysNumber ? `${words} (${number})` : words || number)
  return {
    replyAddresses: replyAddressesIn(headOf(returned?.content.toString("latin1") ?? "")),
    recipient: recipient && oneLine(recipient).slice(0, 254),
    reason: oneLine((reason || "no reason was given").replace(/\s+/g, " ")).slice(0, LONGEST_REASON),
  }
}

/** Looked for where a word begins alone: from each letter of a long one it would take quadratic time. */
const ADDRESS_WITHIN = /(?<![^\s<>"':;,()])[^\s<>"':;,()@]+@[^\s<>"':;,()]+/

/** What is said of an address behind it, or in the lines under it. */
function wordsAbout(address: string, plain: string): string | undefined {
  const text = plain.slice(0, 20_000)
  const at = text.toLowerCase().indexOf(address.toLowerCase())
  if (at < 0) return undefined
  const [behind = "", ...below] = text.slice(at + address.length).split("\n")
  const isNext = (line: string) => line.trim() === "" || ADDRESS_WITHIN.exec(line)?.[0] === line.trim()
  const end = below.findIndex(isNext)
  const words = [behind, ...below.slice(0, end < 0 ? undefined : end)].join(" ").replace(/\s+/g, " ")
  return /\p{L}/u.test(words) ? words.replace(/^[\s>"':;,.)\]]+/, "").trim() : undefined
}

/** The same as old mail systems write it: a mail with a permanent fault's number, and a copy of ours below. */
function bounceInText(plain: string | undefined): Bounce | undefined {
  const lines = (plain ?? "").slice(0, 20_000).split("\n")
  const at = lines.findIndex((line) =>
    /(?:^|[\s:>])5\d\d[ -]|\(?#5\.\d{1,3}\.\d{1,3}\)?|(?<![\d.])5\.[0-7]\.\d{1,3}(?![\d.]*\d)/.test(line),
  )
  if (at < 0) return undefined
  const above = lines.slice(0, at + 1).join("\n")
  const recipient = ADDRESS_WITHIN.exec(above)?.[0]
  return {
    replyAddresses: replyAddressesIn(lines.join("\n")),
    recipient: recipient?.slice(0, 254),
    reason: oneLine((lines[at] ?? "").replace(/\s+/g, " ")).slice(0, LONGEST_REASON),
  }
}

function headOf(mail: string): string {
  return mail.split(/\r?\n\r?\n/, 1)[0] ?? ""
}
