import { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai"

const PAUSE_MS = 500

/** Milliseconds after which a request may be repeated; undefined where it would fail again, or time is up. */
export function pauseAfter(error: unknown): number | undefined {
  if (error instanceof APIConnectionTimeoutError) return undefined
  if (error instanceof APIConnectionError) return PAUSE_MS
  const status = error instanceof APIError ? (error.status ?? 0) : 0
  const passes = status === 408 || status === 409 || status === 429 || status >= 500
  return passes ? (wantedPause(error) ?? PAUSE_MS) : undefined
}

/** What the endpoint itself asks for: milliseconds, seconds or a date. */
export function wantedPause(error: unknown): number | undefined {
  const headers = error instanceof APIError ? error.headers : undefined
  const exact = Number.parseFloat(headers?.get("retry-after-ms") ?? "")
  if (exact >= 0) return exact
  const after = headers?.get("retry-after")
  if (!after) return undefined
  const seconds = Number(after)
  const ms = Number.isNaN(seconds) ? Date.parse(after) - Date.now() : seconds * 1000
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}
