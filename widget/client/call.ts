import type { Problem } from "./chat-state.ts"

export type Reply<T> =
  | { ok: true; status: number; value: T }
  /** `status` is 0 where no reply came. */
  | { ok: false; status: number; problem: Problem }

export interface Request {
  token?: string | undefined
  /** Sent by POST where there is one. */
  body?: object
  /** For ending it before its time. */
  controller?: AbortController
}

const PATIENCE_MS = 40_000

/** One call of the chat API. It never throws: what went wrong is in the reply. */
export async function call<T>(
  url: string,
  { token, body, controller = new AbortController() }: Request = {},
): Promise<Reply<T>> {
  const patience = setTimeout(() => controller.abort(), PATIENCE_MS)
  try {
    const response = await fetch(url, {
      method: body ? "POST" : "GET",
      headers: {
        ...(body && { "content-type": "application/json" }),
        ...(token && { authorization: `Bearer ${token}` }),
      },
      credentials: "omit",
      signal: controller.signal,
      ...(body && { body: JSON.stringify(body) }),
    })
    const { ok, status } = response
    const type = response.headers.get("content-type") ?? ""
    // No reply of the server's: a network wants a login, a proxy waits for the server, or the site has a service worker.
    if (type.includes("html") && (ok || status >= 500)) throw new Error(type)
    const text = await response.text()
    const json = type.includes("json")
    const value: unknown = json ? JSON.parse(text || "null") : text
    return ok ? { ok, status, value: value as T } : refusal(response, (json && value ? value : {}) as Refusal)
  } catch (error) {
    const message = error instanceof Error ? error.message : ""
    return {
      ok: false,
      status: 0,
      problem: { code: "network", message, field: undefined },
    }
  } finally {
    clearTimeout(patience)
  }
}

/** Whether the server, and not something on the way to it, knows no such session or not this token. */
export function isRefused({ status, problem }: Reply<unknown> & { ok: false }): boolean {
  return problem.code !== "network" && (status === 401 || status === 404)
}

interface Refusal {
  detail?: string | { reset_in_seconds?: number }
  error?: string
  field?: string
}

/**
 * Of a limit `error` is the sentence; of everything else `detail` is, and `error` the code. What forbids something on the way to the
 * server says neither.
 */
function refusal({ status, headers }: Response, { detail, error = "", field }: Refusal): Reply<never> {
  const limited = status === 429
  const seconds = typeof detail === "object" ? detail.reset_in_seconds : Number(headers.get("retry-after"))
  return {
    ok: false,
    status,
    problem: {
      code: limited ? "limit" : error || "network",
      message: typeof detail === "string" ? detail : error,
      field,
      resetInSeconds: limited ? seconds || 1 : undefined,
    },
  }
}
