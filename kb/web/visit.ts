import { type Source, unreadableBy } from "../readers/reader.ts"
import { type Crawl, isListed, type Task } from "./crawl-state.ts"
import { type Crawled, skip } from "./crawled.ts"
import { type Fetched, type FetchOptions, fetchPage } from "./fetch-page.ts"
import { isSearch } from "./page-kind.ts"
import { normaliseAddress } from "./page-links.ts"

/** How often a page is asked for that says when to ask again, and the longest that is waited for it, in milliseconds. */
const MOST_TRIES = 3
const LONGEST_WAIT_MS = 60_000

/** What came of one address. */
export interface Visit {
  results: Crawled[]
  links: Task[]
}

/** Fetches one address and reads what is there. @throws the reason of the signal when it is aborted; all else is a skipped page */
export async function visit(state: Crawl, task: Task): Promise<Visit> {
  const { url, isFound } = task
  if (isFound && isSearch(url)) return { results: [skip(url, "is a search", true)], links: [] }
  let refusal = refuse(state, url)
  if (refusal) {
    const isKnown = !state.robots.problem
    return { results: [{ ...skip(url, refusal, isKnown), ...(!isKnown && { passing: true }) }], links: [] }
  }
  let elsewhere: string | undefined
  const found = await fetchPatiently(state, url, (next) => {
    elsewhere = next.origin === state.origin ? undefined : next.origin
    refusal = refuse(state, next)
    return refusal
  })
  if (found.kind !== "page") {
    const reason = found.kind === "failed" ? found.reason : "has not changed"
    // A link that leads nowhere is the site's affair; an address that somebody named is not.
    const isDeadLink = isFound && found.kind === "failed" && (found.status === 404 || found.status === 410)
    const skipped = skip(url, reason, refusal !== undefined || isDeadLink)
    if (isDeadLink && isListed(task)) {
      state.dead.push(skipped)
      return { results: [], links: [] }
    }
    const isPassing = found.kind === "failed" && found.passing
    const more = { ...(elsewhere !== undefined && { elsewhere }), ...(isPassing && { passing: true }) }
    return { results: [{ ...skipped, ...more }], links: [] }
  }
  state.bytes += found.bytes.length
  const at = normaliseAddress(found.url)
  const source = { name: at.href, url: at.href, bytes: found.bytes, contentType: found.contentType }
  if (!/html/i.test(found.contentType)) {
    const isHidden = /\b(?:noindex|none)\b/i.test(found.robotsTag ?? "")
    return {
      results: [isHidden ? skip(at, "asks not to be indexed", true) : take(state, source, task)],
      links: [],
    }
  }
  try {
    return await readPage(state, source, task, found.robotsTag)
  } catch (error) {
    state.fetching.signal?.throwIfAborted()
    const { problem, remedy } = unreadableBy(error, source)
    return { results: [skip(at, `${problem}. ${remedy}`, false)], links: [] }
  }
}

/** A site that bounds how much is asked of it would never be read whole: each run would come as far as the last. */
async function fetchPatiently(
  state: Crawl,
  url: URL,
  refuse: NonNullable<FetchOptions["refuse"]>,
): Promise<Fetched> {
  for (let tries = 1; ; tries++) {
    const found = await fetchPage(url, { ...state.fetching, refuse })
    const afterMs = found.kind === "failed" ? found.afterMs : undefined
    if (afterMs === undefined || afterMs > LONGEST_WAIT_MS || !state.isPatient) return found
    if (tries === MOST_TRIES) {
      state.isPatient = false
      return found
    }
    await state.sleep(afterMs, state.fetching.signal)
  }
}

async function readPage(
  state: Crawl,
  source: Source,
  task: Task,
  robotsTag: string | undefined,
): Promise<Visit> {
  const { depth, isFound } = task
  const at = new URL(source.name)
  const page = await state.linksOf(source, robotsTag, state.fetching.signal)
  const links = state.follows ? page.links.map((url) => ({ url, depth: depth + 1, isFound: true })) : []
  if (page.noindex) return { results: [skip(at, "asks not to be indexed", true)], links }
  if (page.noArticle && (isFound || !page.noArticle.isList)) {
    const skipped = skip(at, page.noArticle.reason, isFound)
    if (!isListed(task) || page.noArticle.isList) return { results: [skipped], links }
    state.dead.push(skipped)
    return { results: [], links }
  }
  const canonical = page.canonical?.origin === state.origin ? page.canonical.href : source.name
  return { results: [take(state, { ...source, name: canonical, url: canonical }, task)], links }
}

/** A page that several addresses lead to is taken once. */
function take(state: Crawl, source: Source, task: Task): Crawled {
  if (state.taken.has(source.name)) return skip(new URL(source.name), "is the same page as one before", true)
  state.taken.add(source.name)
  state.seen.add(source.name)
  if (isListed(task)) state.hasListed = true
  return { source }
}

function refuse({ origin, robots }: Crawl, url: URL): string | undefined {
  if (url.origin !== origin) return `redirects to another site (${url.origin})`
  if (robots.allows(url)) return undefined
  return robots.problem ?? "is disallowed by robots.txt"
}
