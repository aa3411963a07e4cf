// Markdown to DOM nodes, for text that may come from anywhere: nothing is ever parsed as HTML.

const FENCE = /^ {0,3}(```+|~~~+)/
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/
const HEADING = /^ {0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*$/
const QUOTE = /^ {0,3}> ?(.*)$/
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/
const SAFE_LINK = /^(https?:\/\/|mailto:)/i

/** Deeper than anybody means it, and marks are left as they were written. */
const DEEPEST = 10

/** The text as a list of block elements. */
export function renderMarkdown(text) {
  return blocks(text.replace(/\r\n?/g, "\n").split("\n"))
}

function blocks(lines, depth = 0) {
  if (depth > DEEPEST) return [element("p", [lines.join("\n")])]
  const nodes = []
  let rest = lines
  while (rest.length > 0) {
    const [line] = rest
    if (line.trim() === "" || (RULE.test(line) && !ITEM.test(line))) rest = rest.slice(1)
    else {
      const [node, used] = block(rest, depth + 1)
      nodes.push(node)
      rest = rest.slice(used)
    }
  }
  return nodes
}

/** The first block and how many lines it takes. */
function block(lines, depth) {
  const [line] = lines
  if (FENCE.test(line)) return codeBlock(lines)
  if (HEADING.test(line)) return [element("p", [element("strong", inline(HEADING.exec(line)[1]))]), 1]
  if (QUOTE.test(line)) return quote(lines, depth)
  if (ITEM.test(line)) return list(lines, depth)
  if (isTable(lines)) return table(lines)
  const end = lines.findIndex((next, i) => i > 0 && startsBlock(next))
  const used = end < 0 ? lines.length : end
  return [element("p", inlineLines(lines.slice(0, used))), used]
}

function startsBlock(line) {
  return [FENCE, HEADING, QUOTE, ITEM].some((pattern) => pattern.test(line)) || line.trim() === ""
}

function codeBlock(lines) {
  const fence = FENCE.exec(lines[0])[1]
  const end = lines.findIndex((line, i) => i > 0 && line.trim().startsWith(fence))
  const last = end < 0 ? lines.length : end
  const pre = element("pre", [element("code", [lines.slice(1, last).join("\n")])])
  // What scrolls sideways must be reachable by keyboard.
  pre.tabIndex = 0
  return [pre, Math.min(last + 1, lines.length)]
}

function quote(lines, depth) {
  const end = lines.findIndex((line) => !QUOTE.test(line))
  const used = end < 0 ? lines.length : end
  const inner = lines.slice(0, used).map((line) => QUOTE.exec(line)[1])
  return [element("blockquote", blocks(inner, depth)), used]
}

/** A list with what belongs to its items by indentation: more text, code, lists. */
function list(lines, depth) {
  const [, indent, marker] = ITEM.exec(lines[0])
  const ordered = /\d/.test(marker)
  const items = []
  let used = 0
  for (; used < lines.length; used++) {
    const line = lines[used]
    const item = ITEM.exec(line)
    if (item && item[1].length <= indent.length) {
      if (/\d/.test(item[2]) !== ordered) break
      items.push([item[3]])
    } else if (line.trim() === "") {
      const next = lines.slice(used).find((later) => later.trim() !== "")
      if (next === undefined || !(ITEM.test(next) || /^\s{2,}/.test(next))) break
      items.at(-1).push("")
    } else if (/^\s{2,}/.test(line)) items.at(-1).push(line.replace(/^\s{2,4}/, ""))
    else if (startsBlock(line)) break
    else items.at(-1).push(line)
  }
  const node = element(
    ordered ? "ol" : "ul",
    items.map((inner) => element("li", tight(blocks(inner, depth)))),
  )
  const first = Number.parseInt(marker, 10)
  if (ordered && first !== 1) node.setAttribute("start", String(first))
  return [node, used]
}

/** An item of one paragraph needs no paragraph. */
function tight(nodes) {
  const [first, ...others] = nodes
  return first?.tagName === "P" && others.every((node) => node.tagName !== "P")
    ? [...first.childNodes, ...others]
    : nodes
}

function isTable(lines) {
  return lines.length > 1 && lines[0].includes("|") && TABLE_RULE.test(lines[1])
}

/** Rows as a list: a table of sentences does not fit a chat. */
function table(lines) {
  const end = lines.findIndex((line) => !line.includes("|"))
  const used = end < 0 ? lines.length : end
  const head = cells(lines[0])
  const rows = lines.slice(2, used).map((line) => {
    const parts = cells(line).map((cell, i) => [
      ...(head[i] ? [element("strong", [...inline(head[i]), ": "])] : []),
      ...inline(cell),
    ])
    return element(
      "li",
      parts.flatMap((part, i) => (i > 0 ? ["; ", ...part] : part)),
    )
  })
  return [element("ul", rows), used]
}

function cells(line) {
  return line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"))
}

function inlineLines(lines) {
  return lines.flatMap((line, i) => {
    const breaks = /( {2,}|\\)$/.test(line) && i < lines.length - 1
    const nodes = inline(line.trim().replace(/\\$/, ""))
    if (i === lines.length - 1) return nodes
    return [...nodes, breaks ? element("br", []) : "\n"]
  })
}

/** What may stand within a line, the first that matches at the leftmost place wins. */
const INLINE = [
  [/\\([!-/:-@[-`{-~])/, (m) => [m[1]]],
  [/(`+)(.+?)\1(?!`)/, (m) => [element("code", [m[2].replace(/^ (.+) $/, "$1")])]],
  [/!\[([^\]]*)\]\([^()\s]*(?:\s+"[^"]*")?\)/, (m) => [m[1]]],
  [
    /\[((?:[^[\]\\]|\\.)+)\]\(<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+"[^"]*")?\)/,
    (m, depth) => link(m[2], inline(m[1], depth)),
  ],
  [/<((?:https?:\/\/|mailto:)[^\s<>]+)>/i, (m) => link(m[1], [m[1].replace(/^mailto:/i, "")])],
  [
    /https?:\/\/(?:[^\s<>()]|\([^\s<>()]*\))*(?:[^\s<>().,;:!?'"*_]|\([^\s<>()]*\))/i,
    (m) => link(m[0], [m[0]]),
  ],
  [/\*\*(?=\S)(.+?)(?<=\S)\*\*(?!\*)/, (m, depth) => [element("strong", inline(m[1], depth))]],
  [/\*(?=[^\s*])(.+?)(?<=[^\s*])\*/, (m, depth) => [element("em", inline(m[1], depth))]],
  [/(?<![\w])_(?=\S)(.+?)(?<=\S)_(?!\w)/, (m, depth) => [element("em", inline(m[1], depth))]],
  [/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|nbsp));/i, (m) => [entity(m)]],
]

function inline(text, depth = 0) {
  if (depth > DEEPEST) return [text]
  const nodes = []
  for (let rest = text; rest !== ""; ) {
    let best
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
function link(address, children) {
  if (!SAFE_LINK.test(address) || !URL.canParse(address)) return children
  const node = element("a", children)
  node.setAttribute("href", address)
  node.setAttribute("target", "_blank")
  node.setAttribute("rel", "noopener noreferrer nofollow")
  return [node]
}

const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0" }

function entity([whole, hex, decimal, name]) {
  if (name) return NAMED[name.toLowerCase()]
  const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
}

function element(name, children) {
  const node = document.createElement(name)
  node.append(...children)
  return node
}
