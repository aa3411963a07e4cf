import type { WidgetClient } from "../loader/chat-ui-module.ts"
import { call, type Reply, type Request } from "./call.ts"
import type {
  ChatConfig,
  ChatEvent,
  EarlierSession,
  Metadata,
  OpenedSession,
  PassingFrame,
  ServerFrame,
  Session,
  StoredMessage,
} from "./chat-api.ts"
import type {
  ChatSignal,
  ChatState,
  EarlierConversation,
  Outcome,
  Phase,
  PreChatAnswers,
  Problem,
} from "./chat-state.ts"
import type { ClientOptions } from "./client-options.ts"
import { effectiveConfig } from "./config.ts"
import { createEventOrder } from "./event-order.ts"
import { type Link, openLink } from "./link.ts"
import { createOutbox, uniqueId } from "./outbox.ts"
import { createStore } from "./store.ts"
import { patchStored, readStored, type Stored, storageName } from "./stored.ts"
import { browserSurroundings, type Surroundings } from "./surroundings.ts"
import { joinTabs, type TabNews } from "./tabs.ts"
import { createTimeline, type Timeline } from "./timeline.ts"
import { createOthersTyping, createOwnTyping } from "./typing.ts"

/** So much of a session comes back with it; what is older is fetched when asked for. */
const RECENT_EVENTS = 200
const PAGE = 50
/** As many events as the server hands out in one go. */
const EVENTS_AT_ONCE = 500
/** A session that does not end by itself is looked for so long. */
const DAY_SECONDS = 86_400
/** A page that is loaded so much later does not open the chat by itself. */
const OPEN_MS = 30 * 60_000
/** While a long replay comes in, the list is shown so often. */
const REPLAY_FRAME_MS = 20

interface TabStored {
  draft?: string
}

interface MessagePage {
  messages: readonly StoredMessage[]
  more: boolean
}

