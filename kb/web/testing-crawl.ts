import { crawl } from "./crawl.ts"
import type { CrawlLimits, CrawlOptions } from "./crawl-limits.ts"
import { type Answers, playSite } from "./testing-site.ts"

/** Paths of the pages that a crawl gives, and reasons of those that it skips. */
export async function run(
  answers: Answers,
  start = "/",
  limits: Partial<CrawlLimits> = {},
  options: CrawlOptions = {},
) {
  using site = playSite(answers)
  const pages: string[] = []
  const skipped: Record<string, string> = {}
  for await (const each of crawl(new URL(start, site.origin), { allowPrivate: true, ...limits }, options)) {
    if ("source" in each) pages.push(each.source.name.replace(site.origin, ""))
    else skipped[each.skipped.replace(site.origin, "")] = each.reason.replaceAll(site.origin, "")
  }
  return { pages: pages.sort(), skipped, asked: site.asked }
}

/** Of a page: links to these paths. */
export function links(...paths: string[]): string {
  return paths.map((path) => `<a href="${path}">x</a>`).join("")
}

export function text(content: string | Uint8Array<ArrayBuffer>, type = "text/plain"): Response {
  return new Response(content, { headers: { "content-type": type } })
}
