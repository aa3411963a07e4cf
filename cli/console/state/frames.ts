import type { DeskEvent, DeskServerFrame, SearchHit, Summary } from "../../../src/api/desk/protocol.ts"
import { EMPTY } from "../editor.ts"
import { drawableLine } from "../text/drawable.ts"
import { cut } from "../text/line.ts"
import type { Effect, Step } from "./effect.ts"
import { withoutOldest } from "./ended.ts"
import { forget } from "./erased.ts"
import { underWay, withOutbox } from "./outgoing.ts"
import { isMine, lastSeq, listOf, myNumber, nameOf, openQuestion } from "./select.ts"
import { NO_THREAD, type Overlay, type State, type Thread } from "./state.ts"
import { refresh, ticketsChanged } from "./ticket-calls.ts"

const TYPING_MS = 6000
const TOAST_MS = 6000
/** Columns of a name before what is said of it, which must be read as well. */
const MOST_NAME = 30
/** So many threads are kept; who comes back to another one gets it anew. */
const KEPT_THREADS = 50

/** What the server told, in the order in which it did. */
export function receive(state: State, frame: DeskServerFrame): Step<State> {
  switch (frame.type) {
    case "conversations":
      return summaries(state, frame.payload.conversations)
    case "ready":
      return ready(state, frame.payload.me)
    case "event":
      return event(state, frame.payload.conversation, frame.payload.event)
    case "notice":
      return notice(state, frame.payload)
    case "typing": {
      const { conversation, by, name, isTyping } = frame.payload
      if (by === "agent" && name === state.me?.agent?.name) return only(state)
      const typing = isTyping ? { by, name: name ?? by, until: state.now + TYPING_MS } : undefined
      return only(withThread(state, conversation, { typing }))
    }
    case "stream": {
      const { conversation, answerId, text } = frame.payload
      const stream = text === null ? undefined : { answerId, text }
      return only(withThread(state, conversation, { stream }))
    }
    case "flashback": {
      const { conversation, ...flashback } = frame.payload
      const known = state.details.get(conversation)
      if (!known?.detail) return only(state)
      const details = new Map(state.details).set(conversation, {
        ...known,
        detail: { ...known.detail, flashback },
      })
      return only({ ...state, details })
    }
    case "agents": {
      const own = frame.payload.agents.find(({ number }) => number === myNumber(state))
      const me = own && state.me ? { ...state.me, agent: own } : state.me
      return only({ ...state, agents: frame.payload.agents, me })
    }
    case "gone":
      return gone(state, frame.payload.conversations)
    case "queue":
      return only({ ...state, queue: { ...frame.payload, at: state.now } })
    case "settings":
      return { state, effects: settingsCalls(state) }
    case "tickets":
      return ticketsChanged(state)
    case "error":
      return fault(state, frame.payload)
    case "pong":
      return only(state)
  }
}

function settingsCalls({ overlay }: State): Effect[] {
  const shown = overlay?.kind === "settings" ? (["settings"] as const) : []
  return ([...shown, "me", "canned"] as const).map((what) => ({ type: "call", call: { what } }))
}

function only(state: State): Step<State> {
  return { state, effects: [] }
}

function summaries(state: State, changed: readonly Summary[]): Step<State> {
  const conversations = new Map(state.conversations)
  for (const summary of changed) {
    const known = conversations.get(summary.number)
    if ((known && known.lastSeq > summary.lastSeq) || state.erased.has(summary.number)) continue
    conversations.set(summary.number, summary)
  }
  return select(withoutOldest({ ...state, conversations }))
}

/** Forgets those that were erased. */
export function gone(state: State, numbers: readonly number[]): Step<State> {
  const forgotten = forget(state, numbers)
  const chosen = select(forgotten.state)
  return { state: chosen.state, effects: [...forgotten.effects, ...chosen.effects] }
}

/** The first one that there is, where none is chosen. */
export function select(state: State): Step<State> {
  if (state.selected !== undefined) return only(state)
  const first = listOf(state, state.tab)[0]
  return first ? open(state, first.number) : only(state)
}

