import { parseHTML } from "linkedom"

export interface HtmlReply {
  text: string
  /** The same with everything. */
  whole: string
  /** Whether a part was left out that its mail program had marked as quoted or as a signature. */
  isShortened: boolean
  /** Content-IDs of images that are shown in what was kept; of those in what was left out. */
  shown: ReadonlySet<string>
  hidden: ReadonlySet<string>
}

/** More than anybody writes; parsing more costs too much. */
const LONGEST_HTML = 1_000_000
/** Of tags and entities, each of which is a node or two: some ten thousand paragraphs. */
const MOST_MARKS = 60_000
/** What nests deeper is text without tags: asking each element whether it still stands costs as much as it is deep. */
const DEEPEST = 200

/** What Gmail, Apple Mail, Thunderbird, Yahoo, Outlook, GMX and others put around what they quote. */
const QUOTES = [
  ".gmail_quote",
  ".gmail_quote_container",
  ".gmail_extra .gmail_attr",
  ".x_gmail_quote",
  "blockquote[type=cite]",
  ".moz-cite-prefix",
  ".yahoo_quoted",
  "[id^=yahoo_quoted]",
  ".protonmail_quote",
  ".tutanota_quote",
  ".zmail_extra",
  "div[name=quote]",
  "blockquote.gmx-quote",
  "#isForwardContent",
  "#OLK_SRC_BODY_SECTION",
  "#mail-editor-reference-message-container",
  ".ms-outlook-mobile-reference-message",
  "#qt",
].join(",")

/** Where what follows is quoted to the end. */
const QUOTED_FROM_HERE = "#divRplyFwdMsg, #appendonsend, #stopSpelling, #x_divRplyFwdMsg"

const SIGNATURES = [
  ".gmail_signature",
  "[data-smartmail=gmail_signature]",
  ".gmail_signature_prefix",
  "#Signature",
  "#signature",
  ".moz-signature",
  ".AppleMailSignature",
  "#AppleMailSignature",
  "#ms-outlook-mobile-signature",
  ".protonmail_signature_block",
  ".tutanota_signature",
].join(",")

const FORWARD =
  /(?:-{4,}|begin|début|anfang|inizio|inicio|início)[^<]{0,40}(?:forward|weitergeleit|transf|réexp|inoltr|reenviad|encaminhad|reencaminhad|doorgestuurd|ilet|转发|轉寄|転送|إعادة توجيه|معاد توجيه|הועבר)/iu

/** What was written in a mail's HTML, as text. Nothing of it is loaded or run. */
export function htmlReply(html: string): HtmlReply {
  const { document } = parseHTML(`<!doctype html><html><body>${readable(html)}</body></html>`)
  for (const one of document.querySelectorAll("script,style,head,title,meta,link,template,noscript,object"))
    one.remove()
  flatten(document.body as unknown as Node)
  const all = contentIds(document)
  const whole = new Writer().write(document.body as unknown as Node)
  let isShortened = false
  const drop = (one: Element) => {
    isShortened = true
    one.remove()
  }
  for (const one of [...document.querySelectorAll(QUOTES)]) {
    if (one.isConnected && !isForwarded(one)) drop(one)
  }
  for (const one of [...document.querySelectorAll(QUOTED_FROM_HERE)]) {
    if (!one.isConnected || isForwarded(one)) continue
    for (const later of following(one)) drop(later)
    drop(one)
  }
  for (const one of [...document.querySelectorAll("div")]) {
    if (!one.isConnected || !isOutlookRule(one)) continue
    for (const later of following(one)) drop(later)
    drop(one)
  }
  for (const one of [...document.querySelectorAll(SIGNATURES)]) if (one.isConnected) drop(one)
  const shown = contentIds(document)
  const text = isShortened ? new Writer().write(document.body as unknown as Node) : whole
  return { text, whole, isShortened, shown, hidden: new Set([...all].filter((id) => !shown.has(id))) }
}

/** As much from the beginning as is parsed in a moment: the server does nothing else meanwhile. */
function readable(html: string): string {
  let marks = 0
  for (let i = 0; i < Math.min(html.length, LONGEST_HTML); i++) {
    const code = html.charCodeAt(i)
    if (code !== LESS_THAN && code !== AMPERSAND) continue
    marks++
    if (marks > MOST_MARKS) return html.slice(0, i)
  }
  return html.slice(0, LONGEST_HTML)
}

const LESS_THAN = "<".charCodeAt(0)
const AMPERSAND = "&".charCodeAt(0)

/** Leaves of what nests too deeply its text. */
function flatten(node: Node, depth = 0): void {
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (depth < DEEPEST) flatten(child, depth + 1)
    else if (child.firstChild) {
      const text = child.textContent
      child.textContent = text
    }
  }
}

/** Outlook draws a line over the header of what it quotes: `border-top: solid #E1E1E1 1.0pt`. */
function isOutlookRule(one: Element): boolean {
  const style = one.getAttribute("style")?.toLowerCase() ?? ""
  return /border-top:\s*solid\s*#(?:e1e1e1|b5c4df)/.test(style) && beginningOf(one, 2_000).includes(":")
}

