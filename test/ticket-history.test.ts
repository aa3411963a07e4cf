import { expect, test } from "bun:test"
import fc from "fast-check"
import type { Agent } from "../src/core/agents/agent.ts"
import type { Conversation } from "../src/core/conversations/conversation.ts"
import type { StoredCustomer } from "../src/core/customers.ts"
import { ChatdError } from "../src/core/errors.ts"
import type { Partner } from "../src/core/partner.ts"
import { changeTicket, type TicketChanges } from "../src/core/tickets/change-ticket.ts"
import { commentOnTicket, type NewComment } from "../src/core/tickets/comment-on-ticket.ts"
import { openTicket } from "../src/core/tickets/open-ticket.ts"
import { afterChange, type SupportTicket, type TicketChange } from "../src/core/tickets/ticket.ts"
import { agentActor, requesterActor } from "../src/core/tickets/ticket-actor.ts"
import { conversationStore, sessionPorts } from "../src/storage/conversation-ports.ts"
import { UnplacedEvents } from "../src/storage/conversations/unplaced-events.ts"
import { connect, type Database } from "../src/storage/database.ts"
import { eventsAfter } from "../src/storage/repositories/conversations.ts"
import { ensureCustomer } from "../src/storage/repositories/customers.ts"
import { listJobs } from "../src/storage/repositories/outbox.ts"
import { changesOf } from "../src/storage/repositories/ticket-changes.ts"
import { ticketByUuid, ticketsMark } from "../src/storage/repositories/tickets.ts"
import { ticketPorts } from "../src/storage/ticket-ports.ts"
import { eachDatabase, type OpenTestDatabase } from "./databases.ts"
import { addAgent } from "./desk-agents.ts"
import { makePartner } from "./fixtures/partner.ts"

const RUNS = Number(process.env.TICKET_RUNS ?? 30)

/** Names of their own that actors use again by mistake. */
const clientId = fc.constantFrom("a", "b", "c", "d", "e", "f")
const changes: fc.Arbitrary<TicketChanges> = fc.record(
  {
    clientId,
    status: fc.constantFrom("open", "in_progress", "closed"),
    priority: fc.constantFrom("low", "urgent"),
    subject: fc.constantFrom("It leaks", "It leaks again"),
    assignee: fc.constantFrom(1, 2, null),
  },
  { requiredKeys: [] },
)
const comment: fc.Arbitrary<NewComment> = fc.record({
  clientId,
  text: fc.constantFrom("Any news?", "We looked at it. ✓"),
  visibility: fc.constantFrom("public", "internal"),
})
/** Who does it: the customer, or one of two agents. */
const step = fc.record({ by: fc.nat(2), does: fc.oneof(changes, comment) })
/** Those of one group are done at once. */
const schedule = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 })

interface World {
  databases: Database[]
  partner: Partner
  agents: Agent[]
  customer: StoredCustomer
}

async function worldOf(open: OpenTestDatabase): Promise<World> {
  const database = await open()
  const partner = await makePartner(database)
  const agents = await Promise.all(
    ["ada", "grace"].map((name) => addAgent(database, partner, { name, email: `${name}@acme.example` })),
  )
  const identity = {
    partnerId: partner.id,
    externalId: "ada",
    verified: true,
    name: "Ada",
    email: "ada@example.com",
  }
  const customer = await ensureCustomer(database.db, identity, new Date())
  // SQLite waits for a lock without giving way: two of its connections never share a process.
  const others = database.dialect === "postgres" ? [await connect(database.location)] : []
  return { databases: [database, ...others], partner, agents, customer }
}

async function opened(world: World, withConversation: boolean) {
  const [database] = world.databases
  if (!database) throw new Error("There is a database.")
  const conversation = withConversation
    ? await sessionPorts(database, "secret").startConversation(world.customer, undefined)
    : undefined
  const { ticket } = await openTicket(
    {
      ...portsOf(database),
      store: conversationStore(database, new UnplacedEvents()),
      allow: () => {},
    },
    world.partner,
    {
      clientId: crypto.randomUUID(),
      source: "chat",
      actor: requesterActor(world.customer),
      description: "My kettle leaks",
      requester: {},
      customer: world.customer,
      conversation,
    },
  )
  return { database, ticket, conversation }
}

function portsOf(database: Database) {
  return ticketPorts(database, () => {}, {
    jobsForChange: ({ uuid }, { seq }) => [
      { kind: "test", dedupeKey: `${uuid}:${seq}`, payload: {}, notBefore: new Date() },
    ],
    wake: () => {},
  })
}

async function take(world: World, ticket: SupportTicket, i: number, { by, does }: Step): Promise<void> {
  const database = world.databases[i % world.databases.length]
  if (!database) throw new Error("There is a database.")
  const ports = portsOf(database)
  const agent = world.agents[by - 1]
  const actor = agent ? agentActor(agent) : requesterActor(world.customer)
  try {
    if (!("text" in does)) await changeTicket(ports, world.partner, ticket, does, actor)
    else {
      const { comment: stored } = await commentOnTicket(ports, world.partner, ticket, does, actor)
      expect(stored.kind).toBe("comment")
    }
  } catch (error) {
    // A name that was another thing's.
    if (!(error instanceof ChatdError) || error.code !== "conflict") throw error
  }
}
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

