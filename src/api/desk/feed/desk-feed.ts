import { type Conversation, isOnlyOpened, isWaiting } from "../../../core/conversations/conversation.ts"
import type { QueuePlace, SummaryStore } from "../../../core/conversations/summary.ts"
import { customerLabel } from "../../../core/customers.ts"
import type { Partner } from "../../../core/partner.ts"
import type { CustomersHere } from "../../../realtime/customers-here.ts"
import type { Encoding, Hub, Published, Signal, Subscriber, Topic } from "../../../realtime/hub.ts"
import { agentReply } from "../agent-reply.ts"
import type { DeskRouting } from "../dependencies.ts"
import type { Names } from "../event-reply.ts"
import { summaryReply } from "../summary-reply.ts"
import { deskEncoding, feedEncoding } from "./desk-encoding.ts"
import { goneFrame, linesFrame, orderOf, queueFrame } from "./feed-frames.ts"
import { KnownConversation } from "./known-conversation.ts"
import { KnownCustomers } from "./known-customers.ts"
import { keeperSaid, type Notice, noticesOf, noticeText } from "./notices.ts"

/** What changed in so long goes together. */
const EVERY_MS = 100
/** How often an agent is told at once that the same customer said something. */
const RING_EVERY_MS = 1_000
/** Lines of one frame; the rest goes with the next. */
const MOST_LINES = 500
/** Conversations that are remembered. */
const MOST_KNOWN = 20_000
/** How often it is looked who is there: other servers and leases tell nobody. */
const AGENTS_EVERY_MS = 2_000
/** After a fault, before the next attempt. */
const PAUSE_MS = 1_000

/** An agent's client. */
export interface FeedListener {
  /** Undefined: the operator's. */
  readonly agentNumber: number | undefined
  /** Whether everything that was sent is on its way. */
  hasRoom(): boolean
  follows(conversationId: number): boolean
  send(frame: string): void
  /** As {@link Subscriber} has it. */
  signal(frame: string, signal: Signal): void
  /** Something may have been missed: everything is to be listed again. */
  listAgain(): void
}

/** What a client that reads slowly is yet to be told: how it is by then. */
interface Backlog {
  conversations: Set<number>
  agents: boolean
  queue: boolean
}

export interface FeedPorts {
  hub: Hub
  summaries: SummaryStore
  routing: Pick<DeskRouting, "agents" | "onConnections">
  here: CustomersHere
  onFault(error: unknown): void
}

/**
 * Everything that happens to a partner's conversations, as lines of a list: whatever changes within a tenth of a second is one
 * frame, encoded once for all clients of the partner's agents. Whoever reads slowly is told later, and then how it is by then.
 */
export class DeskFeed implements Subscriber {
  /** For those who follow single conversations. */
  readonly followers: Encoding
  readonly encoding: Encoding
  readonly #partnerId: string
  readonly #listeners = new Map<FeedListener, Backlog>()
  readonly #known = new Map<number, KnownConversation>()
  readonly #customers: KnownCustomers
  readonly #changed = new Set<number>()
  #queued: { conversationId: number; notice: Notice }[] = []
  #agentNames = new Map<number, string>()
  #agentsTold: string | undefined
  #queueTold: { places: readonly QueuePlace[]; order: string } | undefined
  #positions = new Map<number, number>()
  /** Customers who came or went. */
  readonly #moved = new Set<number>()
  #isAgentsDue = false
  #isQueueDue = true
  #lastTick = 0
  #ticking = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #looking: ReturnType<typeof setInterval> | undefined
  #endConnections: (() => void) | undefined
  #endHere: (() => void) | undefined

  constructor(
    private readonly ports: FeedPorts,
    { id, name }: Pick<Partner, "id" | "name">,
  ) {
    this.#partnerId = id
    this.#customers = new KnownCustomers(ports.summaries)
    const names: Names = {
      partner: name,
      customer: (customerId) => this.#customers.get(customerId)?.name,
      agent: (number) => this.#agentNames.get(number),
    }
    this.followers = deskEncoding(names)
    this.encoding = feedEncoding(names)
  }

  get #topic(): Topic {
    return { of: "partner", id: this.#partnerId }
  }

