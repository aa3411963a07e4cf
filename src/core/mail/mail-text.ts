import { storableText } from "../storable-text.ts"
import type { IncomingMail, MailContent, MailFile, MailOutcome, MailSender } from "./incoming-mail.ts"

/** A file as the event tells of it. */
export interface ToldFile {
  id: string
  name: string
  type: string
  size: number
}

/** A file that is to be kept. */
export interface NewFile extends MailFile {
  id: string
  /** What an agent may look up, but is nobody's attachment: the text as it came. */
  agentsOnly: boolean
}

/** A mail as it enters a conversation or a ticket. */
export interface ReadyMail {
  /** Empty where files came along and nothing was written. */
  text: string
  /** What is kept, in its order. */
  files: readonly NewFile[]
  /** As the event's data tells of it. */
  data: {
    attachments?: readonly ToldFile[]
    mail: { from: string; name?: string; subject?: string; original?: string; leftOut?: readonly string[] }
  }
}

export interface MailPlace {
  /** Characters of a text there. */
  longest: number
  /** Whether its sender is; otherwise its files are for agents alone. */
  isKnown: boolean
  /** Whether it answers something of ours. */
  isAnswer: boolean
  /** Of a file; nobody can guess it. */
  newId(): string
}

/**
 * A mail as it may be stored. Nothing is lost by it: what is longer than a message may be, and what was taken for quoted, is
 * kept as a file.
 *
 * @returns undefined where nothing was written, not in its subject either, and nothing came along
 */
export function readyMail(
  mail: IncomingMail,
  { longest, isKnown, isAnswer, newId }: MailPlace,
): ReadyMail | undefined {
  const agentsOnly = !isKnown
  const said = cleaned(mail.text)
  const isBare = said === "" && mail.files.length === 0 && mail.leftOut.length === 0
  const written = isBare ? saidInSubject(mail, isAnswer) : said
  const files: NewFile[] = mail.files.map((file) => ({ ...file, id: newId(), agentsOnly }))
  if (written.length > longest) files.push(textFile("message.txt", written, newId(), agentsOnly))
  const attached = [...files]
  const { original } = mail
  const whole = original === undefined ? undefined : textFile("original.txt", original, newId(), true)
  if (whole) files.push(whole)
  const text = cut(written, longest)
  if (isBare && text === "") return undefined
  const { address: from, name } = mail.sender
  return {
    text,
    files,
    data: {
      ...(attached.length > 0 && { attachments: attached.map(told) }),
      mail: {
        from,
        ...(name && { name }),
        ...(mail.subject && { subject: mail.subject }),
        ...(whole && { original: whole.id }),
        ...(mail.leftOut.length > 0 && { leftOut: mail.leftOut }),
      },
    },
  }
}

function cleaned(text: string): string {
  return storableText(text).toWellFormed().trim()
}

/** How the subject of an answer begins, in the languages of most mail programs: its words are those that it answers. */
const ANSWERS =
  /^\s*(?:re|r|aw|antw|antwort|sv|vs|ynt|yan|odp|rép|res|rif|ref|atb|bls|vá|απ|отв|на|ha|ответ|رد|השב|תגובה|回复|回覆|答复|返信|답장)\s*(?:\[\d+\]|\^\d+|\(\d+\))?\s*[:：]/iu

/** Who has one sentence to say may write it where the subject is. */
function saidInSubject({ subject = "" }: IncomingMail, isAnswer: boolean): string {
  return isAnswer && ANSWERS.test(subject) ? "" : cleaned(subject)
}

/** What agents read before a text of which it is not known whose it is. */
export function unverifiedSentence({ address, name, believed }: MailSender): string {
  const who = name ? `${name} <${address}>` : address
  return believed
    ? `E-mail from ${who}, which is not the address that is known here: it may be somebody else.`
    : `E-mail that says it is from ${who}, which our mail server does not believe: it may be forged.`
}

/** The same before what came of a website's form; empty where there is nothing to say. */
export function formDoubt(
  { address, namesCustomer }: NonNullable<IncomingMail["form"]>,
  { believed }: MailSender,
): string {
  if (!believed)
    return `E-mail that says it is from the form at ${address}, which our mail server does not believe: it may be forged.`
  return namesCustomer
    ? ""
    : `The form at ${address} does not say whom to answer: its mail has no Reply-To, or several. Answers to this ticket reach nobody.`
}

const LONGEST_BY_MACHINE = 1_000

/** What agents are told of a mail that is none; undefined where there is nothing to tell. */
export function noticeOf(content: Exclude<MailContent, { kind: "written" }>): string | undefined {
  switch (content.kind) {
    case "automatic":
      return undefined
    case "by_machine":
      return `Automatic e-mail from ${content.sender.address}: ${cut(cleaned(content.text), LONGEST_BY_MACHINE)}`
    case "bounce":
      return `E-mail ${content.recipient ? `to ${content.recipient} ` : ""}could not be delivered: ${content.reason}`
    case "too_large":
      return `E-mail from ${content.sender.address}${content.subject ? ` (“${content.subject}”)` : ""} was not taken in: it has ${megabytes(content.bytes)} MB. It is in the mailbox.`
    case "too_many":
      return `${content.sender.address} has sent so many e-mails within an hour that further ones are not taken in. They are in the mailbox.`
  }
}

/** What became of a mail that is none. */
export function outcomeOf({ kind }: Exclude<MailContent, { kind: "written" }>): MailOutcome {
  if (kind === "automatic") return "automatic"
  return kind === "bounce" || kind === "by_machine" ? "note" : "limited"
}

/** `text` in at most so many characters. */
function cut(text: string, longest: number): string {
  return text.length <= longest
    ? text
    : `${text
        .slice(0, longest - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, "")}…`
}

/** What stands for a text where nothing but files came. */
export function namesLine({
  files,
  leftOut,
}: {
  files: readonly Pick<MailFile, "name">[]
  leftOut: readonly string[]
}): string {
  return `📎 ${[...files.map(({ name }) => name), ...leftOut.map((name) => `${name} (not kept)`)].join(", ")}`
}

function textFile(name: string, text: string, id: string, agentsOnly: boolean): NewFile {
  return { id, name, type: "text/plain", content: new TextEncoder().encode(text), agentsOnly }
}

function told({ id, name, type, content }: NewFile): ToldFile {
  return { id, name, type, size: content.byteLength }
}

function megabytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1)
}