/** Shows a conversation: asks for what is not known of it, and for what comes. */
export function open(state: State, number: number): Step<State> {
  const before = state.selected
  const thread = state.threads.get(number) ?? NO_THREAD
  const threads = kept(new Map(state.threads).set(number, thread), number)
  const effects: Effect[] = []
  if (before !== undefined && before !== number) {
    effects.push({ type: "frame", frame: { type: "unfollow", payload: { conversation: before } } })
    const left = threads.get(before)
    if (left) threads.set(before, { ...left, scroll: 0, hit: undefined, stream: undefined })
  }
  if (before !== number || !thread.isLoaded) effects.push(followFrame(number, thread))
  effects.push({ type: "call", call: { what: "detail", conversation: number } })
  const next: State = { ...state, selected: number, threads, paneTop: before === number ? state.paneTop : 0 }
  return { state: next, effects: [...effects, ...readEffects(next, number), ...suggestEffects(next, number)] }
}

/** Shows a conversation where a search found something in it. */
export function openAt(
  state: State,
  { conversation, seq }: Pick<SearchHit, "conversation" | "seq">,
): Step<State> {
  const { state: next, effects } = open(state, conversation)
  return { state: withThread(next, conversation, { hit: { seq, isSought: true } }), effects }
}

function kept(threads: Map<number, Thread>, open: number): Map<number, Thread> {
  for (const number of threads.keys()) {
    if (threads.size <= KEPT_THREADS) break
    if (number !== open) threads.delete(number)
  }
  return threads
}

function followFrame(conversation: number, thread: Thread): Effect {
  return { type: "frame", frame: { type: "follow", payload: { conversation, after: lastSeq(thread) } } }
}

/** After a break: what is shown is followed from where it stopped, what was not taken is sent again. */
function ready(state: State, me: NonNullable<State["me"]>): Step<State> {
  const wasOffline = state.link.status === "offline"
  const next: State = {
    ...state,
    me,
    threads: wasOffline ? quiet(state.threads) : state.threads,
    link: { status: "online" },
    toast: wasOffline
      ? { text: "Connected again. Nothing was missed.", tone: "good", until: state.now + TOAST_MS }
      : state.toast,
  }
  const effects: Effect[] = []
  if (state.selected !== undefined)
    effects.push(followFrame(state.selected, state.threads.get(state.selected) ?? NO_THREAD))
  if (!state.me || wasOffline) {
    effects.push({ type: "call", call: { what: "canned" } })
    effects.push({ type: "call", call: { what: "list", view: "mine" } })
    effects.push({ type: "call", call: { what: "list", view: "closed" } })
  }
  if (!state.me) effects.push(...looks(state))
  if (state.overlay?.kind === "tickets") effects.push(...refresh(state.overlay))
  for (const outgoing of underWay(state.outbox)) effects.push({ type: "send", outgoing })
  const selected = select(next)
  // Who comes to answer and is offline gets nobody, and would wonder why.
  const asksPresence = !state.me && me.agent?.presence === "offline" && !state.overlay
  const overlay = asksPresence ? PRESENCE : selected.state.overlay
  return { state: { ...selected.state, overlay }, effects: [...effects, ...selected.effects] }
}

/** Who was writing when the connection broke may have ended since, without our hearing of it. */
function quiet(threads: State["threads"]): State["threads"] {
  return new Map(
    [...threads].map(([number, thread]) => [number, { ...thread, typing: undefined, stream: undefined }]),
  )
}

/** What was kept when the console was left may be for somebody who was erased since. */
function looks({ compositions, outbox, conversations }: State): Effect[] {
  const kept = new Set([...compositions.keys(), ...outbox.map(({ conversation }) => conversation)])
  return [...kept]
    .filter((number) => !conversations.has(number))
    .map((conversation) => ({ type: "call", call: { what: "look", conversation } }))
}

const PRESENCE: Overlay = { kind: "picker", picker: "presence", filter: EMPTY, index: 0 }

function event(state: State, conversation: number, fresh: DeskEvent): Step<State> {
  const thread = state.threads.get(conversation) ?? NO_THREAD
  // Of what is not followed only what we said comes back: what was said before it comes once it is.
  if (fresh.seq !== lastSeq(thread) + 1) return settled(state, fresh)
  const says = fresh.type === "message"
  const change: Partial<Thread> = {
    events: [...thread.events, fresh],
    isLoaded: true,
    ...(says && fresh.sender.kind === thread.typing?.by && { typing: undefined }),
    ...(says && fresh.sender.kind === "bot" && { stream: undefined }),
  }
  const { state: next, effects: sends } = settled(withThread(state, conversation, change), fresh)
  const length = lengthOf(state, conversation)
  // What is read through again, a long conversation's beginning, asks for nothing.
  if (fresh.seq < length) return { state: next, effects: sends }
  const asks = (says && fresh.sender.kind === "customer") || fresh.seq === length
  const effects: Effect[] = [
    ...sends,
    ...readEffects(next, conversation),
    ...(asks ? suggestEffects(next, conversation) : []),
  ]
  if (fresh.type === "status" && conversation === state.selected)
    effects.push({ type: "call", call: { what: "detail", conversation } })
  return { state: next, effects }
}

