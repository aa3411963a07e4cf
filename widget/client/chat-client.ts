import type { WidgetClient } from "../loader/chat-ui-module.ts"
import { call, type Reply, type Request } from "./call.ts"
import type {
  ChatConfig,
  ChatEvent,
  OpenedSession,
  PassingFrame,
  ServerFrame,
  Session,
  StoredMessage,
} from "./chat-api.ts"
import type { ChatSignal, ChatState, Outcome, Phase, PreChatAnswers } from "./chat-state.ts"
import type { ClientOptions } from "./client-options.ts"
import { effectiveConfig } from "./config.ts"
import { createEventOrder } from "./event-order.ts"
import { createHistory } from "./history.ts"
import { type Link, openLink } from "./link.ts"
import { createOutbox } from "./outbox.ts"
import { createOutcomes } from "./outcomes.ts"
import { createSending } from "./sending.ts"
import { createSessionActions } from "./session-actions.ts"
import { createStore } from "./store.ts"
import { patchStored, readStored, type Stored, storageName } from "./stored.ts"
import { browserSurroundings, type Surroundings } from "./surroundings.ts"
import { joinTabs, type TabNews } from "./tabs.ts"
import { createTimeline } from "./timeline.ts"
import { createTimers } from "./timers.ts"
import { createOthersTyping, createOwnTyping } from "./typing.ts"

