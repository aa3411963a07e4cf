import type { ChatEvent, StoredMessage } from "./chat-api.ts"
import type { ChatMessage, TimelineItem } from "./chat-state.ts"

/** What is stored of one session, as a list to show. */
export interface Timeline {
  readonly items: readonly TimelineItem[]
  /** The seq of the newest item. */
  readonly lastSeq: number
  /** How many messages of others came after that number. */
  othersAfter(seq: number): number
  /** The seq of the oldest item. */
  readonly first: number | undefined
  add(event: ChatEvent): void
  addOlder(messages: readonly StoredMessage[]): void
  /** A person has read up to there. */
  readUpTo(seq: number): void
  thumb(seq: number, helpful: boolean | undefined): void
  /** The ticket that a message offers is not wanted. */
  decline(seq: number): void
}

export function createTimeline(): Timeline {
  let items: TimelineItem[] = []
  let readByAgent = 0
  let lastOfOthers = 0
  const thumbs = new Map<number, boolean>()

  /** Ticks and thumbs as they are now; what did not change stays the same object. */
  function settle(): void {
    const readUpTo = Math.max(readByAgent, lastOfOthers)
    items = items.map((item) => {
      if (item.kind !== "message") return item
      const delivery = item.own && (item.seq ?? 0) <= readUpTo ? "read" : "sent"
      const helpful = thumbs.get(item.seq ?? 0)
      return item.delivery === delivery && item.helpful === helpful ? item : { ...item, delivery, helpful }
    })
  }

  function noteSender(message: StoredMessage): void {
    const { kind } = message.sender
    if (kind === "bot" || kind === "agent") lastOfOthers = Math.max(lastOfOthers, message.seq)
  }

  return {
    get items() {
      return items
    },
    get lastSeq() {
      return items.at(-1)?.seq ?? 0
    },
    get first() {
      return items[0]?.seq
    },
    othersAfter: (seq) =>
      items.filter((item) => item.kind === "message" && !item.own && (item.seq ?? 0) > seq).length,
    add(event) {
      const { seq, at } = event
      const key = `s${seq}`
      if (event.type === "message") {
        items.push(storedItem({ ...event.payload, seq }))
        noteSender({ ...event.payload, seq })
      } else if (event.type === "status") {
        const { reason, agent } = event.payload
        items.push({ kind: "status", key, seq, at, reason, agent })
      } else if (event.type === "ticket") {
        const { ticketId, change, comment } = event.payload
        if (comment) items.push(storedItem({ ...comment, seq, createdAt: at }))
        else if (change === "created") items.push({ kind: "ticket", key, seq, at, ticketId })
      } else if (event.type === "feedback") {
        thumbs.set(event.payload.seq, event.payload.helpful)
      } else if (event.type === "read" && event.payload.by === "agent") {
        readByAgent = Math.max(readByAgent, event.payload.seq)
      }
      settle()
    },
    addOlder(messages) {
      const first = items[0]?.seq ?? Number.POSITIVE_INFINITY
      items.unshift(...messages.filter(({ seq }) => seq < first).map(storedItem))
      for (const message of messages) noteSender(message)
      settle()
    },
    readUpTo(seq) {
      readByAgent = Math.max(readByAgent, seq)
      settle()
    },
    thumb(seq, helpful) {
      if (helpful === undefined) thumbs.delete(seq)
      else thumbs.set(seq, helpful)
      settle()
    },
    decline(seq) {
      items = items.map((item) => (item.seq === seq ? { ...item, declined: true } : item))
    },
  }
}

/** A message, or what was said about a ticket. */
function storedItem(message: Omit<StoredMessage, "id" | "type">): ChatMessage {
  const { seq, sender, text, createdAt } = message
  const own = sender.kind === "customer"
  return {
    kind: "message",
    // The visitor's own keeps the name that it had while it waited.
    key: (own && message.clientId) || `s${seq}`,
    seq,
    clientId: message.clientId ?? undefined,
    sender,
    own,
    text,
    at: createdAt,
    delivery: "sent",
    answer: message.answer ?? undefined,
    rich: message.rich ?? undefined,
    metadata: message.metadata ?? undefined,
  }
}
