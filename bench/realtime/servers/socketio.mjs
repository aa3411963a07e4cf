/**
 * Reference server 1: a support chat on Express, Socket.io and better-sqlite3, as a careful engineer writes it. Sessions with
 * tokens, validation, dedupe by the client's id, one insert a message, delivery to the agent's room, an acknowledgement.
 *
 * Usage: node socketio.mjs FOLDER PORT
 */
import { randomBytes } from "node:crypto"
import { createServer } from "node:http"
import { join } from "node:path"
import Database from "better-sqlite3"
import express from "express"
import { Server } from "socket.io"

const AGENT_KEY = "bench-agent-key"
const MAX_TEXT = 4000
const MAX_CLIENT_ID = 64

const [folder, port] = process.argv.slice(2)
const db = new Database(join(folder, "chat.db"))
db.pragma("journal_mode = WAL")
db.pragma("synchronous = NORMAL")
db.exec(`
  CREATE TABLE IF NOT EXISTS chat_sessions (
    id INTEGER PRIMARY KEY, token TEXT NOT NULL UNIQUE, agent_id INTEGER, status TEXT NOT NULL, started_at INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS chat_sessions_agent ON chat_sessions (agent_id);
  CREATE TABLE IF NOT EXISTS chat_messages (
    id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES chat_sessions (id), sender_type TEXT NOT NULL,
    sender_id TEXT NOT NULL, message_text TEXT NOT NULL, client_id TEXT NOT NULL, created_at INTEGER NOT NULL,
    UNIQUE (session_id, client_id)
  );
`)
const insertSession = db.prepare(
  "INSERT INTO chat_sessions (token, status, started_at) VALUES (?, 'waiting', ?)",
)
const sessionByToken = db.prepare("SELECT id, status FROM chat_sessions WHERE token = ?")
const assignSession = db.prepare("UPDATE chat_sessions SET agent_id = ?, status = 'active' WHERE id = ?")
const sessionsOfAgent = db.prepare("SELECT id FROM chat_sessions WHERE agent_id = ?")
const insertMessage = db.prepare(
  `INSERT INTO chat_messages (session_id, sender_type, sender_id, message_text, client_id, created_at)
   VALUES (?, 'customer', ?, ?, ?, ?) ON CONFLICT (session_id, client_id) DO NOTHING`,
)
const messageByClientId = db.prepare("SELECT * FROM chat_messages WHERE session_id = ? AND client_id = ?")
const messagesAfter = db.prepare("SELECT * FROM chat_messages WHERE session_id = ? AND id > ? ORDER BY id")

const app = express()
app.disable("x-powered-by")
app.use(express.json({ limit: "64kb" }))
app.get("/health", (_request, response) => response.json({ ok: true }))
app.post("/api/chat/sessions", (_request, response) => {
  const token = randomBytes(24).toString("base64url")
  const { lastInsertRowid } = insertSession.run(token, Date.now())
  response.status(201).json({ id: Number(lastInsertRowid), token })
})
app.post("/api/chat/sessions/:id/agent", (request, response) => {
  if (request.get("authorization") !== `Bearer ${AGENT_KEY}`) return response.sendStatus(401)
  const { agentId } = request.body
  const id = Number(request.params.id)
  assignSession.run(agentId, id)
  io.in(`agent:${agentId}`).socketsJoin(`session:${id}`)
  response.json({ id, agentId })
})
app.post("/api/chat/sessions/:id/messages", (request, response) => {
  const session = sessionByToken.get(request.get("authorization")?.slice("Bearer ".length) ?? "")
  if (!session || session.id !== Number(request.params.id)) return response.sendStatus(401)
  const fault = faultOf(request.body)
  if (fault) return response.status(422).json({ error: fault })
  const { message, fresh } = store(session, request.body)
  if (fresh) io.to(`session:${session.id}`).emit("message", message)
  response.status(fresh ? 201 : 200).json(message)
})

const server = createServer(app)
const io = new Server(server, { maxHttpBufferSize: 64 * 1024 })

io.use((socket, next) => {
  const { token, agentKey, agentId } = socket.handshake.auth
  if (agentKey === AGENT_KEY && Number.isInteger(agentId)) {
    socket.data.agentId = agentId
    return next()
  }
  const session = typeof token === "string" ? sessionByToken.get(token) : undefined
  if (!session) return next(new Error("unauthorized"))
  socket.data.session = session
  next()
})

io.on("connection", (socket) => {
  const { session, agentId } = socket.data
  if (agentId !== undefined) {
    socket.join(`agent:${agentId}`)
    socket.join(sessionsOfAgent.all(agentId).map(({ id }) => `session:${id}`))
    return
  }
  const room = `session:${session.id}`
  socket.join(room)
  const { lastId } = socket.handshake.auth
  if (Number.isInteger(lastId)) {
    const missed = messagesAfter.all(session.id, lastId).map(asMessage)
    if (missed.length > 0) socket.emit("missed", missed)
  }
  socket.on("message", (sent, acknowledge) => {
    if (typeof acknowledge !== "function") return
    const fault = faultOf(sent)
    if (fault) return acknowledge({ error: fault })
    const { message, fresh } = store(session, sent)
    if (fresh) socket.to(room).emit("message", message)
    acknowledge({ id: message.id })
  })
})

server.listen(Number(port), "127.0.0.1")

function faultOf(sent) {
  if (typeof sent !== "object" || sent === null) return "a message is an object"
  const { clientId, text } = sent
  if (typeof clientId !== "string" || clientId.length === 0 || clientId.length > MAX_CLIENT_ID)
    return "clientId is a string of 1 to 64 characters"
  if (typeof text !== "string" || text.trim() === "" || text.length > MAX_TEXT)
    return "text is a string of 1 to 4000 characters"
}

function store(session, { clientId, text }) {
  const now = Date.now()
  const senderId = `customer-${session.id}`
  const { changes, lastInsertRowid } = insertMessage.run(session.id, senderId, text, clientId, now)
  if (changes === 0) return { message: asMessage(messageByClientId.get(session.id, clientId)), fresh: false }
  const message = {
    id: lastInsertRowid,
    conversationId: session.id,
    senderId,
    content: text,
    isFromAgent: false,
    timestamp: new Date(now).toISOString(),
    readStatus: false,
    clientId,
  }
  return { message, fresh: true }
}

function asMessage(row) {
  return {
    id: row.id,
    conversationId: row.session_id,
    senderId: row.sender_id,
    content: row.message_text,
    isFromAgent: row.sender_type === "agent",
    timestamp: new Date(row.created_at).toISOString(),
    readStatus: false,
    clientId: row.client_id,
  }
}
