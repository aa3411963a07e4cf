import type { Metadata } from "./chat-api.ts"
import type { ChatMessage, Delivery } from "./chat-state.ts"
import type { Unsent } from "./unsent.ts"

/** What the visitor wrote and the server has not stored, oldest first. It outlasts a reload. */
export interface Outbox {
  readonly items: readonly ChatMessage[]
  /** The oldest that waits. */
  readonly next: ChatMessage | undefined
  add(text: string, metadata: Metadata | undefined): void
  /** Gone, because it is stored or was taken back. */
  remove(clientId: string): void
  /** All are gone. */
  empty(): void
  mark(clientId: string, delivery: Delivery, error?: string): void
  /** What was under way is not known to have arrived: it waits again. */
  recall(): void
}

export function createOutbox(unsent: Unsent): Outbox {
  let items = unsent.content.waiting ?? []

  function keep(next: readonly ChatMessage[]): void {
    items = next
    // Whether what is under way arrives, the next page cannot know; one that was confirmed only waits for its number.
    const waiting = recalled(items).filter(({ delivery }) => delivery !== "sent")
    unsent.keep({ waiting })
  }

  return {
    get items() {
      return items
    },
    get next() {
      return items.find(({ delivery }) => delivery === "queued")
    },
    add(text, metadata) {
      keep([...items, newMessage(text, metadata)])
    },
    remove(clientId) {
      if (items.some((item) => item.clientId === clientId))
        keep(items.filter((item) => item.clientId !== clientId))
    },
    empty() {
      if (items.length > 0) keep([])
    },
    mark(clientId, delivery, error) {
      keep(items.map((item) => (item.clientId === clientId ? { ...item, delivery, error } : item)))
    },
    recall() {
      if (items.some(({ delivery }) => delivery === "sending")) keep(recalled(items))
    },
  }
}

function recalled(items: readonly ChatMessage[]): readonly ChatMessage[] {
  return items.map((item) => (item.delivery === "sending" ? { ...item, delivery: "queued" } : item))
}

function newMessage(text: string, metadata: Metadata | undefined): ChatMessage {
  const clientId = uniqueId()
  return {
    kind: "message",
    key: clientId,
    clientId,
    sender: { kind: "customer", id: "", name: "" },
    own: true,
    text,
    at: new Date().toISOString(),
    delivery: "queued",
    metadata,
  }
}

/** Unlike `crypto.randomUUID`, also on a page without TLS. */
export function uniqueId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}
