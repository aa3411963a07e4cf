import type { Presence } from "../../../src/core/agents/agent.ts"
import type { Priority } from "../../../src/core/conversations/conversation.ts"
import { safeText } from "../../terminal-text.ts"
import { type Editor, EMPTY, editorOf, replaceAll, textOf } from "../editor.ts"
import { begunAs } from "./begun.ts"
import type { Effect, Step } from "./effect.ts"
import { open, readEffects } from "./frames.ts"
import { withOutbox } from "./outgoing.ts"
import { compositionOf, lastSeq, listOf, NEW_COMPOSITION, selectedSummary, suggestionsOf } from "./select.ts"
import { type Composition, NO_THREAD, type Overlay, type State, TABS, type Tab, type Toast } from "./state.ts"

/** What an agent does, each a change of the state and what it asks of the world. */

const TOAST_MS = 5000
const HISTORY = 100

export function step(state: State, ...effects: Effect[]): Step<State> {
  return { state, effects }
}

export function say(state: State, text: string, tone: Toast["tone"] = "info"): State {
  return { ...state, toast: { text, tone, until: state.now + TOAST_MS } }
}

export function moveSelection(state: State, by: number): Step<State> {
  const list = listOf(state, state.tab)
  if (list.length === 0) return step(state)
  const at = list.findIndex(({ number }) => number === state.selected)
  const next = at < 0 ? 0 : Math.max(0, Math.min(list.length - 1, at + by))
  const number = list[next]?.number
  return number === undefined || number === state.selected ? step(state) : open(state, number)
}

/** The next one that waits for us, ours before the queue's. */
export function nextWaiting(state: State): Step<State> {
  const mine = listOf(state, "mine").filter(({ unread, status }) => unread > 0 && status !== "closed")
  const at = mine.findIndex(({ number }) => number === state.selected)
  const next = mine[at + 1] ?? mine[0]
  if (next && next.number !== state.selected) return open({ ...state, tab: "mine" }, next.number)
  const queued = listOf(state, "queue")[0]
  if (queued && queued.number !== state.selected) return open({ ...state, tab: "queue" }, queued.number)
  return step(say(state, "Nobody else is waiting.", "good"))
}

export function showTab(state: State, tab: Tab): Step<State> {
  const next = { ...state, tab, focus: "list" as const }
  const list = listOf(next, tab)
  const isThere = list.some(({ number }) => number === state.selected)
  const first = list[0]
  return isThere || !first ? step(next) : open(next, first.number)
}

export function turnTab(state: State, by: number): Step<State> {
  const at = TABS.indexOf(state.tab)
  return showTab(state, TABS[(at + by + TABS.length) % TABS.length] ?? "mine")
}

export function scrollThread(state: State, by: number): Step<State> {
  if (state.selected === undefined) return step(state)
  const thread = state.threads.get(state.selected) ?? NO_THREAD
  const scroll = Math.max(0, thread.scroll + by)
  const scrolledAt = thread.scroll > 0 ? thread.scrolledAt : lastSeq(thread)
  const top = thread.scroll > 0 ? thread.top : undefined
  const hit = thread.hit && { ...thread.hit, isSought: false }
  const threads = new Map(state.threads).set(state.selected, { ...thread, scroll, scrolledAt, top, hit })
  return step({ ...state, threads })
}

export function compose(state: State, change: Partial<Composition>): Step<State> {
  if (state.selected === undefined) return step(state)
  const conversation = state.selected
  const before = compositionOf(state)
  const next = { ...before, ...change }
  const compositions = new Map(state.compositions).set(conversation, next)
  const draft: Effect = {
    type: "keepDraft",
    draft: { conversation, kind: next.kind, chars: next.editor.chars },
  }
  const isEmpty = next.editor.chars.length === 0
  const wasEmpty = before.editor.chars.length === 0
  const typing: Effect[] =
    change.editor && next.kind === "message" && (isEmpty !== wasEmpty || !isEmpty)
      ? typingEffect(conversation, !isEmpty)
      : []
  return step({ ...state, compositions }, ...(change.editor || change.kind ? [draft] : []), ...typing)
}

