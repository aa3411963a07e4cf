import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { Readable } from "node:stream"
import { json } from "node:stream/consumers"

/** Nothing: the connection is cut. */
type Reply = Response | undefined

type Trouble = "hang" | "reset" | "500 after creating" | "HTML after creating" | "search is down"

interface Stored {
  id: number
  tags: string[]
  body: { [field: string]: unknown; email?: string; tags: string[] }
}

/** Keeps tickets as Freshdesk does, and fails in the ways it fails. */
export async function startFakeFreshdesk() {
  const requests: string[] = []
  const tickets: Stored[] = []
  const never = Promise.withResolvers<Reply>()
  const state = {
    requests,
    tickets,
    url: "",
    authorization: undefined as string | undefined,
    trouble: undefined as Trouble | undefined,
    /** Answers every request when set. */
    reply: undefined as (() => Response) | undefined,
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
    if (method === "POST") return create((await json(body)) as Stored["body"])
    if (pathname === "/api/v2/tickets") return list(searchParams.get("email"))
    if (pathname === "/api/v2/search/tickets") return find(searchParams.get("query") ?? "")
    return Response.json({ id: 1 })
  }

  function create(body: Stored["body"]): Reply | Promise<Reply> {
    const stored = { id: tickets.length + 1, tags: body.tags, body }
    tickets.push(stored)
    if (state.trouble === "hang") return never.promise
    if (state.trouble === "reset") return undefined
    if (state.trouble === "500 after creating") return new Response("", { status: 500 })
    if (state.trouble === "HTML after creating") return new Response("<html></html>")
    return Response.json(stored, { status: 201 })
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
