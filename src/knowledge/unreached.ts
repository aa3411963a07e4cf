import type { SkippedPage } from "../../kb/web/crawled.ts"

/**
 * Whether what a page leads to may be there still, though the crawl found none of it: it may answer another time, or it
 * is the first one, which speaks for its whole site, and gave nothing or leads to another site.
 */
export function isUnreached({ passing, byRule, elsewhere }: SkippedPage, isFirst: boolean): boolean {
  return passing === true || (isFirst && (!byRule || elsewhere !== undefined))
}
