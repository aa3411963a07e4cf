import { Database } from "bun:sqlite"
import { join } from "node:path"
import { BINARY, benchEnvironment } from "../../support/server.ts"
import { overHttp } from "../driver/http.ts"
import { RawWebSocket } from "../driver/web-socket.ts"
import type { Session, Target } from "./target.ts"

/** The load is a thousand times what a customer may send. */
const NO_LIMITS = ["messages", "address_messages", "partner_messages"].map(
  (name) => `limits.${name}_per_minute=0`,
)

/** The compiled binary as a site and its partner use it: widget key and session tokens here, the secret key there. */
export async function prepareChatd(folder: string): Promise<Target> {
  const created = cli(folder, "create", "--name", "Bench", "--domain", "localhost", "--json")
  const { partnerId, apiKey, widgetKey } = JSON.parse(created)
  cli(folder, "set", partnerId, ...NO_LIMITS)
  const asPartner = `Authorization: Bearer ${apiKey}`

  return {
    command: (port) => [BINARY, "serve", "--data", folder, "--port", String(port)],
    environment: benchEnvironment(),
    readyPath: `/api/chat/config?key=${widgetKey}`,

    async openSessions(port, count, agents) {
      const sessions: Session[] = []
      await overHttp(port, count, async (http, i) => {
        const opened = await http.request("POST /api/chat/sessions HTTP/1.1", { widgetKey })
        if (opened.status !== 201) throw new Error(`no session: ${opened.status} ${opened.body}`)
        const { id, sessionToken, conversationId } = JSON.parse(opened.body)
        const agent = agents && (i % agents) + 1
        if (agent > 0) {
          // Whoever writes first has the conversation.
          const taken = await http.request(`POST /api/partner/messages HTTP/1.1\r\n${asPartner}`, {
            conversationId,
            senderId: `agent-${agent}`,
            content: "Hello, what can I do for you?",
            isFromAgent: true,
          })
          if (taken.status >= 300) throw new Error(`not assigned: ${taken.status} ${taken.body}`)
        }
        sessions[i] = { id, token: sessionToken, agent }
      })
      return sessions
    },

    connectCustomer(port, session, after, to) {
      const socket = new RawWebSocket(
        {
          open() {},
          text(frame) {
            const { type, payload, seq } = JSON.parse(frame)
            if (type === "message") to.stored(payload.clientId ?? "", seq)
            else if (type === "hello") to.ready()
            else if (type === "error") throw new Error(`chatd refused a message: ${frame}`)
          },
          closed: to.closed,
        },
        port,
        `/ws/chat/${session.id}?token=${session.token}&after=${after}`,
      )
      return {
        send: (clientId, text) =>
          socket.send(JSON.stringify({ type: "message", payload: { clientId, text } })),
        drop: () => socket.drop(),
      }
    },

    connectAgent(port, agent, to) {
      return new RawWebSocket(
        {
          open: to.ready,
          text(frame) {
            const { type, payload } = JSON.parse(frame)
            if (type === "message" && !payload.isFromAgent) to.message(payload.content)
          },
          closed: to.closed,
        },
        port,
        `/ws?clientId=agent-${agent}`,
        { Authorization: `Bearer ${apiKey}` },
      )
    },

    post(session, clientId, text) {
      const head = `POST /api/chat/sessions/${session.id}/messages HTTP/1.1\r\nAuthorization: Bearer ${session.token}`
      return { head, body: { clientId, text } }
    },

    storedNames() {
      using db = new Database(join(folder, "chatd.db"), { readonly: true })
      return db
        .query<{ client_id: string }, []>(
          "SELECT client_id FROM event WHERE type = 'message' AND sender_kind = 'customer' ORDER BY conversation_id, seq",
        )
        .all()
        .map(({ client_id }) => client_id)
    },
  }
}

function cli(folder: string, ...args: string[]): string {
  const { success, exitCode, stdout } = Bun.spawnSync([BINARY, "partner", ...args, "--data", folder], {
    env: benchEnvironment(),
    stderr: "inherit",
  })
  if (!success) throw new Error(`chatd partner ${args[0]} ended with ${exitCode}`)
  return stdout.toString()
}
