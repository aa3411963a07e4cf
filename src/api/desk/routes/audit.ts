import { Elysia } from "elysia"
import { validate } from "../../../http/validate.ts"
import type { DeskDependencies } from "../dependencies.ts"
import type { AuditEntryReply } from "../protocol.ts"
import { auditQuerySchema } from "../settings-schemas.ts"
import { calls } from "./call.ts"

/** Who did what. */
export function auditRoutes(dependencies: DeskDependencies) {
  const { partners } = dependencies
  const { enterAsAdmin } = calls(dependencies)

  return new Elysia({ name: "desk-audit", strictPath: true }).get(
    "/api/desk/audit",
    async ({ request, query }): Promise<{ entries: AuditEntryReply[]; more: boolean }> => {
      const { partner } = await enterAsAdmin(request)
      const { before, limit } = validate(auditQuerySchema, query)
      const found = await partners.audit(partner.id, before, limit + 1)
      const entries = found.slice(0, limit).map(({ id, at, actor, action, target, details }) => ({
        id,
        at: at.toISOString(),
        actor,
        action,
        target: target ?? null,
        details: details ?? null,
      }))
      return { entries, more: found.length > limit }
    },
  )
}
