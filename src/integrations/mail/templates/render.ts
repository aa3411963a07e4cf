import { isAddress, oneLine } from "../message.ts"
import { directionOf, type Language } from "./languages.ts"
import { frame, headed, linkPart, type Place, paragraph } from "./layout.ts"
import type { MailName } from "./mails.ts"
import { filledHtml, filledParagraphs, filledSubject, filledText, isolated, type Values } from "./template.ts"
import { wordsOf } from "./words.ts"

/** What a partner has put in place of a mail's own; what is absent is as it always is. */
export interface TemplateOverride {
  subject?: string | undefined
  text?: string | undefined
  /** What stands in the frame, or a whole document. */
  html?: string | undefined
}

/** For whom and by whom a mail is. */
export interface Letter {
  language: Language
  /** The partner. */
  company: string
  color: string
  override?: TemplateOverride | undefined
  /** Of whom it goes to, as far as it is known. */
  reader: { name?: string | undefined; email: string }
}

export interface RenderedMail {
  subject: string
  text: string
  html: string
}

const LONGEST_NAME = 60

export function placeOf({ language, color }: Pick<Letter, "language" | "color">): Place {
  return { language, color, direction: directionOf(language) }
}

/**
 * A mail as it goes out.
 *
 * @param own what this mail says beside who writes to whom
 */
export function renderMail(mail: MailName, letter: Letter, own: Values): RenderedMail {
  const place = placeOf(letter)
  const { direction } = place
  const words = wordsOf(letter.language)
  const usual = words.mails[mail]
  const { subject = usual.subject, text = usual.text, html: ownHtml } = letter.override ?? {}
  const values: Values = { ...peopleIn(letter), ...own }
  const footer = footerOf(mail, letter, values)
  const shownSubject = filledSubject(subject, values, direction)
  const shownText = filledText(text, values, direction)
  const body =
    ownHtml === undefined
      ? filledParagraphs(text, values, direction, paragraph)
      : filledHtml(ownHtml, values, direction)
  const isWhole = ownHtml !== undefined && /^\s*(?:<!doctype|<html)/i.test(ownHtml)
  const preview = oneLine(shownText).slice(0, 140)
  return {
    subject: shownSubject,
    text: `${shownText}\n\n-- \n${footer.text}\n`,
    html: isWhole ? body : frame(place, { title: shownSubject, preview, body, footer: footer.html }),
  }
}

function peopleIn({ company, reader, language }: Letter): Values {
  const words = wordsOf(language)
  const name = oneLine(reader.name ?? "")
  const first = firstNameOf(name)
  const greeting = first === "" ? words.helloNobody : words.hello
  const named: Values = { name, first_name: first }
  return {
    company: oneLine(company),
    name,
    first_name: first,
    email: reader.email,
    greeting: sentencePart(greeting, named, language),
  }
}

/** A sentence of ours with values in it, to stand in another template. */
function sentencePart(template: string, values: Values, language: Language) {
  const direction = directionOf(language)
  const text = filledText(template, values, direction)
  return {
    inline: text,
    text,
    html: filledParagraphs(template, values, direction, paragraph),
  }
}

/** What somebody is called in a greeting: not by an address, which stands for the name of who gave none. */
function firstNameOf(name: string): string {
  const [first = ""] = oneLine(name).split(" ")
  return isAddress(first) ? "" : first.slice(0, LONGEST_NAME)
}

function footerOf(mail: MailName, letter: Letter, values: Values): { text: string; html: string } {
  const place = placeOf(letter)
  const { direction } = place
  const words = wordsOf(letter.language)
  const sentence = mail === "reply_notice" ? words.noticeFooter : words.footer
  const plain = (html: string) => html
  const text = filledText(sentence, values, direction)
  const html = filledParagraphs(sentence, values, direction, plain)
  const stop = values.unsubscribe
  if (mail !== "reply_notice" || typeof stop !== "object" || stop.inline === "") return { text, html }
  const link = linkPart(place, stop.inline, words.unsubscribe)
  return {
    text: `${text}\n${headed(place, isolated(words.unsubscribe, direction))} ${stop.inline}`,
    html: `${html}<br>${link.html}`,
  }
}
