import { createStackParser, createTransport, type Event, Scope } from "@sentry/core"
import { nodeStackLineParser, ServerRuntimeClient } from "@sentry/core/server"
import { browserFamily, scrubbed } from "./scrub.ts"

/** Where an error came up; nothing of it is about anybody. */
export interface ErrorContext {
  from: "request" | "job" | "background" | "process"
  requestId?: string | undefined
  /** `GET`, `POST`. */
  method?: string | undefined
  /** The route's pattern. */
  route?: string | undefined
  status?: number | undefined
  /** As the client sent it; only the browser's family is told. */
  userAgent?: string | undefined
  /** What failed, in words of ours that are the same each time. */
  what?: string | undefined
  /** Of a job. */
  kind?: string | undefined
  attempts?: number | undefined
}

export type ReportOutcome = "sent" | "dropped"

export interface ErrorReports {
  /** Takes a copy of what may be told and returns at once. */
  report(error: unknown, context: ErrorContext): void
  /** Waits for what is under way, at most so long. @returns whether all of it went out */
  flush(withinMs: number): Promise<boolean>
}

export interface SentryOptions {
  dsn: string
  environment: string
  version: string
  onOutcome?: ((outcome: ReportOutcome) => void) | undefined
  /** Told when reports cannot be delivered, once until one is again. */
  onFault?: ((reason: string) => void) | undefined
  timeoutMs?: number
  /** Milliseconds, for how many reports there were lately. */
  now?: () => number
}

/** Reports under way at once; further ones are dropped. */
const MOST_UNDER_WAY = 20
/** A database that is away makes an error of every request. */
const MOST_A_MINUTE = 60
const MINUTE_MS = 60_000
const TIMEOUT_MS = 5_000

/**
 * Tells Sentry of errors. Nobody waits for it, and whatever it does, nothing but its reports gets lost: they are bounded in
 * number and time, and what is dropped is counted. Messages are scrubbed, and no body, header, address or name goes along.
 */
export function openSentry({
  dsn,
  environment,
  version,
  onOutcome,
  onFault,
  timeoutMs = TIMEOUT_MS,
  now = () => performance.now(),
}: SentryOptions): ErrorReports {
  let isAway = false
  const post = (url: string) => async (body: string | Uint8Array) => {
    const response = await fetch(url, {
      method: "POST",
      body: body as BodyInit,
      headers: { "content-type": "application/x-sentry-envelope" },
      signal: AbortSignal.timeout(timeoutMs),
      redirect: "manual",
    })
    await response.body?.cancel()
    return response
  }
  const failed = (reason: string) => {
    if (!isAway) onFault?.(reason)
    isAway = true
  }
  const client = new ServerRuntimeClient({
    dsn,
    environment,
    release: `chatd@${version}`,
    platform: "javascript",
    runtime: { name: "bun", version: Bun.version },
    integrations: [],
    stackParser: createStackParser(nodeStackLineParser()),
    includeServerName: false,
    sendDefaultPii: false,
    maxBreadcrumbs: 0,
    beforeSend: (event) => withoutPersonal(event),
    transport(options) {
      const send = post(options.url)
      const dropped: typeof options.recordDroppedEvent = (reason, category, count = 1) => {
        if (category === "error") for (let i = 0; i < count; i++) onOutcome?.("dropped")
        options.recordDroppedEvent(reason, category, count)
      }
      return createTransport(
        { ...options, bufferSize: MOST_UNDER_WAY, recordDroppedEvent: dropped },
        async ({ body }) => {
          try {
            const { status, headers } = await send(body)
            if (status >= 200 && status < 300) {
              isAway = false
              onOutcome?.("sent")
            } else {
              failed(`It answered with status ${status}.`)
              onOutcome?.("dropped")
            }
            return {
              statusCode: status,
              headers: {
                "x-sentry-rate-limits": headers.get("x-sentry-rate-limits"),
                "retry-after": headers.get("retry-after"),
              },
            }
          } catch (error) {
            failed(
              error instanceof Error && error.name === "TimeoutError"
                ? "It did not answer."
                : "It cannot be reached.",
            )
            throw error
          }
        },
      )
    },
  })
  client.init()

  let minute = now()
  let reported = 0
  const isTooMany = () => {
    if (now() - minute >= MINUTE_MS) {
      minute = now()
      reported = 0
    }
    return ++reported > MOST_A_MINUTE
  }
  const reportOne: ErrorReports["report"] = (error, context) => {
    try {
      if (isTooMany()) {
        onOutcome?.("dropped")
        return
      }
      client.captureException(asError(error), {}, scopeOf(context))
    } catch {
      onOutcome?.("dropped")
    }
  }
  return {
    report(error, context) {
      const several = error instanceof AggregateError && error.errors.length > 0 ? error.errors : [error]
      for (const one of several) reportOne(one, context)
    },
    async flush(withinMs) {
      try {
        return await client.flush(withinMs)
      } catch {
        return false
      }
    },
  }
}

function asError(thrown: unknown): Error {
  // What somebody threw that is no error may hold anything.
  return thrown instanceof Error
    ? thrown
    : new Error(`Something was thrown that is no error: ${typeof thrown}`)
}

function scopeOf(context: ErrorContext): Scope {
  const { from, requestId, method, route, status, userAgent, what, kind, attempts } = context
  const scope = new Scope()
  const tags = {
    from,
    request_id: requestId,
    method,
    route,
    status,
    browser: browserFamily(userAgent),
    what,
    job: kind,
    attempts,
  }
  for (const [name, value] of Object.entries(tags)) if (value !== undefined) scope.setTag(name, value)
  if (route !== undefined) scope.setTransactionName([method, route].filter(Boolean).join(" "))
  return scope
}

/** What an event may have beside its exception; all of it is ours. */
const HARMLESS = [
  "type",
  "event_id",
  "timestamp",
  "level",
  "platform",
  "environment",
  "release",
  "transaction",
  "tags",
  "contexts",
  "sdk",
  "sdkProcessingMetadata",
] as const satisfies readonly (keyof Event)[]

/** An event with nothing but what is known to be harmless. */
function withoutPersonal<E extends Event>(event: E): E {
  const kept = Object.fromEntries(HARMLESS.flatMap((key) => (key in event ? [[key, event[key]]] : [])))
  const { exception } = event
  const values = exception?.values?.map(({ type, value, stacktrace, mechanism }) => ({
    ...(type !== undefined && { type }),
    ...(value !== undefined && { value: scrubbed(value) }),
    ...(mechanism && {
      mechanism: {
        type: mechanism.type,
        ...(mechanism.handled !== undefined && { handled: mechanism.handled }),
      },
    }),
    ...(stacktrace?.frames && {
      stacktrace: {
        frames: stacktrace.frames.map(({ filename, function: name, lineno, colno, in_app }) => ({
          ...(filename !== undefined && { filename: ownPath(filename) }),
          ...(name !== undefined && { function: name }),
          ...(lineno !== undefined && { lineno }),
          ...(colno !== undefined && { colno }),
          ...(in_app !== undefined && { in_app }),
        })),
      },
    }),
  }))
  return { ...kept, ...(values && { exception: { values } }) } as E
}

/** From our own folders on: where they lie is the machine's business. */
function ownPath(filename: string): string {
  return /(?:^|\/)((?:src|kb|cli|migrations|node_modules)\/.*|[^/]*)$/.exec(filename)?.[1] ?? "unknown"
}
