import { gunzipSync } from "node:zlib"
import { type FetchOptions, fetchPage } from "./fetch-page.ts"

/** Largest sitemap in bytes, unpacked, as the protocol sets it. */
const MAX_BYTES = 50 * 1024 * 1024

/** Most sitemaps that an index is followed to. */
const MAX_SITEMAPS = 50

/** Whether an address is one of a sitemap by its name. */
export function isSitemapAddress(url: URL): boolean {
  return /\.xml(?:\.gz)?$/i.test(url.pathname)
}

/** The pages that a sitemap lists, or the sitemaps that an index does; in the order given, at most `most`. */
export async function fetchSitemap(start: URL, most: number, options: FetchOptions): Promise<URL[]> {
  const pages: URL[] = []
  const queue = [start]
  const seen = new Set([start.href])
  for (let at = 0; at < queue.length && at < MAX_SITEMAPS && pages.length < most; at++) {
    const url = queue[at]
    const xml = url && (await fetchXml(url, options))
    if (!url || !xml) continue
    const addresses = listedAddresses(xml, url)
    if (!/<sitemapindex[\s>]/i.test(xml.slice(0, 10_000)))
      for (const each of addresses.slice(0, most)) pages.push(each)
    else
      for (const each of addresses) {
        if (each.origin !== start.origin || seen.has(each.href) || queue.length >= MAX_SITEMAPS) continue
        seen.add(each.href)
        queue.push(each)
      }
  }
  return pages.slice(0, most)
}

async function fetchXml(url: URL, options: FetchOptions): Promise<string | undefined> {
  const found = await fetchPage(url, { ...options, accept: [], maxBytes: MAX_BYTES })
  if (found.kind !== "page") return undefined
  try {
    const isPacked = found.bytes[0] === 0x1f && found.bytes[1] === 0x8b
    const bytes = isPacked ? gunzipSync(found.bytes, { maxOutputLength: MAX_BYTES }) : found.bytes
    return new TextDecoder().decode(bytes)
  } catch {
    return undefined
  }
}

/** Addresses have no markup in them, so no XML parser is needed, and its hazards are left out. */
function listedAddresses(xml: string, base: URL): URL[] {
  const found: URL[] = []
  for (const [, content = ""] of xml.matchAll(/<loc>([^<]{1,2100})/gi)) {
    const address = content
      .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? "")
      .trim()
    if (URL.canParse(address, base)) found.push(new URL(address, base))
  }
  return found
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }
