import type {
  CannedReply,
  ConversationDetail,
  CustomerDetail,
  DeskServerFrame,
  DeskSetting,
  Me,
  RouteDecisionReply,
  SearchHit,
  StatsReply,
  Suggestion,
  Summary,
  Today,
} from "../../../src/api/desk/protocol.ts"
import { editorOf } from "../editor.ts"
import type { KeyPress } from "../keys.ts"
import { drawableLine } from "../text/drawable.ts"
import { cut } from "../text/line.ts"
import { withoutBegun } from "./begun.ts"
import { shortcutTyped } from "./canned.ts"
import { closeOverlay, compose, say, step } from "./change.ts"
import type { Call, Effect, Step } from "./effect.ts"
import { caughtUpEffects, gone, receive, select } from "./frames.ts"
import { stillChosen } from "./picker.ts"
import { paste, press } from "./press.ts"
import { NEW_COMPOSITION, nameOf } from "./select.ts"
import type { Detail, Link, Outgoing, Size, State, Thread } from "./state.ts"
import { isTicketCall, ticketFailed, ticketResult } from "./tickets.ts"

/** Everything that can happen to the console. */
export type Happening =
  | { type: "frame"; frame: DeskServerFrame }
  | { type: "key"; key: KeyPress }
  | { type: "paste"; text: string }
  | { type: "link"; link: Link }
  | { type: "tick"; now: number }
  | { type: "resize"; size: Size }
  /** What was on this machine's disk when the console began. */
  | { type: "drafts"; drafts: readonly Draft[]; outbox: readonly Outgoing[] }
  /** Why nothing can be kept there any more; undefined where it can again. */
  | { type: "keeping"; fault: string | undefined }
  | { type: "result"; call: Call; value: unknown }
  | { type: "failed"; call: Call; sentence: string }
  | { type: "leave" }

export interface Draft {
  conversation: number
  kind: "message" | "note"
  text: string
}

/** The whole console: what it is, and what happens, give what it is then and what it asks of the world. */
export function update(state: State, happening: Happening, newId: () => string): Step<State> {
  switch (happening.type) {
    case "frame": {
      const { state: next, effects } = receive(state, happening.frame)
      return { state: stillChosen(state, next), effects }
    }
    case "key":
      return press(state, happening.key, newId)
    case "paste":
      return paste(state, happening.text)
    case "link":
      return step({ ...state, link: happening.link })
    case "tick":
      return step(ticked(state, happening.now))
    case "resize":
      return step({ ...state, size: happening.size })
    case "drafts":
      return step({ ...withDrafts(state, happening.drafts), outbox: happening.outbox })
    case "keeping":
      return step(keeping(state, happening.fault))
    case "result":
      return resulted(state, happening.call, happening.value)
    case "failed":
      return step(failed(state, happening.call, happening.sentence))
    case "leave":
      return step({ ...state, isLeaving: true }, { type: "quit" })
  }
}

/** The clock goes on: what has had its time goes. */
function ticked(state: State, now: number): State {
  const toast = state.toast && state.toast.until > now ? state.toast : undefined
  let threads = state.threads
  for (const [number, thread] of state.threads) {
    if (!thread.typing || thread.typing.until > now) continue
    const quiet: Thread = { ...thread, typing: undefined }
    threads = new Map(threads).set(number, quiet)
  }
  return { ...state, now, toast, threads }
}

function withDrafts(state: State, drafts: readonly Draft[]): State {
  const compositions = new Map(state.compositions)
  for (const { conversation, kind, text } of drafts)
    if (!compositions.has(conversation))
      compositions.set(conversation, { ...NEW_COMPOSITION, kind, editor: editorOf(text) })
  return { ...state, compositions }
}

function keeping(state: State, keepingFault: string | undefined): State {
  const next = { ...state, keepingFault }
  return keepingFault === undefined
    ? say(next, "What you write is kept on this machine again.", "good")
    : say(next, `What you write is not kept on this machine: ${drawableLine(keepingFault)}`, "bad")
}

function withDetail(state: State, conversation: number, change: Partial<Detail>): State {
  if (state.erased.has(conversation)) return state
  const known = state.details.get(conversation) ?? {}
  return { ...state, details: new Map(state.details).set(conversation, { ...known, ...change }) }
}

