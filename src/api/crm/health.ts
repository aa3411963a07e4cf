import { ChatdError } from "../../core/errors.ts"
export type ServiceStatus = "healthy" | "degraded" | "down"

/** The guide's shape; our own services by their own names. */
export interface HealthReport {
  overall_status: ServiceStatus
  services: Record<string, { status: ServiceStatus; detail?: string }>
  summary: { total: number; healthy: number; degraded: number; down: number }
}

export interface ServiceCheck {
  name: string
  /** Answers cannot be given without it. */
  vital: boolean
  check(): Promise<{ status: ServiceStatus; detail?: string }>
}

const CHECK_TIMEOUT_MS = 5_000

/** Asks every service how it is, all at once, none for longer than five seconds. */
export async function healthReport(checks: readonly ServiceCheck[]): Promise<HealthReport> {
  const results = await Promise.all(checks.map(checkOne))
  const services = Object.fromEntries(
    checks.map((check, i) => [check.name, results[i] ?? { status: "down" as const }]),
  )
  const count = (status: ServiceStatus) => results.filter((result) => result.status === status).length
  const vitalDown = checks.some((check, i) => check.vital && results[i]?.status === "down")
  const allHealthy = count("healthy") === checks.length
  return {
    overall_status: vitalDown ? "down" : allHealthy ? "healthy" : "degraded",
    services,
    summary: {
      total: checks.length,
      healthy: count("healthy"),
      degraded: count("degraded"),
      down: count("down"),
    },
  }
}

async function checkOne(service: ServiceCheck): Promise<{ status: ServiceStatus; detail?: string }> {
  const timeout = Promise.withResolvers<{ status: ServiceStatus; detail: string }>()
  const timer = setTimeout(
    () => timeout.resolve({ status: "down", detail: "did not answer in time" }),
    CHECK_TIMEOUT_MS,
  )
  try {
    return await Promise.race([service.check(), timeout.promise])
  } catch (error) {
    const isKnown = error instanceof ChatdError && error.code === "unavailable"
    return { status: "down", detail: isKnown ? error.message : "cannot be reached" }
  } finally {
    clearTimeout(timer)
  }
}
