import { decodePage } from "../readers/decode-text.ts"
import { parsePage } from "../readers/html-document.ts"
import type { Source } from "../readers/reader.ts"
import { type NoArticle, noArticle } from "./page-kind.ts"

/** What a page says to crawlers. */
export interface PageLinks {
  /** Normalised, without duplicates, in the page's order; empty when the page says nofollow. */
  links: URL[]
  canonical?: URL
  noindex: boolean
  /** Where it answers nobody's question: why. */
  noArticle?: NoArticle
}

/** Parameters that tell where a visitor came from, not which page it is. */
const TRACKING = /^(?:utm_\w+|gclid|fbclid|msclkid|mc_[ce]id|yclid|_hs\w+|igshid|ref_src)$/i

/** What a parameter says that shows the same page as it is printed. */
const PRINTED = /^(?:1|true|yes|)$/i

/** One spelling for each page: no fragment, no tracking parameters, not as it is printed, the others sorted. */
export function normaliseAddress(url: URL): URL {
  const normal = new URL(url)
  normal.hash = ""
  for (const name of [...normal.searchParams.keys()])
    if (
      TRACKING.test(name) ||
      (/^print(?:able)?$/i.test(name) && PRINTED.test(url.searchParams.get(name) ?? ""))
    )
      normal.searchParams.delete(name)
  if (normal.search) normal.searchParams.sort()
  normal.pathname = normal.pathname.replace(/\/{2,}/g, "/").replace(/\/index\.html?$/i, "/")
  return normal
}

/** The address as one of the site at an origin: sites that moved to https have links and sitemaps that never did. */
export function ownAddress(url: URL, origin: string): URL | undefined {
  if (url.origin === origin) return url
  const secure = new URL(url)
  if (url.protocol === "http:" && url.port === "") secure.protocol = "https:"
  return secure.origin === origin ? secure : undefined
}

/**
 * The links of an HTML page, and what its meta tags and its X-Robots-Tag header say.
 * @throws {UnreadableSource} when the page cannot be parsed
 */
export function pageLinks(source: Source, url: URL, robotsTag = ""): PageLinks {
  const { document } = parsePage(source, decodePage(source))
  const metas = [...document.querySelectorAll("meta[name]")]
  const said = metas
    .filter((meta) => /^(?:robots|chatd)$/i.test(meta.getAttribute("name") ?? ""))
    .map((meta) => meta.getAttribute("content") ?? "")
  const words = new Set(`${said.join(",")},${robotsTag}`.toLowerCase().split(/[\s,:]+/))
  const base = addressOf(document.querySelector("base[href]"), url) ?? url
  const canonical = addressOf(document.querySelector('link[rel="canonical"]'), base)
  const kind = noArticle(document, url)
  return {
    links: words.has("nofollow") || words.has("none") ? [] : followed(document, base),
    noindex: words.has("noindex") || words.has("none"),
    ...(canonical ? { canonical: normaliseAddress(canonical) } : {}),
    ...(kind && { noArticle: kind }),
  }
}

function followed(document: Document, base: URL): URL[] {
  const links = new Map<string, URL>()
  for (const anchor of document.querySelectorAll("a[href]")) {
    if (/\bnofollow\b/i.test(anchor.getAttribute("rel") ?? "")) continue
    const url = addressOf(anchor, base)
    if (!url || !/^https?:$/.test(url.protocol)) continue
    const normal = normaliseAddress(url)
    links.set(normal.href, normal)
  }
  return [...links.values()]
}

function addressOf(element: Element | null, base: URL): URL | undefined {
  const href = element?.getAttribute("href")
  return href && URL.canParse(href, base) ? new URL(href, base) : undefined
}
