import { z } from "zod"
import { DeliveryError } from "../delivery-error.ts"

export interface FreshdeskConfig {
  /** `acme` or `acme.freshdesk.com`. */
  domain: string
  apiKey: string
  /** Instead of `https://<domain>`, for tests and proxies. */
  baseUrl?: string
  /** Milliseconds for one request. */
  timeoutMs: number
}

/** One call of the v2 API: the JSON of its reply, or a DeliveryError. */
export type Request = (method: "GET" | "POST" | "PUT", path: string, body?: unknown) => Promise<unknown>

/** A ticket that timed out may still be on its way; looking for it sooner would find nothing. */
const SETTLE_MS = 30_000
const DEFAULT_WAIT_MS = 60_000

export function baseUrlOf({ domain, baseUrl }: FreshdeskConfig): string {
  const host = domain.replace(/^https?:\/\//, "").replace(/\/.*$/, "")
  return (baseUrl ?? `https://${host.includes(".") ? host : `${host}.freshdesk.com`}`).replace(/\/+$/, "")
}

export function createRequest(config: FreshdeskConfig): Request {
  const authorization = `Basic ${Buffer.from(`${config.apiKey}:X`).toString("base64")}`
  return async (method, path, body) => {
    const { response, text } = await send(`${baseUrlOf(config)}/api/v2${path}`, method, config.timeoutMs, {
      headers: {
        authorization,
        accept: "application/json",
        ...(body ? { "content-type": "application/json" } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!response.ok) throw refusal(response, text, method, path)
    return parse(text, method)
  }
}

async function send(url: string, method: string, timeoutMs: number, init: RequestInit) {
  try {
    // Following a redirect would show the key to another host.
    const signal = AbortSignal.timeout(timeoutMs)
    // A POST on a pooled connection that has just died could be sent twice by the runtime.
    const response = await fetch(url, {
      ...init,
      method,
      signal,
      redirect: "manual",
      keepalive: method === "GET",
    })
    return { response, text: await response.text() }
  } catch (cause) {
    const late = cause instanceof Error && cause.name === "TimeoutError"
    throw new DeliveryError(
      late ? "Freshdesk did not answer in time." : "The connection to Freshdesk failed.",
      {
        ...afterUnknownOutcome(method),
        cause,
      },
    )
  }
}

function parse(text: string, method: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new DeliveryError(
      "Freshdesk answered with something that is not JSON.",
      afterUnknownOutcome(method),
    )
  }
}

function afterUnknownOutcome(method: string) {
  return method === "GET"
    ? { retryable: true }
    : { retryable: true, outcomeUnknown: true, retryAfterMs: SETTLE_MS }
}

const errorBody = z.object({
  code: z.string().optional(),
  message: z.string().optional(),
  description: z.string().optional(),
  errors: z
    .array(
      z.object({ field: z.string().optional(), message: z.string().optional(), code: z.string().optional() }),
    )
    .optional(),
})

/** What a reply outside 2xx means for the next attempt. */
function refusal(response: Response, text: string, method: string, path: string): DeliveryError {
  const { status } = response
  const said = errorBody.safeParse(jsonOrNothing(text)).data ?? {}
  const first = said.errors?.[0]
  const faults = said.errors
    ?.map(({ field, message }) => [field, message].filter(Boolean).join(": "))
    .join("; ")
  const words = [said.description ?? said.message, faults].filter(Boolean).join(": ").slice(0, 500)
  const message = `Freshdesk answered ${status}${words ? `: ${words}` : "."}`
  if (status === 429)
    return new DeliveryError(message, { retryable: true, forAll: true, retryAfterMs: retryAfterMs(response) })
  // The key was changed, or the domain has moved: somebody will see to it, and nothing is wrong with what was said.
  if (status === 401 || (status >= 300 && status < 400))
    return new DeliveryError(message, { retryable: true, forAll: true, status })
  if (isOfTheAccount(status, method, path)) return new DeliveryError(message, { retryable: true, status })
  if (status >= 500) {
    return new DeliveryError(message, {
      retryable: true,
      outcomeUnknown: true,
      retryAfterMs: retryAfterMs(response, SETTLE_MS),
    })
  }
  return new DeliveryError(message, {
    retryable: status === 408,
    status,
    ...(first?.field ? { field: first.field } : {}),
  })
}

/**
 * A plan that was not paid, a right that the key's agent lacks, a domain of nobody's: whoever looks after the account mends it.
 * It may be one ticket alone that the key may not see, so that others are tried.
 */
function isOfTheAccount(status: number, method: string, path: string): boolean {
  return status === 402 || status === 403 || (status === 404 && method === "POST" && path === "/tickets")
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The header holds seconds or a date. */
function retryAfterMs(response: Response, otherwise = DEFAULT_WAIT_MS): number {
  const header = response.headers.get("retry-after")
  if (!header) return otherwise
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isFinite(ms) ? Math.max(0, ms) : otherwise
}
