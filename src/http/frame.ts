import { randomUUID } from "node:crypto"
import { Elysia } from "elysia"
import { ChatdError } from "../core/errors.ts"
import type { Logger } from "../log.ts"
import type { OnAnswered, OnFailed } from "./answered.ts"
import { type ErrorReply, errorReply, wrongMethod } from "./errors.ts"

export interface HttpDependencies {
  log: Logger
  /** Origins that may read replies in a browser: any partner's. What they get is decided by the routes. */
  isKnownOrigin(origin: string): Promise<boolean>
  onAnswered?: OnAnswered
  onFailed?: OnFailed
}

/** The chatbot contract's calls of visitors' pages. */
const CHATBOT_PATHS: ReadonlySet<string> = new Set([
  "/chatbot-response",
  "/google-login",
  "/verify-token",
  "/ticket",
])

const REQUEST_ID = "x-request-id"

/** The frame around every contract: request ids, a log line each, CORS, errors as JSON. */
export function httpFrame({ log, isKnownOrigin, onAnswered, onFailed }: HttpDependencies) {
  const startedAt = onAnswered || log.isLevelEnabled("debug") ? new WeakMap<Request, number>() : undefined
  const app = new Elysia({
    name: "frame",
    strictPath: true,
    // Bun's own router, which Elysia would use, takes `/a` for `/a/`.
    systemRouter: false,
    // Elysia would look for the path behind the eleventh character, and find another one where the host's name is short.
    handler: { standardHostname: false },
  })
    .onRequest(async ({ request, set }) => {
      startedAt?.set(request, performance.now())
      set.headers[REQUEST_ID] = randomUUID()
      set.headers["x-content-type-options"] = "nosniff"
      // No other path is meant, whatever routes there are.
      if (!isText(request)) throw nothingAt(request)
      // What is somebody's stays in no cache between here and them; what is everybody's says so itself.
      if (request.method === "GET") set.headers["cache-control"] = "no-store"
      const origin = request.headers.get("origin")
      // A cache must not give one page's reply to another, nor that of a call without a page to any.
      if (origin || request.method === "GET") set.headers.vary = "Origin"
      if (!origin) return
      if (!isForAllPages(request) && !(await isKnownOrigin(origin))) return
      set.headers["access-control-allow-origin"] = origin
      set.headers["access-control-expose-headers"] = "retry-after, x-more, x-request-id"
      if (request.method !== "OPTIONS") return
      set.headers["access-control-allow-methods"] = "GET, POST, PUT, PATCH, DELETE, OPTIONS"
      set.headers["access-control-allow-headers"] = "authorization, content-type, idempotency-key"
      set.headers["access-control-max-age"] = "600"
      set.status = 204
      return ""
    })
    .onError({ as: "global" }, ({ error, code, request, route, set }) => {
      const id = String(set.headers[REQUEST_ID] ?? randomUUID())
      const reply = code === "NOT_FOUND" ? unknownPath(request, app.routes, id) : errorReply(error, id)
      if (reply.status >= 500) {
        const { method, headers } = request
        log.error({ requestId: id, method, route: routeOf(route), err: error }, "request failed")
        const userAgent = headers.get("user-agent") ?? undefined
        onFailed?.({ error, requestId: id, method, route, status: reply.status, userAgent })
      }
      set.status = reply.status
      Object.assign(set.headers, reply.headers)
      return reply.body
    })
  // A handler that runs after each response costs each one something: it is there for those who read it.
  if (startedAt)
    app.onAfterResponse({ as: "global" }, ({ request, route, set, responseValue }) => {
      const ms = performance.now() - (startedAt.get(request) ?? 0)
      const status = responseValue instanceof Response ? responseValue.status : Number(set.status ?? 200)
      const { method } = request
      onAnswered?.({ method, route, status, seconds: ms / 1000 })
      if (!log.isLevelEnabled("debug")) return
      const requestId = set.headers[REQUEST_ID]
      log.debug({ requestId, method, route: routeOf(route), status, ms: Math.round(ms * 10) / 10 }, "request")
    })
  return app
}

/**
 * The chat's calls bear keys and tokens and no cookies, so that any page may read its replies: whoever forgot to allow
 * an origin is told so, instead of the browser's silence.
 */
function isForAllPages(request: Request): boolean {
  const path = pathOf(request)
  return path.startsWith("/api/chat/") || path.startsWith("/ticket/") || CHATBOT_PATHS.has(path)
}

/** The path without its query, which may hold tokens, and without those in mails' links. */
function pathOf(request: Request): string {
  return new URL(request.url).pathname.replace(/^\/([cu])\/.+/, "/$1/…")
}

/** Whether what is escaped in the path stands for text: to routes, a parameter that does not would be null. */
function isText({ url }: Request): boolean {
  if (!url.includes("%")) return true
  try {
    decodeURIComponent(new URL(url).pathname)
    return true
  } catch {
    return false
  }
}

/** The route's pattern: a path may name a person, or open something. */
function routeOf(route: string | undefined): string {
  return route || "none"
}

const CRM_PATHS = /^\/api\/(agent|agent-failure|feedback|health)(\/|$)/

function unknownPath(request: Request, routes: readonly Route[], requestId: string): ErrorReply {
  const here = methodsAt(pathOf(request), routes)
  return here.length > 0
    ? wrongMethod(`${saidOf(request)} Use ${here.join(" or ")}.`, here)
    : errorReply(nothingAt(request, routes), requestId)
}

function saidOf(request: Request): string {
  return `There is nothing at ${request.method} ${pathOf(request)}.`
}

/** Says of the APIs' paths, whose trailing slashes matter, where the other one was meant. */
function nothingAt(request: Request, routes: readonly Route[] = []): ChatdError {
  const path = pathOf(request)
  const said = saidOf(request)
  if (!path.startsWith("/api/")) return new ChatdError("not_found", said)
  const other = path.endsWith("/") ? path.slice(0, -1) : `${path}/`
  const there = methodsAt(other, routes)
  const isOther = there.includes(request.method)
  // Elsewhere a slash at the end may be all that is left of a call with an id.
  if (there.length === 0 || !(isOther || CRM_PATHS.test(path))) return new ChatdError("not_found", said)
  const meant = isOther ? other : `${there.join(" or ")} ${other}`
  return new ChatdError("not_found", `${said} Trailing slashes matter here: did you mean ${meant}?`)
}

interface Route {
  method: string
  path: string
}

/** The methods for which there is a route of that path; a parameter is anything up to the next slash. */
function methodsAt(path: string, routes: readonly Route[]): string[] {
  const parts = path.split("/")
  const fits = (pattern: string) => {
    const wanted = pattern.split("/")
    return (
      wanted.length === parts.length &&
      wanted.every((part, i) => part === parts[i] || (part.startsWith(":") && parts[i] !== ""))
    )
  }
  return [...new Set(routes.filter((route) => fits(route.path)).map(({ method }) => method))]
}
