import { markdownLines } from "./markdown-lines.ts"

/**
 * What makers of help pages put around a text without anything in the page that tells it apart: whose it is and how old,
 * headings of lists of contents, what asks for a verdict, kinds of notes beside their sign.
 */
const LINES = [
  /^[Ww]ritten by \p{Lu}.{0,60}$/u,
  /^(?:last )?(?:updated|modified)(?: on)? .{0,40}(?:\bago|\byesterday|\btoday|\b\d{4})$/i,
  /^(?:table of contents|on this page|in this article)$/i,
  /^(?:did this answer your question|was this (?:article|page|section)? ?helpful|(?:still )?need (?:more )?help)\?$/i,
  /^(?:edit this page|return to top|back to top|copy link|skip to (?:main )?content)$/i,
  /^(?:note|tip|info|caution|danger|warning|important|success)$/,
]
const LONGEST = 90
/** What banners say above or below a page, of which nothing in it says that they are one. */
const COOKIES =
  /^(?:(?:we|this (?:web)?site|our (?:web)?site)(?: and our partners)? uses? cookies|by (?:continuing|using|browsing)\b.{0,60}\bcookies|wir (?:verwenden|nutzen|setzen)\b.{0,40}\bcookies|diese (?:web)?(?:seite|site) (?:verwendet|nutzt) cookies|(?:nous utilisons|ce site utilise) des cookies|(?:utilizamos|usamos|este sitio (?:web )?utiliza) cookies|(?:utilizziamo|questo sito utilizza) i? ?cookie|(?:wij|deze (?:web)?site) gebruik(?:en|t) cookies)\b/iu

/** A page's Markdown without the paragraphs that are the page's and not the article's. */
export function withoutFurniture(markdown: string): string {
  const lines = markdownLines(withoutCookies(markdown))
  const isGap = (at: number) => !lines[at]?.text.trim()
  const isFurniture = lines.map(
    ({ text, code }, at) =>
      !code && text.length <= LONGEST && isGap(at - 1) && isGap(at + 1) && isOfThePage(text),
  )
  // The empty line below goes with it, or there would be two.
  const kept = lines.filter((_, at) => !isFurniture[at] && !isFurniture[at - 1])
  return kept
    .map(({ text }) => text)
    .join("\n")
    .trim()
}

/** The first or the last paragraph, unless the page says more of cookies. */
function withoutCookies(markdown: string): string {
  const paragraphs = markdown.split("\n\n")
  const isBanner = (at: number) =>
    COOKIES.test(paragraphs[at] ?? "") && !saysMoreOf(/cookie/i, paragraphs, at)
  return paragraphs
    .filter((_, at) => !((at === 0 || at === paragraphs.length - 1) && isBanner(at)))
    .join("\n\n")
}

function saysMoreOf(word: RegExp, paragraphs: readonly string[], at: number): boolean {
  return paragraphs.some((text, i) => i !== at && word.test(text))
}

function isOfThePage(text: string): boolean {
  const plain = text.replace(/[\\*_]/g, "").trim()
  return LINES.some((line) => line.test(plain))
}
