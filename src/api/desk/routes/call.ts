import { readJsonBody } from "../../../http/json-body.ts"
import { type AgentCaller, callerOf, type DeskCaller, requireAdmin, requireAgent } from "../caller.ts"
import type { DeskDependencies } from "../dependencies.ts"

/** What every call begins with. */
export function calls({ callers, config }: Pick<DeskDependencies, "callers" | "config">) {
  const enter = (request: Request): Promise<DeskCaller> => callerOf(callers, request)
  return {
    bodyOf: (request: Request): Promise<unknown> => readJsonBody(request, config.server.max_body_kb * 1024),
    /** @throws {ChatdError} `unauthenticated` */
    enter,
    /** @throws {ChatdError} `unauthenticated`, or `forbidden` where the operator acts in nobody's name */
    enterAsAgent: async (request: Request): Promise<AgentCaller> => requireAgent(await enter(request)),
    /** @throws {ChatdError} `unauthenticated` or `forbidden` */
    async enterAsAdmin(request: Request): Promise<DeskCaller> {
      const caller = await enter(request)
      requireAdmin(caller)
      return caller
    },
  }
}