/** The conversation of one visitor with one chatd server, as state and actions. */
export function createChatClient(
  options: ClientOptions,
  surroundings: Surroundings = browserSurroundings(),
): WidgetClient {
  const { baseUrl, widgetKey } = options
  const { shared, tab, pace } = surroundings
  const name = storageName(baseUrl, widgetKey)
  const api = `${baseUrl}/api/chat`
  const stored = () => readStored<Stored>(shared, name)
  const keep = (patch: Stored) => patchStored<Stored>(shared, name, patch)

  let identity = options.identity
  let overrides = options.overrides
  let serverConfig = options.config
  let token: string | undefined
  let link: Link | undefined
  let order = createEventOrder<ChatEvent>(0)
  let conversation = createTimeline()
  let earlierConversation = createTimeline()
  const outbox = createOutbox(tab, `${name} outbox`)
  /** Up to here the visitor has seen, which the server may not know yet. */
  let readUpTo = 0
  /** What came up to here is not news. */
  let knownUpTo = 0
  let inFlight: string | undefined
  let finishedAnswer: string | undefined
  /** One handoff form, however often it must be sent. */
  let handoffId = uniqueId()
  let loading: Promise<void> | undefined
  let opening: Promise<Outcome> | undefined
  /** Attempts in a row to reach the server, or to be let in, that failed. */
  let failures = 0
  let destroyed = false
  const timers: Partial<Record<"ack" | "gap" | "limit" | "retry" | "replay", ReturnType<typeof setTimeout>>> =
    {}

  const store = createStore<ChatState>({
    config: undefined,
    phase: "idle",
    open: false,
    connection: "online",
    retryAt: undefined,
    session: undefined,
    timeline: outbox.items,
    more: false,
    typing: undefined,
    stream: undefined,
    unread: 0,
    limit: undefined,
    problem: undefined,
    rated: undefined,
    muted: stored().muted ?? false,
    draft: readStored<TabStored>(tab, name).draft ?? "",
    earlier: undefined,
    reading: undefined,
  })
  const signals = new Set<(signal: ChatSignal) => void>()
  const tabs = joinTabs(name, hearTab)
  const tellTyping = createOwnTyping(pace, (isTyping) => tell("typing", { isTyping }))
  const showTyping = createOthersTyping(pace, (typing) => {
    if (typing || store.state.typing) store.set({ typing })
  })
  configure(overrides)

  function signal(one: ChatSignal): void {
    for (const listener of signals) listener(one)
  }

  function later(timer: keyof typeof timers, ms: number, action: () => void): void {
    cancel(timer)
    timers[timer] = setTimeout(() => {
      timers[timer] = undefined
      action()
    }, ms)
  }

  function cancel(timer: keyof typeof timers): void {
    clearTimeout(timers[timer])
    timers[timer] = undefined
  }

  function publish(patch: Partial<ChatState> = {}): void {
    store.set({
      ...patch,
      timeline: [...conversation.items, ...outbox.items],
      unread: conversation.othersAfter(readUpTo),
    })
  }

  // --- Calls

  function sessionCall<T>(path: string, request: Request = {}): Promise<Reply<T>> {
    return call<T>(`${api}/sessions/${store.state.session?.id}${path}`, { token, ...request })
  }

  function outcome<T>(reply: Reply<T>): Outcome<T> {
    if (reply.ok) return { ok: true, value: reply.value }
    limitBy(reply.resetInSeconds, reply.problem.message)
    return fault(reply.problem)
  }

  function fault(problem: Problem): Outcome<never> {
    store.set({ problem })
    return { ok: false, problem }
  }

  /** The same without what the server said about it. */
  function done(reply: Reply<unknown>): Outcome {
    const result = outcome(reply)
    return result.ok ? { ok: true, value: undefined } : result
  }

  /** What need not arrive: the next one, or the next connection, makes up for it. */
  function tell(type: "typing" | "read", payload: object): void {
    if (link?.way === "socket") link.send({ type, payload })
    else if (link?.way) void sessionCall(`/${type}`, { body: payload })
  }

  function limitBy(seconds: number | undefined, message: string): void {
    if (!seconds) return
    store.set({ limit: { message, until: Date.now() + seconds * 1000 } })
    later("limit", seconds * 1000, () => {
      store.set({ limit: undefined })
      flush()
    })
  }

  // --- Sessions

  /** Asks for the configuration and for a live session, until the server answers. */
  function load(): Promise<void> {
    loading ??= reallyLoad().finally(() => {
      loading = undefined
    })
    return loading
  }

  async function reallyLoad(): Promise<void> {
    cancel("retry")
    const known = stored()
    const signed = Boolean(identity.signature ?? identity.jwt)
    token = known.verified && !signed ? undefined : (known.token ?? token)
    if (!store.state.session) store.set({ phase: "loading", problem: undefined })
    const [config, live] = await Promise.all([
      serverConfig
        ? undefined
        : call<ChatConfig>(`${api}/config${widgetKey ? `?key=${encodeURIComponent(widgetKey)}` : ""}`),
      token || signed ? openingCall({ resumeOnly: true }) : undefined,
    ])
    if (destroyed) return
    if (config?.ok) {
      serverConfig = config.value
      configure(overrides)
    }
    if (live?.ok) {
      if (serverConfig) adopt(live.value)
    } else if (live?.status === 401) {
      token = undefined
    }
    const failed = [config, live].find(
      (reply) => reply && !reply.ok && !(reply === live && (reply.status === 404 || reply.status === 401)),
    )
    if (failed && !failed.ok) unreachable(failed)
    else if (!live?.ok) noSession()
  }

  function unreachable({ status, problem, resetInSeconds }: Reply<unknown> & { ok: false }): void {
    const passing = status === 0 || status >= 500 || resetInSeconds
    if (!passing) {
      store.set({ phase: "failed", problem })
      return
    }
    const delay = Math.max(backOff(), (resetInSeconds ?? 0) * 1000)
    const connection = surroundings.isOnline() ? "reconnecting" : "offline"
    store.set({ connection, retryAt: Date.now() + delay })
    later("retry", delay, () => {
      void load()
    })
  }

  function backOff(): number {
    return Math.min(pace.backOffMost, pace.backOff * 2 ** failures++) * (0.5 + Math.random())
  }

  /** No session is live: whoever had one reads it, others begin. */
  function noSession(): void {
    failures = 0
    store.set({ connection: "online", retryAt: undefined })
    if (store.state.session) ended()
    else store.set({ phase: before() })
    flush()
  }

  /** What stands between the visitor and a new session. */
  function before(): Phase {
    const { consent, preChat } = store.state.config ?? {}
    if (consent && stored().consent !== consent.text) return "consent"
    return preChat?.enabled && preChat.fields.length > 0 ? "pre-chat" : "ready"
  }

  function openingCall(more: object): Promise<Reply<OpenedSession>> {
    const { customerId, signature, jwt, ...about } = identity
    return call<OpenedSession>(`${api}/sessions`, {
      body: {
        widgetKey,
        sessionToken: token,
        ...(signature || jwt ? { identity: jwt ? { jwt } : { customerId, signature } } : { customerId }),
        ...about,
        locale: store.state.config?.locale ?? surroundings.language,
        page: surroundings.page(),
        ...more,
      },
    })
  }

  function openSession(answers: PreChatAnswers = {}): Promise<Outcome> {
    opening ??= reallyOpen(answers).finally(() => {
      opening = undefined
    })
    return opening
  }

  async function reallyOpen(answers: PreChatAnswers): Promise<Outcome> {
    cancel("retry")
    store.set({ problem: undefined })
    const consent = store.state.config?.consent ? { consent: true } : {}
    const reply = await openingCall({ ...answers, ...consent })
    if (destroyed) return { ok: true, value: undefined }
    if (reply.ok) {
      adopt(reply.value)
      return { ok: true, value: undefined }
    }
    const waits = outbox.next !== undefined
    if (waits && (reply.status === 0 || reply.status >= 500)) {
      const delay = backOff()
      const connection = surroundings.isOnline() ? "reconnecting" : "offline"
      store.set({ connection, retryAt: Date.now() + delay })
      later("retry", delay, flush)
      return { ok: false, problem: reply.problem }
    }
    if (waits && !reply.resetInSeconds) {
      for (const { clientId = "" } of outbox.items) outbox.mark(clientId, "failed", reply.problem.message)
      publish()
    }
    return done(reply)
  }

  function adopt({ sessionToken, ...session }: OpenedSession): void {
    link?.stop()
    token = sessionToken
    failures = 0
    keep({ token, verified: session.verified, ...(serverConfig && { config: serverConfig }) })
    keepLive(session)
    if (store.state.session?.id !== session.id) {
      const after = Math.max(0, session.lastSeq - RECENT_EVENTS)
      order = createEventOrder(after)
      conversation = createTimeline()
      readUpTo = session.readByCustomer
      knownUpTo = session.lastSeq
      store.set({ rated: undefined, more: after > 0, earlier: undefined })
    }
    conversation.readUpTo(session.readByAgent)
    settleInFlight()
    publish({ session, phase: session.status === "closed" ? "ended" : "live", problem: undefined })
    tabs.tell({ session: session.id })
    signal({ type: "session", session })
    link = openLink(
      { baseUrl, sessionId: session.id, token, lastSeq: () => order.last },
      {
        frame: hear,
        page: (events) => applyAll(order.takeAll(events)),
        changed: (connection, retryAt) => store.set({ connection, retryAt }),
        ready,
        lost,
        refused,
      },
      surroundings,
    )
  }

  function keepLive({ endsAt, idleSeconds }: Session): void {
    keep({ liveUntil: Date.now() + (endsAt ? idleSeconds : DAY_SECONDS) * 1000 })
  }

  function ended(): void {
    const { phase, session } = store.state
    if (phase === "ended" || !session) return
    keep({ liveUntil: 0 })
    showTyping(undefined)
    settleInFlight()
    publish({ phase: "ended", stream: undefined, session: { ...session, status: "closed", endsAt: null } })
    signal({ type: "ended" })
    flush()
  }

  function forget(): void {
    link?.stop()
    link = undefined
    order = createEventOrder(0)
    conversation = createTimeline()
    readUpTo = 0
    settleInFlight()
    publish({ session: undefined, more: false, rated: undefined, stream: undefined, connection: "online" })
  }

  // --- The connection

  function ready(): void {
    failures = 0
    const { session } = store.state
    if (session && readUpTo > session.readByCustomer) tell("read", { seq: readUpTo })
    flush()
  }

  function lost(): void {
    settleInFlight()
    showTyping(undefined)
    publish({ stream: undefined })
    // An ended session can be reopened by an agent, but is not worth a new connection.
    if (store.state.phase === "ended") {
      link?.stop()
      store.set({ connection: "online", retryAt: undefined })
    }
  }

  /** The session is over, or the token is: asking anew tells which. */
  function refused(): void {
    lost()
    if (store.state.phase !== "ended")
      later("retry", failures ? backOff() : 0, () => {
        failures++
        void load()
      })
  }

  function hear(frame: ServerFrame): void {
    if ("seq" in frame) {
      // Sent twice, stored once: the server answers with the event that is known already.
      if (frame.type === "message" && frame.seq <= order.last) acknowledge(frame.payload)
      applyAll(order.take(frame))
      if (order.gap && !timers.gap) later("gap", pace.gap, () => void fillGap())
    } else hearPassing(frame)
  }

  function hearPassing(frame: PassingFrame): void {
    switch (frame.type) {
      case "hello":
        readUpTo = Math.max(readUpTo, frame.payload.readByCustomer)
        conversation.readUpTo(frame.payload.readByAgent)
        publish({ session: frame.payload })
        break
      case "typing": {
        const { by, name: typist, isTyping } = frame.payload
        if (by !== "customer") showTyping(isTyping ? { by, name: typist } : undefined)
        break
      }
      case "stream": {
        const { answerId, text } = frame.payload
        if (answerId !== finishedAnswer) store.set({ stream: text === null ? undefined : { answerId, text } })
        break
      }
      case "error": {
        const { code, message, clientId, resetInSeconds } = frame.payload
        limitBy(resetInSeconds, message)
        if (clientId) notTaken(clientId, { code, message, field: undefined }, Boolean(resetInSeconds))
        else if (!resetInSeconds) fault({ code, message, field: undefined })
        break
      }
    }
  }

  /** Whatever is missing over the socket can be asked for. */
  async function fillGap(): Promise<void> {
    const filling = order
    if (!filling.gap) return
    const reply = await sessionCall<{ events: ChatEvent[] }>(`/events?after=${filling.last}&wait=0`)
    if (filling !== order) return
    if (!reply.ok) {
      link?.restart()
      return
    }
    applyAll(order.takeAll(reply.value.events))
    if (reply.value.events.length >= EVENTS_AT_ONCE) void fillGap()
  }

  function applyAll(events: readonly ChatEvent[]): void {
    for (const event of events) apply(event)
    if (events.length === 0) return
    // A replay is many frames: drawing each would make a long list slow to come up.
    const replaying = order.last < (store.state.session?.lastSeq ?? 0)
    if (replaying) later("replay", REPLAY_FRAME_MS, publish)
    else publish()
    flush()
  }

  function apply(event: ChatEvent): void {
    const { session } = store.state
    if (!session) return
    conversation.add(event)
    if (event.type === "message") applyMessage(event.payload, session)
    else if (event.type === "read" && event.payload.by === "customer")
      readUpTo = Math.max(readUpTo, event.payload.seq)
    else if (event.type === "rating") store.set({ rated: event.payload.score })
    else if (event.type === "status") {
      const { status, handler, agent } = event.payload
      // Of a replay only what the server says now counts.
      if (event.seq <= knownUpTo) return
      if (status === "closed") ended()
      else store.set({ phase: "live" })
      const now = store.state.session ?? session
      store.set({ session: { ...now, status, handler, agent } })
    }
  }

  function applyMessage(message: StoredMessage, session: Session): void {
    acknowledge(message)
    keepLive(session)
    const answerId = message.metadata?.answerId
    if (typeof answerId === "string") {
      finishedAnswer = answerId
      if (store.state.stream?.answerId === answerId) store.set({ stream: undefined })
    }
    if (message.sender.kind === "customer") return
    showTyping(undefined)
    if (message.seq <= knownUpTo) return
    const shown = conversation.items.at(-1)
    if (shown?.kind === "message") signal({ type: "message", message: shown })
  }

  // --- Messages

  /** Sends the oldest that waits; the next follows when it is stored or refused, so that order holds. */
  function flush(): void {
    const { phase, limit } = store.state
    const { next } = outbox
    if (!next?.clientId || inFlight || limit || destroyed) return
    if (phase === "ready" || phase === "ended") {
      if (!timers.retry) void openSession()
      return
    }
    if (phase !== "live" || !link?.way) return
    const { clientId, text, metadata } = next
    inFlight = clientId
    outbox.mark(clientId, "sending")
    publish()
    if (link.way === "polling") void post(clientId, text, metadata)
    else {
      link.send({ type: "message", payload: { clientId, text, metadata } })
      later("ack", pace.answer, () => link?.restart())
    }
  }

  async function post(clientId: string, text: string, metadata: Metadata | undefined): Promise<void> {
    const reply = await sessionCall<StoredMessage>("/messages", { body: { clientId, text, metadata } })
    if (inFlight !== clientId) return
    if (reply.ok) {
      inFlight = undefined
      // It stays in its place until its event comes.
      outbox.mark(clientId, "sent")
      publish()
      flush()
      return
    }
    limitBy(reply.resetInSeconds, reply.problem.message)
    if (reply.status === 0) later("ack", pace.backOff, settleAndFlush)
    else notTaken(clientId, reply.problem, Boolean(reply.resetInSeconds))
  }

  function settleAndFlush(): void {
    settleInFlight()
    flush()
  }

  /** What was under way waits again; its name keeps it from being stored twice. */
  function settleInFlight(): void {
    cancel("ack")
    inFlight = undefined
    outbox.recall()
  }

  function acknowledge({ clientId, sender }: StoredMessage): void {
    if (!clientId || sender.kind !== "customer") return
    outbox.remove(clientId)
    if (inFlight === clientId) settleInFlight()
  }

  function notTaken(clientId: string, { code, message }: Problem, again: boolean): void {
    // Of a message it says that the session has ended.
    const over = code === "conflict"
    if (inFlight === clientId) settleInFlight()
    if (!again && !over) outbox.mark(clientId, "failed", message)
    publish()
    if (over) ended()
    flush()
  }

  // --- Tabs and the page

  function hearTab({ open, muted, draft, session }: TabNews): void {
    if (open !== undefined) show(open)
    if (muted !== undefined) store.set({ muted })
    if (draft !== undefined) store.set({ draft })
    if (session !== undefined && session !== store.state.session?.id) void load()
  }

  function show(open: boolean): void {
    if (store.state.open === open) return
    store.set({ open })
    signal({ type: open ? "open" : "close" })
    const { phase } = store.state
    if (open && (phase === "idle" || phase === "failed")) void load()
  }

  function configure(next: ClientOptions["overrides"]): void {
    overrides = { ...overrides, ...next }
    if (serverConfig) store.set({ config: effectiveConfig(serverConfig, overrides, identity) })
  }

  const checkLoading = () => {
    if (timers.retry && !store.state.session) void load()
  }
  surroundings.window.addEventListener("online", checkLoading)

  async function older(
    sessionId: string,
    timeline: Timeline,
  ): Promise<Outcome<{ timeline: readonly ChatState["timeline"][number][]; more: boolean }>> {
    const before = timeline.first ? `&before=${timeline.first}` : ""
    const reply = await call<MessagePage>(`${api}/sessions/${sessionId}/messages?limit=${PAGE}${before}`, {
      token,
    })
    if (!reply.ok) return outcome(reply)
    timeline.addOlder(reply.value.messages)
    return { ok: true, value: { timeline: timeline.items, more: reply.value.more } }
  }

  function setDraft(draft: string): void {
    if (draft === store.state.draft) return
    store.set({ draft })
    patchStored<TabStored>(tab, name, { draft })
    tabs.tell({ draft })
    tellTyping(draft.trim() !== "")
  }

  return {
    get state() {
      return store.state
    },
    subscribe: store.subscribe,
    onSignal(listener) {
      signals.add(listener)
      return () => signals.delete(listener)
    },
    open() {
      keep({ openUntil: Date.now() + OPEN_MS })
      tabs.tell({ open: true })
      show(true)
      if (store.state.phase === "failed") void load()
    },
    close() {
      keep({ openUntil: 0 })
      tabs.tell({ open: false })
      show(false)
    },
    resume() {
      if (store.state.phase === "idle") void load()
    },
    agree() {
      keep({ consent: store.state.config?.consent?.text ?? "" })
      store.set({ phase: before() })
      flush()
    },
    start: (answers) => openSession(answers),
    send(text, metadata) {
      if (!text.trim()) return
      if (text.trim() === store.state.draft.trim()) setDraft("")
      tellTyping(false)
      outbox.add(text, metadata)
      publish()
      flush()
    },
    retry(clientId) {
      outbox.mark(clientId, "queued")
      publish()
      flush()
    },
    discard(clientId) {
      outbox.remove(clientId)
      publish()
    },
    setDraft,
    seen() {
      const seq = conversation.lastSeq
      if (!surroundings.isVisible() || seq <= readUpTo) return
      readUpTo = seq
      publish()
      tell("read", { seq })
    },
    async askForPerson() {
      const reply = await sessionCall<{ outcome: "form" | "queued" }>("/person", { body: {} })
      const result = outcome(reply)
      return result.ok ? { ok: true, value: result.value.outcome } : result
    },
    async handoff(form) {
      const result = outcome(
        await sessionCall<{ ticketId: string }>("/handoff", { body: { clientId: handoffId, ...form } }),
      )
      if (result.ok) handoffId = uniqueId()
      return result
    },
    async feedback(seq, helpful) {
      conversation.thumb(seq, helpful)
      publish()
      const reply = await sessionCall("/feedback", { body: { seq, helpful } })
      if (!reply.ok) {
        // The earlier opinion stands, where there is one.
        conversation.thumb(seq, reply.status === 409 ? !helpful : undefined)
        publish()
      }
      return done(reply)
    },
    async rate(score, comment) {
      const reply = await sessionCall("/rating", { body: { score, ...(comment && { comment }) } })
      if (reply.ok) store.set({ rated: score })
      return done(reply)
    },
    mailTranscript: async (email) => done(await sessionCall("/transcript", { body: { email } })),
    transcript: async () => outcome(await sessionCall<string>("/transcript")),
    async end() {
      const reply = await sessionCall("/close", { body: {} })
      if (reply.ok) ended()
      return done(reply)
    },
    startAnew() {
      forget()
      store.set({ phase: "ready" })
      flush()
    },
    async loadOlder() {
      const { reading, session } = store.state
      const id = reading?.session.id ?? session?.id ?? ""
      const result = await older(id, reading ? earlierConversation : conversation)
      if (!result.ok) return result
      if (!reading) publish({ more: result.value.more })
      else if (store.state.reading?.session.id === id) store.set({ reading: { ...reading, ...result.value } })
      return { ok: true, value: undefined }
    },
    async earlier() {
      const result = outcome(await call<EarlierSession[]>(`${api}/sessions`, { token }))
      if (!result.ok) return result
      const present = store.state.session?.id
      store.set({ earlier: result.value.filter(({ id }) => id !== present) })
      return { ok: true, value: undefined }
    },
    async read(sessionId) {
      const session = store.state.earlier?.find(({ id }) => id === sessionId)
      if (!session) {
        store.set({ reading: undefined })
        return { ok: true, value: undefined }
      }
      const timeline = createTimeline()
      timeline.readUpTo(session.readByAgent)
      const result = await older(session.id, timeline)
      if (!result.ok) return result
      earlierConversation = timeline
      const reading: EarlierConversation = { session, ...result.value }
      store.set({ reading })
      return { ok: true, value: undefined }
    },
    setMuted(muted) {
      keep({ muted })
      tabs.tell({ muted })
      store.set({ muted })
    },
    dismissProblem: () => store.set({ problem: undefined }),
    identify(next) {
      const signedAnew = (next.signature ?? next.jwt) !== (identity.signature ?? identity.jwt)
      identity = { ...identity, ...next }
      configure(overrides)
      if (!signedAnew || store.state.phase === "idle") return
      forget()
      void load()
    },
    configure,
    destroy() {
      destroyed = true
      link?.stop()
      tabs.close()
      surroundings.window.removeEventListener("online", checkLoading)
      for (const timer of Object.values(timers)) clearTimeout(timer)
      showTyping(undefined)
    },
  }
}
