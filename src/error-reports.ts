import type { Config } from "./config/schema.ts"
import type { ErrorReports, ReportOutcome } from "./integrations/sentry/report-errors.ts"
import type { Logger } from "./log.ts"
import { version } from "./version.ts"

/** Where errors are reported to; undefined where nothing is set. */
export async function openErrorReports(
  { dsn, environment }: Config["sentry"],
  log: Logger,
  onOutcome?: (outcome: ReportOutcome) => void,
): Promise<ErrorReports | undefined> {
  if (!dsn) return undefined
  const { openSentry } = await import("./integrations/sentry/report-errors.ts")
  return openSentry({
    dsn,
    environment,
    version,
    onOutcome,
    onFault: (reason) => log.warn({ reason }, "errors cannot be reported to Sentry just now"),
  })
}

/**
 * A log that reports what is logged as an error, with the line's words, which say what failed and nothing of anybody: sockets,
 * answers and everything in the background fail there alone. A request that failed is reported by who knows its route.
 */
export function reportingLog(log: Logger, reports: ErrorReports): Logger {
  const telling = log.child({})
  telling.error = function (this: Logger, of: unknown, ...words: unknown[]) {
    log.error.call(this, of, ...(words as []))
    const { err, requestId } = Object(of) as { err?: unknown; requestId?: unknown }
    if (err === undefined || requestId !== undefined) return
    const [what] = words
    reports.report(err, { from: "background", what: typeof what === "string" ? what : undefined })
  } as Logger["error"]
  return telling
}
