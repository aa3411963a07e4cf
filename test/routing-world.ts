import type { KyselyPlugin } from "kysely"
import pino from "pino"
import type { Agent, Presence } from "../src/core/agents/agent.ts"
import { BOT_WORDS } from "../src/core/conversations/bot-words.ts"
import { changeStatus } from "../src/core/conversations/change-status.ts"
import type { Conversation, Priority } from "../src/core/conversations/conversation.ts"
import type { Appended } from "../src/core/conversations/log.ts"
import { postMessage } from "../src/core/conversations/post-message.ts"
import { waitForPerson } from "../src/core/conversations/request-person.ts"
import { customerSender } from "../src/core/conversations/senders.ts"
import { NOTHING_TRIED } from "../src/core/conversations/why.ts"
import type { StoredCustomer } from "../src/core/customers.ts"
import { ChatdError } from "../src/core/errors.ts"
import type { Partner } from "../src/core/partner.ts"
import { setPriority } from "../src/core/routing/set-priority.ts"
import { Hub } from "../src/realtime/hub.ts"
import { openRouting } from "../src/routing.ts"
import { sessionPorts } from "../src/storage/conversation-ports.ts"
import { openConversationLog } from "../src/storage/conversations/conversation-log.ts"
import { connect, type Database, type DatabaseLocation } from "../src/storage/database.ts"
import { ensureCustomer } from "../src/storage/repositories/customers.ts"
import { partnerById } from "../src/storage/repositories/partners.ts"
import { changeSettings, makePartner } from "./fixtures/partner.ts"

/** Seconds that agents who are gone keep what they have. */
export const GRACE_SECONDS = 60
/** After so long nobody believes a server that says nothing more. */
export const LEASE_SECONDS = 30

/** A server's part that has to do with conversations and agents. */
interface Server {
  log: ReturnType<typeof openConversationLog>
  people: ReturnType<typeof openRouting>
  /** What takes back each agent's clients, by the agent's number. */
  clients: Map<number, (() => void)[]>
  isUp: boolean
  faults: string[]
}

/** One database with a partner, its agents and one or two servers, whose clock the test moves. */
export class RoutingWorld {
  readonly servers: Server[] = []
  readonly conversations: Conversation[] = []
  /** Texts that were acknowledged, by conversation. */
  readonly said = new Map<number, string[]>()
  readonly faults: string[] = []
  /** When each agent was there to be given conversations, and when a client of theirs was there at all. */
  readonly there = new Map<number, Span[]>()
  readonly connected = new Map<number, Span[]>()
  readonly #states = new Map<number, { online: boolean; disabled: boolean }>()
  #moved = 0
  #said = 0

  private constructor(
    readonly database: Database,
    readonly databases: readonly Database[],
    readonly partner: Partner,
    readonly agents: readonly Agent[],
    readonly customer: StoredCustomer,
  ) {}

