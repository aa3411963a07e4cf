import { z } from "zod"
import { DeliveryError } from "./delivery-error.ts"
import { baseUrlOf, createRequest, type FreshdeskConfig, type Request } from "./freshdesk/request.ts"

export interface FreshdeskTicket {
  subject: string
  descriptionHtml: string
  requester: { name: string; email?: string; phone?: string }
  /** 1 low, 2 medium, 3 high, 4 urgent. */
  priority: 1 | 2 | 3 | 4
  /** 2 open, 3 pending, 4 resolved, 5 closed, or one of the account's own. */
  status: number
  /** Names this ticket among all that will ever be created, such as the failure's id. */
  uniqueKey: string
}

export interface CreatedTicket {
  id: string
  /** Where agents see it. */
  url: string
}

export interface Freshdesk {
  /**
   * Creates a ticket once: unless this is said to be the `firstAttempt`, it looks for the ticket before. Two calls
   * at once with the same key are one.
   *
   * @throws DeliveryError
   */
  createTicket(ticket: FreshdeskTicket, options?: { firstAttempt?: boolean }): Promise<CreatedTicket>
  /** The ticket that was created with this key, if any. Knowing the requester's address makes it sure. */
  findByKey(uniqueKey: string, requesterEmail?: string): Promise<CreatedTicket | undefined>
  /** Asks who the key belongs to; never throws. */
  health(): Promise<{ ok: true } | { ok: false; detail: string }>
}

/** Of its numbers for where a ticket comes from. */
const CHAT = 7
const LONGEST_TAG = 32
const LONGEST_SUBJECT = 255
const PAGE = 100
const MOST_PAGES = 3
/** Longer than any retry goes on. */
const LOOK_BACK_MS = 7 * 24 * 3600 * 1000

const ticketSchema = z.object({ id: z.number().int(), tags: z.array(z.string()).nullish() })
const searchSchema = z.object({ results: z.array(ticketSchema) })

/** A client of the Freshdesk API, version 2. */
export function createFreshdesk(config: FreshdeskConfig): Freshdesk {
  const request = createRequest(config)
  const inFlight = new Map<string, Promise<CreatedTicket>>()
  const created = (id: number) => ({ id: String(id), url: `${baseUrlOf(config)}/a/tickets/${id}` })

  async function findByKey(uniqueKey: string, requesterEmail?: string): Promise<CreatedTicket | undefined> {
    const tag = tagOf(uniqueKey)
    const id = (await findInList(request, tag, requesterEmail)) ?? (await findInSearch(request, tag))
    return id === undefined ? undefined : created(id)
  }

  async function create(ticket: FreshdeskTicket, firstAttempt: boolean): Promise<CreatedTicket> {
    const existing = firstAttempt ? undefined : await findByKey(ticket.uniqueKey, ticket.requester.email)
    if (existing) return existing
    const reply = ticketSchema.safeParse(await request("POST", "/tickets", wireTicket(ticket)))
    if (reply.success) return created(reply.data.id)
    throw new DeliveryError("Freshdesk's reply names no ticket.", {
      retryable: true,
      outcomeUnknown: true,
      cause: reply.error,
    })
  }

  return {
    createTicket(ticket, { firstAttempt = false } = {}) {
      const running = inFlight.get(ticket.uniqueKey) ?? create(ticket, firstAttempt)
      inFlight.set(ticket.uniqueKey, running)
      return running.finally(() => inFlight.delete(ticket.uniqueKey))
    },
    findByKey,
    async health() {
      try {
        await request("GET", "/agents/me")
        return { ok: true }
      } catch (error) {
        return { ok: false, detail: error instanceof Error ? error.message : String(error) }
      }
    },
  }
}

/** The tag that marks a ticket as the one with this key: short enough for Freshdesk, safe inside a search query. */
export function tagOf(uniqueKey: string): string {
  const tag = `chatd-${uniqueKey}`
  if (tag.length <= LONGEST_TAG && /^[a-z0-9-]+$/.test(tag)) return tag
  return `chatd-${new Bun.CryptoHasher("sha256")
    .update(uniqueKey)
    .digest("hex")
    .slice(0, LONGEST_TAG - 6)}`
}

function wireTicket({ subject, descriptionHtml, requester, priority, status, uniqueKey }: FreshdeskTicket) {
  return {
    subject: subject.replace(/\s+/g, " ").trim().slice(0, LONGEST_SUBJECT),
    description: descriptionHtml,
    name: requester.name,
    ...(requester.email ? { email: requester.email } : {}),
    ...(requester.phone ? { phone: requester.phone } : {}),
    priority,
    status,
    source: CHAT,
    tags: ["chatd", tagOf(uniqueKey)],
  }
}

/** The list shows a ticket at once, but goes back only so far. */
async function findInList(request: Request, tag: string, email?: string): Promise<number | undefined> {
  const since = new Date(Date.now() - LOOK_BACK_MS).toISOString().replace(/\.\d+/, "")
  for (let page = 1; page <= MOST_PAGES; page++) {
    const query = new URLSearchParams({
      updated_since: since,
      per_page: String(PAGE),
      page: String(page),
      ...(email ? { email } : {}),
    })
    const tickets = await list(request, query)
    const match = firstWith(tag, tickets)
    if (match !== undefined || tickets.length < PAGE) return match
  }
  return undefined
}

async function list(request: Request, query: URLSearchParams): Promise<z.output<typeof ticketSchema>[]> {
  try {
    return expect(z.array(ticketSchema), await request("GET", `/tickets?${query}`))
  } catch (error) {
    // "There is no contact matching the given email": then that contact has no ticket either.
    if (error instanceof DeliveryError && !error.retryable && error.field === "email") return []
    throw error
  }
}

/** The search knows every ticket, but a new one only after some minutes. */
async function findInSearch(request: Request, tag: string): Promise<number | undefined> {
  const query = new URLSearchParams({ query: `"tag:'${tag}'"` })
  const { results } = expect(searchSchema, await request("GET", `/search/tickets?${query}`))
  return firstWith(tag, results)
}

function firstWith(tag: string, tickets: readonly z.output<typeof ticketSchema>[]): number | undefined {
  const ids = tickets.filter(({ tags }) => tags?.includes(tag)).map(({ id }) => id)
  return ids.length > 0 ? Math.min(...ids) : undefined
}

function expect<T>(schema: z.ZodType<T>, reply: unknown): T {
  const read = schema.safeParse(reply)
  if (read.success) return read.data
  throw new DeliveryError("Freshdesk's reply is not what its API promises.", {
    retryable: true,
    cause: read.error,
  })
}
