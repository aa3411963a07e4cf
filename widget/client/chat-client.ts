import type { WidgetClient } from "../loader/chat-ui-module.ts"
import { createAdmission } from "./admission.ts"
import { call, type Reply, type Request } from "./call.ts"
import type {
  ChatEvent,
  OpenedSession,
  PassingFrame,
  ServerFrame,
  Session,
  StoredMessage,
} from "./chat-api.ts"
import { type ChatClient, type ChatSignal, type ChatState, type Outcome, SIGNED_OUT } from "./chat-state.ts"
import type { ClientOptions } from "./client-options.ts"
import { createEventOrder } from "./event-order.ts"
import { createHistory } from "./history.ts"
import { type Link, openLink } from "./link.ts"
import { createOutbox } from "./outbox.ts"
import { createOutcomes } from "./outcomes.ts"
import { ownerOf } from "./owner.ts"
import { createSending } from "./sending.ts"
import { createSessionActions } from "./session-actions.ts"
import { createStore } from "./store.ts"
import { patchStored, readStored, type Stored, storageName } from "./stored.ts"
import { browserSurroundings, type Surroundings } from "./surroundings.ts"
import { joinTabs, type TabNews } from "./tabs.ts"
import { createTimeline } from "./timeline.ts"
import { createTimers } from "./timers.ts"
import { createOthersTyping, createOwnTyping } from "./typing.ts"
import { createUnsent } from "./unsent.ts"

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

  let link: Link | undefined
  let order = createEventOrder<ChatEvent>(0)
  let conversation = createTimeline()
  let owner = ownerOf(options.identity)
  const unsent = createUnsent(tab, name, owner)
  const outbox = createOutbox(unsent)
  let begun: ChatClient["begun"] = {}
  /** Up to here the visitor has seen, which the server may not know yet. */
  let readUpTo = 0
  /** What came up to here is not news. */
  let knownUpTo = 0
  let finishedAnswer: string | undefined
  const timers = createTimers<"gap" | "limit" | "replay">()

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
    draft: unsent.content.draft ?? "",
    earlier: undefined,
    reading: undefined,
  })
  const signals = new Set<(signal: ChatSignal) => void>()
  const tabs = joinTabs(name, hearTab)
  const tellTabs = (news: Omit<TabNews, "owner">) => tabs.tell({ ...news, owner })
  const tellTyping = createOwnTyping(pace, (isTyping) => tell("typing", { isTyping }))
  const showTyping = createOthersTyping(pace, (typing) => {
    if (typing || store.state.typing) store.set({ typing })
  })
  const outcomes = createOutcomes(store)
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
    begin,
    thumb(seq, helpful) {
      conversation.thumb(seq, helpful)
      publish()
    },
    rated: (rated) => store.set({ rated }),
    ended,
  })
  const history = createHistory({
    sessions: `${api}/sessions`,
    token: () => admission.token,
    signed: () => owner !== "",
    begin,
    store,
    outcomes,
    timeline: () => conversation,
    publish,
  })
  const admission = createAdmission({
    options,
    surroundings,
    name,
    store,
    outcomes,
    adopt,
    ended,
    free: flush,
    waiting: () => outbox.next !== undefined,
    limited: limitBy,
    failed,
    unverified() {
      owner = ""
      failed(SIGNED_OUT)
      signal({ type: "unverified" })
    },
  })

  function failed(reason: string): void {
    for (const { clientId = "" } of outbox.items) outbox.mark(clientId, "failed", reason)
    publish()
  }

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
    return call<T>(`${api}/sessions/${store.state.session?.id}${path}`, {
      token: admission.token,
      ...request,
    })
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

  function adopt({ sessionToken, ...session }: OpenedSession): void {
    link?.stop()
    keepLive(session)
    const isOther = store.state.session?.id !== session.id
    if (isOther) {
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
    // Told about the one that they tell us about, each tab would ask for ever.
    if (isOther) tellTabs({ session: session.id })
    signal({ type: "session", session })
    link = openLink(
      { baseUrl, sessionId: session.id, token: sessionToken, lastSeq: () => order.last },
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
    admission.abandon()
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

  async function begin(): Promise<Outcome> {
    return store.state.session ? outcomes.done : admission.open()
  }

  // --- The connection

  function ready(): void {
    admission.arrived()
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
    if (store.state.phase !== "ended") admission.loadLater()
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
        publish({ session: { resumed: false, ...store.state.session, ...frame.payload } })
        break
      case "typing": {
        const { by, name: typist, isTyping } = frame.payload
        if (by !== "customer") showTyping(isTyping ? { by, name: typist } : undefined)
        break
      }
      case "queue": {
        const { session } = store.state
        if (session) store.set({ session: { ...session, queue: frame.payload } })
        break
      }
      case "stream": {
        const { answerId, text } = frame.payload
        if (answerId !== finishedAnswer) store.set({ stream: text === null ? undefined : { answerId, text } })
        break
      }
      case "error": {
        const { clientId, ...told } = frame.payload
        const problem = { ...told, field: undefined }
        if (told.resetInSeconds) limitBy(told.resetInSeconds, told.message)
        if (clientId) sending.refused(clientId, problem)
        else if (!told.resetInSeconds) store.set({ problem })
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
    else if ((phase === "ready" || phase === "ended") && !admission.waits) void admission.open()
  }

  // --- Tabs and the page

  function hearTab({ owner: theirs, open, muted, draft, session, seq }: TabNews): void {
    if (open !== undefined) show(open)
    if (muted !== undefined) store.set({ muted })
    if (theirs !== owner) return
    if (draft !== undefined) {
      store.set({ draft })
      // Else what is sent there comes back here with the next page.
      unsent.keep({ draft })
    }
    if (session && session !== store.state.session?.id) void admission.load()
    else if (seq) {
      conversation.decline(seq)
      publish()
    }
  }

  function show(open: boolean): void {
    if (store.state.open === open) return
    store.set({ open })
    signal({ type: open ? "open" : "close" })
    const { phase } = store.state
    if (open && (phase === "idle" || phase === "failed")) void admission.load()
  }

  const checkLoading = () => {
    if (admission.waits && !store.state.session) void admission.load()
  }
  surroundings.window.addEventListener("online", checkLoading)
  const comeBack = () => {
    unsent.reread()
    store.set({ draft: unsent.content.draft ?? "" })
  }
  surroundings.window.addEventListener("pageshow", comeBack)

  function setDraft(draft: string): void {
    if (draft === store.state.draft) return
    store.set({ draft })
    unsent.keep({ draft })
    tellTabs({ draft })
    tellTyping(draft.trim() !== "")
  }

  return {
    get state() {
      return store.state
    },
    get begun() {
      return begun
    },
    subscribe: store.subscribe,
    ...actions,
    ...history,
    onSignal(listener) {
      signals.add(listener)
      return () => signals.delete(listener)
    },
    onEvent(listener) {
      signals.add((signal) => {
        if (signal.type === "message")
          listener("message", { text: signal.message.text, from: signal.message.sender.name })
        else if (signal.type === "session") {
          const { id, customerId, verified } = signal.session
          listener("session", { id, customerId, verified })
        } else listener(signal.type, undefined)
      })
    },
    open() {
      keep({ openUntil: Date.now() + OPEN_MS })
      tellTabs({ open: true })
      show(true)
      if (store.state.phase === "failed") void admission.load()
      checkLoading()
    },
    close() {
      keep({ openUntil: 0 })
      tellTabs({ open: false })
      show(false)
    },
    resume() {
      if (store.state.phase === "idle") void admission.load()
    },
    agree: admission.agree,
    start: admission.open,
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
    decline(seq) {
      conversation.decline(seq)
      publish()
      tellTabs({ session: store.state.session?.id, seq })
    },
    seen() {
      if (!surroundings.isVisible() || store.state.unread === 0) return
      const seq = conversation.lastSeq
      readUpTo = seq
      publish()
      tell("read", { seq })
    },
    startAnew() {
      // What was refused is no part of the next conversation.
      for (const { clientId = "", delivery } of outbox.items)
        if (delivery === "failed") outbox.remove(clientId)
      forget()
      store.set({ phase: "ready" })
      flush()
    },
    setMuted(muted) {
      keep({ muted })
      tellTabs({ muted })
      store.set({ muted })
    },
    dismissProblem: () => store.set({ problem: undefined }),
    identify(next) {
      owner = ownerOf(next)
      if (unsent.belongTo(owner)) {
        outbox.empty()
        begun = {}
        publish({ draft: "" })
      }
      if (!admission.identify(next) || store.state.phase === "idle") return
      for (const { clientId = "", error } of outbox.items)
        if (error === SIGNED_OUT) outbox.mark(clientId, "queued")
      forget()
      void admission.load()
    },
    configure: admission.configure,
    destroy() {
      forget()
      tabs.close()
      surroundings.window.removeEventListener("online", checkLoading)
      surroundings.window.removeEventListener("pageshow", comeBack)
      showTyping(undefined)
    },
  }
}