  /** @param databases a connection a server */
  static async open(
    databases: readonly Database[],
    capacities: readonly number[],
    strategy: "least_busy" | "round_robin" = "least_busy",
  ): Promise<RoutingWorld> {
    const [database] = databases
    if (!database) throw new Error("a world needs a database")
    const made = await makePartner(database)
    await changeSettings(database, made, (settings) => ({
      ...settings,
      routing: { ...settings.routing, strategy, graceSeconds: GRACE_SECONDS },
      // Nobody is sent away by the clock that the test moves.
      session: { idleSeconds: 1_000_000 },
    }))
    const partner = await partnerById(database.db, made.id)
    if (!partner) throw new Error("the partner is there")
    const agents: Agent[] = []
    for (const [i, capacity] of capacities.entries())
      agents.push(await insertAgent(database, partner.id, i + 1, capacity))
    const identity = { partnerId: partner.id, externalId: "customer-1", verified: true }
    const customer = await ensureCustomer(database.db, identity, new Date())
    const world = new RoutingWorld(database, databases, partner, agents, customer)
    for (const each of databases) world.servers.push(await world.#serve(each))
    return world
  }

  now = (): number => Date.now() + this.#moved

  /** Time passes, in which nobody says or does anything: the machine slept, or the database was away. */
  sleep(seconds: number): void {
    this.#moved += seconds * 1000
  }

  /** Time passes, in which servers go on saying that they are there. */
  async wait(seconds: number): Promise<void> {
    for (let left = seconds; left > 0; left -= LEASE_SECONDS / 3) {
      this.#moved += Math.min(left, LEASE_SECONDS / 3) * 1000
      await Promise.all(this.servers.map(({ people }) => people.sweep()))
    }
  }

  async #serve(database: Database): Promise<Server> {
    const faults: string[] = []
    const logger = pino({ level: "warn" }, { write: (line: string) => void faults.push(line) })
    const onCommitted = (batch: readonly Appended[]) => people.routing.committed(batch)
    const log = openConversationLog(database, onCommitted, (error) => faults.push(String(error)))
    const people = openRouting({
      database,
      log: logger,
      hub: new Hub(),
      partnerById: (id) => partnerById(database.db, id),
      sole: database.dialect === "sqlite",
      onCommitted,
      now: this.now,
    })
    await people.takeUp()
    return { log, people, clients: new Map(), isUp: true, faults }
  }

  /** The server is gone without a word; another one takes its place. */
  async crash(index: number): Promise<void> {
    const server = this.#server(index)
    server.isUp = false
    // Nothing of it runs by itself: what it had begun ends, and it is not heard of again.
    await server.log.close()
    await server.people.idle()
    this.faults.push(...server.faults)
    const database = this.databases[index]
    if (database) this.servers[index] = await this.#serve(database)
    for (const { number } of this.agents) this.#note(number)
  }

  #server(index: number): Server {
    const server = this.servers[index % this.servers.length]
    if (!server) throw new Error("there is no such server")
    return server
  }

  routing(index: number) {
    return this.#server(index).people.routing
  }

  async ask(server: number, priority: Priority): Promise<Conversation> {
    const { startConversation } = sessionPorts(this.database, "secret")
    const fresh = await startConversation(this.customer, undefined)
    const { log } = this.#server(server).log
    const asked = await log.append(
      fresh.id,
      (now, at) =>
        waitForPerson(now, this.partner, {
          sender: customerSender(this.customer),
          at,
          word: BOT_WORDS.en.coming,
          why: { reason: "asked", question: "", ...NOTHING_TRIED },
        }) ?? { events: [] },
    )
    this.conversations.push(asked.conversation)
    const { number } = asked.conversation
    const request = { partnerId: this.partner.id, number, by: undefined, priority }
    await setPriority(this.routing(server).ports, request)
    return asked.conversation
  }

  connect(server: number, number: number): void {
    const { people, clients } = this.#server(server)
    const agent = this.agents[number - 1]
    if (agent) clients.set(number, [...(clients.get(number) ?? []), people.routing.connected(agent)])
    this.#note(number)
  }

  disconnect(server: number, number: number): void {
    this.#server(server).clients.get(number)?.pop()?.()
    this.#note(number)
  }

  /** Whether an agent is there is one thing, whether that stands in the database yet another. */
  #note(number: number): void {
    const { online, disabled } = this.#states.get(number) ?? { online: true, disabled: false }
    const connected = this.servers.some(({ clients }) => (clients.get(number)?.length ?? 0) > 0)
    turn(this.connected, number, connected, this.now())
    turn(this.there, number, connected && online && !disabled, this.now())
  }

  async say(server: number, conversation: Conversation, by: Agent | undefined): Promise<void> {
    const text = `text ${++this.#said}`
    const sender = by ? ({ kind: "agent", id: `agent-${by.number}` } as const) : customerSender(this.customer)
    const { log } = this.#server(server).log
    const message = { conversationId: conversation.id, sender, clientId: text, text }
    const { isStaffed } = this.routing(server)
    const ports = { log, isStaffed, languageFor: async () => "en" as const }
    const data = by && { senderName: by.name }
    const stored = await refusable(postMessage(ports, this.partner, { ...message, data }))
    if (stored) this.said.set(conversation.id, [...(this.said.get(conversation.id) ?? []), text])
  }

  async closedByCustomer(server: number, conversation: Conversation): Promise<void> {
    const { log } = this.#server(server).log
    await changeStatus(log, conversation.id, "closed_by_customer", customerSender(this.customer))
  }

  /** As an account's change is made: stored, then told to the server that made it. */
  async changeAgent(
    server: number,
    number: number,
    change: { presence?: Presence; capacity?: number; disabled_at?: number | null },
  ): Promise<void> {
    const { online = true, disabled = false } = this.#states.get(number) ?? {}
    this.#states.set(number, {
      online: change.presence === undefined ? online : change.presence === "online",
      disabled: change.disabled_at === undefined ? disabled : change.disabled_at !== null,
    })
    this.#note(number)
    await this.database.db
      .updateTable("agent")
      .set(change)
      .where("partner_id", "=", this.partner.id)
      .where("number", "=", number)
      .execute()
    this.routing(server).wake(this.partner.id)
  }

  /** Until nobody has anything to do of what was told. */
  async settle(): Promise<void> {
    for (const { log } of this.servers) await log.log.idle()
    // What one server does may be news to itself; it never is to the other.
    for (const { people } of this.servers) await people.idle()
  }

  async sweep(): Promise<void> {
    for (const { people } of this.servers) await people.sweep()
    await this.settle()
  }

  async close(): Promise<void> {
    for (const { people, log, faults } of this.servers) {
      await people.stop()
      await log.close()
      this.faults.push(...faults)
    }
  }
}

