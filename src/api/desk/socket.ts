import { agentSender } from "../../core/agents/agent.ts"
import { changeAgent } from "../../core/agents/change-agent.ts"
import type { Conversation } from "../../core/conversations/conversation.ts"
import { type Appended, saidIn } from "../../core/conversations/log.ts"
import { markRead } from "../../core/conversations/mark-read.ts"
import { requireOfPartner } from "../../core/conversations/store.ts"
import { ChatdError } from "../../core/errors.ts"
import { bearerToken } from "../../http/bearer.ts"
import { faultOf, frameFault } from "../../http/error-frame.ts"
import { tooManyInFlight } from "../../http/message-limits.ts"
import { CLOSE, type Socket, type SocketContract, type SocketSession } from "../../http/sockets.ts"
import { plainIssue } from "../../plain-issues.ts"
import { Follower } from "../../realtime/follower.ts"
import type { Published, Subscriber, Topic } from "../../realtime/hub.ts"
import { ListeningSession } from "../../realtime/listening-session.ts"
import { type AgentCaller, type DeskCaller, requireAgent, requireCaller } from "./caller.ts"
import { type DeskFrame, frameSchema, type PayloadOf } from "./conversation-schemas.ts"
import type { DeskDependencies } from "./dependencies.ts"
import type { DeskListener } from "./desk-watch.ts"
import { eventFrame } from "./feed/desk-encoding.ts"
import type { DeskFeed, FeedListener } from "./feed/desk-feed.ts"
import type { DeskFeeds } from "./feed/desk-feeds.ts"
import { goneFrame } from "./feed/feed-frames.ts"
import { meReply } from "./me-reply.ts"
import { namesIn } from "./names.ts"
import { noteAsAgent, sayAsAgent } from "./speak.ts"
import { positionsIn, summaries } from "./summary-reply.ts"

const PATH = "/ws/desk"
const PROTOCOL = "chatd.desk"

/** Frames in a second. */
const MOST_FRAMES = 500
/** Messages of one socket that may be on their way to the disk. */
const MOST_IN_FLIGHT = 64
/** Conversations that a client looks into at once. */
const MOST_FOLLOWED = 200
/** Conversations of one frame while a client is told what there is. */
const LISTED_TOGETHER = 200
/** The same of numbers of those that were erased. */
const ERASED_TOGETHER = 1_000
/** Servers' clocks differ, and what is written takes its time from before it is on the disk. */
const MARGIN_MS = 10_000
/** How long ago something may have been missed where a connection broke. */
const MISSED_WITHIN_MS = 3_600_000

export interface DeskSocketDependencies extends DeskDependencies {
  feeds: DeskFeeds
}

/** `WebSocket /ws/desk`: an agent's client. */
export function deskSocket(to: DeskSocketDependencies): SocketContract {
  return {
    serves: (path) => path === PATH,
    protocol: PROTOCOL,
    async connect(request) {
      const token = bearerToken(request) ?? tokenInProtocols(request)
      const watches = new URL(request.url).searchParams.get("watch") === "true"
      return new DeskSession(to, token ?? "", await requireCaller(to.callers, token), watches)
    },
  }
}

/** Browsers set no headers on sockets: they name the token as a protocol, which is never the one that is chosen. */
function tokenInProtocols(request: Request): string | undefined {
  const offered = request.headers.get("sec-websocket-protocol")?.split(",") ?? []
  return offered
    .map((one) => one.trim())
    .find((one) => one.startsWith("bearer."))
    ?.slice("bearer.".length)
}

/** A conversation that the client looks into. */
interface Followed {
  /** Undefined until it is found. */
  conversation?: Conversation
  follower?: Follower
}

