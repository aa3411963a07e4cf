import { Elysia } from "elysia"
import type { DeskDependencies } from "../dependencies.ts"
import { meReply } from "../me-reply.ts"
import { calls } from "./call.ts"

/** Whoever calls, about themselves. */
export function meRoutes(dependencies: DeskDependencies) {
  const { enter } = calls(dependencies)

  return new Elysia({ name: "desk-me", strictPath: true }).get("/api/desk/me", async ({ request }) =>
    meReply(dependencies, await enter(request)),
  )
}
