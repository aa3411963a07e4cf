import type { CallerPorts, DeskCaller } from "./api/desk/caller.ts"
import type { AccountPorts, DeskDependencies } from "./api/desk/dependencies.ts"
import { DeskWatch } from "./api/desk/desk-watch.ts"
import { deskRoutes } from "./api/desk/routes.ts"
import type { Config } from "./config/schema.ts"
import type { ConversationParts } from "./conversations.ts"
import { OPERATOR } from "./core/audit.ts"
import { OPERATOR_SECRET, OperatorTokens } from "./http/operator-tokens.ts"
import type { SocketContract } from "./http/sockets.ts"
import { stepOfCode } from "./identity/one-time-codes.ts"
import { Passwords } from "./identity/passwords.ts"
import type { Logger } from "./log.ts"
import type { Partners } from "./partners.ts"
import { remembered } from "./remembered.ts"
import { signInPorts } from "./storage/account-ports.ts"
import type { Database } from "./storage/database.ts"
import { dataPorts } from "./storage/desk-data-ports.ts"
import { agentByToken, stillLive } from "./storage/repositories/agent-tokens.ts"
import { accountById, agentByNumber, agentsMark, useStep } from "./storage/repositories/agents.ts"
import { settingsMark } from "./storage/repositories/partners.ts"
import { serverSecret } from "./storage/repositories/server-secrets.ts"

/** How long a token that was revoked by another process goes on, and an agent's new name is unknown. */
const CALLER_TTL_MS = 1_000

export interface DeskOptions {
  config: Config
  database: Database
  log: Logger
  partners: Partners
  conversations: ConversationParts
  addressOf(request: Request): string
}

/**
 * What agents and admins do, put together. It neither listens nor waits for anything: a command may ask its routes in its
 * own process, on a database that no server has.
 */
export async function openDesk(options: DeskOptions) {
  const { config, database, log, partners, conversations, addressOf } = options
  const onFault = (err: unknown) => log.error({ err }, "the desk's news could not be told")
  const callers = await callerPorts(database, partners)
  const watch = new DeskWatch({
    stillLive: (tokenIds) => stillLive(database.db, tokenIds, new Date()),
    settingsMark: (partnerId) => settingsMark(database.db, partnerId),
    agentsMark: (partnerId) => agentsMark(database.db, partnerId),
    onFault,
  })
  const { hub, limits, log: conversationLog, store, routing } = conversations
  const dependencies: DeskDependencies = {
    config,
    callers,
    accounts: accountPorts(database),
    routing,
    data: dataPorts(database),
    watch,
    hub,
    limits,
    log: conversationLog,
    store,
    addressOf,
    onFault: conversations.onFault,
  }
  const sockets: SocketContract[] = []
  return {
    routes: deskRoutes(dependencies),
    sockets,
    stop(): void {
      watch.stop()
    },
  }
}

async function callerPorts(
  { db }: Database,
  partners: Pick<Partners, "byId">,
): Promise<CallerPorts & { forget(): void }> {
  const operators = new OperatorTokens(await serverSecret(db, OPERATOR_SECRET))
  const find = remembered((token: string) => bearerOf(db, operators, token), CALLER_TTL_MS)
  return {
    async callerOfToken(token) {
      const bearer = await find(token)
      const partner = bearer && (await partners.byId(bearer.partnerId))
      if (!bearer || !partner) return undefined
      const { partnerId: _, ...rest } = bearer
      return { partner, ...rest }
    },
    forget: find.forget,
  }
}

type Bearer = Omit<DeskCaller, "partner"> & { partnerId: string }

async function bearerOf(
  db: Database["db"],
  operators: OperatorTokens,
  token: string,
): Promise<Bearer | undefined> {
  const now = new Date()
  if (!token.startsWith("op_")) {
    const found = await agentByToken(db, token, now)
    if (!found) return undefined
    const { agent, tokenId } = found
    return { partnerId: agent.partnerId, agent, role: agent.role, tokenId, actor: agent.email }
  }
  const operator = operators.read(token, now)
  if (!operator) return undefined
  const { partnerId, agentNumber } = operator
  const agent = agentNumber === undefined ? undefined : await agentByNumber(db, partnerId, agentNumber)
  if (agentNumber !== undefined && (!agent || agent.disabled)) return undefined
  return { partnerId, agent, role: "admin", tokenId: undefined, actor: OPERATOR }
}

function accountPorts(database: Database): AccountPorts {
  const { db } = database
  const passwords = new Passwords()
  return {
    signIn: {
      ...signInPorts(database),
      verifyPassword: (password, hash) => passwords.verify(password, hash),
      async useCode({ agent, secondFactor }, code, at) {
        const step = secondFactor && stepOfCode(secondFactor.secret, code, at)
        return step !== undefined && useStep(db, agent.id, step)
      },
    },
    async hasSecondFactor({ id }) {
      const account = await accountById(db, id)
      return account?.secondFactor?.inForce === true
    },
  }
}
