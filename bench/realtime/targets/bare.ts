import { Database } from "bun:sqlite"
import { join } from "node:path"
import { RawWebSocket } from "../driver/web-socket.ts"
import type { Target } from "./target.ts"

const SERVER = join(import.meta.dir, "../servers/bare.ts")

export async function prepareBare(folder: string): Promise<Target> {
  return {
    command: (port) => [process.execPath, SERVER, folder, String(port)],
    environment: {},
    readyPath: "/health",

    async openSessions(_port, count, agents) {
      return Array.from({ length: count }, (_, i) => ({
        id: String(i + 1),
        token: "",
        agent: agents && (i % agents) + 1,
      }))
    },

    connectCustomer(port, session, after, to) {
      const socket = new RawWebSocket(
        {
          open() {},
          text(frame) {
            const { missed, id, clientId } = JSON.parse(frame)
            if (!missed) return to.stored(clientId, id)
            for (const one of missed) to.stored(one.clientId, one.id)
            to.ready()
          },
          closed: to.closed,
        },
        port,
        `/?session=${session.id}&agent=${session.agent}&after=${after}`,
      )
      return {
        send: (clientId, text) => socket.send(JSON.stringify({ clientId, text })),
        drop: () => socket.drop(),
      }
    },

    connectAgent(port, agent, to) {
      return new RawWebSocket(
        { open: to.ready, text: (frame) => to.message(JSON.parse(frame).text), closed: to.closed },
        port,
        `/?agent=${agent}`,
      )
    },

    post(session, clientId, text) {
      const head = `POST /messages?session=${session.id}&agent=${session.agent} HTTP/1.1`
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