/** A reply to a call. */
function resulted(state: State, call: Call, value: unknown): Step<State> {
  const { overlay } = state
  if (isTicketCall(call)) return ticketResult(state, call, value)
  switch (call.what) {
    case "detail": {
      const detail = value as ConversationDetail
      const ask: Effect = {
        type: "call",
        call: { what: "customer", conversation: call.conversation, ref: detail.customer.ref },
      }
      const next = withDetail(withSummary(state, detail.conversation), call.conversation, { detail })
      if (call.conversation !== state.selected) return step(next)
      const isNew = !state.conversations.has(call.conversation)
      return step(next, ask, ...(isNew ? caughtUpEffects(next, call.conversation) : []))
    }
    case "look":
      return value === undefined ? gone(state, [call.conversation]) : step(state)
    case "customer":
      return step(withDetail(state, call.conversation, { customer: value as CustomerDetail }))
    case "suggestions": {
      const { question, suggestions } = value as { question: string; suggestions: Suggestion[] }
      return step(
        withDetail(state, call.conversation, { suggestions: { seq: call.seq, question, list: suggestions } }),
      )
    }
    case "canned":
      return withCanned(state, (value as { replies: CannedReply[] }).replies)
    case "me":
      return step({ ...state, me: value as Me })
    case "list": {
      const { conversations } = value as { conversations: Summary[] }
      return select(conversations.reduce((now, one) => withSummary(now, one), state))
    }
    case "search": {
      const { hits, more: isCut } = value as { hits: SearchHit[]; more: boolean }
      return overlay?.kind === "search" && overlay.asked === call.query
        ? step({ ...state, overlay: { ...overlay, hits, isCut } })
        : step(state)
    }
    case "settings":
    case "set": {
      const list = (value as { settings: DeskSetting[] }).settings
      const next = overlay?.kind === "settings" ? { ...state, overlay: { ...overlay, list } } : state
      return step(
        call.what === "set" ? say(next, `${call.key} holds from the next message on.`, "good") : next,
      )
    }
    case "today": {
      const today = value as Today
      if (overlay?.kind !== "today") return step(state)
      const week: Effect = { type: "call", call: { what: "week", day: today.date } }
      return step({ ...state, overlay: { ...overlay, today } }, week)
    }
    case "week":
      return overlay?.kind === "today"
        ? step({ ...state, overlay: { ...overlay, week: value as StatsReply } })
        : step(state)
    case "route":
      return overlay?.kind === "route"
        ? step({
            ...state,
            overlay: { ...overlay, lines: (value as { decisions: RouteDecisionReply[] }).decisions },
          })
        : step(state)
    case "article": {
      const { title } = value as { title: string }
      const done = withoutBegun(state, "article", call.conversation)
      const isTaken =
        overlay?.kind === "article" &&
        overlay.form.isSending &&
        overlay.form.conversation === call.conversation
      const { state: next, effects } = isTaken ? closeOverlay(done) : step(done)
      return step(say(next, `The bot knows it now: “${cut(drawableLine(title), 40)}”.`, "good"), ...effects)
    }
    case "act": {
      const summary = value as Summary
      if (call.verb !== "transfer") return step(say(withSummary(state, summary), done(call, summary), "good"))
      const gone = withoutBegun(state, "transferNote", call.conversation)
      const isTaken =
        overlay?.kind === "transferNote" && overlay.isSending && call.conversation === state.selected
      const after: State = isTaken ? { ...gone, overlay: undefined, focus: "list" } : gone
      return step(say(withSummary(after, summary), done(call, summary), "good"))
    }
  }
}

/** Where there were none, whoever has begun with a shortcut is offered them now. */
function withCanned(state: State, canned: readonly CannedReply[]): Step<State> {
  const next = { ...state, canned }
  const typed = state.focus === "composer" && !state.overlay ? shortcutTyped(state) : undefined
  if (state.canned.length > 0 || canned.length === 0 || typed === undefined) return step(next)
  const overlay = { kind: "picker", picker: "canned", filter: editorOf(typed), index: 0 } as const
  return compose({ ...next, overlay }, { editor: editorOf("/") })
}

function withSummary(state: State, summary: Summary): State {
  const known = state.conversations.get(summary.number)
  if ((known && known.lastSeq > summary.lastSeq) || state.erased.has(summary.number)) return state
  return { ...state, conversations: new Map(state.conversations).set(summary.number, summary) }
}

function done(call: Extract<Call, { what: "act" }>, summary: Summary): string {
  const name = drawableLine(nameOf(summary))
  switch (call.verb) {
    case "take":
      return `You have ${name}.`
    case "hand-back":
      return `The bot has ${name} again.`
    case "close":
      return `Closed: ${name}. o opens it again.`
    case "reopen":
      return `Open again: ${name}.`
    case "priority":
      return `${name}: priority ${call.priority}.`
    case "transfer":
      return summary.agent
        ? `${drawableLine(summary.agent.name)} has ${name}.`
        : `${name} is back in the queue.`
  }
}

/** Some may fail without a word: what they would have shown is not there. */
const QUIET: readonly Call["what"][] = ["suggestions", "customer", "look"]

function failed(state: State, call: Call, sentence: string): State {
  if (QUIET.includes(call.what)) return state
  return say(unsent(isTicketCall(call) ? ticketFailed(state) : state), drawableLine(sentence), "bad")
}

/** What was refused can be sent again: it is still there. */
function unsent(state: State): State {
  const { overlay } = state
  if (overlay?.kind === "article")
    return { ...state, overlay: { ...overlay, form: { ...overlay.form, isSending: false } } }
  return overlay?.kind === "transferNote" ? { ...state, overlay: { ...overlay, isSending: false } } : state
}
