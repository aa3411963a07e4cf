import type { Conversation, ConversationEvent } from "../../core/conversations/conversation.ts"
import type { ConversationLog } from "../../core/conversations/log.ts"
import { markRead } from "../../core/conversations/mark-read.ts"
import { MOST_EVENTS, placeOfMessage } from "../../core/conversations/message-id.ts"
import type { LanguageFor } from "../../core/conversations/spoken-language.ts"
import type { ConversationStore } from "../../core/conversations/store.ts"
import { ChatdError } from "../../core/errors.ts"
import { requirePartner } from "../../core/partner.ts"
import { errorFrame, frameFault } from "../../http/error-frame.ts"
import { type MessageLimits, tooManyInFlight } from "../../http/message-limits.ts"
import {
  CLOSE,
  type Entry,
  type Socket,
  type SocketContract,
  type SocketSession,
} from "../../http/sockets.ts"
import { plainIssue } from "../../plain-issues.ts"
import type { CustomersHere } from "../../realtime/customers-here.ts"
import { Follower } from "../../realtime/follower.ts"
import {
  agentTopic,
  type Hub,
  type Published,
  type Subscriber,
  type Topic,
  type Why,
} from "../../realtime/hub.ts"
import { ListeningSession } from "../../realtime/listening-session.ts"
import { type CustomerNames, type OpenedConversation, requireConversation } from "./access.ts"
import { type Actor, senderOf } from "./actor.ts"
import { type ConnectPorts, type Listener, listenerOf } from "./connect.ts"
import { frameSchema, type GuideFrame } from "./conversation-schemas.ts"
import { seqOf, seqWithin } from "./conversations.ts"
import { GUIDE_ENCODING, guideMessage } from "./encoding.ts"
import { postGuideMessage } from "./post-guide-message.ts"

/** Messages of one socket that may be on their way to the disk; a partner's server speaks for many. */
const MOST_IN_FLIGHT = { customer: 64, agent: 256, server: 1_024 } as const
/** Frames in a second; an agent's client speaks for one person in many conversations. */
const MOST_FRAMES = { customer: 500, agent: 1_000, server: 5_000 } as const
/** Conversations whose facts a socket keeps at hand. */
const MOST_KNOWN = 10_000

export interface PartnerSocketDependencies {
  connect: ConnectPorts
  names: CustomerNames
  store: ConversationStore
  log: ConversationLog
  hub: Hub
  here: CustomersHere
  limits: MessageLimits
  /** A client of the agent's is there, by their number. @returns to be called once when it is gone */
  agentConnected(partnerId: string, number: number): () => void
  isStaffed(partnerId: string): Promise<boolean>
  languageFor: LanguageFor
  addressOf(request: Request): string
  onFault(error: unknown): void
}

/** `WebSocket /ws?clientId=…` of the partner guide. */
export function partnerSocket(to: PartnerSocketDependencies): SocketContract {
  return {
    serves: (path) => path === "/ws",
    async connect(request, url) {
      const { listener, door } = await listenerOf(request, url, to.connect)
      const entry: Entry = { partnerId: listener.partner.id, door }
      const actor = actorAs(listener)
      const after = messageAfter(url)
      const missed = after === undefined ? undefined : await missedSince(to, actor, after)
      return new PartnerSession(to, entry, listener, actor, missed, to.addressOf(request))
    },
  }
}

/** A conversation, and what was seen of it. */
interface Missed {
  conversation: Conversation
  seq: number
}

/**
 * The number of the message that was seen last; undefined where none is told.
 *
 * @throws {ChatdError} `invalid_input` where there can be no such message: nothing would be replayed, and nobody told
 */
function messageAfter({ searchParams }: URL): number | undefined {
  const after = Number(searchParams.get("after"))
  if (after === 0) return undefined
  if (Number.isInteger(after) && after > MOST_EVENTS) return Math.min(after, Number.MAX_SAFE_INTEGER)
  const message = "after must be the id of a message; for a conversation's seq send a sync frame."
  throw new ChatdError("invalid_input", message, { field: "after" })
}

async function missedSince(to: PartnerSocketDependencies, actor: Actor, after: number): Promise<Missed> {
  const { conversationNumber, seq } = placeOfMessage(after)
  const { conversation } = await requireConversation(to, actor, conversationNumber)
  return { conversation, seq: Math.min(seq, conversation.lastSeq) }
}

type MessagePayload = Extract<GuideFrame, { type: "message" }>["payload"]

