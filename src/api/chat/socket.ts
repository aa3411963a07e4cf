import type { Conversation, ConversationEvent, Sender } from "../../core/conversations/conversation.ts"
import type { ConversationLog } from "../../core/conversations/log.ts"
import { markRead } from "../../core/conversations/mark-read.ts"
import { MOST_EVENTS } from "../../core/conversations/message-id.ts"
import { postMessage } from "../../core/conversations/post-message.ts"
import type { LanguageFor } from "../../core/conversations/spoken-language.ts"
import type { ConversationStore } from "../../core/conversations/store.ts"
import { requirePartner } from "../../core/partner.ts"
import { errorFrame, frameFault } from "../../http/error-frame.ts"
import { type MessageLimits, tooManyInFlight } from "../../http/message-limits.ts"
import { afterOf, CLOSE, type Socket, type SocketContract, type SocketSession } from "../../http/sockets.ts"
import { plainIssue } from "../../plain-issues.ts"
import type { CustomersHere } from "../../realtime/customers-here.ts"
import { Follower } from "../../realtime/follower.ts"
import type { Hub, Published, Subscriber, Topic, Why } from "../../realtime/hub.ts"
import { ListeningSession } from "../../realtime/listening-session.ts"
import { type Access, type AccessPorts, accessTo, type QueueView } from "./access.ts"
import { CHAT_ENCODING } from "./encoding.ts"
import { sessionReply } from "./replies.ts"
import { type ChatFrame, frameSchema } from "./schemas.ts"
import { seenOf } from "./seen.ts"

const PATH = /^\/ws\/chat\/([^/]+)$/

/** Frames in a second. */
const MOST_FRAMES = 500
/** Messages of one socket that may be on their way to the disk. */
const MOST_IN_FLIGHT = 64

export interface ChatSocketDependencies {
  access: AccessPorts
  queue: QueueView
  store: ConversationStore
  log: ConversationLog
  hub: Hub
  here: CustomersHere
  limits: MessageLimits
  isStaffed(partnerId: string): Promise<boolean>
  languageFor: LanguageFor
  addressOf(request: Request): string
  /** Told of a fault that is ours. */
  onFault(error: unknown): void
}

/** `WebSocket /ws/chat/:sessionId?token=…&after=…` */
export function chatSocket(dependencies: ChatSocketDependencies): SocketContract {
  return {
    serves: (path) => PATH.test(path),
    async connect(request, url) {
      // Ours need no escaping: what has any is nobody's.
      const sessionId = PATH.exec(url.pathname)?.[1] ?? ""
      const access = await accessTo(
        dependencies.access,
        url.searchParams.get("token") ?? undefined,
        sessionId,
      )
      const after = Math.min(afterOf(url), MOST_EVENTS)
      const position = await dependencies.queue.placeOf(access.conversation)
      return new ChatSession(dependencies, access, position, after, dependencies.addressOf(request))
    },
  }
}

type Followed = Pick<Conversation, "id" | "number" | "partnerId">

/**
 * A customer's client on one conversation. There are thousands of them, idle: it keeps no more of its customer and its
 * conversation than messages need, and nothing that may be another by then.
 */
