import { layoutOf } from "../layout.ts"
import { lastSeq } from "../state/select.ts"
import type { Overlay, State, Thread } from "../state/state.ts"
import { overlayLines } from "./overlay-lines.ts"
import { paneTop } from "./pane-lines.ts"
import { scrollToHit, scrollToTop, threadPlace } from "./thread-lines.ts"

/**
 * Nothing is scrolled beyond its end: only who draws it knows where that is, and the next key the other way must move it. Nor
 * does what is said below move what is being read: only who draws it knows how many lines that takes.
 */
export function settled(state: State): State {
  const { overlay, size } = state
  if (!overlay) return settledPane(settledThread(state))
  if (scrollOf(overlay) === 0) return state
  const { scroll } = overlayLines(state, overlay, size.columns, layoutOf(state).body)
  return scroll === undefined ? state : { ...state, overlay: withScroll(overlay, scroll) }
}

function settledPane(state: State): State {
  if (state.paneTop === 0) return state
  const { pane, body } = layoutOf(state)
  return pane === 0 ? state : { ...state, paneTop: paneTop(state, pane, body) }
}

function settledThread(state: State): State {
  const { selected } = state
  const open = selected === undefined ? undefined : state.threads.get(selected)
  if (selected === undefined || (!open?.scroll && !open?.hit?.isSought)) return state
  const { thread, body, composer, suggestion } = layoutOf(state)
  if (thread === 0) return state
  const height = body - composer - suggestion
  const found = isAllThere(state, selected, open) ? scrollToHit(state, thread, height) : undefined
  const scroll = found ?? scrollAgain(state, open, thread, height)
  const hit = open.hit && { ...open.hit, isSought: open.hit.isSought && found === undefined }
  const placed = { ...open, hit, ...(scroll !== undefined && { scroll, scrolledAt: lastSeq(open) }) }
  const place = threadPlace(withThread(state, selected, placed), thread, height)
  const next = {
    ...placed,
    scroll: place.scroll,
    scrolledAt: lastSeq(open),
    top: { seq: place.top, width: thread },
  }
  return withThread(state, selected, next)
}

/** Where the window has another width, what stood uppermost does so again; undefined where it has not. */
function scrollAgain(
  state: State,
  { scroll, top }: Thread,
  width: number,
  height: number,
): number | undefined {
  return scroll > 0 && top && top.width !== width ? scrollToTop(state, width, height, top.seq) : undefined
}

function withThread(state: State, number: number, thread: Thread): State {
  return { ...state, threads: new Map(state.threads).set(number, thread) }
}

/** Before that, what is still to come below would move it away again. */
function isAllThere({ conversations }: State, number: number, thread: Thread): boolean {
  const summary = conversations.get(number)
  return summary !== undefined && lastSeq(thread) >= summary.lastSeq
}

function scrollOf(overlay: Overlay): number {
  if (overlay.kind === "tickets") return overlay.shown?.scroll ?? 0
  return "scroll" in overlay ? overlay.scroll : 0
}

function withScroll(overlay: Overlay, scroll: number): Overlay {
  if (overlay.kind === "tickets")
    return overlay.shown ? { ...overlay, shown: { ...overlay.shown, scroll } } : overlay
  return "scroll" in overlay ? { ...overlay, scroll } : overlay
}
