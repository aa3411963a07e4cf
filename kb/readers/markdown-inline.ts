import { CODE, ESCAPE, LABEL, LINK, REFERENCE, TARGET } from "../inline-patterns.ts"
import { linkTarget } from "./link-target.ts"
import { type Definitions, labelKey } from "./markdown-definitions.ts"
import { raisedNumber } from "./raised.ts"

/** What a text's links and footnotes are resolved by. */
export interface InlineContext extends Definitions {
  /** The address of the page, for relative links. */
  base: string | undefined
}

const ADDRESS = String.raw`<[a-z][a-z0-9+.-]{1,30}:[^\s<>]{0,2000}>`
const FOOTNOTE = String.raw` ?\[\^[^\]\s]{1,200}\]`
const ELEMENT = String.raw`<(kbd|samp|code|tt|b|strong|i|em|del|s|a|sup)(\s[^<>]{0,800})?>([^<>]{1,400})<\/\NAME>`
const TAG =
  "</?(?:br|img|kbd|samp|code|tt|b|strong|i|em|del|s|a|span|sup|sub|small|big|mark|u|ins|font|wbr|abbr|cite|q|var|dfn|center|p|div)(?:\\s[^<>]{0,800}|/)?>"

/** A raised mark that leads to its note. */
const RAISED_LINK = String.raw`<sup(?:\s[^<>]{0,800})?><a\s[^<>]{0,800}>[^<>]{1,40}<\/a><\/sup>`

const TOKEN = new RegExp(
  [CODE, ESCAPE, ADDRESS, FOOTNOTE, ` ?!${LINK}`, LINK, RAISED_LINK, ELEMENT.replace("NAME", "2"), TAG].join(
    "|",
  ),
  "gi",
)
const LINK_PARTS = new RegExp(String.raw`^\[(${LABEL})\](?:\((${TARGET})\)|\[(${REFERENCE})\])?$`)
const ELEMENT_PARTS = new RegExp(`^${ELEMENT.replace("NAME", "1")}$`, "i")
const PICTURES_ALONE = new RegExp(
  String.raw`^\s*(?:(?:\[\s*)?!${LINK}(?:\s*\](?:\([^()]{0,800}\)|\[[^[\]]{0,200}\]))?\s*)+$`,
)

const MARKS: Readonly<Record<string, string>> = {
  kbd: "`",
  samp: "`",
  code: "`",
  tt: "`",
  b: "**",
  strong: "**",
  i: "*",
  em: "*",
  del: "~~",
  s: "~~",
}

/**
 * A paragraph's Markdown as a chat can show it alone: links that lead somewhere, footnotes where they are referred to,
 * words in place of pictures and tags. A line with nothing but pictures goes. Inline code is not touched.
 */
export function inlineForChat(paragraph: string, context: InlineContext): string {
  return shown(
    paragraph
      .split("\n")
      .filter((line) => !(line.length < 4000 && line.includes("![") && PICTURES_ALONE.test(line)))
      .map((line) => (/^\s*#|\|/.test(line) ? line.replace(/<br\s*\/?>/gi, " ") : line))
      .join("\n"),
    context,
  )
}

function shown(markdown: string, context: InlineContext): string {
  return markdown.replace(TOKEN, (token) => {
    if (/^ ?!/.test(token)) return picture(token)
    if (/^ ?\[\^/.test(token)) return footnote(token, context)
    if (token.startsWith("[")) return link(token, context)
    return /^<\/?[a-z]+[\s/>]/i.test(token) ? element(token, context) : token
  })
}

function picture(token: string): string {
  const words = LINK_PARTS.exec(token.trimStart().slice(1))?.[1]?.trim() ?? ""
  return words && token.startsWith(" ") ? ` ${words}` : words
}

/** In brackets, as what it says may change what the sentence means. */
function footnote(token: string, context: InlineContext): string {
  const text = context.footnotes.get(labelKey(token.trim().slice(2, -1)))
  if (text === undefined) return token
  const words = shown(text, { ...context, footnotes: new Map() }).replace(/\.$/, "")
  return words ? ` (${words})` : ""
}

function link(token: string, context: InlineContext): string {
  const [, label = "", target, reference] = LINK_PARTS.exec(token) ?? []
  const words = shown(label, context)
  if (target !== undefined) {
    const written = /^\s*(?:<([^<>]*)>|(\S*))/.exec(target)
    return linked(words, written?.[1] ?? written?.[2] ?? "", context)
  }
  const defined = context.links.get(labelKey(reference || label))
  if (defined !== undefined) return linked(words, defined, context)
  return `[${words}]${reference === undefined ? "" : `[${reference}]`}`
}

function linked(words: string, written: string, { base }: InlineContext): string {
  const target = linkTarget(written, base)
  if (!target || !words.trim()) return words
  // An address that leads somewhere by itself stays as it is written, brackets and all.
  return `[${words}](${/^[a-z][a-z0-9+.-]*:/i.test(written) && !/\s/.test(written) ? written : target})`
}

function element(token: string, context: InlineContext): string {
  if (/^<sup\b[^<>]*><a\b/i.test(token)) {
    const words = token.replace(/<[^<>]*>/g, "")
    return raisedNumber(words) ?? words
  }
  const [, name = "", attributes = "", text = ""] = ELEMENT_PARTS.exec(token) ?? []
  if (name) {
    const mark = MARKS[name.toLowerCase()]
    if (mark !== undefined) return `${mark}${mark === "`" ? text : shown(text, context)}${mark}`
    const words = shown(text, context)
    if (name.toLowerCase() === "sup") return raisedNumber(words) ?? words
    return linked(words, attribute(attributes, "href"), context)
  }
  if (/^<br\b/i.test(token)) return "\\\n"
  return /^<img\b/i.test(token) ? attribute(token, "alt") : ""
}

function attribute(tag: string, name: string): string {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>"']+))`, "i").exec(tag)
  return found?.[1] ?? found?.[2] ?? found?.[3] ?? ""
}
