import { setTimeout as pause } from "node:timers/promises"
import type { Command } from "commander"
import type { Config } from "../../src/config/schema.ts"
import type { Agent } from "../../src/core/agents/agent.ts"
import type { Partner } from "../../src/core/partner.ts"
import { OPERATOR_SECRET, OperatorTokens } from "../../src/http/operator-tokens.ts"
import { configuredLocation } from "../../src/storage/configured-location.ts"
import { type Database, openDatabase } from "../../src/storage/database.ts"
import { requireDatabase } from "../../src/storage/database-there.ts"
import { DataFolderTaken } from "../../src/storage/instance-lock.ts"
import { listAgents } from "../../src/storage/repositories/agents.ts"
import { serverSecret } from "../../src/storage/repositories/server-secrets.ts"
import { runningServer } from "../../src/storage/running-server.ts"
import { requireNoServerInTheWay } from "../../src/storage/server-in-the-way.ts"
import { parsePlace } from "../arguments.ts"
import { CommandFailure, EXIT } from "../failure.ts"
import { choosePartner } from "../partner.ts"
import { configOf } from "../settings.ts"
import { DeskClient, DeskUnreachable, type DeskWay } from "./client.ts"
import { credentialOf, serverAddress } from "./credentials.ts"
import { httpWay } from "./http-way.ts"

/** What every command of the desk takes. */
export interface DeskFlags {
  server?: string
  partner?: string
  as?: string
  json?: boolean
  /** In nobody's name, as the operator alone. */
  asNobody?: boolean
  /** An encryption key that is not in use yet may come into use, where no server runs. */
  newKeys?: boolean
}

export function withDeskFlags(command: Command): Command {
  return command
    .option("--as <agent>", "in whose name: e-mail address or number (default: the only agent)")
    .option("--partner <id>", "whose desk (default: the only partner)")
    .option("--server <url>", "a server elsewhere that you signed in to (or CHATD_SERVER)", parsePlace)
    .option("--json", "for scripts")
}

/**
 * Reaches the desk for as long as `use` takes: the server elsewhere that is named; else the one that runs on the
 * configured data folder; else, where none runs, the desk's own routes within this process.
 */
export async function withDesk<T>(
  self: Command,
  flags: DeskFlags,
  use: (desk: DeskClient) => Promise<T>,
): Promise<T> {
  const way = await reachDesk(self, flags)
  try {
    return await use(new DeskClient(way))
  } finally {
    await way.close()
  }
}

/** @throws {CommandFailure} saying what to do */
export async function reachDesk(
  self: Command,
  flags: DeskFlags,
  { onlyServer = false }: { onlyServer?: boolean } = {},
): Promise<DeskWay> {
  const server = serverElsewhere(flags)
  if (server) return remoteWay(serverAddress(server), flags)
  const config = configOf(self)
  if (!onlyServer) return localWay(config, flags)
  const way = await runningWay(config, flags)
  if (way) return way
  throw new DeskUnreachable(`No server runs on ${config.data}.`)
}

/** The server elsewhere that is named, if one is. */
export function serverElsewhere({ server }: Pick<DeskFlags, "server">): string | undefined {
  return server ?? (process.env.CHATD_SERVER || undefined)
}

/**
 * For what is done on the server's own machine alone, where an answer from here would pass for that server's.
 *
 * @throws {CommandFailure} where a server elsewhere is named
 */
export function refuseServer(command: string, named?: string): void {
  const server = serverElsewhere({ server: named })
  if (server)
    throw new CommandFailure(
      `${command} works on the server's own machine: run it there, without --server and CHATD_SERVER (${server}).`,
      EXIT.usage,
    )
}

