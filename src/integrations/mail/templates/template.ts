import { escapeHtml } from "../../html.ts"
import { oneLine } from "../message.ts"
import { type Direction, directionOfText, needsIsolation } from "./languages.ts"
import type { PlaceholderKind } from "./mails.ts"

/** What stands for a placeholder. */
export interface Part {
  /** Within a sentence, and in an attribute. Empty: there is none. */
  inline: string
  /** As a paragraph of its own. */
  text: string
  html: string
}

export type Values = Readonly<Record<string, string | Part | undefined>>

/** A part of a template that a partner may write. */
export const PARTS = ["subject", "text", "html"] as const
export type PartName = (typeof PARTS)[number]

const LONGEST: Readonly<Record<PartName, number>> = { subject: 200, text: 20_000, html: 100_000 }

const ALONE = /^\{\{\s*([a-z_]{1,40})\s*\}\}$/
/** A placeholder, with the space before it: that goes as well where there is nothing to say. */
const WITH_SPACE = /([ \t]?)\{\{\s*([a-z_]{1,40})\s*\}\}/g
const FIRST_STRONG_ISOLATE = "\u2068"
const POP_ISOLATE = "\u2069"
/** Characters that turn the direction of what follows them. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
const INVISIBLE = /(?![\n\t])\p{Cc}/gu

/** A subject with its placeholders filled in: one line, whatever is in them. */
export function filledSubject(template: string, values: Values, direction: Direction): string {
  return oneLine(filled(template, values, (value) => isolated(withoutTurns(oneLine(value)), direction)))
}

/** A text's paragraphs, filled in. One that is a placeholder alone, for which there is nothing, is left out. */
export function filledText(template: string, values: Values, direction: Direction): string {
  return paragraphsOf(template)
    .map((paragraph) => {
      const part = aloneIn(paragraph, values)
      return part === undefined
        ? filled(paragraph, values, (value) => isolated(withoutTurns(value), direction))
        : part.text
    })
    .filter((paragraph) => paragraph.trim() !== "")
    .join("\n\n")
}

/** The same as HTML: what stands in the template is text. */
export function filledParagraphs(
  template: string,
  values: Values,
  direction: Direction,
  paragraph: (html: string) => string,
): string {
  return paragraphsOf(template)
    .map((one) => {
      const part = aloneIn(one, values)
      if (part !== undefined) return part.html
      const html = filledMarkup(one, values, direction, escapeHtml)
      return html.trim() === "" ? "" : paragraph(html)
    })
    .filter((html) => html !== "")
    .join("\n")
}

/** HTML of a partner's own: only what is filled in is escaped. */
export function filledHtml(template: string, values: Values, direction: Direction): string {
  return template
    .split(TAG)
    .map((piece, i) =>
      i % 2 === 1
        ? filled(piece, values, (value) => escapeHtml(withoutTurns(value)))
        : filledMarkup(piece, values, direction, (markup) => markup),
    )
    .join("")
}

const TAG = /(<\/?[a-z](?:"[^"]*"|'[^']*'|[^'">])*>)/i

/**
 * Why a partner's part of a template cannot be used; undefined where it can. What is filled in is escaped, which protects
 * text and quoted attributes: placeholders may stand nowhere else.
 *
 * @param known the mail's placeholders
 */
export function faultOf(
  part: PartName,
  template: string,
  known: Readonly<Record<string, PlaceholderKind>>,
): string | undefined {
  if (template.trim() === "") return `${part} must not be empty; reset it to have the usual one again.`
  if (template.length > LONGEST[part])
    return `${part} must have at most ${LONGEST[part]} characters; it has ${template.length}.`
  const names = namesIn(template)
  for (const { whole, name } of names) {
    if (name === undefined || !Object.hasOwn(known, name))
      return `${part} has a placeholder ${whole.slice(0, 60)} that nobody fills in. There are ${Object.keys(
        known,
      )
        .map((one) => `{{${one}}}`)
        .join(", ")}.`
  }
  if (part === "html") return faultOfHtml(template, known)
  for (const place of part === "subject" ? [template] : paragraphsOf(template)) {
    const alone = ALONE.test(place.trim()) && part === "text"
    const block = alone
      ? undefined
      : namesIn(place).find(({ name }) => name !== undefined && known[name] === "block")
    if (block) {
      const where = part === "subject" ? "cannot stand in a subject" : "must be a paragraph of its own"
      return `${part}: ${block.whole} ${where}.`
    }
  }
  return undefined
}

