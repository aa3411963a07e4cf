import { cleanText } from "./clean-text.ts"
import { decodePage } from "./decode-text.ts"
import { definedOnly } from "./defined-only.ts"
import { htmlToMarkdown } from "./html-blocks.ts"
import { parsePage } from "./html-document.ts"
import { mainContent } from "./html-main.ts"
import { withoutFurniture } from "./page-furniture.ts"
import { type Reader, type Source, UnreadableSource } from "./reader.ts"
import { tidyTitle, titleOfName } from "./title.ts"

/** Reads a page as one article: its main content as Markdown, without menus, footers, scripts and banners. */
export const readHtml: Reader = async (source) => {
  const html = decodePage(source)
  const { title, body } = convert(source, html)
  if (!body) {
    const remedy = "If a script fills the page, give the text in another format."
    throw new UnreadableSource(source.name, "has no text in it", remedy)
  }
  return [{ id: source.name, title, body, ...definedOnly({ url: source.url }) }]
}

function convert(source: Source, html: string): { title: string; body: string } {
  const page = parsePage(source, html)
  const named = documentTitle(page.document)
  const content = mainContent(page)
  const ownHeadings = page.document.querySelectorAll("h1")
  const ownTitle = ownHeadings.length === 1 ? tidyTitle(textOf(ownHeadings[0])) : ""
  const title = ownTitle || named || titleOfName(source.name)
  const markdown = cleanText(htmlToMarkdown(content, { base: source.url })).trim()
  const body = withoutTitle(markdown, title)
  // A page may say nothing else.
  return { title, body: withoutFurniture(body) || body }
}

/** Without the sign that links to the heading itself, as many makers of documentation put it there. */
function textOf(heading: Element | undefined): string {
  return (heading?.textContent ?? "").replace(/(?:\s*[¶§🔗\u200B]|\s#)\s*$/u, "")
}

/** The title in the head, without the site's name behind it. */
function documentTitle(document: Document): string {
  const shared = document.querySelector('meta[property="og:title"]')?.getAttribute("content")
  const title = tidyTitle(shared || (document.querySelector("title")?.textContent ?? ""))
  return /^(.{2,}?)\s+[|–—·»]\s+[^|–—·»]{1,60}$/u.exec(title)?.[1] ?? title
}

/** The title is not said again at the top of the body, whether a heading or a paragraph says it. */
function withoutTitle(markdown: string, title: string): string {
  const [first, start] = /^(?:#{1,2} )?(.*)(?:\n{2,}|$)/.exec(markdown) ?? []
  const plain = start?.replace(/[\\*_`]|\]\(.*?\)|\[/g, "").trim()
  const wanted = title.replace(/[\\*_`[]/g, "").trim()
  if (first === undefined || plain !== wanted) return markdown
  // A page may say nothing else.
  return markdown.startsWith("#") ? markdown.slice(first.length) : markdown.slice(first.length) || markdown
}