export interface Span {
  from: number
  to: number
}

function turn(spans: Map<number, Span[]>, number: number, isOn: boolean, at: number): void {
  const theirs = spans.get(number) ?? []
  spans.set(number, theirs)
  const last = theirs.at(-1)
  const isOpen = last?.to === Number.POSITIVE_INFINITY
  if (isOn && !isOpen) theirs.push({ from: at, to: Number.POSITIVE_INFINITY })
  if (!isOn && last && isOpen) last.to = at
}

/** Undefined where it was refused for a reason that the caller is told. */
export async function refusable<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof ChatdError && /^(conflict|forbidden|invalid_input|not_found)$/.test(error.code))
      return undefined
    throw error
  }
}

export const PRIORITIES: readonly Priority[] = ["low", "medium", "high", "urgent"]

export async function insertAgent(
  { db }: Database,
  partnerId: string,
  number: number,
  capacity: number,
): Promise<Agent> {
  const at = Date.now()
  const { id } = await db
    .insertInto("agent")
    .values({
      partner_id: partnerId,
      number,
      email: `agent-${number}@acme.example`,
      name: `Agent ${number}`,
      role: "agent",
      capacity,
      presence: "online",
      created_at: at,
      updated_at: at,
    })
    .returning("id")
    .executeTakeFirstOrThrow()
  return {
    id,
    partnerId,
    number,
    email: `agent-${number}@acme.example`,
    name: `Agent ${number}`,
    role: "agent",
    capacity,
    presence: "online",
    disabled: false,
    createdAt: new Date(at),
  }
}

/** Another connection to the same database. */
export function again(location: DatabaseLocation): Promise<Database> {
  return connect(location)
}

/** The same database, where what was asked takes its time now and then: others come between two statements. */
export function unhurried(database: Database): Database {
  const pauses: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      for (let turns = Math.floor(Math.random() * 12) - 4; turns > 0; turns--)
        await new Promise((resolve) => setImmediate(resolve))
      return result
    },
  }
  return { ...database, db: database.db.withPlugin(pauses) }
}
