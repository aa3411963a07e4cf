import { Elysia } from "elysia"
import { requireOperator } from "../caller.ts"
import type { DeskDependencies } from "../dependencies.ts"
import type { EncryptionReply } from "../protocol.ts"
import { calls } from "./call.ts"

/** What the database is sealed with: the whole installation's, and so for its operator alone. */
export function encryptionRoutes(dependencies: DeskDependencies) {
  const { encryption } = dependencies
  const { enter } = calls(dependencies)
  const reply = async (): Promise<EncryptionReply> => {
    const { current, keys, progress } = await encryption.status()
    return {
      current: current === "plain" ? null : current,
      keys: keys.map(({ id, addedAt, rotatingSince }) => ({
        id,
        addedAt: addedAt.toISOString(),
        rotatingSince: rotatingSince?.toISOString() ?? null,
      })),
      progress: progress ? { ...progress, startedAt: progress.startedAt.toISOString() } : null,
    }
  }

  return new Elysia({ name: "desk-encryption", strictPath: true })
    .get("/api/desk/encryption", async ({ request }) => {
      requireOperator(await enter(request))
      return reply()
    })
    .post(
      "/api/desk/encryption/rotate",
      async ({ request }) => {
        const { partner, actor } = await enter(request).then(requireOperator)
        await encryption.start(partner.id, actor)
        return reply()
      },
      { parse: "none" },
    )
}