/** Into the composer. A note that is begun stays one: no key for replies may make it the customer's. */
export function reply(state: State): Step<State> {
  const { kind, editor } = compositionOf(state)
  const isNote = kind === "note" && editor.chars.length > 0
  const next = isNote ? say(state, "This note is not sent yet; Ctrl-N makes it a reply.") : state
  return compose({ ...next, focus: "composer" }, { kind: isNote ? "note" : "message" })
}

function typingEffect(conversation: number, isTyping: boolean): Effect[] {
  return [{ type: "frame", frame: { type: "typing", payload: { conversation, isTyping } } }]
}

/** Hands over what is written: it is shown at once, and goes out now or when there is a connection again. */
export function send(state: State, newId: () => string): Step<State> {
  const summary = selectedSummary(state)
  const composition = compositionOf(state)
  const text = textOf(composition.editor).trim()
  if (!summary || text === "") return step(state)
  const most = state.me?.settings.maxMessageLength ?? 4000
  if (text.length > most)
    return step(say(state, `This has ${text.length} characters; a message may have ${most}.`, "bad"))
  if (summary.status === "closed" && composition.kind === "message")
    return step(say(state, "This conversation has ended: o opens it again, or write a note.", "warn"))
  const outgoing = {
    clientId: newId(),
    conversation: summary.number,
    kind: composition.kind,
    text,
    at: state.now,
    ...(composition.kind === "message" && composition.source && { source: composition.source }),
  }
  const compositions = new Map(state.compositions)
  compositions.set(summary.number, {
    ...NEW_COMPOSITION,
    // A second note must not go to the customer because the first one has been sent.
    kind: composition.kind,
    editor: { ...EMPTY, killed: composition.editor.killed },
  })
  const said = { conversation: summary.number, kind: composition.kind, text }
  const others = state.history.filter((one) => one.kind !== said.kind || one.text !== text)
  const history = [...others, said].slice(-HISTORY)
  const thread = state.threads.get(summary.number)
  const threads = thread?.scroll
    ? new Map(state.threads).set(summary.number, { ...thread, scroll: 0 })
    : state.threads
  const { state: next, effects } = withOutbox(state, [...state.outbox, outgoing])
  return step(
    { ...next, compositions, history, threads },
    ...effects,
    { type: "keepDraft", draft: { conversation: summary.number, kind: "message", chars: [] } },
    ...(composition.kind === "message" ? typingEffect(summary.number, false) : []),
  )
}

/** What was refused goes out again, by the same name: where the database did not answer, it may be stored. */
export function retryFailed(state: State): Step<State> {
  const failed = state.outbox.filter(
    ({ failed: why, conversation }) => why && conversation === state.selected,
  )
  if (failed.length === 0) return step(say(state, "Nothing here was refused."))
  const fresh = failed.map(({ failed: _, ...one }) => one)
  return withOutbox(state, [...state.outbox.filter((one) => !failed.includes(one)), ...fresh])
}

/** Back into the composer, to be changed or thrown away. */
export function dropFailed(state: State): Step<State> {
  const failed = state.outbox.find(({ failed: why, conversation }) => why && conversation === state.selected)
  if (!failed) return step(say(state, "Nothing here was refused."))
  if (compositionOf(state).editor.chars.length > 0)
    return step(say(state, "Something is being written here: send it or take it out first.", "warn"))
  const next = { ...state, outbox: state.outbox.filter((one) => one !== failed), focus: "composer" as const }
  return compose(next, { kind: failed.kind, editor: editorOf(failed.text) })
}

/** Looks through what was sent before. What was a note is one again, and so is whatever comes back into a note. */
export function recall(state: State, by: -1 | 1): Step<State> {
  const composition = compositionOf(state)
  const { recall: now } = composition
  const index = (now?.index ?? state.history.length) + by
  const { kind, editor, source } = composition
  const before = now?.before ?? { kind, editor, source }
  if (index < 0 || (!now && by > 0)) return step(state)
  const said = state.history[index]
  if (said === undefined)
    return index >= state.history.length && now
      ? compose(state, { ...before, recall: undefined })
      : step(state)
  return compose(state, {
    kind: said.kind === "note" ? "note" : before.kind,
    editor: replaceAll(editor, said.text),
    source: undefined,
    recall: { index, before },
  })
}