/** A customer's client, an agent's, or the partner's server. */
class PartnerSession
  extends ListeningSession<PartnerSocketDependencies, Socket>
  implements SocketSession, Subscriber
{
  readonly #followers = new Map<number, Follower>()
  /** The first event that was heard of a conversation: what another server wrote before may be heard after. */
  readonly #heardFrom = new Map<number, number>()
  /** What was heard of conversations that are over, from its first event on: after a break it may come again. */
  readonly #over = new Map<number, { from: number; follower: Follower }>()
  readonly #known = new Map<number, Promise<OpenedConversation>>()
  #synced = Promise.resolve()
  #inFlight = 0
  #left: (() => void) | undefined

  constructor(
    to: PartnerSocketDependencies,
    readonly entry: Entry,
    private readonly listener: Listener,
    private readonly actor: Actor,
    private readonly missed: Missed | undefined,
    private readonly address: string,
  ) {
    super(to)
  }

  get mostFrames() {
    return MOST_FRAMES[this.listener.as]
  }

  get encoding() {
    return GUIDE_ENCODING
  }

  opened(socket: Socket): void {
    this.socket = socket
    const { listener } = this
    for (const topic of topicsOf(listener)) this.to.hub.subscribe(topic, this)
    if (listener.as === "customer") this.to.here.came(listener.customer.id)
    if (listener.as === "agent") this.#left = this.to.agentConnected(listener.partner.id, listener.agentId)
    // At once: what is committed from now on comes after it.
    if (this.missed) this.#follow(this.missed.conversation, this.missed.seq).catchUp()
  }

  closed(): void {
    this.socket = undefined
    for (const follower of this.#followers.values()) follower.end()
    for (const topic of topicsOf(this.listener)) this.to.hub.unsubscribe(topic, this)
    if (this.listener.as === "customer") this.to.here.went(this.listener.customer.id)
    this.#left?.()
  }

  take(published: Published, frame: string | undefined): void {
    const { conversation, event } = published
    const over = this.#over.get(conversation.id)
    if (over && event.seq >= over.from && over.follower.has(event.seq)) return
    if (event.seq < (this.#heardFrom.get(conversation.id) ?? over?.from ?? 0)) {
      this.deliver(conversation, event, frame)
      return
    }
    const follower = this.#followers.get(conversation.id) ?? this.#followFrom(conversation, event.seq)
    follower.take(published, frame)
    const isOver = conversation.status === "closed" || this.#isColleagues(conversation)
    if (isOver && !follower.isReading) this.#end(conversation, follower)
  }

  /** Of a colleague's conversation an agent hears that it is taken, and no more: gaps are not to be filled. */
  #isColleagues({ agentId }: Conversation): boolean {
    return this.listener.as === "agent" && agentId !== undefined && agentId !== this.listener.agentId
  }

  readFailed(error: unknown): void {
    this.to.onFault(error)
    this.socket?.close(CLOSE.internal, "The history could not be read. Please reconnect.")
  }

  refresh(): void {
    for (const follower of this.#followers.values()) follower.catchUp()
  }

  gone(why: Why): void {
    if (why === "erased") this.socket?.close(CLOSE.notFound, "What was said here has been erased.")
    else this.socket?.close(CLOSE.unauthenticated, "You were signed out. Open a new session.")
  }

  received(frame: unknown): void {
    const parsed = frameSchema.safeParse(frame, { error: plainIssue })
    if (parsed.success) void this.#handle(parsed.data)
    else this.#refuse(clientIdOf(frame), frameFault(parsed.error))
  }

  #handle({ type, payload }: GuideFrame): Promise<void> | undefined {
    if (type === "message") return this.#post(payload)
    if (type === "ping") {
      this.socket?.send('{"type":"pong","payload":{}}')
      return undefined
    }
    const { conversationId } = payload
    if (type === "sync") {
      const { after } = payload
      return this.#guard(undefined, () => this.#sync(conversationId, after))
    }
    if (type === "typing") return this.#guard(undefined, () => this.#typing(conversationId, payload.isTyping))
    return this.#guard(undefined, () => this.#read(conversationId, payload.messageId))
  }

  #post(payload: MessagePayload): Promise<void> {
    const { clientMessageId, conversationId, content: text, metadata } = payload
    const clientId = clientMessageId ?? undefined
    return this.#guard(clientId, async () => {
      if (this.#inFlight >= MOST_IN_FLIGHT[this.listener.as]) throw tooManyInFlight()
      this.#inFlight++
      try {
        const { conversation, customerId } = await this.#open(conversationId)
        const sender = this.#senderOf(customerId, payload)
        const partner = await requirePartner(this.to.connect.actors.partners.byId, this.actor.partner.id)
        if (sender.kind === "customer")
          this.to.limits.spend(partner, conversation.customerId, this.actor.customer && this.address)
        const appended = await postGuideMessage(this.to, partner, {
          conversationId: conversation.id,
          sender,
          clientId,
          text,
          data: metadata ? { metadata } : undefined,
        })
        if (appended.known)
          for (const event of appended.events) this.#acknowledgeAgain(appended.conversation, event)
      } finally {
        this.#inFlight--
      }
    })
  }

  #senderOf(customerId: string, claimed: MessagePayload) {
    const sender = senderOf(this.actor, customerId, claimed)
    if (this.listener.as !== "agent" || sender.id === `agent-${this.listener.agentId}`) return sender
    throw new ChatdError("forbidden", `This socket speaks as agent-${this.listener.agentId} only.`)
  }

  /** Whoever sends again what is stored has missed the acknowledgement, or has yet to come to it. */
  #acknowledgeAgain(conversation: Conversation, event: ConversationEvent): void {
    const follower = this.#followers.get(conversation.id)
    if (follower && !follower.has(event.seq)) {
      follower.catchUp()
      return
    }
    const payload = guideMessage(conversation, event)
    this.socket?.send(JSON.stringify({ type: "message", seq: event.seq, payload }))
  }

  async #read(number: number, messageId: number): Promise<void> {
    const { conversation, customerId } = await this.#open(number)
    await markRead(this.to, conversation.id, this.#self(customerId), seqOf(messageId, number))
  }

  /** For whoever has the conversation by now. */
  async #typing(number: number, isTyping: boolean): Promise<void> {
    const { conversation, customerId } = await requireConversation(this.to, this.actor, number)
    const { kind, id } = this.#self(customerId)
    this.to.hub.signal({ conversation, kind: "typing", by: kind, senderId: id, data: { isTyping } }, this)
  }

  /** Looked up at once, and gone on from in the order in which they were sent. */
  #sync(number: number, after: number): Promise<void> {
    const found = requireConversation(this.to, this.actor, number)
    found.catch(() => {})
    const synced = this.#synced.then(async () => this.#goOnFrom((await found).conversation, after))
    this.#synced = synced.catch(() => {})
    return synced
  }

  #goOnFrom(conversation: Conversation, after: number): void {
    const last = seqWithin(after, conversation)
    const follower = this.#followers.get(conversation.id)
    if (!follower) {
      this.#follow(conversation, last).catchUp()
      return
    }
    this.#heardFrom.delete(conversation.id)
    follower.moveTo(last, conversation)
  }

  #self(customerId: string) {
    if (this.actor.customer) return { kind: "customer", id: customerId } as const
    const id = this.listener.as === "agent" ? `agent-${this.listener.agentId}` : "agent"
    return { kind: "agent", id } as const
  }

  /** What never changes is looked up once a socket, and messages that wait for the look-up stay in their order. */
  #open(number: number): Promise<OpenedConversation> {
    const known = this.#known.get(number)
    if (known) return known
    const opened = requireConversation(this.to, this.actor, number)
    if (this.#known.size >= MOST_KNOWN) this.#known.clear()
    this.#known.set(number, opened)
    opened.catch(() => this.#known.delete(number))
    return opened
  }

  #follow(conversation: Conversation, after: number): Follower {
    this.#followers.get(conversation.id)?.end()
    this.#leave(conversation)
    const follower = new Follower(this, conversation, after)
    if (this.#followers.size >= MOST_KNOWN) {
      this.#followers.clear()
      this.#heardFrom.clear()
    }
    this.#followers.set(conversation.id, follower)
    return follower
  }

  #followFrom(conversation: Conversation, seq: number): Follower {
    const follower = this.#follow(conversation, seq - 1)
    if (seq > 1) this.#heardFrom.set(conversation.id, seq)
    return follower
  }

  #end(conversation: Conversation, follower: Follower): void {
    const { id } = conversation
    const from = this.#over.get(id)?.from ?? this.#heardFrom.get(id) ?? 1
    const [oldest] = this.#over.keys()
    if (oldest !== undefined && this.#over.size >= MOST_KNOWN) this.#over.delete(oldest)
    this.#over.set(id, { from, follower })
    this.#leave(conversation)
  }

  #leave({ id }: Conversation): void {
    this.#followers.delete(id)
    this.#heardFrom.delete(id)
  }

  async #guard(clientId: string | undefined, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#refuse(clientId, error)
    }
  }

  #refuse(clientId: string | undefined, error: unknown): void {
    this.socket?.send(errorFrame(error, { clientMessageId: clientId }, this.to.onFault))
  }
}

function actorAs(listener: Listener): Actor {
  return { partner: listener.partner, customer: listener.as === "customer" ? listener.customer : undefined }
}

function topicsOf(listener: Listener): Topic[] {
  const { partner } = listener
  if (listener.as === "server") return [{ of: "partner", id: partner.id }]
  if (listener.as === "customer") return [{ of: "customer", id: listener.customer.id }]
  return [agentTopic(partner.id, listener.agentId), { of: "agents", id: partner.id }]
}

function clientIdOf(frame: unknown): string | undefined {
  const id = (frame as { payload?: { clientMessageId?: unknown } }).payload?.clientMessageId
  return typeof id === "string" ? id.slice(0, 100) : undefined
}
