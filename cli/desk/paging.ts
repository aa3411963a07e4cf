import type {
  CustomerDetail,
  DeskAgent,
  DeskCustomer,
  DeskEvent,
  DeskTicket,
  SearchHit,
  Summary,
} from "../../src/api/desk/protocol.ts"
import { CommandFailure, EXIT } from "../failure.ts"
import type { DeskClient } from "./client.ts"

/** What one call gives at most. */
const PAGE = 100

type Query = Readonly<Record<string, string | number | undefined>>

/** Asks again and again, until there are as many as wanted or no more. */
async function pages<Item>(
  limit: number,
  ask: (page: { limit: number; before: string | undefined }) => Promise<{ items: Item[]; more: boolean }>,
  placeOf: (item: Item) => string,
): Promise<{ items: Item[]; more: boolean }> {
  const all: Item[] = []
  for (;;) {
    const last = all.at(-1)
    const { items, more } = await ask({
      limit: Math.min(PAGE, limit - all.length),
      before: last && placeOf(last),
    })
    all.push(...items)
    if (!more || items.length === 0 || all.length >= limit)
      return { items: all, more: more && items.length > 0 }
  }
}

export function listConversations(desk: DeskClient, query: Query, limit: number) {
  return pages<Summary>(
    limit,
    async (page) => {
      const { conversations, more } = await desk.get<{ conversations: Summary[]; more: boolean }>(
        "/conversations",
        { ...query, ...page },
      )
      return { items: conversations, more }
    },
    ({ number }) => String(number),
  )
}

export function listCustomers(desk: DeskClient, query: Query, limit: number) {
  return pages<DeskCustomer>(
    limit,
    async (page) => {
      const { customers, more } = await desk.get<{ customers: DeskCustomer[]; more: boolean }>("/customers", {
        ...query,
        ...page,
      })
      return { items: customers, more }
    },
    ({ ref }) => ref,
  )
}

export function listTickets(desk: DeskClient, query: Query, limit: number) {
  return pages<DeskTicket>(
    limit,
    async (page) => {
      const { tickets, more } = await desk.get<{ tickets: DeskTicket[]; more: boolean }>("/tickets", {
        ...query,
        ...page,
      })
      return { items: tickets, more }
    },
    ({ number }) => String(number),
  )
}

export function searchMessages(desk: DeskClient, query: Query, limit: number) {
  return pages<SearchHit>(
    limit,
    async (page) => {
      const { hits, more } = await desk.get<{ hits: SearchHit[]; more: boolean }>("/search", {
        ...query,
        ...page,
      })
      return { items: hits, more }
    },
    ({ conversation, seq }) => `${conversation}.${seq}`,
  )
}

const EVENTS = 500

/** A conversation's events after a number, in their order. */
export async function eventsAfter(desk: DeskClient, number: number, after: number): Promise<DeskEvent[]> {
  const all: DeskEvent[] = []
  for (;;) {
    const { events } = await desk.get<{ events: DeskEvent[]; lastSeq: number }>(
      `/conversations/${number}/events`,
      { after: all.at(-1)?.seq ?? after, limit: EVENTS },
    )
    all.push(...events)
    if (events.length < EVENTS) return all
  }
}

/**
 * An agent by e-mail address, number or name.
 *
 * @throws {CommandFailure} where there is none, or several bear the name
 */
export async function agentNamed(desk: DeskClient, named: string): Promise<DeskAgent> {
  const { agents } = await desk.get<{ agents: DeskAgent[] }>("/agents")
  const lower = named.toLowerCase()
  const exact = agents.filter(({ number, email }) => String(number) === named || email === lower)
  const found = exact.length > 0 ? exact : agents.filter(({ name }) => name.toLowerCase() === lower)
  const [agent] = found
  if (!agent)
    throw new CommandFailure(`There is no agent ${named}; \`chatd agent list\` shows them.`, EXIT.notFound)
  if (found.length > 1)
    throw new CommandFailure(`Several agents are called ${named}. Use the e-mail address.`, EXIT.usage)
  return agent
}

/**
 * A customer by ref, or by the partner's id where that is one customer's only.
 *
 * @throws {CommandFailure} where there is none
 */
export async function customerNamed(desk: DeskClient, named: string): Promise<CustomerDetail> {
  const ask = (ref: string) => desk.get<CustomerDetail>(`/customers/${encodeURIComponent(ref)}`)
  try {
    return await ask(named)
  } catch (error) {
    if (!(error instanceof CommandFailure) || error.exitCode !== EXIT.notFound) throw error
    for (const ref of [`v-${named}`, `u-${named}`]) {
      try {
        return await ask(ref)
      } catch (other) {
        if (!(other instanceof CommandFailure) || other.exitCode !== EXIT.notFound) throw other
      }
    }
    throw error
  }
}