export function takeSuggestion(state: State): Step<State> {
  const composition = compositionOf(state)
  const list = suggestionsOf(state)
  const suggestion = list[composition.suggestion % Math.max(1, list.length)]
  if (!suggestion) return step(say(state, "There is no suggestion for this question."))
  const [source] = suggestion.sources
  return compose(
    { ...state, focus: "composer" },
    { kind: "message", editor: editorOf(suggestion.text), source: source ? { ...source } : undefined },
  )
}

export function nextSuggestion(state: State): Step<State> {
  const list = suggestionsOf(state)
  if (list.length < 2) return step(state)
  return compose(state, { suggestion: (compositionOf(state).suggestion + 1) % list.length })
}

export function act(state: State, verb: "take" | "hand-back" | "close" | "reopen"): Step<State> {
  if (state.selected === undefined) return step(say(state, "Choose a conversation first."))
  if (state.link.status !== "online") return step(say(state, NEEDS_CONNECTION, "warn"))
  return step(state, { type: "call", call: { what: "act", conversation: state.selected, verb } })
}

export const NEEDS_CONNECTION = "Not connected: this has to wait. What you write is kept."

export function setPresence(state: State, presence: Presence): Step<State> {
  if (state.link.status !== "online") return step(say(state, NEEDS_CONNECTION, "warn"))
  return step(state, { type: "frame", frame: { type: "presence", payload: { presence } } })
}

export function setPriority(state: State, priority: Priority): Step<State> {
  if (state.selected === undefined) return step(state)
  if (state.link.status !== "online") return step(say(state, NEEDS_CONNECTION, "warn"))
  return step(state, {
    type: "call",
    call: { what: "act", conversation: state.selected, verb: "priority", priority },
  })
}

export function show(state: State, overlay: Overlay, ...effects: Effect[]): Step<State> {
  return step({ ...state, overlay }, ...effects)
}

/** Back to the conversation; what came meanwhile is before the agent now. */
export function closeOverlay(state: State): Step<State> {
  const next = { ...state, overlay: undefined }
  return step(next, ...(next.selected === undefined ? [] : readEffects(next, next.selected)))
}

export function picker(state: State, kind: Extract<Overlay, { kind: "picker" }>["picker"]): Step<State> {
  return show(state, { kind: "picker", picker: kind, filter: EMPTY, index: 0 })
}

/** The canned replies, as they are by now: colleagues change them, and nobody is told. */
export function cannedPicker(state: State): Step<State> {
  const isOnline = state.link.status === "online"
  return step(
    picker(state, "canned").state,
    ...(isOnline ? [{ type: "call" as const, call: { what: "canned" as const } }] : []),
  )
}

export const BEGUN = "As you left it; Ctrl-X throws it away."

/** A form for an article, out of the agent's last reply and the question before it. */
export function articleForm(state: State): Step<State> {
  const begun = begunAs(state, "article", state.selected)
  if (begun) return show(say(state, BEGUN), { kind: "article", form: begun.form })
  const events = (state.selected !== undefined && state.threads.get(state.selected)?.events) || []
  const answerAt = events.findLastIndex(({ type, sender }) => type === "message" && sender.kind === "agent")
  const answer = events[answerAt]
  const question = events
    .slice(0, Math.max(0, answerAt))
    .findLast(({ type, sender }) => type === "message" && sender.kind === "customer")
  if (!answer || !question || state.selected === undefined)
    return step(say(state, "There is no reply of an agent to a question here yet.", "warn"))
  const title = (question.text ?? "").split("\n")[0]?.slice(0, 80) ?? ""
  return show(state, {
    kind: "article",
    form: {
      conversation: state.selected,
      questionSeq: question.seq,
      answerSeq: answer.seq,
      field: 0,
      fields: [fieldOf(title), fieldOf(question.text), fieldOf(answer.text)],
      isSending: false,
    },
  })
}

/** What a customer wrote, without what terminals obey: it would go into the article, and not be seen. */
function fieldOf(text = ""): Editor {
  return editorOf(safeText(text))
}