/** Number of its last event; of a conversation that is not known yet, more than any. */
function lengthOf(state: State, conversation: number): number {
  return state.conversations.get(conversation)?.lastSeq ?? Number.POSITIVE_INFINITY
}

/** What came back needs no place in the outbox any more. */
function settled(state: State, { clientId }: DeskEvent): Step<State> {
  if (!clientId || !state.outbox.some((one) => one.clientId === clientId)) return only(state)
  return withOutbox(
    state,
    state.outbox.filter((one) => one.clientId !== clientId),
  )
}

/** What an agent has before them in their own conversation is read, and the customer may know. */
export function readEffects(state: State, conversation: number): Effect[] {
  if (state.selected !== conversation || state.overlay) return []
  const summary = state.conversations.get(conversation)
  const thread = state.threads.get(conversation)
  const last = thread ? lastCustomerSeq(thread.events) : undefined
  if (!summary || !isMine(state, summary) || last === undefined) return []
  if (summary.unread === 0 && summary.readByAgent >= last) return []
  return [{ type: "frame", frame: { type: "read", payload: { conversation, seq: last } } }]
}

function lastCustomerSeq(events: readonly DeskEvent[]): number | undefined {
  return events.findLast(({ type, sender }) => type === "message" && sender.kind === "customer")?.seq
}

/** What is done where all of a conversation has come. */
export function caughtUpEffects(state: State, conversation: number): Effect[] {
  const thread = state.threads.get(conversation) ?? NO_THREAD
  if (lastSeq(thread) < lengthOf(state, conversation)) return []
  return [...readEffects(state, conversation), ...suggestEffects(state, conversation)]
}

/** Where the customer has the last word, the knowledge base may know what to say. */
function suggestEffects(state: State, conversation: number): Effect[] {
  const question = openQuestion(state.threads.get(conversation)?.events ?? [])
  if (conversation !== state.selected || !question) return []
  if (state.details.get(conversation)?.suggestions?.seq === question.seq) return []
  return [{ type: "call", call: { what: "suggestions", conversation, seq: question.seq } }]
}

type Notice = Extract<DeskServerFrame, { type: "notice" }>["payload"]

function notice(state: State, { kind, conversation, text }: Notice): Step<State> {
  const rings = kind !== "queued" || state.me?.agent?.presence !== "offline"
  const isBeforeUs = kind === "reply" && conversation === state.selected
  const toast = isBeforeUs
    ? state.toast
    : {
        text: drawableLine(text),
        tone: kind === "taken" ? ("warn" as const) : ("info" as const),
        until: state.now + TOAST_MS,
      }
  return { state: { ...state, toast }, effects: rings && !isBeforeUs ? [{ type: "bell" }] : [] }
}

type Fault = Extract<DeskServerFrame, { type: "error" }>["payload"]

function fault(state: State, { code, detail, clientId }: Fault): Step<State> {
  const sentence = typeof detail === "string" ? drawableLine(detail) : code
  const sent = state.outbox.find((one) => one.clientId === clientId)
  if (!sent) return only({ ...state, toast: { text: sentence, tone: "bad", until: state.now + TOAST_MS } })
  const outbox = state.outbox.map((one) => (one === sent ? { ...one, failed: sentence } : one))
  const who = state.conversations.get(sent.conversation)
  const text = `Not sent${who ? ` to ${cut(drawableLine(nameOf(who)), MOST_NAME)}` : ""}: ${sentence}`
  const { state: next, effects } = withOutbox(state, outbox)
  return {
    state: { ...next, toast: { text, tone: "bad", until: state.now + TOAST_MS } },
    effects: [{ type: "bell" }, ...effects],
  }
}

function withThread(state: State, conversation: number, change: Partial<Thread>): State {
  const thread = state.threads.get(conversation)
  // Signals of what was never opened would only fill the memory; typing is shown in the list as well.
  if (!thread && !change.typing && !change.events) return state
  return {
    ...state,
    threads: new Map(state.threads).set(conversation, { ...(thread ?? NO_THREAD), ...change }),
  }
}
