import { Elysia } from "elysia"
import { ChatdError } from "../../../core/errors.ts"
import type { DeskDependencies } from "../dependencies.ts"
import type { AccessToken } from "../protocol.ts"
import { calls } from "./call.ts"

/** The ways in that an agent has opened. */
export function tokenRoutes(dependencies: DeskDependencies) {
  const { accounts } = dependencies
  const { enterAsAgent } = calls(dependencies)

  return new Elysia({ name: "desk-tokens", strictPath: true })
    .post("/api/desk/sign-out", async ({ request, set }) => {
      const { agent, tokenId, actor } = await enterAsAgent(request)
      if (tokenId === undefined)
        throw new ChatdError("conflict", "The operator's token is not kept anywhere, and ends by itself.")
      await accounts.revokeToken(agent, tokenId, actor)
      await accounts.changed(agent.partnerId)
      set.status = 204
    })
    .get("/api/desk/tokens", async ({ request }): Promise<{ tokens: AccessToken[] }> => {
      const { agent, tokenId } = await enterAsAgent(request)
      const tokens = await accounts.tokens(agent)
      return {
        tokens: tokens.map(({ id, label, createdAt, lastUsedAt, expiresAt }) => ({
          id,
          label,
          createdAt: createdAt.toISOString(),
          lastUsedAt: lastUsedAt?.toISOString() ?? null,
          expiresAt: expiresAt.toISOString(),
          current: id === tokenId,
        })),
      }
    })
    .delete("/api/desk/tokens/:id", async ({ request, params, set }) => {
      const { agent, actor } = await enterAsAgent(request)
      if (!(await accounts.revokeToken(agent, params.id, actor)))
        throw new ChatdError("not_found", `There is no token ${params.id}.`)
      await accounts.changed(agent.partnerId)
      set.status = 204
    })
}
