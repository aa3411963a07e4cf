import { bearerToken } from "../../../http/bearer.ts"
import { readJsonBody } from "../../../http/json-body.ts"
import { type Access, accessTo } from "../access.ts"
import type { ChatDependencies } from "../dependencies.ts"

/** What every call on a session begins with. */
export function calls({ access, config }: Pick<ChatDependencies, "access" | "config">) {
  return {
    bodyOf: (request: Request): Promise<unknown> => readJsonBody(request, config.server.max_body_kb * 1024),
    /** @throws {ChatdError} `unauthenticated`, or `not_found` for what is absent or another's */
    enter: (request: Request, sessionId: string): Promise<Access> =>
      accessTo(access, bearerToken(request), sessionId),
  }
}
