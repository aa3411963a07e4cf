import type { Conversation, ConversationEvent } from "../../../core/conversations/conversation.ts"
import { type Digest, type LastMessage, lastMessageOf } from "../../../core/conversations/summary.ts"

/** Unread messages that are counted. */
const MOST_UNREAD = 1_000

/** What a feed remembers of a conversation, so that a list's line costs no question each time something is said. */
export class KnownConversation {
  #digest: { lastMessage: LastMessage | undefined; unread: number[] } | undefined
  /** What came while the digest was being read. */
  #late: ConversationEvent[] = []
  /** Readings that began before something was missed are worth nothing. */
  #reading = 0
  /** Number of the agent who has it, as the last status said; it is told to whom it is taken from. */
  keeper: number | undefined
  /** When its agent was last told that the customer said something. */
  rangAt = Number.NEGATIVE_INFINITY

  constructor(public conversation: Conversation) {
    this.keeper = conversation.agentId
  }

  get digest(): Digest | undefined {
    return this.#digest
  }

  /** @returns takes what the database told, after which nothing is to be asked again */
  read(): (digest: Digest) => void {
    const reading = ++this.#reading
    return (digest) => {
      if (reading === this.#reading) this.#loaded(digest)
    }
  }

  #loaded(digest: Digest): void {
    this.#digest = { lastMessage: digest.lastMessage, unread: [...digest.unread] }
    for (const event of this.#late) this.#count(event)
    this.#late = []
  }

  /** It is to be asked again: something may have been missed. */
  forgotten(): void {
    this.#digest = undefined
    this.#late = []
    this.#reading++
  }

  /** The row as somebody has read it, if it is newer. */
  seen(conversation: Conversation): void {
    if (conversation.lastSeq >= this.conversation.lastSeq) this.conversation = conversation
  }

  took(event: ConversationEvent): void {
    if (event.type !== "message" && event.type !== "read") return
    if (this.#digest) this.#count(event)
    else this.#late.push(event)
    // More than anybody waits for: it is read anew.
    if (this.#late.length > MOST_UNREAD) this.forgotten()
  }

  #count(event: ConversationEvent): void {
    const digest = this.#digest
    if (!digest) return
    const { readByAgent } = this.conversation
    if (event.type === "read") {
      if (event.sender.kind !== "customer") digest.unread = digest.unread.filter((seq) => seq > readByAgent)
      return
    }
    if (event.seq > (digest.lastMessage?.seq ?? 0)) digest.lastMessage = lastMessageOf(event)
    const isNew = event.seq > readByAgent && event.seq > (digest.unread.at(-1) ?? 0)
    if (event.sender.kind !== "customer" || !isNew) return
    digest.unread.push(event.seq)
    if (digest.unread.length > MOST_UNREAD) digest.unread.shift()
  }
}
