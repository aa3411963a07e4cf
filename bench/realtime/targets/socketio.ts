import { Database } from "bun:sqlite"
import { join } from "node:path"
import { overHttp } from "../driver/http.ts"
import { RawWebSocket } from "../driver/web-socket.ts"
import type { Session, Target } from "./target.ts"

const SERVER = join(import.meta.dir, "../servers/socketio.mjs")
const AGENT_KEY = "bench-agent-key"
const PATH = "/socket.io/?EIO=4&transport=websocket"

export async function prepareSocketio(folder: string): Promise<Target> {
  return {
    command: (port) => ["node", SERVER, folder, String(port)],
    environment: { NODE_ENV: "production" },
    readyPath: "/health",

    async openSessions(port, count, agents) {
      const sessions: Session[] = []
      await overHttp(port, count, async (http, i) => {
        const { body } = await http.request("POST /api/chat/sessions HTTP/1.1", {})
        const { id, token } = JSON.parse(body)
        const agent = agents && (i % agents) + 1
        if (agent > 0)
          await http.request(
            `POST /api/chat/sessions/${id}/agent HTTP/1.1\r\nAuthorization: Bearer ${AGENT_KEY}`,
            { agentId: agent },
          )
        sessions[i] = { id: String(id), token, agent }
      })
      return sessions
    },

    connectCustomer(port, session, after, to) {
      // An acknowledgement names the packet that it answers; packets are numbered a socket.
      const clientIds: string[] = []
      const socket = connect(
        port,
        { token: session.token, lastId: after },
        {
          ready: to.ready,
          event(name, payload) {
            if (name !== "missed") return
            for (const { clientId, id } of payload as { clientId: string; id: number }[])
              to.stored(clientId, id)
          },
          acknowledged: (packet, { id, error }) =>
            error ? to.closed(error) : to.stored(clientIds[packet] ?? "", id ?? 0),
          closed: to.closed,
        },
      )
      return {
        send: (clientId, text) =>
          socket.send(`42${clientIds.push(clientId) - 1}${JSON.stringify(["message", { clientId, text }])}`),
        drop: () => socket.drop(),
      }
    },

    connectAgent(port, agent, to) {
      return connect(
        port,
        { agentKey: AGENT_KEY, agentId: agent },
        {
          ready: to.ready,
          event: (_name, payload) => to.message((payload as { content: string }).content),
          acknowledged() {},
          closed: to.closed,
        },
      )
    },

    post(session, clientId, text) {
      const head = `POST /api/chat/sessions/${session.id}/messages HTTP/1.1\r\nAuthorization: Bearer ${session.token}`
      return { head, body: { clientId, text } }
    },

    storedNames() {
      using db = new Database(join(folder, "chat.db"), { readonly: true })
      return db
        .query<{ client_id: string }, []>("SELECT client_id FROM chat_messages ORDER BY id")
        .all()
        .map(({ client_id }) => client_id)
    },
  }
}

interface SocketioHandlers {
  ready(): void
  event(name: string, payload: unknown): void
  acknowledged(packet: number, reply: { id?: number; error?: string }): void
  closed(why: string): void
}

/** Engine.IO 4 and Socket.IO 5 over a WebSocket, as much of them as is spoken here. */
function connect(port: number, auth: unknown, to: SocketioHandlers): RawWebSocket {
  const socket = new RawWebSocket(
    {
      open() {},
      text(packet) {
        if (packet.startsWith("42")) {
          const [name, payload] = JSON.parse(packet.slice(2))
          to.event(name, payload)
        } else if (packet.startsWith("43")) {
          const start = packet.indexOf("[")
          to.acknowledged(Number(packet.slice(2, start)), JSON.parse(packet.slice(start))[0])
        } else if (packet.startsWith("40")) to.ready()
        else if (packet.startsWith("44")) to.closed(packet)
        else if (packet.startsWith("0")) socket.send(`40${JSON.stringify(auth)}`)
        else if (packet === "2") socket.send("3")
      },
      closed: to.closed,
    },
    port,
    PATH,
  )
  return socket
}
