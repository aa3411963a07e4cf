import type { Config } from "../../../src/config/schema.ts"
import type { Finding } from "./finding.ts"

export function metrics({ metrics: { token, open } }: Config): Finding {
  const what = "metrics"
  if (open) {
    const says =
      "GET /metrics is open to everybody who reaches the server: keep it from the public at your proxy"
    return { what, state: "warning", says }
  }
  return token
    ? { what, state: "ok", says: "GET /metrics, for the bearer of metrics.token" }
    : { what, state: "off", says: "not configured: nobody may read GET /metrics; set metrics.token" }
}

export async function sentry({ sentry: { dsn, environment } }: Config): Promise<Finding> {
  const what = "sentry"
  if (!dsn)
    return { what, state: "off", says: "not configured: errors stand in the log only; set sentry.dsn" }
  const { askSentry } = await import("../../../src/integrations/sentry/ask-sentry.ts")
  // Without the key, which stands before its host.
  const { origin } = new URL(dsn)
  const answer = await askSentry(dsn)
  if (answer === "takes")
    return { what, state: "ok", says: `${origin} takes reports; errors are filed under ${environment}` }
  if (answer === "pauses") {
    const says = `${origin} takes no more reports for now (its limit is reached): errors stand in the log only.`
    return { what, state: "warning", says }
  }
  const says = {
    refuses: `${origin} does not know sentry.dsn: copy it again from the project's settings (Client Keys).`,
    silent: `${origin} does not answer. Check sentry.dsn, and whether a firewall lets chatd out to it.`,
  }
  if (typeof answer === "string") return { what, state: "fault", says: says[answer] }
  return {
    what,
    state: "fault",
    says: `${origin} answered with status ${answer.status}: is sentry.dsn right?`,
  }
}
