import { z } from "zod"
import { DeliveryError } from "../delivery-error.ts"
import { createRequest, type FreshdeskConfig, type Request } from "./request.ts"

/** A ticket as Freshdesk has it. */
export interface RemoteTicket {
  id: string
  /** 2 open, 3 pending, 4 resolved, 5 closed, 6 and 7 waiting, others the account's own. */
  status: number
  /** 1 low to 4 urgent. */
  priority: number
  updatedAt: Date
}

/** A reply or a note. */
export interface RemoteComment {
  id: string
  text: string
  /** Of the requester. */
  incoming: boolean
  private: boolean
  /** A note, not a reply: what we write there is one. */
  note: boolean
  authorId: string | undefined
  attachments: string[]
}

export interface NewNote {
  html: string
  private: boolean
  incoming: boolean
}

/** What becomes of tickets in Freshdesk, and what we say of them there. Everything throws DeliveryError. */
export interface FreshdeskBack {
  /** One page of the tickets that changed since, the oldest change first; `more` where another page follows. */
  updatedTickets(since: Date, page: number): Promise<{ tickets: RemoteTicket[]; more: boolean }>
  /** Undefined where it was deleted. */
  ticket(id: string): Promise<RemoteTicket | undefined>
  /** In their order. */
  comments(ticketId: string): Promise<RemoteComment[]>
  /** Undefined where the account does not tell. */
  agentName(id: string): Promise<string | undefined>
  change(ticketId: string, changes: { status?: number; priority?: number }): Promise<void>
  addNote(ticketId: string, note: NewNote): Promise<void>
}

const PAGE = 100
/** A ticket with more to it is read up to here. */
const MOST_PAGES = 20

const ticketSchema = z.object({
  id: z.number().int(),
  status: z.number().int(),
  priority: z.number().int(),
  updated_at: z.coerce.date(),
})

/** `source` 2 is a note; replies are 0, forwards and others have numbers of their own. */
const commentSchema = z.object({
  id: z.number().int(),
  body_text: z.string().nullish(),
  incoming: z.boolean().nullish(),
  private: z.boolean().nullish(),
  source: z.number().int().nullish(),
  user_id: z.number().int().nullish(),
  attachments: z.array(z.object({ name: z.string() })).nullish(),
})

const agentSchema = z.object({ contact: z.object({ name: z.string() }) })

export function createFreshdeskBack(config: FreshdeskConfig): FreshdeskBack {
  const request = createRequest(config)
  /** Asked for once, however many ask at the same time. */
  const names = new Map<string, Promise<string | undefined>>()

  return {
    async updatedTickets(since, page) {
      const query = new URLSearchParams({
        updated_since: since.toISOString().replace(/\.\d+/, ""),
        order_by: "updated_at",
        order_type: "asc",
        per_page: String(PAGE),
        page: String(page),
      })
      const found = read(z.array(ticketSchema), await request("GET", `/tickets?${query}`))
      return { tickets: found.map(ticketOf), more: found.length === PAGE }
    },
    async ticket(id) {
      const found = await unlessGone(() => request("GET", `/tickets/${encodeURIComponent(id)}`))
      return found === undefined ? undefined : ticketOf(read(ticketSchema, found))
    },
    comments: (ticketId) => allComments(request, ticketId),
    agentName(id) {
      const known = names.get(id)
      if (known) return known
      const asked = nameOf(request, id)
      names.set(id, asked)
      asked.catch(() => names.delete(id))
      return asked
    },
    async change(ticketId, changes) {
      await request("PUT", `/tickets/${encodeURIComponent(ticketId)}`, changes)
    },
    async addNote(ticketId, { html, ...note }) {
      await request("POST", `/tickets/${encodeURIComponent(ticketId)}/notes`, { body: html, ...note })
    },
  }
}

async function allComments(request: Request, ticketId: string): Promise<RemoteComment[]> {
  const comments: RemoteComment[] = []
  for (let page = 1; page <= MOST_PAGES; page++) {
    const path = `/tickets/${encodeURIComponent(ticketId)}/conversations?per_page=${PAGE}&page=${page}`
    const found = read(z.array(commentSchema), await request("GET", path))
    comments.push(...found.map(commentOf))
    if (found.length < PAGE) break
  }
  return comments
}

/** Who may not look agents up still sees what they wrote. */
async function nameOf(request: Request, id: string): Promise<string | undefined> {
  try {
    const agent = await unlessGone(() => request("GET", `/agents/${encodeURIComponent(id)}`))
    return agentSchema.safeParse(agent).data?.contact.name
  } catch (error) {
    if (error instanceof DeliveryError && (!error.retryable || error.status === 403)) return undefined
    throw error
  }
}

async function unlessGone(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof DeliveryError && error.status === 404) return undefined
    throw error
  }
}

function ticketOf({ id, status, priority, updated_at }: z.output<typeof ticketSchema>): RemoteTicket {
  return { id: String(id), status, priority, updatedAt: updated_at }
}

function commentOf(comment: z.output<typeof commentSchema>): RemoteComment {
  return {
    id: String(comment.id),
    text: (comment.body_text ?? "").trim(),
    incoming: comment.incoming ?? false,
    private: comment.private ?? false,
    note: comment.source === 2,
    authorId: comment.user_id ? String(comment.user_id) : undefined,
    attachments: (comment.attachments ?? []).map(({ name }) => name),
  }
}

function read<T>(schema: z.ZodType<T>, reply: unknown): T {
  const found = schema.safeParse(reply)
  if (found.success) return found.data
  throw new DeliveryError("Freshdesk's reply is not what its API promises.", {
    retryable: true,
    cause: found.error,
  })
}