function isForwarded(one: Element): boolean {
  return FORWARD.test(beginningOf(one, 1_000).trim().slice(0, 200))
}

/** An element's text, without more of it than is needed: what quotes in quotes hold would be read once for each. */
function beginningOf(node: Node, enough: number): string {
  if (node.nodeType === 3) return node.textContent ?? ""
  let text = ""
  for (let child = node.firstChild; child && text.length < enough; child = child.nextSibling)
    text += beginningOf(child, enough - text.length)
  return text
}

/** What comes after an element up to the end of the mail. */
function following(one: Element): Element[] {
  const all: Element[] = []
  for (let at: Element | null = one; at && at.tagName !== "BODY"; at = at.parentElement) {
    for (let next = at.nextSibling; next; next = next.nextSibling) {
      if (next.nodeType === 1) all.push(next as Element)
      else next.textContent = ""
    }
  }
  return all
}

function contentIds(document: Document): Set<string> {
  const ids = new Set<string>()
  for (const image of document.querySelectorAll("img")) {
    const id = /^cid:(.+)$/i.exec(image.getAttribute("src") ?? "")?.[1]
    if (id) ids.add(id)
  }
  return ids
}

const BLOCKS = new Set(
  "ADDRESS ARTICLE ASIDE BLOCKQUOTE CENTER DD DIV DL DT FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL PRE SECTION TABLE TR UL".split(
    " ",
  ),
)

/** Elements as lines of text. What is written is never looked through again, so that it takes a time that grows with the text. */
class Writer {
  #lines: string[] = []
  /** Of the line that is being written; none of them is empty. */
  #pieces: string[] = []
  #marks = 0
  /** Of the link that is being written. */
  #label: string[] | undefined

  write(root: Node): string {
    this.#children(root, false)
    this.#newline()
    return this.#lines
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim()
  }

  #children(node: Node, pre: boolean): void {
    for (let child = node.firstChild; child; child = child.nextSibling) this.#node(child, pre)
  }

  #node(node: Node, pre: boolean): void {
    if (node.nodeType === 3) this.#text(node.textContent ?? "", pre)
    if (node.nodeType !== 1) return
    const element = node as Element
    const name = element.tagName.toUpperCase()
    if (isHidden(element)) return
    if (name === "BR") this.#newline()
    else if (name === "A") this.#link(element, pre)
    else if (name === "TD" || name === "TH") {
      this.#children(element, pre)
      this.#text(" ", false)
    } else this.#element(element, name, pre)
  }

  #element(element: Element, name: string, pre: boolean): void {
    const isBlock = BLOCKS.has(name) || name === "P"
    if (isBlock) this.#lineBreak()
    if (name === "BLOCKQUOTE") this.#marks++
    if (name === "LI") this.#text("- ", false)
    this.#children(element, pre || name === "PRE")
    if (name === "BLOCKQUOTE") {
      this.#lineBreak()
      this.#marks--
    }
    if (isBlock) this.#lineBreak()
    if (name === "P" && !/mso/i.test(element.className)) this.#newline()
  }

  #link(element: Element, pre: boolean): void {
    const href = element.getAttribute("href")?.trim() ?? ""
    if (!/^https?:\/\//i.test(href)) {
      this.#children(element, pre)
      return
    }
    const outer = this.#label
    const pieces: string[] = []
    this.#label = pieces
    this.#children(element, pre)
    const label = pieces.join("")
    this.#label = outer
    outer?.push(label)
    if (label.trim() !== "" && !sameLink(label.trim(), href)) this.#append(` (${href})`)
  }

  #text(text: string, pre: boolean): void {
    if (pre) {
      const [first = "", ...rest] = text.split("\n")
      this.#append(first)
      for (const line of rest) {
        this.#newline()
        this.#append(line)
      }
      return
    }
    const words = text.replace(/[ \t\r\n\f]+/g, " ")
    const last = this.#pieces.at(-1)
    this.#append(last === undefined || last.endsWith(" ") ? words.replace(/^ /, "") : words)
  }

  #append(text: string): void {
    if (text === "") return
    if (this.#marks > 0 && this.#pieces.length === 0) this.#pieces.push("> ")
    const piece = text.replaceAll("\u00a0", " ")
    this.#pieces.push(piece)
    this.#label?.push(piece)
  }

  #newline(): void {
    this.#lines.push(this.#pieces.join("").trimEnd())
    this.#pieces = []
  }

  #lineBreak(): void {
    if (this.#pieces.length > 0) this.#newline()
  }
}

function sameLink(label: string, href: string): boolean {
  if (label.length > href.length + "https://www./".length) return false
  const bare = (link: string) =>
    link
      .replace(/^(?:https?:\/\/)?(?:www\.)?/i, "")
      .replace(/\/$/, "")
      .toLowerCase()
  return bare(label) === bare(href)
}

function isHidden(element: Element): boolean {
  const style = element.getAttribute("style")
  return style !== null && /display:\s*none|mso-hide:\s*all/i.test(style)
}
