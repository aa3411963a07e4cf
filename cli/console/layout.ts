import { compositionOf, isWide, suggestionsOf, wantsPane } from "./state/select.ts"
import type { Size, State } from "./state/state.ts"
import { composerRows } from "./views/composer-lines.ts"

/** Where each part of the screen is. Parts that are not shown are 0 wide. */
export interface Layout {
  size: Size
  list: number
  thread: number
  pane: number
  /** Rows between the head and the foot. */
  body: number
  composer: number
  suggestion: number
}

export const SMALLEST: Size = { columns: 40, rows: 12 }
const MOST_COMPOSER_ROWS = 8

/** Lines between the columns. */
const RULE = 1

export function layoutOf(state: State): Layout {
  const { columns, rows } = state.size
  const wide = isWide(state)
  const hasPane = state.selected !== undefined && wantsPane(state)
  const narrow = columns < 70
  const listWidth = wide
    ? Math.min(38, Math.floor(columns * 0.2) + 4)
    : Math.max(24, Math.floor(columns * 0.33))
  // On a narrow screen there is room for one of them beside the thread, or for one alone.
  const showsList = narrow ? state.focus === "list" && !hasPane : wide || !hasPane
  const list = narrow && showsList ? columns : showsList ? listWidth : 0
  const pane = hasPane ? (wide ? Math.min(48, Math.floor(columns * 0.24)) : narrow ? columns : 34) : 0
  const thread = narrow && (list || pane) ? 0 : columns - (list ? list + RULE : 0) - (pane ? pane + RULE : 0)
  const body = rows - 2
  const mostRows = Math.max(1, Math.min(MOST_COMPOSER_ROWS, Math.floor(body / 3)))
  const composer =
    state.selected === undefined || thread === 0
      ? 0
      : 1 + composerRows(compositionOf(state).editor, thread, mostRows)
  const hasSuggestion =
    composer > 0 && compositionOf(state).editor.chars.length === 0 && suggestionsOf(state).length > 0
  return {
    size: state.size,
    list,
    thread,
    pane,
    body,
    composer,
    suggestion: hasSuggestion ? (body > 30 ? 4 : 3) : 0,
  }
}
