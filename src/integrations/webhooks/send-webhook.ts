import { RefusedAddress, type Resolve } from "../../../kb/web/address-guard.ts"
import { guardedPost } from "../guarded-post.ts"
import { signedHeaders } from "./signature.ts"

export interface WebhookTarget {
  url: string
  /** Those that sign just now. */
  secrets: readonly string[]
  /** For everything: the name's address, the connection and the answer. */
  timeoutMs: number
  /** Lets loopback and private networks pass, and http://. */
  allowPrivate: boolean
  version: string
  /** Instead of the system's DNS. */
  resolve?: Resolve | undefined
}

export interface SignedEvent {
  id: string
  /** When it is sent, in milliseconds since 1970. */
  at: number
  body: string
}

export interface Answered {
  /** Undefined where there was no answer. */
  status?: number | undefined
  /** A sentence, without anything that the other side said; undefined where it took the event. */
  fault?: string | undefined
  /** How long it asked to be left alone. */
  retryAfterMs?: number | undefined
  /** How its answer began, where that was asked for. */
  said?: string | undefined
  ms: number
}

const SHOWN_BYTES = 500
/** Whoever is asked to show what the answer began with waits no longer for it. */
const SHOWN_WITHIN_MS = 2_000

/**
 * Posts a signed event and says what came of it; it never throws. What counts is the status: nothing of the answer's body
 * is read, but for its first bytes where they are asked for.
 */
export async function sendWebhook(
  target: WebhookTarget,
  event: SignedEvent,
  { show = false }: { show?: boolean } = {},
): Promise<Answered> {
  const since = performance.now()
  const abort = new AbortController()
  const late = Promise.withResolvers<Answered>()
  const timer = setTimeout(() => {
    late.resolve({ fault: `It did not answer within ${target.timeoutMs / 1000} s.`, ms: target.timeoutMs })
    abort.abort()
  }, target.timeoutMs)
  try {
    // A name server that says nothing cannot be told to stop.
    return await Promise.race([post(target, event, abort.signal, show, since), late.promise])
  } finally {
    clearTimeout(timer)
    abort.abort()
  }
}

async function post(
  { url, secrets, allowPrivate, version, resolve }: WebhookTarget,
  { id, at, body }: SignedEvent,
  signal: AbortSignal,
  show: boolean,
  since: number,
): Promise<Answered> {
  const took = () => performance.now() - since
  if (!allowPrivate && new URL(url).protocol !== "https:")
    return { fault: "Its address is refused: it must begin with https://.", ms: took() }
  try {
    const headers = {
      "content-type": "application/json",
      "user-agent": `chatd/${version}`,
      ...signedHeaders(id, at, body, secrets),
    }
    const response = await guardedPost({ url, headers, body, signal, allowPrivate, resolve })
    const ms = took()
    const said = show ? await beginning(response) : undefined
    await response.body?.cancel().catch(() => {})
    return { ...judged(response, at), ...(said !== undefined && { said }), ms }
  } catch (error) {
    return { fault: faultOf(error), ms: took() }
  }
}

function judged(
  { status, headers }: Response,
  at: number,
): Pick<Answered, "status" | "fault" | "retryAfterMs"> {
  if (status >= 200 && status < 300) return { status }
  const moved = status >= 300 && status < 400 ? "; redirects are not followed" : ""
  const retryAfterMs = retryAfter(headers.get("retry-after"), at)
  return {
    status,
    fault: `It answered with status ${status}${moved}.`,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  }
}

/** Seconds, or a date. */
function retryAfter(header: string | null, at: number): number | undefined {
  if (header === null) return undefined
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - at
  return Number.isNaN(ms) || ms <= 0 ? undefined : ms
}

function faultOf(error: unknown): string {
  if (error instanceof RefusedAddress) return `Its address is refused: ${error.message}.`
  const code = error instanceof Error && "code" in error ? String(error.code) : "no connection"
  return `It cannot be reached (${code}).`
}

/** At most so many bytes, for so long: an answer may never end. */
async function beginning(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  if (!reader) return ""
  const late = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => late.resolve(undefined), SHOWN_WITHIN_MS)
  const parts: Uint8Array[] = []
  let length = 0
  try {
    while (length < SHOWN_BYTES) {
      const next = await Promise.race([reader.read(), late.promise])
      if (!next || next.done) break
      parts.push(next.value.subarray(0, SHOWN_BYTES - length))
      length += next.value.length
    }
  } catch {
    // What came until it broke off is shown.
  } finally {
    clearTimeout(timer)
    await reader.cancel().catch(() => {})
    reader.releaseLock()
  }
  return new TextDecoder().decode(Buffer.concat(parts))
}