class ChatSession
  extends ListeningSession<ChatSocketDependencies, Socket, Followed>
  implements SocketSession, Subscriber
{
  readonly #customerId: number
  readonly #externalId: string
  readonly #conversation: Followed
  /** As it was found, until the socket is open. */
  #found: Conversation | undefined
  readonly #follower: Follower<Followed>
  #inFlight = 0

  constructor(
    to: ChatSocketDependencies,
    access: Access,
    position: number | undefined,
    after: number,
    private readonly address: string,
  ) {
    super(to)
    const { partner, customer, conversation } = access
    this.#customerId = customer.id
    this.#externalId = customer.externalId
    this.#conversation = { id: conversation.id, number: conversation.number, partnerId: partner.id }
    this.#found = conversation
    // The greeting goes with what was missed.
    const payload = sessionReply(access, position)
    this.add(JSON.stringify({ type: "hello", payload }))
    this.#follower = new Follower<Followed>(this, this.#conversation, seenOf(conversation, after))
  }

  get entry() {
    return this.#conversation
  }

  get mostFrames() {
    return MOST_FRAMES
  }

  get encoding() {
    return CHAT_ENCODING
  }

  get #topic(): Topic {
    return { of: "conversation", id: this.#conversation.id }
  }

  get #sender(): Sender {
    return { kind: "customer", id: this.#externalId }
  }

  opened(socket: Socket): void {
    this.socket = socket
    this.to.hub.subscribe(this.#topic, this)
    this.to.here.came(this.#customerId)
    this.#follower.catchUp()
    if (this.#found) this.to.queue.clientCame(this.#found)
    this.#found = undefined
  }

  closed(): void {
    this.socket = undefined
    this.#follower.end()
    this.to.hub.unsubscribe(this.#topic, this)
    this.to.here.went(this.#customerId)
  }

  take(published: Published, frame: string | undefined): void {
    this.#follower.take(published, frame)
  }

  readFailed(error: unknown): void {
    this.to.onFault(error)
    this.socket?.close(CLOSE.internal, "The history could not be read. Please reconnect.")
  }

  refresh(): void {
    this.#follower.catchUp()
  }

  gone(why: Why): void {
    if (why === "erased") this.socket?.close(CLOSE.notFound, "What was said here has been erased.")
    else this.socket?.close(CLOSE.unauthenticated, "You were signed out. Open a new session.")
  }

  received(frame: unknown): void {
    const parsed = frameSchema.safeParse(frame, { error: plainIssue })
    if (parsed.success) this.#handle(parsed.data)
    else this.#refuse(clientIdOf(frame), frameFault(parsed.error))
  }

  #handle(frame: ChatFrame): void {
    if (frame.type === "message") void this.#post(frame.payload)
    else if (frame.type === "typing") void this.#typing(frame.payload.isTyping)
    else if (frame.type === "read") void this.#read(frame.payload.seq)
    else if (frame.type === "sync") this.#follower.moveTo(frame.payload.after)
    else this.socket?.send('{"type":"pong","payload":{}}')
  }

  async #post({
    clientId,
    text,
    metadata,
  }: Extract<ChatFrame, { type: "message" }>["payload"]): Promise<void> {
    this.#inFlight++
    try {
      if (this.#inFlight > MOST_IN_FLIGHT) throw tooManyInFlight()
      const partner = await requirePartner(this.to.access.partnerById, this.#conversation.partnerId)
      this.to.limits.spend(partner, this.#customerId, this.address)
      const stored = await postMessage(this.to, partner, {
        conversationId: this.#conversation.id,
        sender: this.#sender,
        clientId,
        text,
        data: metadata && { metadata },
      })
      if (stored.known) for (const event of stored.events) this.#acknowledgeAgain(event)
    } catch (error) {
      this.#refuse(clientId, error)
    } finally {
      this.#inFlight--
    }
  }

  async #read(seq: number): Promise<void> {
    try {
      await markRead(this.to, this.#conversation.id, this.#sender, seq)
    } catch (error) {
      this.#refuse(undefined, error)
    }
  }

  /** For whoever has the conversation by now. */
  async #typing(isTyping: boolean): Promise<void> {
    const { hub, store, onFault } = this.to
    const { partnerId, number } = this.#conversation
    const conversation = await store.byNumber(partnerId, number).catch(onFault)
    const senderId = this.#externalId
    if (conversation)
      hub.signal({ conversation, kind: "typing", by: "customer", senderId, data: { isTyping } }, this)
  }

  /** Whoever sends again what is stored has missed the acknowledgement, or has yet to come to it. */
  #acknowledgeAgain(event: ConversationEvent): void {
    if (this.#follower.has(event.seq)) this.#send(event)
    else this.#follower.catchUp()
  }

  #send(event: ConversationEvent): void {
    const frame = CHAT_ENCODING.event({ conversation: this.#conversation, event })
    if (frame !== undefined) this.socket?.send(frame)
  }

  #refuse(clientId: string | undefined, error: unknown): void {
    this.socket?.send(errorFrame(error, { clientId }, this.to.onFault))
  }
}

function clientIdOf(frame: unknown): string | undefined {
  const id = (frame as { payload?: { clientId?: unknown } }).payload?.clientId
  return typeof id === "string" ? id.slice(0, 100) : undefined
}
