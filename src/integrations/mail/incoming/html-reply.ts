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
  const { document } = parseHTML(`<!doctype html><html><body>${html.slice(0, LONGEST_HTML)}</body></html>`)
  for (const one of document.querySelectorAll("script,style,head,title,meta,link,template,noscript,object"))
    one.remove()
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
  const text = new Writer().write(document.body as unknown as Node)
  return { text, whole, isShortened, shown, hidden: new Set([...all].filter((id) => !shown.has(id))) }
}

/** Outlook draws a line over the header of what it quotes: `border-top: solid #E1E1E1 1.0pt`. */
function isOutlookRule(one: Element): boolean {
  const style = one.getAttribute("style")?.toLowerCase() ?? ""
  return /border-top:\s*solid\s*#(?:e1e1e1|b5c4df)/.test(style) && (one.textContent ?? "").includes(":")
}

function isForwarded(one: Element): boolean {
  return FORWARD.test((one.textContent ?? "").trim().slice(0, 200))
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

/** Elements as lines of text. */
class Writer {
  #out = ""
  #marks = 0

  write(root: Node): string {
    this.#children(root, 0, false)
    return this.#out
      .split("\n")
      .map((line) => line.trimEnd())
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim()
  }

  #children(node: Node, depth: number, pre: boolean): void {
    if (depth > DEEPEST) return
    for (let child = node.firstChild; child; child = child.nextSibling) this.#node(child, depth + 1, pre)
  }

  #node(node: Node, depth: number, pre: boolean): void {
    if (node.nodeType === 3) this.#text(node.textContent ?? "", pre)
    if (node.nodeType !== 1) return
    const element = node as Element
    const name = element.tagName.toUpperCase()
    if (isHidden(element)) return
    if (name === "BR") this.#newline()
    else if (name === "A") this.#link(element, depth, pre)
    else if (name === "TD" || name === "TH") {
      this.#children(element, depth, pre)
      this.#text(" ", false)
    } else this.#element(element, name, depth, pre)
  }

  #element(element: Element, name: string, depth: number, pre: boolean): void {
    const isBlock = BLOCKS.has(name) || name === "P"
    if (isBlock) this.#lineBreak()
    if (name === "BLOCKQUOTE") this.#marks++
    if (name === "LI") this.#text("- ", false)
    this.#children(element, depth, pre || name === "PRE")
    if (name === "BLOCKQUOTE") {
      this.#lineBreak()
      this.#marks--
    }
    if (isBlock) this.#lineBreak()
    if (name === "P" && !/mso/i.test(element.className)) this.#newline()
  }

  #link(element: Element, depth: number, pre: boolean): void {
    const before = this.#out.length
    this.#children(element, depth, pre)
    const href = element.getAttribute("href")?.trim() ?? ""
    const label = this.#out.slice(before).trim()
    const isWorthIt = /^https?:\/\//i.test(href) && label !== "" && !sameLink(label, href)
    if (isWorthIt) this.#out += ` (${href})`
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
    const atStart = this.#out === "" || this.#out.endsWith("\n") || this.#out.endsWith(" ")
    this.#append(atStart ? words.replace(/^ /, "") : words)
  }

  #append(text: string): void {
    if (text === "") return
    if (this.#marks > 0 && (this.#out === "" || this.#out.endsWith("\n"))) this.#out += "> "
    this.#out += text.replaceAll("\u00a0", " ")
  }

  #newline(): void {
    this.#out = `${this.#out.replace(/ +$/, (spaces) => (this.#out.endsWith("-- ") ? spaces : ""))}\n`
  }

  #lineBreak(): void {
    if (this.#out !== "" && !this.#out.endsWith("\n")) this.#newline()
  }
}

function sameLink(label: string, href: string): boolean {
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