class DeskSession
  extends ListeningSession<DeskSocketDependencies, Socket>
  implements SocketSession, Subscriber, FeedListener, DeskListener
{
  readonly mostFrames = MOST_FRAMES
  /** By the conversation's number. */
  readonly #followed = new Map<number, Followed>()
  /** By our id. */
  readonly #followers = new Map<number, Follower>()
  readonly #leave: (() => void)[] = []
  /** There once the socket is open: nothing comes before. */
  #feed!: DeskFeed
  #inFlight = 0
  #isListing = false

  constructor(
    to: DeskSocketDependencies,
    private readonly token: string,
    private readonly caller: DeskCaller,
    /** It only looks: nobody is there for customers. */
    private readonly watches: boolean,
  ) {
    super(to)
  }

  get encoding() {
    return this.#feed.followers
  }

  get entry() {
    return { partnerId: this.caller.partner.id }
  }

  get agentNumber(): number | undefined {
    return this.caller.agent?.number
  }

  opened(socket: Socket): void {
    this.socket = socket
    const { feed, leave } = this.to.feeds.enter(this.caller.partner)
    this.#feed = feed
    this.#leave.push(leave)
    this.#leave.push(this.to.watch.add(this.caller, this))
    if (this.caller.agent && !this.watches) this.#leave.push(this.to.routing.connected(this.caller.agent))
  }

  closed(): void {
    this.socket = undefined
    this.#feed.leave(this)
    for (const { conversation, follower } of this.#followed.values()) {
      follower?.end()
      if (conversation) this.to.hub.unsubscribe(topicOf(conversation), this)
    }
    for (const leave of this.#leave) leave()
  }

  ended(): void {
    this.socket?.close(CLOSE.unauthenticated, "The token is not valid any more. Sign in again.")
  }

  settingsChanged(): void {
    this.send('{"type":"settings","payload":{}}')
  }

  agentsChanged(): void {
    this.#feed.agentsChanged()
  }

  ticketsChanged(): void {
    this.send('{"type":"tickets","payload":{}}')
  }

  send(frame: string): void {
    this.socket?.send(frame)
  }

  follows(conversationId: number): boolean {
    return this.#followers.has(conversationId)
  }

  listAgain(): void {
    void this.#guard({}, () => this.#list(Date.now() - MISSED_WITHIN_MS))
  }

  take(published: Published, frame: string | undefined): void {
    this.#followers.get(published.conversation.id)?.take(published, frame)
  }

  readFailed(error: unknown): void {
    this.to.onFault(error)
    this.socket?.close(CLOSE.internal, "The history could not be read. Please reconnect.")
  }

  refresh(): void {
    for (const follower of this.#followers.values()) follower.catchUp()
  }

  received(frame: unknown): void {
    const parsed = frameSchema.safeParse(frame, { error: plainIssue })
    if (parsed.success) void this.#handle(parsed.data)
    else this.#refuse(aboutOf(frame), frameFault(parsed.error))
  }

  #handle(frame: DeskFrame): Promise<void> | undefined {
    const { type, payload } = frame
    if (type === "ping") {
      this.send('{"type":"pong","payload":{}}')
      return undefined
    }
    if (type === "hello") return this.#guard({}, () => this.#hello(payload))
    if (type === "presence") return this.#guard({}, () => this.#setPresence(payload))
    const about = {
      conversation: payload.conversation,
      ...("clientId" in payload && { clientId: payload.clientId }),
    }
    if (type === "unfollow") {
      this.#unfollow(payload.conversation)
      return undefined
    }
    return this.#guard(about, () => {
      if (type === "follow") return this.#follow(payload)
      if (type === "typing") return this.#typing(payload)
      if (type === "read") return this.#read(payload)
      return this.#say(type, payload)
    })
  }

  async #hello({ since }: PayloadOf<"hello">): Promise<void> {
    if (this.#isListing)
      throw new ChatdError("rate_limited", "What there is is on its way already.", { resetInSeconds: 1 })
    this.#isListing = true
    try {
      const at = new Date()
      this.send(await this.#feed.agentsFrame())
      if (!this.socket) return
      // From now on: what changes while the rest is read comes as well.
      this.#feed.join(this)
      await this.#list(since === undefined ? undefined : missedSince(Date.parse(since)))
      await this.#feed.tellQueueTo(this)
      const me = await meReply(this.to, await this.#currentCaller())
      this.send(JSON.stringify({ type: "ready", payload: { at: at.toISOString(), me } }))
    } finally {
      this.#isListing = false
    }
  }

  /** Sends what is open, and what was closed or erased since then, as fast as the client takes it. */
  async #list(since: number | undefined): Promise<void> {
    const { id } = this.caller.partner
    if (since !== undefined) await this.#tellErased(since)
    const positions = positionsIn(this.to.summaries, id)
    let before: number | undefined
    do {
      const found = await this.to.summaries.openOrClosedSince(id, since, before, LISTED_TOGETHER)
      this.#feed.listed(found)
      const conversations = await summaries(this.to.summaries, id, found, positions)
      if (conversations.length > 0)
        this.send(JSON.stringify({ type: "conversations", payload: { conversations } }))
      before = found.length < LISTED_TOGETHER ? undefined : found.at(-1)?.number
    } while (before !== undefined && (await this.drained()))
  }

  async #tellErased(since: number): Promise<void> {
    const erased = await this.to.summaries.erasedSince(this.caller.partner.id, since)
    const numbers = erased.flatMap((one) => one.numbers)
    for (let i = 0; i < numbers.length && (await this.drained()); i += ERASED_TOGETHER)
      this.send(goneFrame(numbers.slice(i, i + ERASED_TOGETHER)))
  }

  async #follow({ conversation: number, after }: PayloadOf<"follow">): Promise<void> {
    if (!this.#followed.has(number) && this.#followed.size >= MOST_FOLLOWED)
      throw new ChatdError(
        "conflict",
        `At most ${MOST_FOLLOWED} conversations are followed at once: unfollow one first.`,
      )
    this.#unfollow(number)
    const followed: Followed = {}
    this.#followed.set(number, followed)
    try {
      const conversation = await requireOfPartner(this.to.store, this.caller.partner.id, number)
      await this.#feed.nameCustomer(conversation.customerId)
      // It may be followed from elsewhere by now, or not at all.
      if (this.#followed.get(number) === followed && this.socket) this.#begin(conversation, followed, after)
    } catch (error) {
      if (this.#followed.get(number) === followed) this.#followed.delete(number)
      throw error
    }
  }

  #begin(conversation: Conversation, followed: Followed, after: number): void {
    const follower = new Follower(this, conversation, after)
    followed.conversation = conversation
    followed.follower = follower
    this.#followers.set(conversation.id, follower)
    this.to.hub.subscribe(topicOf(conversation), this)
    follower.catchUp()
  }

  #unfollow(number: number): void {
    const followed = this.#followed.get(number)
    this.#followed.delete(number)
    if (!followed?.conversation) return
    followed.follower?.end()
    this.#followers.delete(followed.conversation.id)
    this.to.hub.unsubscribe(topicOf(followed.conversation), this)
  }

  async #say(
    type: "message" | "note",
    { conversation: number, ...said }: PayloadOf<"message"> | PayloadOf<"note">,
  ): Promise<void> {
    if (this.#inFlight >= MOST_IN_FLIGHT) throw tooManyInFlight()
    this.#inFlight++
    try {
      const caller = await this.#currentAgent()
      const { id } = await this.#conversation(number)
      const message = { ...said, conversationId: id }
      const stored =
        type === "message"
          ? await sayAsAgent(this.to, caller, message)
          : await noteAsAgent(this.to.log, caller, message)
      await this.#acknowledge(caller, stored)
    } finally {
      this.#inFlight--
    }
  }

  /** Who follows the conversation has seen it, or is about to; whoever sends again what was stored may have missed it. */
  async #acknowledge({ partner }: AgentCaller, appended: Appended): Promise<void> {
    const { conversation, known } = appended
    const event = saidIn(appended)
    const follower = this.#followers.get(conversation.id)
    if (!event || (follower && !known)) return
    if (follower && !follower.has(event.seq)) follower.catchUp()
    else {
      const names = await namesIn(this.to, partner, conversation)
      this.send(eventFrame({ conversation, event }, names))
    }
  }

  async #read({ conversation: number, seq }: PayloadOf<"read">): Promise<void> {
    const { agent } = await this.#currentAgent()
    const { id } = await this.#conversation(number)
    await markRead(this.to, id, agentSender(agent), seq)
  }

  async #typing({ conversation: number, isTyping }: PayloadOf<"typing">): Promise<void> {
    const { agent } = await this.#currentAgent()
    const conversation = await this.#conversation(number)
    const { id: senderId } = agentSender(agent)
    const data = { name: agent.name, isTyping }
    this.to.hub.signal({ conversation, kind: "typing", by: "agent", senderId, data }, this)
  }

  async #setPresence({ presence }: PayloadOf<"presence">): Promise<void> {
    const { agent, actor } = await this.#currentAgent()
    await changeAgent(this.to.accounts.change, agent, { presence }, { actor, agent })
    await this.to.accounts.changed(agent.partnerId)
  }

  /** What never changes of a conversation that is followed is at hand. */
  async #conversation(number: number): Promise<Conversation> {
    const known = this.#followed.get(number)?.conversation
    return known ?? requireOfPartner(this.to.store, this.caller.partner.id, number)
  }

  /** As it is now: what is set holds from the next message on. @throws {ChatdError} `unauthenticated` */
  #currentCaller(): Promise<DeskCaller> {
    return requireCaller(this.to.callers, this.token)
  }

  async #currentAgent(): Promise<AgentCaller> {
    return requireAgent(await this.#currentCaller())
  }

  async #guard(about: About, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#refuse(about, error)
      if (error instanceof ChatdError && error.code === "unauthenticated") this.ended()
    }
  }

  #refuse(about: About, error: unknown): void {
    const { message: detail, ...fault } = faultOf(error, this.to.onFault)
    this.send(JSON.stringify({ type: "error", payload: { ...fault, detail, ...about } }))
  }
}

/** What a fault is about. */
interface About {
  conversation?: number
  clientId?: string
}

function aboutOf(frame: unknown): About {
  const { payload } = frame as { payload?: { conversation?: unknown; clientId?: unknown } | null }
  const { conversation, clientId } = payload ?? {}
  return {
    ...(typeof conversation === "number" && { conversation }),
    ...(typeof clientId === "string" && { clientId: clientId.slice(0, 100) }),
  }
}

function topicOf({ id }: Conversation): Topic {
  return { of: "conversation", id }
}

/** What a client may have missed that was there until then. A time that is still to come was told before the clock was put back. */
function missedSince(at: number): number {
  const now = Date.now()
  return at > now + MARGIN_MS ? now - MISSED_WITHIN_MS : at - MARGIN_MS
}
