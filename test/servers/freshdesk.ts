import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { Readable } from "node:stream"
import { json } from "node:stream/consumers"

/** Nothing: the connection is cut. */
type Reply = Response | undefined

type Trouble =
  | "hang"
  | "reset"
  | "500 after creating"
  | "HTML after creating"
  | "search is down"
  | "500 after the note"
  | "too many"

interface Stored {
  id: number
  tags: string[]
  body: { [field: string]: unknown; email?: string; tags: string[] }
  status: number
  priority: number
  updated_at: string
}

/** As Freshdesk lists it; `source` 0 is a reply, 2 a note. */
interface StoredComment {
  id: number
  body_text: string
  incoming: boolean
  private: boolean
  source: number
  user_id: number
  attachments: { name: string; attachment_url: string }[]
}

/** Keeps tickets as Freshdesk does, and fails in the ways it fails. */
export async function startFakeFreshdesk() {
  const requests: string[] = []
  const tickets: Stored[] = []
  const comments = new Map<number, StoredComment[]>()
  // Whole seconds, each change later than the one before.
  let clock = Math.floor(Date.now() / 1000) * 1000 - 3_600_000
  let lastComment = 0
  const now = () => {
    clock += 1000
    return new Date(clock).toISOString().replace(".000", "")
  }
  const never = Promise.withResolvers<Reply>()
  const state = {
    requests,
    tickets,
    url: "",
    /** What makes chatd tell it of tickets. */
    get settings() {
      return {
        "freshdesk.domain": "acme",
        "freshdesk.api_key": "key",
        "freshdesk.base_url": state.url,
      }
    },
    authorization: undefined as string | undefined,
    trouble: undefined as Trouble | undefined,
    /** Answers every request when set. */
    reply: undefined as (() => Response) | undefined,
    /** Answers when it is asked what was said of a ticket. */
    saidOf: new Map<number, () => Response>(),
    /** Of its agents: number to name. */
    agents: new Map([[77, "Grace Hopper"]]),
    comments,
    /** Somebody says something there. */
    say(ticketId: number, comment: Partial<StoredComment> & { body_text: string }): number {
      const whole = {
        id: ++lastComment,
        incoming: false,
        private: false,
        source: 0,
        user_id: 77,
        attachments: [],
        ...comment,
      }
      comments.set(ticketId, [...(comments.get(ticketId) ?? []), whole])
      state.change(ticketId, {})
      return whole.id
    },
    /** Somebody changes a ticket there. */
    change(ticketId: number, changes: { status?: number; priority?: number }) {
      const ticket = tickets.find(({ id }) => id === ticketId)
      if (!ticket) throw new Error(`There is no ticket ${ticketId}.`)
      Object.assign(ticket, changes, { updated_at: now() })
    },
    /** Many tickets at once, of which none is ours, changed one after the other, or all in one second. @returns their numbers */
    fill(count: number, { inOneSecond = false } = {}): number[] {
      const moment = inOneSecond ? now() : undefined
      return Array.from({ length: count }, () => {
        const id = tickets.length + 1
        const updated_at = moment ?? now()
        tickets.push({ id, tags: [], body: { tags: [] }, status: 2, priority: 1, updated_at })
        return id
      })
    },
    /** Told that a page of what changed was given out, before another is asked for. */
    onPage: undefined as (() => void) | undefined,
    searchKnows: true,
    listKnows: true,
    async stop() {
      never.resolve(undefined)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  const server = createServer(async (incoming, outgoing) => {
    const reply = await answer(
      incoming.method ?? "",
      incoming.url ?? "",
      incoming.headers.authorization,
      incoming,
    )
    if (!reply) return incoming.socket.destroy()
    outgoing.writeHead(reply.status, Object.fromEntries(reply.headers)).end(await reply.text())
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()))
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return state

  async function answer(
    method: string,
    path: string,
    authorization: string | undefined,
    body: Readable,
  ): Promise<Reply> {
    requests.push(`${method} ${path}`)
    state.authorization = authorization
    const { pathname, searchParams } = new URL(path, "http://fake")
    if (state.reply) return state.reply()
    if (state.trouble === "too many")
      return new Response("", { status: 429, headers: { "retry-after": "1" } })
    const [, ticketId, below] = /^\/api\/v2\/tickets\/(\d+)(\/\w+)?$/.exec(pathname) ?? []
    if (ticketId)
      return ofTicket(method, Number(ticketId), below ?? "", Number(searchParams.get("page") ?? 1), body)
    const agent = /^\/api\/v2\/agents\/(\d+)$/.exec(pathname)?.[1]
    if (agent) {
      const name = state.agents.get(Number(agent))
      return name
        ? Response.json({ id: Number(agent), contact: { name } })
        : new Response("", { status: 404 })
    }
    if (searchParams.has("order_by")) return changedSince(searchParams)
    if (method === "POST") return create((await json(body)) as Stored["body"])
    if (pathname === "/api/v2/tickets") return list(searchParams.get("email"))
    if (pathname === "/api/v2/search/tickets") return find(searchParams.get("query") ?? "")
    return Response.json({ id: 1 })
  }

  function create(body: Stored["body"]): Reply | Promise<Reply> {
    const stored = {
      id: tickets.length + 1,
      tags: body.tags,
      body,
      status: Number(body.status),
      priority: Number(body.priority),
      updated_at: now(),
    }
    tickets.push(stored)
    if (state.trouble === "hang") return never.promise
    if (state.trouble === "reset") return undefined
    if (state.trouble === "500 after creating") return new Response("", { status: 500 })
    if (state.trouble === "HTML after creating") return new Response("<html></html>")
    return Response.json(stored, { status: 201 })
  }

  async function ofTicket(
    method: string,
    id: number,
    below: string,
    page: number,
    body: Readable,
  ): Promise<Reply> {
    const ticket = tickets.find((one) => one.id === id)
    if (!ticket) return new Response("", { status: 404 })
    if (method === "PUT") {
      state.change(id, (await json(body)) as { status?: number; priority?: number })
      return Response.json(ticket)
    }
    if (method === "POST" && below === "/notes") {
      const note = (await json(body)) as { body: string; private: boolean; incoming: boolean }
      const text = note.body
        .replace(/<br>|<\/p>/g, "\n")
        .replace(/<[^>]*>/g, "")
        .trim()
      const stored = state.say(id, {
        body_text: text,
        private: note.private,
        incoming: note.incoming,
        source: 2,
        user_id: 1,
      })
      return state.trouble === "500 after the note"
        ? new Response("", { status: 500 })
        : Response.json({ id: stored }, { status: 201 })
    }
    const refusal = below === "/conversations" ? state.saidOf.get(id) : undefined
    if (refusal) return refusal()
    if (below === "/conversations")
      return Response.json((comments.get(id) ?? []).slice((page - 1) * 100, page * 100))
    return Response.json(ticket)
  }

  function changedSince(query: URLSearchParams): Response {
    const since = Date.parse(query.get("updated_since") ?? "")
    const page = Number(query.get("page") ?? 1)
    const found = tickets
      .filter(({ updated_at }) => Date.parse(updated_at) >= since)
      .sort((a, b) => Date.parse(a.updated_at) - Date.parse(b.updated_at))
    const reply = Response.json(found.slice((page - 1) * 100, page * 100))
    state.onPage?.()
    return reply
  }

  function list(email: string | null): Response {
    const own = tickets.filter(({ body }) => !email || body.email === email)
    const fault = {
      field: "email",
      message: "There is no contact matching the given email",
      code: "invalid_value",
    }
    if (own.length === 0)
      return Response.json({ description: "Validation failed", errors: [fault] }, { status: 400 })
    return Response.json(state.listKnows ? own : [])
  }

  function find(query: string): Response {
    if (state.trouble === "search is down") return new Response("", { status: 503 })
    const tag = query.match(/^"tag:'([^']+)'"$/)?.[1]
    if (!tag)
      return Response.json(
        { description: "Validation failed", errors: [{ field: "query" }] },
        { status: 400 },
      )
    const results = state.searchKnows ? tickets.filter(({ tags }) => tags.includes(tag)) : []
    return Response.json({ results, total: results.length })
  }
}
