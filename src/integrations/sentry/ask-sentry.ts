import { getEnvelopeEndpointWithUrlEncodedAuth, makeDsn } from "@sentry/core"

const WAIT_MS = 3_000

/** `takes`: it would take reports. `refuses`: it knows no such project or key. `pauses`: it has enough for now. */
export type SentrySays = "takes" | "refuses" | "pauses" | "silent" | { status: number }

/** Asks Sentry whether it takes reports under this DSN, by an envelope that reports no error. */
export async function askSentry(dsn: string, waitMs = WAIT_MS): Promise<SentrySays> {
  const parts = makeDsn(dsn)
  if (!parts) return "refuses"
  const header = JSON.stringify({ sent_at: new Date().toISOString() })
  const report = JSON.stringify({ timestamp: Date.now() / 1000, discarded_events: [] })
  const item = JSON.stringify({ type: "client_report", length: report.length })
  try {
    const response = await fetch(getEnvelopeEndpointWithUrlEncodedAuth(parts), {
      method: "POST",
      body: `${header}\n${item}\n${report}\n`,
      headers: { "content-type": "application/x-sentry-envelope" },
      redirect: "manual",
      signal: AbortSignal.timeout(waitMs),
    })
    await response.body?.cancel()
    const { status } = response
    if (status >= 200 && status < 300) return "takes"
    if (status === 429) return "pauses"
    return status >= 400 && status < 500 ? "refuses" : { status }
  } catch {
    return "silent"
  }
}