  open(): void {
    this.ports.hub.subscribe(this.#topic, this)
    this.#endConnections = this.ports.routing.onConnections((partnerId) => {
      if (partnerId === this.#partnerId) this.agentsChanged()
    })
    this.#endHere = this.ports.here.watch((customerId) => {
      if (!this.#isListenedTo) return
      this.#moved.add(customerId)
      this.#schedule()
    })
    this.#looking = setInterval(() => this.agentsChanged(), AGENTS_EVERY_MS)
    this.#looking.unref()
  }

  close(): void {
    this.ports.hub.unsubscribe(this.#topic, this)
    this.#endConnections?.()
    this.#endHere?.()
    clearInterval(this.#looking)
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** From now on it is told what changes; and once more who is there, which may have changed since it was told. */
  join(listener: FeedListener): void {
    if (this.#listeners.has(listener)) return
    this.#listeners.set(listener, { conversations: new Set(), agents: true, queue: false })
    this.agentsChanged()
  }

  leave(listener: FeedListener): void {
    this.#listeners.delete(listener)
    if (!this.#isListenedTo) this.#forgetAll()
  }

  /** A client that has not said hello is told nothing: for it alone nothing is kept, which nobody would take away. */
  get #isListenedTo(): boolean {
    return this.#listeners.size > 0
  }

  #forgetAll(): void {
    for (const kept of [this.#known, this.#changed, this.#moved]) kept.clear()
    this.#queued = []
  }

  /** What somebody has read for a list serves the feed as well. */
  listed(conversations: readonly Conversation[]): void {
    if (!this.#isListenedTo) return
    for (const conversation of conversations) this.#remember(conversation)
  }

  /** Makes sure that the customer's name is known where events are encoded. */
  async nameCustomer(customerId: number): Promise<void> {
    if (!this.#customers.get(customerId)) await this.#customers.load([customerId])
  }

  /** Who is there, as a frame; and with it the names of those who speak. */
  async agentsFrame(): Promise<string> {
    const agents = await this.ports.routing.agents(this.#partnerId)
    this.#agentNames = new Map(agents.map(({ number, name }) => [number, name]))
    return JSON.stringify({ type: "agents", payload: { agents: agents.map(agentReply) } })
  }

  /**
   * Tells one who has joined how the queue is, and the others where it is another. All of them hear the same things in the
   * same order: what one was told alone could be older than what it heard meanwhile, and nobody would mend it.
   */
  async tellQueueTo(listener: FeedListener): Promise<void> {
    await this.#tellQueue()
    if (this.#queueTold) listener.send(queueFrame(this.#queueTold.places))
    // It may have been read twice at once, and the older told last.
    this.#isQueueDue = true
    this.#schedule()
  }

  agentsChanged(): void {
    this.#isAgentsDue = true
    this.#schedule()
  }

  /** What is known of a customer is another. */
  customerChanged(customerId: number): void {
    this.#customers.outdate(customerId)
    for (const [id, { conversation }] of this.#known)
      if (conversation.customerId === customerId) this.#changed.add(id)
    this.#schedule()
  }

  /** These were erased: nothing is known of them any more. */
  erased(customerIds: readonly number[], conversationIds: readonly number[]): void {
    for (const id of customerIds) this.#customers.forget(id)
    this.#forget(conversationIds)
  }

  /** Tells clients of it, who may know more of them than the feed does; another server may have erased them. */
  tellErased(numbers: readonly number[]): void {
    const erased = new Set(numbers)
    this.#forget(
      [...this.#known].flatMap(([id, { conversation }]) => (erased.has(conversation.number) ? id : [])),
    )
    const frame = goneFrame(numbers)
    for (const listener of this.#listeners.keys()) listener.send(frame)
  }

  #forget(conversationIds: readonly number[]): void {
    for (const id of conversationIds) {
      this.#known.delete(id)
      this.#changed.delete(id)
    }
    this.#queued = this.#queued.filter(({ conversationId }) => !conversationIds.includes(conversationId))
    this.#isQueueDue = true
    this.agentsChanged()
  }

  take({ conversation, event }: Published): void {
    // What is in no list does not come into one by ending.
    if (!this.#isListenedTo || isOnlyOpened(conversation)) return
    const isNew = !this.#known.has(conversation.id)
    const known = this.#remember(conversation)
    // Who had it before is not known then; whoever has it now is to be told.
    if (isNew && event.type !== "message") known.keeper = undefined
    known.took(event)
    this.#changed.add(conversation.id)
    for (const notice of noticesOf(event, known.keeper)) {
      // Most who join the queue are handed out at once, and nobody else need look up.
      if (notice.kind === "queued") this.#queued.push({ conversationId: conversation.id, notice })
      else if (notice.kind !== "reply" || mayRing(known)) this.#notify(known.conversation, notice)
    }
    if (event.type === "status") {
      known.keeper = keeperSaid(event.data)
      this.#isAgentsDue = true
      this.#isQueueDue = true
    } else if (event.type === "note" && event.data?.priority !== undefined) this.#isQueueDue = true
    // Its form may have told who they are.
    else if (event.type === "ticket") this.#customers.outdate(conversation.customerId)
  }

  flush(): void {
    this.#schedule()
  }

  refresh(): void {
    for (const known of this.#known.values()) known.forgotten()
    this.#customers.outdateAll()
    this.#isQueueDue = true
    for (const listener of this.#listeners.keys()) listener.listAgain()
    this.agentsChanged()
  }

  signal(frame: string, signal: Signal): void {
    const { conversation, kind } = signal
    const { agentId } = conversation
    for (const listener of this.#listeners.keys()) {
      const follows = listener.follows(conversation.id)
      const isOwn = agentId !== undefined && listener.agentNumber === agentId
      // Whoever follows it hears of typing there.
      if (kind === "typing" ? isOwn && !follows : isOwn || follows) listener.signal(frame, signal)
    }
  }

  #remember(conversation: Conversation): KnownConversation {
    const there = this.#known.get(conversation.id)
    if (there) {
      there.seen(conversation)
      return there
    }
    const known = new KnownConversation(conversation)
    if (this.#known.size >= MOST_KNOWN)
      for (const [id] of this.#known) {
        if (this.#changed.has(id)) continue
        this.#known.delete(id)
        break
      }
    this.#known.set(conversation.id, known)
    return known
  }

  #notify({ number, customerId }: Conversation, notice: Notice): void {
    const { kind, to, except } = notice
    const isMeant = ({ agentNumber }: FeedListener) =>
      to === undefined ? agentNumber === undefined || agentNumber !== except : agentNumber === to
    if (![...this.#listeners.keys()].some(isMeant)) return
    const tell = () => {
      const customer = this.#customers.get(customerId)
      const shown = customer ? customerLabel(customer.externalId, customer.name) : `Conversation ${number}`
      const frame = JSON.stringify({
        type: "notice",
        payload: { kind, conversation: number, text: noticeText(notice, shown) },
      })
      for (const listener of this.#listeners.keys()) if (isMeant(listener)) listener.send(frame)
    }
    if (this.#customers.get(customerId)) tell()
    else this.#customers.load([customerId]).then(tell, (error) => this.ports.onFault(error))
  }

  #schedule(afterMs = EVERY_MS): void {
    if (this.#timer || this.#ticking || this.#listeners.size === 0) return
    const due = Math.max(0, this.#lastTick + afterMs - performance.now())
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.#tick()
    }, due)
  }

  async #tick(): Promise<void> {
    this.#ticking = true
    this.#lastTick = performance.now()
    let pause = EVERY_MS
    try {
      await this.#tell()
    } catch (error) {
      pause = PAUSE_MS
      this.ports.onFault(error)
    }
    this.#ticking = false
    const isMoreDue =
      this.#changed.size > 0 ||
      this.#moved.size > 0 ||
      this.#isAgentsDue ||
      this.#isQueueDue ||
      this.#queued.length > 0
    if (isMoreDue || this.#isAnybodyBehind()) this.#schedule(pause)
  }

  async #tell(): Promise<void> {
    this.#noteMoved()
    const ids = [...this.#changed].slice(0, MOST_LINES)
    const late = [...this.#listeners].flatMap(([one, { conversations }]) =>
      one.hasRoom() ? [...conversations].slice(0, MOST_LINES) : [],
    )
    const wanted = [...new Set([...ids, ...late])].flatMap((id) => this.#known.get(id) ?? [])
    await this.#complete(wanted)
    if (this.#isQueueDue) await this.#tellQueue()
    // From here on nothing is awaited: the lines say how it is now.
    const lines = this.#lines(wanted)
    for (const id of ids) this.#changed.delete(id)
    this.#sendLines(ids, lines)
    this.#tellQueued()
    if (this.#isAgentsDue) await this.#tellAgents()
    this.#tellLate()
  }

  /** Customers of other partners are among them. */
  #noteMoved(): void {
    if (this.#moved.size === 0) return
    for (const [id, { conversation }] of this.#known)
      if (conversation.status !== "closed" && this.#moved.has(conversation.customerId)) this.#changed.add(id)
    this.#moved.clear()
  }

  /** Reads what is not known of them. What happens meanwhile is in what they say afterwards. */
  async #complete(wanted: readonly KnownConversation[]): Promise<void> {
    const unread = wanted.filter(({ digest }) => digest === undefined)
    if (unread.length > 0) {
      const taking = unread.map((known) => ({ id: known.conversation.id, take: known.read() }))
      const digests = await this.ports.summaries.digests(unread.map(({ conversation }) => conversation))
      for (const { id, take } of taking) {
        const digest = digests.get(id)
        if (digest) take(digest)
      }
    }
    await this.#customers.loadOutdated(wanted.map(({ conversation }) => conversation.customerId))
  }

  #lines(wanted: readonly KnownConversation[]): Map<number, string> {
    const lines = new Map<number, string>()
    for (const { conversation, digest } of wanted) {
      const customer = this.#customers.get(conversation.customerId)
      if (!customer) continue
      const position = isWaiting(conversation) ? this.#positions.get(conversation.id) : undefined
      const here = this.ports.here.isHere(conversation.customerId)
      const summary = summaryReply(conversation, { digest, customer, position, here })
      lines.set(conversation.id, JSON.stringify(summary))
    }
    return lines
  }

  #sendLines(ids: readonly number[], lines: ReadonlyMap<number, string>): void {
    const shared = linesFrame(ids, lines)
    for (const [listener, { conversations: late }] of this.#listeners) {
      if (late.size === 0 && listener.hasRoom()) {
        if (shared) listener.send(shared)
        continue
      }
      for (const id of ids) late.add(id)
      if (!listener.hasRoom()) continue
      const told = [...late].filter((id) => lines.has(id) || !this.#known.has(id)).slice(0, MOST_LINES)
      for (const id of told) late.delete(id)
      const frame = linesFrame(told, lines)
      if (frame) listener.send(frame)
    }
  }

  #isAnybodyBehind(): boolean {
    for (const { conversations, agents, queue } of this.#listeners.values())
      if (conversations.size > 0 || agents || queue) return true
    return false
  }

  #tellLate(): void {
    for (const [listener, late] of this.#listeners) {
      if (!(late.agents || late.queue) || !listener.hasRoom()) continue
      if (late.agents && this.#agentsTold) listener.send(this.#agentsTold)
      if (late.queue && this.#queueTold) listener.send(queueFrame(this.#queueTold.places))
      late.agents = false
      late.queue = false
    }
  }

  /** Whoever reads slowly is told how it is once they have room. */
  #tellAll(frame: string, what: "agents" | "queue"): void {
    for (const [listener, late] of this.#listeners) {
      if (listener.hasRoom()) listener.send(frame)
      else late[what] = true
    }
  }

  #tellQueued(): void {
    const queued = this.#queued
    this.#queued = []
    for (const { conversationId, notice } of queued) {
      const known = this.#known.get(conversationId)
      if (known && isWaiting(known.conversation)) this.#notify(known.conversation, notice)
    }
  }

  async #tellQueue(): Promise<void> {
    this.#isQueueDue = false
    const places = await this.ports.summaries.queue(this.#partnerId).catch((error) => {
      // Nobody else says that it is to be told still.
      this.#isQueueDue = true
      throw error
    })
    this.#positions = new Map(places.map(({ conversationId }, i) => [conversationId, i + 1]))
    const order = `${places.length} ${orderOf(places).join(" ")}`
    if (order === this.#queueTold?.order) return
    this.#queueTold = { places, order }
    this.#tellAll(queueFrame(places), "queue")
  }

  async #tellAgents(): Promise<void> {
    this.#isAgentsDue = false
    const frame = await this.agentsFrame()
    if (frame === this.#agentsTold) return
    this.#agentsTold = frame
    this.#tellAll(frame, "agents")
  }
}

/** Who writes line after line is heard by the first. */
function mayRing(known: KnownConversation): boolean {
  const now = performance.now()
  if (now - known.rangAt < RING_EVERY_MS) return false
  known.rangAt = now
  return true
}
