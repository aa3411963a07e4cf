/**
 * Reference server 3, the practical limit: nothing but Bun's sockets and SQLite with one group commit a tick, as durable
 * as chatd. No sessions to prove, hardly a check of what comes in.
 *
 * Usage: bun bare.ts FOLDER PORT
 */
import { Database } from "bun:sqlite"
import { join } from "node:path"
import type { ServerWebSocket } from "bun"

interface Client {
  /** The customer's conversation, or none for an agent. */
  session: number | undefined
  agent: number
  after: number
}

interface Waiting {
  session: number
  agent: number
  clientId: string
  text: string
  stored(id: number): void
}

interface Stored {
  id: number
  client_id: string
  message_text: string
}

const [folder = ".", port = "0"] = process.argv.slice(2)
const db = new Database(join(folder, "chat.db"), { create: true })
db.run("PRAGMA journal_mode = WAL")
db.run("PRAGMA synchronous = FULL")
db.run(`CREATE TABLE IF NOT EXISTS chat_messages (
  id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL, message_text TEXT NOT NULL, client_id TEXT NOT NULL,
  created_at INTEGER NOT NULL, UNIQUE (session_id, client_id)
)`)
const insert = db.query<{ id: number }, [number, string, string, number]>(
  `INSERT INTO chat_messages (session_id, message_text, client_id, created_at) VALUES (?, ?, ?, ?)
   ON CONFLICT (session_id, client_id) DO NOTHING RETURNING id`,
)
const byClientId = db.query<{ id: number }, [number, string]>(
  "SELECT id FROM chat_messages WHERE session_id = ? AND client_id = ?",
)
const after = db.query<Stored, [number, number]>(
  "SELECT id, client_id, message_text FROM chat_messages WHERE session_id = ? AND id > ? ORDER BY id",
)

const agents = new Map<number, ServerWebSocket<Client>>()
let waiting: Waiting[] = []

function post(message: Waiting): void {
  if (waiting.push(message) === 1) setImmediate(flush)
}

function flush(): void {
  const batch = waiting
  waiting = []
  db.run("BEGIN IMMEDIATE")
  const now = Date.now()
  const ids = batch.map(({ session, text, clientId }) => insert.get(session, text, clientId, now)?.id)
  db.run("COMMIT")
  for (const [i, message] of batch.entries()) {
    const id = ids[i]
    if (id === undefined) {
      message.stored(byClientId.get(message.session, message.clientId)?.id ?? 0)
      continue
    }
    agents.get(message.agent)?.send(JSON.stringify({ id, session: message.session, text: message.text }))
    message.stored(id)
  }
}

const server = Bun.serve<Client>({
  hostname: "127.0.0.1",
  port: Number(port),
  async fetch(request) {
    const url = new URL(request.url)
    const number = (name: string) => Number(url.searchParams.get(name))
    if (url.pathname === "/health") return Response.json({ ok: true })
    if (url.pathname === "/messages") {
      const { clientId, text } = (await request.json()) as { clientId: string; text: string }
      return new Promise<Response>((resolve) => {
        post({
          session: number("session"),
          agent: number("agent"),
          clientId,
          text,
          stored: (id) => resolve(Response.json({ id }, { status: 201 })),
        })
      })
    }
    const session = url.searchParams.has("session") ? number("session") : undefined
    if (server.upgrade(request, { data: { session, agent: number("agent"), after: number("after") } })) return
    return new Response("not found", { status: 404 })
  },
  websocket: {
    open(socket) {
      const { session, agent } = socket.data
      if (session === undefined) {
        agents.set(agent, socket)
        return
      }
      const missed = after.all(session, socket.data.after)
      socket.send(
        JSON.stringify({ missed: missed.map(({ id, client_id }) => ({ id, clientId: client_id })) }),
      )
    },
    message(socket, frame) {
      const { session, agent } = socket.data
      const { clientId, text } = JSON.parse(String(frame)) as { clientId?: unknown; text?: unknown }
      if (session === undefined || typeof clientId !== "string" || typeof text !== "string") {
        socket.close()
        return
      }
      post({ session, agent, clientId, text, stored: (id) => socket.send(JSON.stringify({ id, clientId })) })
    },
    close(socket) {
      if (agents.get(socket.data.agent) === socket) agents.delete(socket.data.agent)
    },
  },
})
