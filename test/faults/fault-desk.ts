import { Database as BunSqlite } from "bun:sqlite"
import { join } from "node:path"
import { binaryAlone, type Serving } from "../binary.ts"
import { startTcpProxy } from "../servers/tcp-proxy.ts"

export interface StoredEvent {
  conversation_id: number
  seq: number
  type: string
  sender_kind: string
  sender_id: string
  client_id: string | null
  text: string | null
}

/** The compiled binary with a partner without limits, reached through a network that can be cut. */
export async function faultDesk(settings: readonly string[] = []) {
  const chatd = binaryAlone()
  const proxy = await startTcpProxy()
  const partner = await chatd.partner()
  const unlimited = ["messages", "address_messages", "partner_messages"].map(
    (what) => `limits.${what}_per_minute=0`,
  )
  await chatd.json(["partner", "set", partner.partnerId, ...unlimited, ...settings])

  return {
    chatd,
    proxy,
    partner,
    /** Where clients go, whichever server is behind it. */
    url: `http://127.0.0.1:${proxy.port}`,
    async serve(env: Record<string, string> = {}): Promise<Serving> {
      const server = await chatd.serve([], { CHATD_LOG_FORMAT: "json", ...env })
      proxy.leadTo(Number(new URL(server.url).port))
      return server
    },
    /** Every event, as the database has it. */
    events(dataDir = "data"): StoredEvent[] {
      const sqlite = new BunSqlite(join(chatd.folder, dataDir, "chatd.db"), { readonly: true })
      try {
        return sqlite
          .query<StoredEvent, []>(
            "select conversation_id, seq, type, sender_kind, sender_id, client_id, text from event order by conversation_id, seq",
          )
          .all()
      } finally {
        sqlite.close()
      }
    },
    async stop(): Promise<void> {
      await proxy.stop()
      await chatd.remove()
    },
  }
}

export type FaultDesk = Awaited<ReturnType<typeof faultDesk>>

/** Events of each conversation, whose numbers must rise by one. */
export function byConversation(events: readonly StoredEvent[]): Map<number, StoredEvent[]> {
  const found = new Map<number, StoredEvent[]>()
  for (const event of events) {
    const before = found.get(event.conversation_id) ?? []
    if (event.seq !== before.length + 1)
      throw new Error(`Conversation ${event.conversation_id} has event ${event.seq} after ${before.length}.`)
    found.set(event.conversation_id, [...before, event])
  }
  return found
}
