import type { DeskAgent, DeskTicket, Summary } from "../../src/api/desk/protocol.ts"
import { loadConfig } from "../../src/config/load.ts"
import { PARTNER_SETTINGS } from "../../src/config/partner-settings.ts"
import type { Config } from "../../src/config/schema.ts"
import { configuredLocation } from "../../src/storage/configured-location.ts"
import { connect, type Db } from "../../src/storage/database.ts"
import { requireDatabase } from "../../src/storage/database-there.ts"
import { listAgents } from "../../src/storage/repositories/agents.ts"
import { listConversations, shownCustomers } from "../../src/storage/repositories/conversation-lists.ts"
import { listPartners } from "../../src/storage/repositories/partners.ts"
import { listTickets } from "../../src/storage/repositories/ticket-lists.ts"
import { DeskClient } from "../desk/client.ts"
import { serverAddress } from "../desk/credentials.ts"
import { remoteWay } from "../desk/reach.ts"
import { customerName, stateOf } from "../desk/summary-table.ts"
import { choosePartner } from "../partner.ts"
import type { Candidate, Given, Subject, Values } from "./complete.ts"

/** Who presses Tab does not wait longer for what only helps. */
const PATIENCE_MS = 1_500
const MOST = 100

/** What the data know; nothing where they cannot be asked, since nobody wants an error in the middle of a line. */
export const dataValues: Values = async (subject, given) => {
  const late = Bun.sleep(PATIENCE_MS).then((): Candidate[] => [])
  return Promise.race([VALUES[subject](given).catch((): Candidate[] => []), late])
}

const VALUES: Readonly<Record<Subject, (given: Given) => Promise<readonly Candidate[]>>> = {
  partner: (given) =>
    fromDatabase(given, async (db) =>
      (await listPartners(db)).map(({ id, name }) => ({ value: id, about: name })),
    ),
  agent: agents,
  conversation: conversations,
  ticket: tickets,
  setting: async () => PARTNER_SETTINGS.map(({ key }) => ({ value: key })),
  assignment: async () => PARTNER_SETTINGS.map(({ key }) => ({ value: `${key}=` })),
}

async function agents(given: Given): Promise<Candidate[]> {
  const remote = remoteDesk(given)
  if (remote) {
    const found = await remote.get<{ agents: DeskAgent[] }>("/agents")
    return found.agents.map(agentCandidate)
  }
  return fromDatabase(given, async (db, config) => {
    const partner = await choosePartner(db, config, given.get("partner"))
    return (await listAgents(db, partner.id)).map(agentCandidate)
  })
}

async function conversations(given: Given): Promise<Candidate[]> {
  const remote = remoteDesk(given)
  if (remote) {
    const query = { view: "open", limit: MOST }
    const found = await remote.get<{ conversations: Summary[] }>("/conversations", query)
    return found.conversations.map((one) => conversationCandidate(one, customerName(one.customer)))
  }
  return fromDatabase(given, async (db, config) => {
    const partner = await choosePartner(db, config, given.get("partner"))
    const found = await listConversations(db, partner.id, { view: "open", limit: MOST })
    const customers = await shownCustomers(
      db,
      found.map(({ customerId }) => customerId),
    )
    return found.map((one) => {
      const { name, email, externalId } = customers.get(one.customerId) ?? {}
      return conversationCandidate(one, name ?? email ?? externalId ?? "")
    })
  })
}

async function tickets(given: Given): Promise<Candidate[]> {
  const remote = remoteDesk(given)
  if (remote) {
    const found = await remote.get<{ tickets: DeskTicket[] }>("/tickets", { limit: MOST })
    return found.tickets.map(ticketCandidate)
  }
  return fromDatabase(given, async (db, config) => {
    const partner = await choosePartner(db, config, given.get("partner"))
    return (await listTickets(db, partner.id, { view: "open", limit: MOST })).map(ticketCandidate)
  })
}

function ticketCandidate({ number, subject }: Pick<DeskTicket, "number" | "subject">): Candidate {
  return { value: String(number), about: subject }
}

function agentCandidate({ email, name }: { email: string; name: string }): Candidate {
  return { value: email, about: name }
}

function conversationCandidate(
  one: Pick<Summary, "number" | "status" | "handler">,
  customer: string,
): Candidate {
  return { value: String(one.number), about: `${customer}, ${stateOf(one)}` }
}

function remoteDesk(given: Given): DeskClient | undefined {
  const server = given.get("server") ?? process.env.CHATD_SERVER
  return server ? new DeskClient(remoteWay(serverAddress(server), {})) : undefined
}

/** As it is, without bringing its tables up to date. */
async function fromDatabase<T>(given: Given, ask: (db: Db, config: Config) => Promise<T>): Promise<T> {
  const config = configFor(given)
  const location = configuredLocation(config)
  requireDatabase(location)
  const database = await connect(location)
  try {
    return await ask(database.db, config)
  } finally {
    await database.close()
  }
}

function configFor(given: Given): Config {
  const file = given.get("config") ?? (process.env.CHATD_CONFIG || undefined)
  return loadConfig({
    file: file ?? "chatd.toml",
    fileRequired: file !== undefined,
    environment: process.env,
    flags: { data: given.get("data"), database_url: given.get("database-url") },
  })
}
