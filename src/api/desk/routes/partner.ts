import { Elysia } from "elysia"
import { isLive, type PartnerKey } from "../../../core/partner-keys.ts"
import type { DeskDependencies } from "../dependencies.ts"
import type { PartnerKeyReply, PartnerReply } from "../protocol.ts"
import { calls } from "./call.ts"

/** The company that is answered for. */
export function partnerRoutes(dependencies: DeskDependencies) {
  const { partners } = dependencies
  const { enter } = calls(dependencies)

  return new Elysia({ name: "desk-partner", strictPath: true }).get(
    "/api/desk/partner",
    async ({ request }): Promise<PartnerReply> => {
      const { partner, role } = await enter(request)
      const { id, name, domain } = partner
      if (role !== "admin") return { id, name, domain }
      const now = new Date()
      return { id, name, domain, keys: (await partners.keys(id)).map((key) => keyReply(key, now)) }
    },
  )
}

/** Only a widget key may be read: it stands in pages. */
function keyReply(key: PartnerKey, now: Date): PartnerKeyReply {
  return {
    id: key.id,
    kind: key.kind,
    begins: key.prefix,
    value: key.kind === "widget" ? (key.value ?? null) : null,
    label: key.label ?? null,
    createdAt: key.createdAt.toISOString(),
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    expiresAt: key.expiresAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    live: isLive(key, now),
  }
}