/** So much of a session comes back with it; what is older is fetched when asked for. */
const RECENT_EVENTS = 200
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
  const outbox = createOutbox(tab, `${name} outbox`)
  /** Up to here the visitor has seen, which the server may not know yet. */
  let readUpTo = 0
  /** What came up to here is not news. */
  let knownUpTo = 0
  let finishedAnswer: string | undefined
  let loading: Promise<void> | undefined
  let opening: Promise<Outcome> | undefined
  /** Attempts in a row to reach the server, or to be let in, that failed. */
  let failures = 0
  /** Changes with the conversation's owner: replies to what was asked before come too late. */
  let era = {}
  const timers = createTimers<"gap" | "limit" | "retry" | "replay">()

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
  const outcomes = createOutcomes(store, limitBy)
  const sending = createSending({
    outbox,
    link: () => link,
    post: (message) => sessionCall("/messages", { body: message }),
    changed: publish,
    free: flush,
    limited: limitBy,
    over: ended,
    pace,
  })
  const actions = createSessionActions({
    call: sessionCall,
    outcomes,
    thumb(seq, helpful) {
      conversation.thumb(seq, helpful)
      publish()
    },
    rated: (rated) => store.set({ rated }),
    ended,
  })
  const history = createHistory({
    sessions: `${api}/sessions`,
    token: () => token,
    store,
    outcomes,
    timeline: () => conversation,
    publish,
  })
  configure(overrides)

  function signal(one: ChatSignal): void {
    for (const listener of signals) listener(one)
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

  /** What need not arrive: the next one, or the next connection, makes up for it. */
  function tell(type: "typing" | "read", payload: object): void {
    if (link?.way === "socket") link.send({ type, payload })
    else if (link?.way) void sessionCall(`/${type}`, { body: payload })
  }

  function limitBy(seconds: number, message: string): void {
    store.set({ limit: { message, until: Date.now() + seconds * 1000 } })
    timers.later("limit", seconds * 1000, () => {
      store.set({ limit: undefined })
      flush()
    })
  }

  // --- Sessions

  /** Asks for the configuration and for a live session, until the server answers. */
  function load(): Promise<void> {
    if (loading) return loading
    const mine = reallyLoad().finally(() => {
      if (loading === mine) loading = undefined
    })
    loading = mine
    return mine
  }

  async function reallyLoad(): Promise<void> {
    const mine = era
    timers.cancel("retry")
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
    if (era !== mine) return
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
    if (status === 0 || status >= 500 || resetInSeconds) tryLater(load, resetInSeconds)
    else store.set({ phase: "failed", problem })
  }

  function tryLater(action: () => void, seconds = 0): void {
    const delay = Math.max(backOff(), seconds * 1000)
    store.set({
      connection: surroundings.isOnline() ? "reconnecting" : "offline",
      retryAt: Date.now() + delay,
    })
    timers.later("retry", delay, action)
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
    if (opening) return opening
    const mine = reallyOpen(answers).finally(() => {
      if (opening === mine) opening = undefined
    })
    opening = mine
    return mine
  }

  async function reallyOpen(answers: PreChatAnswers): Promise<Outcome> {
    const mine = era
    timers.cancel("retry")
    store.set({ problem: undefined })
    const consent = store.state.config?.consent ? { consent: true } : {}
    const reply = await openingCall({ ...answers, ...consent })
    if (era !== mine) return outcomes.done
    if (reply.ok) {
      adopt(reply.value)
      return outcomes.done
    }
    const waits = outbox.next !== undefined
    if (waits && (reply.status === 0 || reply.status >= 500)) {
      tryLater(flush)
      return { ok: false, problem: reply.problem }
    }
    if (waits && !reply.resetInSeconds) {
      for (const { clientId = "" } of outbox.items) outbox.mark(clientId, "failed", reply.problem.message)
      publish()
    }
    return outcomes.whether(reply)
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
    sending.recall()
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
    sending.recall()
    publish({ phase: "ended", stream: undefined, session: { ...session, status: "closed", endsAt: null } })
    signal({ type: "ended" })
    flush()
  }

  function forget(): void {
    era = {}
    loading = opening = undefined
    timers.cancelAll()
    link?.stop()
    link = undefined
    order = createEventOrder(0)
    conversation = createTimeline()
    readUpTo = 0
    sending.recall()
    publish({
      session: undefined,
      more: false,
      rated: undefined,
      stream: undefined,
      limit: undefined,
      earlier: undefined,
      reading: undefined,
      connection: "online",
      retryAt: undefined,
    })
  }

  // --- The connection

  function ready(): void {
    failures = 0
    const { session } = store.state
    if (session && readUpTo > session.readByCustomer) tell("read", { seq: readUpTo })
    flush()
  }

  function lost(): void {
    sending.recall()
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
      timers.later("retry", failures ? backOff() : 0, () => {
        failures++
        void load()
      })
  }

  function hear(frame: ServerFrame): void {
    if ("seq" in frame) {
      // Sent twice, stored once: the server answers with the event that is known already.
      if (frame.type === "message" && frame.seq <= order.last) sending.stored(frame.payload)
      applyAll(order.take(frame))
      if (order.gap && !timers.waits("gap")) timers.later("gap", pace.gap, () => void fillGap())
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
        if (resetInSeconds) limitBy(resetInSeconds, message)
        if (clientId) sending.refused(clientId, { code, message, field: undefined }, Boolean(resetInSeconds))
        else if (!resetInSeconds) outcomes.fault({ code, message, field: undefined })
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
    if (replaying) timers.later("replay", REPLAY_FRAME_MS, publish)
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
    sending.stored(message)
    if (message.seq > knownUpTo) keepLive(session)
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

  /** Sends what waits, into a new session where none is live. */
  function flush(): void {
    const { phase, limit } = store.state
    if (!outbox.next || limit) return
    if (phase === "live") sending.next()
    else if ((phase === "ready" || phase === "ended") && !timers.waits("retry")) void openSession()
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
    if (timers.waits("retry") && !store.state.session) void load()
  }
  surroundings.window.addEventListener("online", checkLoading)

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
    ...actions,
    ...history,
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
      if (!surroundings.isVisible() || store.state.unread === 0) return
      const seq = conversation.lastSeq
      readUpTo = seq
      publish()
      tell("read", { seq })
    },
    startAnew() {
      forget()
      store.set({ phase: "ready" })
      flush()
    },
    setMuted(muted) {
      keep({ muted })
      tabs.tell({ muted })
      store.set({ muted })
    },
    dismissProblem: () => store.set({ problem: undefined }),
    identify(next) {
      const signedAnew = (next.signature ?? next.jwt) !== (identity.signature ?? identity.jwt)
      const wasSigned = Boolean(identity.signature ?? identity.jwt)
      identity = { ...identity, ...next }
      configure(overrides)
      if (!signedAnew || store.state.phase === "idle") return
      // What one signed customer wrote is not sent as another's.
      if (wasSigned) for (const { clientId = "" } of outbox.items) outbox.remove(clientId)
      forget()
      void load()
    },
    configure,
    destroy() {
      forget()
      tabs.close()
      surroundings.window.removeEventListener("online", checkLoading)
      showTyping(undefined)
    },
  }
}
