import type { Conversation, ConversationEvent, Sender } from "../../core/conversations/conversation.ts"
import type { ConversationLog } from "../../core/conversations/log.ts"
import { markRead } from "../../core/conversations/mark-read.ts"
import { postMessage } from "../../core/conversations/post-message.ts"
import { ChatdError } from "../../core/errors.ts"
import { errorFrame, frameFault } from "../../http/error-frame.ts"
import type { MessageLimits } from "../../http/message-limits.ts"
import { CLOSE, type Socket, type SocketContract, type SocketSession } from "../../http/sockets.ts"
import { Follower } from "../../realtime/follower.ts"
import type { Hub, Published, Subscriber, Topic } from "../../realtime/hub.ts"
import { type Access, type AccessPorts, accessTo } from "./access.ts"
import { CHAT_ENCODING } from "./encoding.ts"
import { sessionReply } from "./replies.ts"
import { type ChatFrame, frameSchema } from "./schemas.ts"

const PATH = /^\/ws\/chat\/([^/]+)$/

/** Messages of one socket that may be on their way to the disk. */
const MOST_IN_FLIGHT = 64

export interface ChatSocketDependencies {
  access: AccessPorts
  log: ConversationLog
  hub: Hub
  limits: MessageLimits
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
      const after = Math.max(0, Math.floor(Number(url.searchParams.get("after")) || 0))
      return new ChatSession(dependencies, access, after, dependencies.addressOf(request))
    },
  }
}

/** A customer's client on one conversation. */
class ChatSession implements SocketSession, Subscriber {
  readonly encoding = CHAT_ENCODING
  readonly #sender: Sender
  readonly #topic: Topic
  readonly #conversation: Conversation
  #socket: Socket | undefined
  #follower: Follower
  #out: string[] = []
  #inFlight = 0

  constructor(
    private readonly to: ChatSocketDependencies,
    private readonly access: Access,
    after: number,
    private readonly address: string,
  ) {
    this.#conversation = access.conversation
    this.#sender = { kind: "customer", id: access.customer.externalId }
    this.#topic = `conversation:${access.conversation.id}`
    this.#follower = this.#followerFrom(after)
  }

  opened(socket: Socket): void {
    this.#socket = socket
    const { partner, customer, conversation } = this.access
    socket.send(JSON.stringify({ type: "hello", payload: sessionReply(partner, customer, conversation) }))
    this.to.hub.subscribe(this.#topic, this)
    this.#follower.catchUp()
  }

  closed(): void {
    this.#socket = undefined
    this.#follower.end()
    this.to.hub.unsubscribe(this.#topic, this)
  }

  take(published: Published, frame: string | undefined): void {
    this.#follower.take(published, frame)
  }

  flush(): void {
    if (this.#out.length === 0) return
    this.#socket?.sendAll(this.#out)
    this.#out = []
  }

  signal(frame: string): void {
    this.#socket?.send(frame)
  }

  received(frame: unknown): void {
    const parsed = frameSchema.safeParse(frame)
    if (parsed.success) this.#handle(parsed.data)
    else this.#refuse(clientIdOf(frame), frameFault(parsed.error))
  }

  #handle(frame: ChatFrame): void {
    if (frame.type === "message") void this.#post(frame.payload)
    else if (frame.type === "typing") this.#typing(frame.payload.isTyping)
    else if (frame.type === "read") void this.#read(frame.payload.seq)
    else if (frame.type === "sync") {
      this.#follower.end()
      this.#follower = this.#followerFrom(frame.payload.after)
      this.#follower.catchUp()
    } else this.#socket?.send('{"type":"pong","payload":{}}')
  }

  async #post({
    clientId,
    text,
    metadata,
  }: Extract<ChatFrame, { type: "message" }>["payload"]): Promise<void> {
    const { partner, customer } = this.access
    try {
      if (this.#inFlight >= MOST_IN_FLIGHT) throw tooManyInFlight()
      this.to.limits.spend(partner, customer.id, this.address)
      this.#inFlight++
      const { idleSeconds } = partner.settings.session
      const { messageLength } = partner.settings.limits
      const { known, events } = await postMessage(
        this.to.log,
        { idleSeconds, messageLength },
        {
          conversationId: this.#conversation.id,
          sender: this.#sender,
          clientId,
          text,
          data: metadata && { metadata },
        },
      ).finally(() => this.#inFlight--)
      // Whoever sends again what is stored has missed the acknowledgement, or will come to it while catching up.
      if (known) for (const event of events) if (this.#follower.has(event.seq)) this.#send(event)
    } catch (error) {
      this.#refuse(clientId, error)
    }
  }

  async #read(seq: number): Promise<void> {
    try {
      await markRead(this.to.log, this.#conversation.id, this.#sender, seq)
    } catch (error) {
      this.#refuse(undefined, error)
    }
  }

  #typing(isTyping: boolean): void {
    const { hub } = this.to
    hub.signal(
      {
        conversation: this.#conversation,
        kind: "typing",
        by: "customer",
        senderId: this.#sender.id,
        data: { isTyping },
      },
      this,
    )
  }

  #send(event: ConversationEvent): void {
    const frame = CHAT_ENCODING.event({ conversation: this.#conversation, event })
    if (frame !== undefined) this.#socket?.send(frame)
  }

  #refuse(clientId: string | undefined, error: unknown): void {
    this.#socket?.send(errorFrame(error, { clientId }, this.to.onFault))
  }

  #followerFrom(after: number): Follower {
    const { store } = this.to.access
    return new Follower(after, {
      read: (from, limit) => store.eventsAfter(this.#conversation.id, from, limit),
      deliver: (event, frame) => {
        const text = frame ?? CHAT_ENCODING.event({ conversation: this.#conversation, event })
        if (text !== undefined) this.#out.push(text)
      },
      letOut: async () => {
        this.flush()
        return (await this.#socket?.drained()) ?? false
      },
      failed: (error) => {
        this.to.onFault(error)
        this.#socket?.close(CLOSE.internal, "The history could not be read. Please reconnect.")
      },
    })
  }
}

function clientIdOf(frame: unknown): string | undefined {
  const id = (frame as { payload?: { clientId?: unknown } }).payload?.clientId
  return typeof id === "string" ? id.slice(0, 100) : undefined
}

function tooManyInFlight(): ChatdError {
  return new ChatdError("rate_limited", "Please wait until earlier messages are stored.", {
    resetInSeconds: 1,
  })
}