function faultOfHtml(html: string, known: Readonly<Record<string, PlaceholderKind>>): string | undefined {
  const special =
    /<!--[\s\S]*?(?:-->|$)|<(script|style|textarea|title|xmp|noscript|iframe|object|embed)\b[\s\S]*?(?:<\/\1\s*>|$)/gi
  for (const [whole, element = ""] of html.matchAll(special)) {
    if (/^(script|iframe|object|embed)$/i.test(element)) return `html may hold no <${element.toLowerCase()}>.`
    if (whole.includes("{{")) {
      const place = element === "" ? "a comment" : `<${element.toLowerCase()}>`
      return `html: a placeholder cannot stand in ${place}.`
    }
  }
  const pieces = html.replace(special, "").split(TAG)
  for (const [i, piece] of pieces.entries()) {
    const fault = i % 2 === 1 ? faultOfTag(piece, known) : undefined
    if (fault) return fault
    if (i % 2 === 0 && /<(?:[a-z/]|\{\{)/i.test(piece)) return "html has a tag that does not end."
  }
  return undefined
}

function faultOfTag(tag: string, known: Readonly<Record<string, PlaceholderKind>>): string | undefined {
  const attribute = /([^\s"'<>/=]+)\s*=\s*("[^"]*"|'[^']*')/g
  for (const [, name = "", quoted = ""] of tag.matchAll(attribute)) {
    if (/^on/i.test(name)) return `html may hold no ${name.toLowerCase()}.`
    const value = quoted.slice(1, -1)
    const block = namesIn(value).find((one) => one.name !== undefined && known[one.name] === "block")
    if (block) return `html: ${block.whole} cannot stand in an attribute.`
    if (/^style$/i.test(name) && value.includes("{{")) return "html: a placeholder cannot stand in a style."
    const address = /^(?:href|src|action|background|poster|formaction)$/i.test(name)
    if (address && !isSafeAddress(value, known))
      return `html: ${name.toLowerCase()} must begin with https://, http://, mailto:, tel: or a placeholder that is a link.`
  }
  if (/\bon[a-z]+\s*=/i.test(tag.replace(attribute, ""))) return "html may hold no scripts."
  if (tag.replace(attribute, "").includes("{{"))
    return "html: a placeholder in a tag must stand within quotes, as the value of an attribute."
  return undefined
}

function isSafeAddress(value: string, known: Readonly<Record<string, PlaceholderKind>>): boolean {
  const address = value.trim()
  if (/^(?:https?:\/\/|mailto:|tel:|cid:|#)/i.test(address)) return true
  const [first] = namesIn(address)
  return first?.name !== undefined && known[first.name] === "link" && address.startsWith(first.whole)
}

function namesIn(template: string): { whole: string; name: string | undefined }[] {
  return [...template.matchAll(/\{\{([^}]*)\}{0,2}/g)].map(([whole, inner = ""]) => ({
    whole,
    name: whole.endsWith("}}") ? /^\s*([a-z_]{1,40})\s*$/.exec(inner)?.[1] : undefined,
  }))
}

function paragraphsOf(template: string): string[] {
  return template.replace(/\r\n?/g, "\n").split(/\n[ \t]*\n\s*/)
}

/** The part that a paragraph is; undefined where it is a sentence. */
function aloneIn(paragraph: string, values: Values): Part | undefined {
  const value = values[ALONE.exec(paragraph.trim())?.[1] ?? ""]
  return typeof value === "object" ? value : undefined
}

function inlineOf(value: Values[string]): string {
  return typeof value === "object" ? value.inline : (value ?? "")
}

function filled(template: string, values: Values, shown: (value: string) => string): string {
  return template.replace(WITH_SPACE, (_, space: string, name: string) => {
    const value = inlineOf(values[name])
    return value === "" ? "" : `${space}${shown(value)}`
  })
}

/** @param literal what becomes of the template's own text */
function filledMarkup(
  template: string,
  values: Values,
  direction: Direction,
  literal: (text: string) => string,
): string {
  let html = ""
  let from = 0
  for (const match of template.matchAll(WITH_SPACE)) {
    const [whole, space = "", name = ""] = match
    html += literal(template.slice(from, match.index))
    from = match.index + whole.length
    const value = values[name]
    const alone = typeof value === "object" && value.inline === "" ? value.html : undefined
    const inline = inlineOf(value)
    if (alone) html += alone
    else if (inline !== "") html += `${space}${isolatedHtml(withoutTurns(inline), direction)}`
  }
  return html + literal(template.slice(from))
}

/** A value that cannot disturb the order of the sentence around it. */
export function isolated(value: string, around: Direction): string {
  return needsIsolation(value, around) ? `${FIRST_STRONG_ISOLATE}${value}${POP_ISOLATE}` : value
}

export function isolatedHtml(value: string, around: Direction): string {
  const isNumber = /^#?[\p{L}\p{N}]{1,6}-\p{N}{1,12}$/u.test(value)
  // A ticket's number is not cut in two at the end of a line.
  const html = isNumber ? `<span style="white-space:nowrap">${escapeHtml(value)}</span>` : escapeHtml(value)
  return needsIsolation(value, around) ? `<span dir="${directionOfText(value, "ltr")}">${html}</span>` : html
}

/** Without characters with which a text could turn what stands around it, or show as another. */
export function withoutTurns(text: string): string {
  return text.toWellFormed().replace(TURNING, "").replace(INVISIBLE, "")
}
