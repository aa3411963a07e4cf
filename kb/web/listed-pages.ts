import type { CrawlLimits } from "./crawl-limits.ts"
import { type SkippedPage, skip } from "./crawled.ts"
import type { FetchOptions } from "./fetch-page.ts"
import { ownAddress } from "./page-links.ts"
import { fetchSitemap, type SitemapFault } from "./sitemap.ts"

/** Addresses that are taken from a sitemap for each page that may be read: many of them may be forbidden or lie elsewhere. */
const LISTED_PER_PAGE = 10

/** Sitemaps of a robots.txt that are fetched. */
const MOST_SITEMAPS = 50

/** What sitemaps list, as far as a crawl may need it, and those that gave nothing. */
export async function listedIn(
  sitemaps: readonly URL[],
  start: URL,
  { maxPages }: CrawlLimits,
  fetching: FetchOptions,
): Promise<{ listed: URL[]; unlisted: SkippedPage[] }> {
  const listed: URL[] = []
  const unlisted: SkippedPage[] = []
  for (const [at, sitemap] of sitemaps.entries()) {
    if (listed.length > maxPages) break
    if (at === MOST_SITEMAPS) {
      const reason = `is left out with ${sitemaps.length - at - 1} others: ${MOST_SITEMAPS} sitemaps are the most`
      unlisted.push({ ...skip(sitemap, reason, true), beyondLimit: true })
      break
    }
    const { pages, faults } = await fetchSitemap(sitemap, LISTED_PER_PAGE * maxPages, fetching)
    const own = pages.flatMap((page) => ownAddress(page, start.origin) ?? [])
    listed.push(...own)
    if (own.length === 0 && pages.length > 0)
      unlisted.push(skip(sitemap, "lists no pages of this site", sitemap !== start))
    for (const fault of faults)
      if (isTold(fault, sitemap, sitemap === start)) unlisted.push(unlistedBy(fault, start))
  }
  return { listed, unlisted }
}

/** That a site names a sitemap which is not there is its affair: links are followed then. */
function isTold({ url, passing, beyondLimit }: SitemapFault, named: URL, isStart: boolean): boolean {
  return isStart || passing === true || beyondLimit === true || url.href !== named.href
}

/** What a sitemap that cannot be read lists is not known: it may all be there still. */
function unlistedBy({ url, reason, empty, beyondLimit }: SitemapFault, start: URL): SkippedPage {
  if (beyondLimit) return { ...skip(url, reason, true), beyondLimit }
  return {
    ...skip(url, reason, empty === true && url.href !== start.href),
    ...(!empty && { passing: true }),
  }
}
