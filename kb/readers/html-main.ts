import { Readability } from "@mozilla/readability"
import { unroleTables } from "./html-aria-table.ts"
import type { ParsedPage } from "./html-document.ts"
import { isChrome } from "./html-elements.ts"
import { unfold } from "./html-unfold.ts"

/** Largest page, in nodes, that the slow but clever search for the content is run on. */
const MAX_CLEVER_NODES = 60_000

/** Shortest text, in characters, that the clever search is trusted with. */
const MIN_CLEVER_TEXT = 250

/** Share of a page's own <main> that the clever search must have found, else it lost sections. */
const MIN_SHARE = 0.6

/** The element with the content: what Readability finds, else <main>, a lone <article>, or <body>. */
export function mainContent(page: ParsedPage): Element {
  const { document } = page
  unfold(document)
  unroleTables(document)
  removeChrome(document)
  const marked = markedContent(document)
  const fallback = marked ?? document.body ?? document.documentElement
  // Readability takes the document apart, so it works on a copy.
  const found =
    page.nodes <= MAX_CLEVER_NODES ? cleverContent(document.cloneNode(true) as Document) : undefined
  if (!found || lengthOf(found) < MIN_CLEVER_TEXT) return fallback
  return marked && lengthOf(found) < MIN_SHARE * lengthOf(marked) ? marked : found
}

function markedContent(document: Document): Element | undefined {
  const main = document.querySelector("main, [role=main]")
  if (main) return main
  const articles = document.querySelectorAll("article")
  return articles.length === 1 ? articles[0] : undefined
}

function cleverContent(document: Document): Element | undefined {
  try {
    const options = { keepClasses: true, serializer: (node: Node) => node as Element }
    return new Readability<Element>(document, options).parse()?.content ?? undefined
  } catch {
    // It expects what browsers guarantee of a document; odd pages are read the plain way.
    return undefined
  }
}

function removeChrome(document: Document): void {
  for (const element of [...document.querySelectorAll("body *")]) if (isChrome(element)) element.remove()
}

function lengthOf(element: Element): number {
  return (element.textContent ?? "").replace(/\s+/g, " ").length
}
