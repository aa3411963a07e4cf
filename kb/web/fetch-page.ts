import { checkAddress, type GuardOptions, pinnedTo, RefusedAddress } from "./address-guard.ts"
import { readBounded } from "./read-bounded.ts"

/** How a page is fetched. */
export interface FetchOptions extends GuardOptions {
  /** For the user agent: `chatd/<version> (+knowledge base)`. */
  version?: string
  /** Longest wait for the whole page, redirects included, in milliseconds. */
  timeoutMs?: number
  /** Largest page in bytes. */
  maxBytes?: number
  /** What the page must be, as starts of content types; empty for any. */
  accept?: readonly string[]
  /** Of an earlier answer: asks for the page only if it has changed. */
  etag?: string
  lastModified?: string
  /** Asked before each redirect is followed; a reason refuses it. */
  refuse?: (url: URL) => Promise<string | undefined> | string | undefined
  signal?: AbortSignal
}

/** What came of fetching a page. */
export type Fetched =
  | {
      kind: "page"
      url: URL
      bytes: Uint8Array
      contentType: string
      etag?: string
      lastModified?: string
      robotsTag?: string
    }
  | { kind: "unchanged"; url: URL }
  /** `status` is there when a server answered, but with no page; `passing` where it may answer another time, and after how long if it says so. */
  | { kind: "failed"; url: URL; reason: string; status?: number; passing?: boolean; afterMs?: number }

const MAX_REDIRECTS = 5
const TIMEOUT_MS = 20_000
const MAX_BYTES = 5 * 1024 * 1024
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/** Content types that articles are made of. */
const PAGE_TYPES = ["text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf"]

/**
 * Fetches a page. Redirects are followed by hand, and the address of each is checked; connections are made to the
 * numeric address that was checked. Never throws, but for the abort of `signal`, whose reason it throws.
 */
export async function fetchPage(start: URL, options: FetchOptions = {}): Promise<Fetched> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout
  let url = start
  try {
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const response = await request(url, options, signal)
      const location = REDIRECTS.has(response.status) ? response.headers.get("location") : null
      if (location === null) return await take(url, response, options, signal)
      await response.body?.cancel()
      if (!URL.canParse(location, url))
        return { kind: "failed", url, reason: "redirects to no valid address" }
      url = new URL(location, url)
      const refusal = await options.refuse?.(url)
      if (refusal) return { kind: "failed", url, reason: refusal }
    }
    return { kind: "failed", url, reason: `redirects more than ${MAX_REDIRECTS} times` }
  } catch (error) {
    options.signal?.throwIfAborted()
    if (timeout.aborted) return { kind: "failed", url, reason: "took too long to answer", passing: true }
    return { kind: "failed", url, reason: reasonOf(error), passing: true }
  }
}

/** Connects to the checked address; the name goes into the Host header and the check of the certificate. */
async function request(url: URL, options: FetchOptions, signal: AbortSignal): Promise<Response> {
  const address = await untilAborted(checkAddress(url, options), signal)
  const { target, tls } = pinnedTo(url, address)
  const headers = new Headers({
    host: url.host,
    accept: (options.accept ?? PAGE_TYPES).join(", ") || "*/*",
    "user-agent": userAgent(options.version),
  })
  if (options.etag) headers.set("if-none-match", options.etag)
  if (options.lastModified) headers.set("if-modified-since", options.lastModified)
  return await fetch(target, { headers, redirect: "manual", signal, keepalive: false, ...(tls && { tls }) })
}

/** What the knowledge base calls itself to web servers; its first word is what robots.txt can name. */
function userAgent(version = "0"): string {
  return `chatd/${version} (+knowledge base)`
}

async function take(
  url: URL,
  response: Response,
  options: FetchOptions,
  signal: AbortSignal,
): Promise<Fetched> {
  const contentType = response.headers.get("content-type") ?? ""
  const fail = async (reason: string, status?: number): Promise<Fetched> => {
    await response.body?.cancel()
    const isPassing = status !== undefined && (status >= 500 || status === 429)
    const afterMs = isPassing ? waitOf(response.headers.get("retry-after")) : undefined
    return {
      kind: "failed",
      url,
      reason,
      ...(status !== undefined && { status }),
      ...(isPassing && { passing: true }),
      ...(afterMs !== undefined && { afterMs }),
    }
  }
  if (response.status === 304) return { kind: "unchanged", url }
  if (!response.ok) return fail(`answers with status ${response.status}`, response.status)
  const accept = options.accept ?? PAGE_TYPES
  const type = contentType.split(";")[0]?.trim().toLowerCase() ?? ""
  if (accept.length > 0 && !accept.includes(type))
    return fail(`is no page, but ${type || "of no stated type"}`)
  const bytes = await readBounded(response, options.maxBytes ?? MAX_BYTES, signal)
  if (!bytes) return { kind: "failed", url, reason: `is larger than ${options.maxBytes ?? MAX_BYTES} bytes` }
  const header = (key: string, name: string) => {
    const value = response.headers.get(name)
    return value === null ? {} : { [key]: value }
  }
  const optional = {
    ...header("etag", "etag"),
    ...header("lastModified", "last-modified"),
    ...header("robotsTag", "x-robots-tag"),
  }
  return { kind: "page", url, bytes, contentType, ...optional }
}

/** Seconds, or a date. */
function waitOf(retryAfter: string | null): number | undefined {
  if (retryAfter === null) return undefined
  const ms = /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now()
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener("abort", abort, { once: true })
  return Promise.race([work, aborted.promise]).finally(() => signal.removeEventListener("abort", abort))
}

function reasonOf(error: unknown): string {
  if (error instanceof RefusedAddress) return `is refused: ${error.message}`
  const code = error instanceof Error && "code" in error ? String(error.code) : "no connection"
  return `cannot be reached (${code})`
}
