import { Elysia } from "elysia"
import type { Account } from "../../../core/agents/account.ts"
import type { Agent } from "../../../core/agents/agent.ts"
import { changeAgent } from "../../../core/agents/change-agent.ts"
import { changePassword } from "../../../core/agents/change-password.ts"
import {
  beginSecondFactor,
  confirmSecondFactor,
  removeSecondFactor,
} from "../../../core/agents/second-factor.ts"
import { ChatdError } from "../../../core/errors.ts"
import { validate } from "../../../http/validate.ts"
import {
  changeMeSchema,
  changePasswordSchema,
  codeSchema,
  passwordSchema,
  removeSecondFactorSchema,
} from "../account-schemas.ts"
import type { DeskDependencies } from "../dependencies.ts"
import { meReply } from "../me-reply.ts"
import { calls } from "./call.ts"

/** Whoever calls, about themselves. */
export function meRoutes(dependencies: DeskDependencies) {
  const { accounts } = dependencies
  const { bodyOf, enter, enterAsAgent } = calls(dependencies)
  const accountOf = async (agent: Agent): Promise<Account> => {
    const account = await accounts.accountOf(agent)
    if (account) return account
    throw new ChatdError("unauthenticated", "This account is gone.")
  }

  return new Elysia({ name: "desk-me", strictPath: true })
    .get("/api/desk/me", async ({ request }) => meReply(dependencies, await enter(request)))
    .patch(
      "/api/desk/me",
      async ({ request }) => {
        const { agent, actor, ...caller } = await enterAsAgent(request)
        const changes = validate(changeMeSchema, await bodyOf(request))
        const changed = await changeAgent(accounts.change, agent, changes, { actor, agent })
        await accounts.changed(agent.partnerId)
        return meReply(dependencies, { ...caller, actor, agent: changed })
      },
      { parse: "none" },
    )
    .post(
      "/api/desk/me/password",
      async ({ request, set }) => {
        const { agent, actor, tokenId } = await enterAsAgent(request)
        const body = validate(changePasswordSchema, await bodyOf(request))
        const account = await accountOf(agent)
        await changePassword(accounts.own, account, { ...body, keptToken: tokenId }, actor)
        await accounts.changed(agent.partnerId)
        set.status = 204
      },
      { parse: "none" },
    )
    .post(
      "/api/desk/me/second-factor",
      async ({ request, set }) => {
        const { agent, partner } = await enterAsAgent(request)
        const { password } = validate(passwordSchema, await bodyOf(request))
        const secret = await beginSecondFactor(accounts.own, await accountOf(agent), password)
        set.headers["cache-control"] = "no-store"
        return { secret, url: accounts.secondFactorUrl(secret, agent, partner) }
      },
      { parse: "none" },
    )
    .put(
      "/api/desk/me/second-factor",
      async ({ request, set }) => {
        const { agent } = await enterAsAgent(request)
        const { code } = validate(codeSchema, await bodyOf(request))
        await confirmSecondFactor(accounts.own, await accountOf(agent), code)
        set.status = 204
      },
      { parse: "none" },
    )
    .delete(
      "/api/desk/me/second-factor",
      async ({ request, set }) => {
        const { agent } = await enterAsAgent(request)
        const proof = validate(removeSecondFactorSchema, await bodyOf(request))
        await removeSecondFactor(accounts.own, await accountOf(agent), proof)
        set.status = 204
      },
      { parse: "none" },
    )
}