export function remoteWay(server: string, { as, partner }: DeskFlags): DeskWay {
  const signIn = `chatd sign-in --server ${server}`
  const fromEnvironment = process.env.CHATD_TOKEN
  const kept = fromEnvironment ? undefined : credentialOf(server)
  if (!fromEnvironment && !kept)
    throw new CommandFailure(`You are not signed in to ${server}: ${signIn}`, EXIT.notAllowed)
  if (as !== undefined && as !== kept?.email) {
    const who = kept ? `as ${kept.email}` : "with CHATD_TOKEN"
    throw new CommandFailure(
      `You are signed in to ${server} ${who}; --as is for your own machine's server. ${signIn} --email ${as}`,
      EXIT.usage,
    )
  }
  if (partner !== undefined && kept && partner !== kept.partner.id)
    throw new CommandFailure(
      `You are signed in to ${server} for ${kept.partner.id} (${kept.partner.name}). ${signIn} --partner ${partner}`,
      EXIT.usage,
    )
  const signInAgain = fromEnvironment ? "CHATD_TOKEN holds another one." : signIn
  return httpWay({ server, token: () => fromEnvironment ?? kept?.token, signInAgain })
}

/** How long a command waits for another one that has the data folder to itself, or for a server that starts or stops. */
const PATIENCE_MS = 10_000
const AGAIN_MS = 50

async function localWay(config: Config, flags: DeskFlags): Promise<DeskWay> {
  requireDatabase(configuredLocation(config))
  const deadline = performance.now() + PATIENCE_MS
  for (;;) {
    const way = (await runningWay(config, flags)) ?? (await ownWay(config, flags))
    if (way) return way
    if (performance.now() > deadline)
      throw new DeskUnreachable(
        `Another process has ${config.data} to itself and does not answer. Is a server starting or stopping?`,
      )
    await pause(AGAIN_MS)
  }
}

/** Through the server that runs here; undefined where none answers. */
async function runningWay(config: Config, flags: DeskFlags): Promise<DeskWay | undefined> {
  const found = runningServer(config.data, config.database_url === undefined)
  if (!found || !(await answers(found.url))) return undefined
  const location = configuredLocation(config)
  await requireNoServerInTheWay(location)
  const database = await openDatabase(location)
  try {
    const token = await operatorToken(database, config, flags)
    return httpWay({ server: found.url, token, signInAgain: NOT_ITS_DATABASE })
  } finally {
    await database.close()
  }
}

const NOT_ITS_DATABASE = "Does the server have another database? See --data and --database-url."

/** One that was killed leaves its address behind, and a command that has the folder then looks like it. */
async function answers(url: string): Promise<boolean> {
  try {
    const { status } = await fetch(`${url}/api/desk/me`, { signal: AbortSignal.timeout(PATIENCE_MS) })
    return status === 401
  } catch {
    return false
  }
}

/** Within this process; undefined where another process has the data folder. */
async function ownWay(config: Config, flags: DeskFlags): Promise<DeskWay | undefined> {
  const { openOwnDesk } = await import("./own-desk.ts")
  try {
    const desk = await openOwnDesk(config, flags.newKeys ? "allowed" : "refused")
    try {
      const token = await operatorToken(desk.database, config, flags)
      return {
        name: "The desk",
        signInAgain: "",
        socket: undefined,
        send: (path, init) => desk.send(path, init, token()),
        close: () => desk.close(),
      }
    } catch (error) {
      await desk.close()
      throw error
    }
  } catch (error) {
    if (error instanceof DataFolderTaken) return undefined
    throw error
  }
}

async function operatorToken(
  { db }: Pick<Database, "db">,
  config: Config,
  { partner: named, as, asNobody }: DeskFlags,
): Promise<() => string> {
  const partner = await choosePartner(db, config, named)
  const agent = asNobody ? undefined : actingAgent(partner, await listAgents(db, partner.id), as)
  const tokens = new OperatorTokens(await serverSecret(db, OPERATOR_SECRET))
  return () => tokens.issue({ partnerId: partner.id, agentNumber: agent?.number }, new Date())
}

/** The one named, else the only one there is; undefined where it cannot be told, which matters only to some calls. */
function actingAgent(partner: Partner, all: readonly Agent[], named: string | undefined): Agent | undefined {
  const open = all.filter(({ disabled }) => !disabled)
  if (named === undefined) return open.length === 1 ? open[0] : undefined
  const agent = all.find(({ number, email }) => String(number) === named || email === named.toLowerCase())
  if (!agent)
    throw new CommandFailure(
      `${partner.name} has no agent ${named}; \`chatd agent list\` shows them.`,
      EXIT.notFound,
    )
  if (agent.disabled) throw new CommandFailure(`The account of ${agent.email} is closed.`, EXIT.notAllowed)
  return agent
}
