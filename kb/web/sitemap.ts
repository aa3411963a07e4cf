import { gunzipSync } from "node:zlib"
import { type FetchOptions, fetchPage } from "./fetch-page.ts"
import { ownAddress } from "./page-links.ts"

/** Largest sitemap in bytes, unpacked, as the protocol sets it. */
const MAX_BYTES = 50 * 1024 * 1024

/** Most sitemaps that an index is followed to. */
const MAX_SITEMAPS = 50

/** As many as an index may name. */
const MOST_NAMED = 50_000

/** Whether an address is one of a sitemap by its name. */
export function isSitemapAddress(url: URL): boolean {
  return /\.xml(?:\.gz)?$/i.test(url.pathname)
}

/** What a sitemap lists, and the sitemaps on the way that gave nothing. */
export interface ListedPages {
  pages: URL[]
  faults: SitemapFault[]
}

/**
 * Why a sitemap gave no pages, or not all. `empty`: it was read and lists none; `passing`: it may answer another time;
 * `beyondLimit`: it lists more sitemaps than are read.
 */
export interface SitemapFault {
  url: URL
  reason: string
  empty?: boolean
  passing?: boolean
  beyondLimit?: boolean
}

/** The pages that a sitemap lists, or the sitemaps that an index does; in the order given, at most `most`. */
export async function fetchSitemap(start: URL, most: number, options: FetchOptions): Promise<ListedPages> {
  const pages: URL[] = []
  const faults: SitemapFault[] = []
  const queue = [start]
  const seen = new Set([start.href])
  for (let at = 0; at < queue.length && at < MAX_SITEMAPS && pages.length < most; at++) {
    const url = queue[at]
    if (!url) continue
    const xml = await fetchXml(url, options)
    if (typeof xml !== "string") {
      faults.push(xml)
      continue
    }
    const [, prefix = "", root = ""] = ROOT.exec(xml.slice(0, 10_000)) ?? []
    const isIndex = /^sitemapindex$/i.test(root)
    const addresses = listedAddresses(xml, prefix, url, isIndex ? Math.max(most, MOST_NAMED) : most)
    if (addresses.length === 0) faults.push({ url, reason: "lists no pages", empty: true })
    if (!isIndex) {
      pages.push(...addresses)
      continue
    }
    const own = addresses.flatMap((each) => ownAddress(each, start.origin) ?? [])
    const named = new Map(own.map((each) => [each.href, each]))
    const parts = [...named.values()].filter(({ href }) => !seen.has(href))
    const read = parts.slice(0, MAX_SITEMAPS - queue.length)
    for (const each of read) seen.add(each.href)
    queue.push(...read)
    if (read.length < parts.length) {
      const reason = `names ${parts.length} sitemaps, of which ${read.length} are read`
      faults.push({ url, reason, beyondLimit: true })
    }
  }
  return { pages: pages.slice(0, most), faults }
}

async function fetchXml(url: URL, options: FetchOptions): Promise<string | SitemapFault> {
  const found = await fetchPage(url, { ...options, accept: [], maxBytes: MAX_BYTES })
  if (found.kind === "failed") return { url, reason: found.reason, ...(found.passing && { passing: true }) }
  if (found.kind === "unchanged") return ""
  try {
    const isPacked = found.bytes[0] === 0x1f && found.bytes[1] === 0x8b
    const bytes = isPacked ? gunzipSync(found.bytes, { maxOutputLength: MAX_BYTES }) : found.bytes
    return new TextDecoder().decode(bytes)
  } catch {
    return { url, reason: "is damaged or too large when unpacked" }
  }
}

/**
 * Addresses have no markup in them, so no XML parser is needed, and its hazards are left out. Pictures and videos have
 * places of their own, under other prefixes than the sitemap.
 */
function listedAddresses(xml: string, prefix: string, base: URL, most: number): URL[] {
  const found: URL[] = []
  const name = `${prefix.replaceAll(".", "\\.")}loc`
  const places = new RegExp(
    `<${name}(?:\\s[^<>]{0,200})?>\\s*(?:<!\\[CDATA\\[([^\\]]{1,2100})\\]\\]>|([^<]{1,2100}))`,
    "gi",
  )
  for (const [, literal, encoded = ""] of xml.matchAll(places)) {
    const address = (literal ?? decodeEntities(encoded)).trim()
    if (URL.canParse(address, base)) found.push(new URL(address, base))
    // Sitemaps of millions would hold the thread for seconds.
    if (found.length >= most) break
  }
  return found
}

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi,
    (whole, decimal, hex, name) => {
      if (name) return ENTITIES[String(name).toLowerCase()] ?? whole
      const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}

/** The element around all, and the prefix that its namespace may have. */
const ROOT = /<([\w.-]{1,50}:)?(urlset|sitemapindex)[\s>]/i

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }
