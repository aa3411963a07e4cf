import { Elysia } from "elysia"
import { ChatdError } from "../core/errors.ts"
import { isAdminToken } from "./admin-token.ts"
import { bearerToken } from "./bearer.ts"

export interface MetricsAccess {
  /** Whose bearer may read them. */
  token?: string | undefined
  /** Whether everybody may. */
  open: boolean
}

/**
 * `GET /metrics`, for Prometheus. Where nobody may read them there is no such route: what all partners do together is
 * nobody's business.
 */
export function metricsRoute(
  { token, open }: MetricsAccess,
  metrics: { contentType: string; text(): Promise<string> } | undefined,
) {
  const routes = new Elysia({ name: "metrics", strictPath: true })
  if (!metrics) return routes
  return routes.get("/metrics", async ({ request }) => {
    if (!open && !isAdminToken(bearerToken(request), token))
      throw new ChatdError(
        "unauthenticated",
        "The metrics need metrics.token, as Authorization: Bearer <token>.",
      )
    return new Response(await metrics.text(), {
      headers: { "content-type": metrics.contentType, "cache-control": "no-store" },
    })
  })
}
