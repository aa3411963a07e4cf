/**
 * Markdown to elements, for text that may come from anywhere: nothing is ever parsed as HTML. The demo page has the same
 * grammar in src/http/pages/crm/markdown.js; here Preact keeps what did not change while an answer is being written.
 */
import type { ComponentChildren, VNode } from "preact"
import { safeAddress } from "./safe-address.ts"

type Inline = VNode | string

const FENCE = /^ {0,3}(```+|~~~+)/
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/
const HEADING = /^ {0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*$/
const QUOTE = /^ {0,3}> ?(.*)$/
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/

/** Deeper than anybody means it, and marks are left as they were written: neither the stack nor a bubble has room for them. */
const DEEPEST = 10

/** The text as a list of block elements. */
export function renderMarkdown(text: string): VNode[] {
  return blocks(text.replace(/\r\n?/g, "\n").split("\n"))
}

function blocks(lines: readonly string[], depth = 0): VNode[] {
  if (depth > DEEPEST) return [<p>{lines.join("\n")}</p>]
  const nodes: VNode[] = []
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? ""
    if (line.trim() === "" || (RULE.test(line) && !ITEM.test(line))) at++
    else {
      const [node, used] = block(lines.slice(at), line, depth + 1)
      nodes.push(node)
      at += used
    }
  }
  return nodes
}

/** The first block and how many lines it takes. */
function block(lines: readonly string[], first: string, depth: number): [VNode, number] {
  const fence = FENCE.exec(first)?.[1]
  if (fence) return codeBlock(lines, fence)
  const heading = HEADING.exec(first)?.[1]
  if (heading !== undefined)
    return [
      <p>
        <strong>{inline(heading)}</strong>
      </p>,
      1,
    ]
  if (QUOTE.test(first)) return quote(lines, depth)
  const item = ITEM.exec(first)
  if (item) return list(lines, item, depth)
  if (first.includes("|") && TABLE_RULE.test(lines[1] ?? "")) return table(lines, first)
  const used = lengthUntil(lines, startsBlock)
  return [<p>{inlineLines(lines.slice(0, used))}</p>, used]
}

/** Lines up to the first one after the start for which it holds. */
function lengthUntil(lines: readonly string[], ends: (line: string) => boolean): number {
  const end = lines.findIndex((line, i) => i > 0 && ends(line))
  return end < 0 ? lines.length : end
}

function startsBlock(line: string): boolean {
  return [FENCE, HEADING, QUOTE, ITEM].some((pattern) => pattern.test(line)) || line.trim() === ""
}

function codeBlock(lines: readonly string[], fence: string): [VNode, number] {
  const last = lengthUntil(lines, (line) => line.trim().startsWith(fence))
  const pre = (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard.
    <pre tabIndex={0} dir="ltr">
      <code>{lines.slice(1, last).join("\n")}</code>
    </pre>
  )
  return [pre, Math.min(last + 1, lines.length)]
}

function quote(lines: readonly string[], depth: number): [VNode, number] {
  const used = lengthUntil(lines, (line) => !QUOTE.test(line))
  const inner = lines.slice(0, used).map((line) => QUOTE.exec(line)?.[1] ?? "")
  return [<blockquote>{blocks(inner, depth)}</blockquote>, used]
}

/** A list with what belongs to its items by indentation: more text, code, lists. */
function list(
  lines: readonly string[],
  [, indent = "", marker = ""]: readonly string[],
  depth: number,
): [VNode, number] {
  const ordered = /\d/.test(marker)
  const items: string[][] = []
  let used = 0
  for (; used < lines.length; used++) {
    const line = lines[used] ?? ""
    const item = ITEM.exec(line)
    if (item && (item[1] ?? "").length <= indent.length) {
      if (/\d/.test(item[2] ?? "") !== ordered) break
      items.push([item[3] ?? ""])
    } else if (line.trim() === "") {
      const next = lines.slice(used).find((later) => later.trim() !== "")
      if (next === undefined || !(ITEM.test(next) || /^\s{2,}/.test(next))) break
      items.at(-1)?.push("")
    } else if (/^\s{2,}/.test(line)) items.at(-1)?.push(line.replace(/^\s{2,4}/, ""))
    else if (startsBlock(line)) break
    else items.at(-1)?.push(line)
  }
  const children = items.map((inner) => <li>{tight(blocks(inner, depth))}</li>)
  const start = Number.parseInt(marker, 10)
  return [ordered ? <ol start={start}>{children}</ol> : <ul>{children}</ul>, used]
}

/** An item of one paragraph needs no paragraph. */
function tight(nodes: VNode[]): ComponentChildren {
  const [first, ...others] = nodes
  return first?.type === "p" && others.every((node) => node.type !== "p")
    ? [first.props.children, ...others]
    : nodes
}

/** Rows as a list: a table of sentences does not fit a chat. */
function table(lines: readonly string[], first: string): [VNode, number] {
  const used = lengthUntil(lines, (line) => !line.includes("|"))
  const head = cells(first)
  const rows = lines
    .slice(2, used)
    .map((line) => (
      <li>
        {cells(line).map((cell, i) => [
          i > 0 && "; ",
          head[i] && <strong>{inline(head[i])}: </strong>,
          inline(cell),
        ])}
      </li>
    ))
  return [<ul>{rows}</ul>, used]
}

function cells(line: string): string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"))
}

function inlineLines(lines: readonly string[]): Inline[] {
  return lines.flatMap((line, i) => {
    const nodes = inline(line.trim().replace(/\\$/, ""))
    if (i === lines.length - 1) return nodes
    return [...nodes, / {2}$|\\$/.test(line) ? <br /> : "\n"]
  })
}

type Make = (match: readonly string[], depth: number) => Inline[]

/** What may stand within a line; the first that matches at the leftmost place wins. */
const INLINE: readonly (readonly [RegExp, Make])[] = [
  [/\\([!-/:-@[-`{-~])/, ([, character = ""]) => [character]],
  [/(`+)(.+?)\1(?!`)/, ([, , code = ""]) => [<code>{code.replace(/^ (.+) $/, "$1")}</code>]],
  [/!\[([^\]]*)\]\([^()\s]*(?:\s+"[^"]*")?\)/, ([, words = ""]) => [words]],
  [
    /\[((?:[^[\]\\]|\\.)+)\]\(<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+"[^"]*")?\)/,
    ([, words = "", address = ""], depth) => link(address, inline(words, depth)),
  ],
  [
    /<((?:https?:\/\/|mailto:)[^\s<>]+)>/i,
    ([, address = ""]) => link(address, [address.replace(/^mailto:/i, "")]),
  ],
  [
    /https?:\/\/(?:[^\s<>()]|\([^\s<>()]*\))*(?:[^\s<>().,;:!?'"*_]|\([^\s<>()]*\))/i,
    ([address = ""]) => link(address, [address]),
  ],
  [/\*\*(?=\S)(.+?)(?<=\S)\*\*(?!\*)/, ([, words = ""], depth) => [<strong>{inline(words, depth)}</strong>]],
  [/\*(?=[^\s*])(.+?)(?<=[^\s*])\*/, ([, words = ""], depth) => [<em>{inline(words, depth)}</em>]],
  [/(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)/, ([, words = ""], depth) => [<em>{inline(words, depth)}</em>]],
  [/&(amp|lt|gt|quot|nbsp|#39);/i, ([, name = ""]) => [ENTITIES[name.toLowerCase()] ?? ""]],
]

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  nbsp: "\u00a0",
  "#39": "'",
}

function inline(text: string, depth = 0): Inline[] {
  if (depth > DEEPEST) return [text]
  const nodes: Inline[] = []
  for (let rest = text; rest !== ""; ) {
    let best: { match: RegExpExecArray; make: Make } | undefined
    for (const [pattern, make] of INLINE) {
      const match = pattern.exec(rest)
      if (match && (!best || match.index < best.match.index)) best = { match, make }
    }
    const end = best ? best.match.index : rest.length
    if (end > 0) nodes.push(rest.slice(0, end))
    if (best) nodes.push(...best.make(best.match, depth + 1))
    rest = rest.slice(end + (best?.match[0].length ?? 0))
  }
  return nodes
}

/** A link to the web or a mail address; any other, as javascript:, is only its words. */
function link(address: string, children: Inline[]): Inline[] {
  const href = safeAddress(address)
  return href
    ? [
        <a href={href} target="_blank" rel="noopener noreferrer nofollow">
          {children}
        </a>,
      ]
    : children
}
