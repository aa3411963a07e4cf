import type { Nodes } from "mdast"
import { fromMarkdown } from "mdast-util-from-markdown"
import { gfmFromMarkdown } from "mdast-util-gfm"
import { toString as plainText } from "mdast-util-to-string"
import { gfm } from "micromark-extension-gfm"
import type { Language } from "../../core/language.ts"
import { type Evidence, flat } from "./evidence.ts"
import { figuresIn } from "./numbers.ts"
import { isSamePhone, phonesIn } from "./phones.ts"
import { termsIn } from "./wording.ts"

/**
 * Hosts, paths and addresses, also without a scheme: `docs.example.com/a`, `jane@example.com`. Looked for where a word begins
 * alone: from each letter of a long one it would take so long that the search is given up, and what stands behind it is not found.
 */
const ADDRESS =
  /(?:\b[a-z][a-z0-9+.-]*:\/\/|\bwww\.|\bmailto:|\bjavascript:|\bdata:)[^\s<>()\]"']+|(?<![\w-])(?:[\w.+-]+@)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:\/[^\s<>()\]"']*)?/gi
/** `--force`, `user_id`, `camelCase`, `/etc/hosts`, `M2`. */
const IDENTIFIER =
  /(?<![\w.@/-])(?!(?:EUR|USD|GBP|CHF)\d)[A-Za-z]+\d\w*|(?<![\w-])--?[a-z][\w-]+|\b\w*_\w+\b|\b[a-z]+[A-Z]\w*\b|(?<![\w/])(?:\/[\w.-]+){2,}/g
const NAME = /(?<=[\p{L}\p{N},;)"”’] )\p{Lu}[\p{L}\p{N}]+/gu
/** German writes every noun so. */
const NOUN = /^\p{Lu}\p{Ll}+$/u

/**
 * Finds what may not be paraphrased and is not in the evidence: a link, an address, code, an identifier, a number
 * or a name.
 *
 * @param language the answer's
 * @returns a sentence that names it, or undefined
 */
export function inventedToken(markdown: string, evidence: Evidence, language: Language): string | undefined {
  const tree = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
  const nodes = walk(tree)
  if (nodes.some(({ type }) => type === "html")) return "The answer holds HTML."
  const links = nodes.flatMap((node) => ("url" in node ? node.url : []))
  const codes = nodes.flatMap((node) =>
    node.type === "code" || node.type === "inlineCode" ? node.value : [],
  )
  const text = nodes.flatMap((node) => (node.type === "text" ? node.value : [])).join("\n")
  const addresses = [...links, ...(text.match(ADDRESS) ?? [])].map((address) =>
    address.replace(/[.,;:!?]+$/, ""),
  )
  // In another language only what buttons and menus are called can be compared.
  const labels = language === evidence.language ? [] : nodes.flatMap(labelOf)
  const exact = [
    ...labels,
    ...addresses,
    ...codes.flatMap((code) => code.split("\n")),
    ...(text.match(IDENTIFIER) ?? []),
  ]
  const missing = exact.find((token) => !isIn(token, evidence))
  if (missing) return `"${missing.slice(0, 80)}" is not in the passages.`
  const phone = phonesIn(text).find((it) => !evidence.phones.some((known) => isSamePhone(it, known)))
  if (phone) return `The phone number ${phone} is not in the passages.`
  const number = figuresIn(text.replace(ADDRESS, " "), language).find(
    ({ value }) => !evidence.numbers.has(value),
  )
  if (number?.free) return "The passages do not say of anything that it is free."
  if (number) return `The number ${number.value} is not in the passages.`
  const names = (text.match(NAME) ?? []).filter((it) => language !== "de" || !NOUN.test(it))
  const name = names.find((it) => termsIn(it, evidence.language).some((term) => !evidence.terms.has(term)))
  return name && `The name "${name}" is not in the passages.`
}

function labelOf(node: Nodes): string[] {
  return node.type === "strong" || node.type === "emphasis" ? [plainText(node)] : []
}

/** An address must end where the evidence's ends: `a.example` is not `a.example.evil.example`. */
function isIn(token: string, { text }: Evidence): boolean {
  const wanted = flat(token)
    .trim()
    .replace(/^(?:mailto:|http:\/\/(?=www\.))/, "")
    .replace(/\/$/, "")
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const before = text[at - 1] ?? " "
    const after = text.slice(at + wanted.length, at + wanted.length + 2)
    if (!/[\w@-]/.test(before) && !/^(?:[\w@-]|\.\w)/.test(after)) return true
    if (!/^\w|\w$/.test(wanted)) return true
  }
  return wanted === ""
}

function walk(node: Nodes): Nodes[] {
  return "children" in node ? [node, ...node.children.flatMap(walk)] : [node]
}