function replay(ticket: SupportTicket, history: readonly TicketChange[]): SupportTicket {
  let now = ticket
  for (const change of history) {
    const before = {
      status: now.status,
      priority: now.priority,
      subject: now.subject,
      assignee: now.assignee,
    }
    if (change.kind !== "comment" && change.kind !== "created")
      expect(change.from).toBe(before[change.kind]?.toString())
    now = afterChange(now, change, change.at)
  }
  return now
}

async function publicSeen({ db }: Database, { id }: Conversation) {
  const events = await eventsAfter(db, id, 0, 1_000)
  return events.filter(({ type }) => type === "ticket").map(({ data }) => data)
}

eachDatabase((_name, open) => {
  test("whatever is done at once, the history leads to the ticket, and customers read what is public", async () => {
    const world = await worldOf(open)
    await fc.assert(
      fc.asyncProperty(schedule, fc.boolean(), async (groups, withConversation) => {
        const { database, ticket, conversation } = await opened(world, withConversation)
        const markBefore = await ticketsMark(database.db, world.partner.id)
        for (const group of groups) await Promise.all(group.map((one, i) => take(world, ticket, i, one)))
        const history = await changesOf(database.db, ticket.id)
        expect(history.map(({ seq }) => seq)).toEqual(history.map((_, i) => i + 1))
        const stored = await ticketByUuid(database.db, ticket.uuid)
        const { transcript: _, ...row } = stored ?? fail()
        expect(row).toEqual(replay(ticket, history.slice(1)))
        expect(row.closedAt === undefined).toBe(row.status !== "closed")
        // Something that is noted was another before.
        for (const { kind, from, to } of history)
          if (kind !== "comment" && kind !== "created") expect(from).not.toBe(to as string)
        const names = await database.db
          .selectFrom("ticket_change")
          .select(["actor", "client_id"])
          .where("ticket_id", "=", ticket.id)
          .where("client_id", "is not", null)
          .execute()
        expect(new Set(names.map(({ actor, client_id }) => `${actor} ${client_id}`)).size).toBe(names.length)
        const jobs = await listJobs(database.db, ["pending"], 100_000)
        const own = jobs.filter(({ dedupeKey }) => dedupeKey.startsWith(ticket.uuid))
        expect(own.length).toBe(history.length)
        const changed = history.length > 1
        expect((await ticketsMark(database.db, world.partner.id)) > markBefore).toBe(changed)
        if (!conversation) return
        let status = ticket.status
        const expected = history.flatMap((change) => {
          if (change.kind === "status") status = change.to as typeof status
          const isPublic =
            change.kind === "comment" ? change.visibility === "public" : change.kind !== "priority"
          if (!isPublic || change.kind === "subject" || change.kind === "assignee") return []
          return [{ ticketId: ticket.reference, status, change: change.kind, comment: change.text }]
        })
        const seen = await publicSeen(database, conversation)
        expect<unknown>(seen.map((data) => ({ comment: undefined, ...data, senderName: undefined }))).toEqual(
          expected.map((one) => ({ ...one, senderName: undefined })),
        )
      }),
      { numRuns: RUNS },
    )
    await world.databases[1]?.close()
  })

  test("a ticket of a conversation that has gone goes on without it", async () => {
    const world = await worldOf(open)
    const { database, ticket, conversation } = await opened(world, true)
    await database.db
      .deleteFrom("conversation")
      .where("id", "=", conversation?.id ?? 0)
      .execute()
    const changed = await changeTicket(
      portsOf(database),
      world.partner,
      ticket,
      { status: "closed" },
      requesterActor(world.customer),
    )
    expect(changed).toMatchObject({ status: "closed" })
    expect(changed.conversationId).toBeUndefined()
    await world.databases[1]?.close()
  })

  test("a ticket asked for again and again at once is one", async () => {
    const world = await worldOf(open)
    const [database] = world.databases
    if (!database) throw new Error("There is a database.")
    const ports = { ...portsOf(database), store: { messagesBefore: async () => [] }, allow: () => {} }
    const ask = (clientId: string, description = "My kettle leaks") =>
      openTicket(ports, world.partner, {
        clientId,
        source: "chat",
        actor: requesterActor(world.customer),
        description,
        requester: {},
        customer: world.customer,
      })
    const asked = await Promise.all([1, 2, 3, 4, 5].map(() => ask("one")))
    expect(new Set(asked.map(({ ticket }) => ticket.uuid)).size).toBe(1)
    expect(asked.filter(({ fresh }) => fresh)).toHaveLength(1)
    expect((await ask("two")).ticket.number).toBe(2)
    await world.databases[1]?.close()
  })
})

function fail(): never {
  throw new Error("The ticket has gone.")
}
