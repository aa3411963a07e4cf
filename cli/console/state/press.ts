import { safeText } from "../../terminal-text.ts"
import {
  beforeCursor,
  type Editor,
  EMPTY,
  edit,
  editorOf,
  insert,
  replaceBefore,
  textOf,
  typed,
} from "../editor.ts"
import type { KeyPress } from "../keys.ts"
import { begunIn, withBegun, withoutBegun } from "./begun.ts"
import { shortcutTyped } from "./canned.ts"
import { cannedPicker, closeOverlay, compose, NEEDS_CONNECTION, recall, say, show, step } from "./change.ts"
import { commandFor } from "./commands.ts"
import type { Step } from "./effect.ts"
import { EMOJI, LONGEST_NAME } from "./emoji.ts"
import { turned, withField } from "./form-fields.ts"
import { openAt } from "./frames.ts"
import { choices, SETTING_VALUES } from "./picker.ts"
import { SCROLL_KEYS } from "./scroll-keys.ts"
import { compositionOf, isAdmin } from "./select.ts"
import type { ArticleForm, Overlay, SearchOverlay, State } from "./state.ts"
import { inNewTicket, inTickets, leaveTicket, pasteIntoTicket } from "./tickets.ts"

type NewId = () => string

/** One key. */
export function press(state: State, key: KeyPress, newId: NewId): Step<State> {
  if (state.overlay) return inOverlay(state, state.overlay, key, newId)
  if (state.focus === "composer") return inComposer(state, key, newId)
  const command = commandFor(state, key.name)
  return command ? command.run(state, newId) : step(state)
}

/** Text that was pasted goes where text is typed, without what terminals obey: it would be sent, and not be seen. */
export function paste(state: State, text: string): Step<State> {
  const clean = text.split("\t").map(safeText).join("\t")
  if (state.overlay) return typeInto(state, state.overlay, clean) ?? step(state)
  const next: State =
    state.focus === "composer" || state.selected === undefined ? state : { ...state, focus: "composer" }
  return compose(next, { editor: insert(compositionOf(next).editor, clean) })
}

function inComposer(state: State, key: KeyPress, newId: NewId): Step<State> {
  const composition = compositionOf(state)
  const command = commandFor(state, key.name)
  if (key.name === "enter" && composition.editor.chars.at(-1) === "\\" && isAtEnd(composition.editor))
    return compose(state, { editor: replaceBefore(composition.editor, 1, "\n") })
  if (command) return command.run(state, newId)
  const edited = edit(composition.editor, key.name)
  if (edited)
    return compose(state, { editor: edited, ...(edited.chars.length === 0 && { source: undefined }) })
  if (key.name === "up" || key.name === "down") return recall(state, key.name === "up" ? -1 : 1)
  if (key.text === undefined) return step(state)
  const editor = withEmoji(insert(composition.editor, key.text), key.text)
  const written = compose(state, { editor, recall: undefined })
  // The picker opens at the slash that begins a reply; what is typed then looks for the shortcut.
  if (key.text !== "/" || shortcutTyped(written.state) !== "") return written
  const { state: offered, effects } = cannedPicker(written.state)
  return {
    // Where there are none it stays out of the way, unless there is one by now.
    state: state.canned.length > 0 ? offered : written.state,
    effects: [...written.effects, ...effects],
  }
}

function isAtEnd({ chars, cursor }: Editor): boolean {
  return cursor === chars.length
}

/** `:wave:` becomes a hand as soon as its second colon stands. */
function withEmoji(editor: Editor, typed: string): Editor {
  if (typed !== ":") return editor
  const [whole = "", name] = /:([a-z]+):$/.exec(beforeCursor(editor, LONGEST_NAME + 2)) ?? []
  const sign = EMOJI.find(([known]) => known === name)?.[1]
  return sign ? replaceBefore(editor, whole.length, sign) : editor
}

function inOverlay(state: State, overlay: Overlay, key: KeyPress, newId: NewId): Step<State> {
  if (key.name === "ctrl+z") return step(state, { type: "suspend" })
  if (key.name === "ctrl+l") return step(state, { type: "redraw" })
  if (key.name === "escape" || (key.name === "ctrl+c" && overlay.kind !== "quit"))
    return leave(keptBegun(state, overlay), overlay)
  if (key.name === "ctrl+x" && FORMS.includes(overlay.kind)) return throwAway(state, overlay)
  switch (overlay.kind) {
    case "help":
    case "route":
      return reading(state, overlay, key)
    case "picker":
      return picking(state, overlay, key, newId)
    case "transferNote":
      return transferring(state, overlay, key)
    case "search":
      return searching(state, overlay, key)
    case "settings":
      return setting(state, overlay, key)
    case "today":
      return key.name === "enter" ? closeOverlay(state) : reading(state, overlay, key)
    case "agents":
      return key.name === "q" || key.name === "enter" ? closeOverlay(state) : step(state)
    case "article":
      return writingArticle(state, overlay.form, key)
    case "tickets":
      return inTickets(state, overlay, key, newId)
    case "newTicket":
      return inNewTicket(state, overlay, key, newId)
    case "erased":
      return step(state)
    case "quit":
      return key.name === "y" || key.name === "q" || key.name === "enter" || key.name === "ctrl+c"
        ? step({ ...state, isLeaving: true }, { type: "quit" })
        : closeOverlay(state)
  }
}

const FORMS: readonly Overlay["kind"][] = ["article", "newTicket", "transferNote", "tickets"]

const GOES_ON = { article: "A", newTicket: "N", transferNote: "T", comment: "r" } as const

/** What is written in a form stays when it is left; a key that is pressed too often must not cost it. */
function keptBegun(state: State, overlay: Overlay): State {
  const begun = begunIn(state, overlay)
  return begun ? say(withBegun(state, begun), `Kept: ${GOES_ON[begun.kind]} goes on with it.`) : state
}

function throwAway(state: State, overlay: Overlay): Step<State> {
  const begun = begunIn(state, overlay)
  const isSending = "isSending" in overlay && overlay.isSending
  if (!begun || isSending) return step(state)
  return leave(say(withoutBegun(state, begun.kind, begun.of), "Thrown away."), overlay)
}

/** Escape goes one step back: out of a field, then out of the view. */
function leave(state: State, overlay: Overlay): Step<State> {
  if (overlay.kind === "tickets") return leaveTicket(state, overlay)
  if (overlay.kind === "search") return closeOverlay({ ...state, found: undefined })
  if (overlay.kind === "picker" && overlay.back) return show(state, overlay.back)
  if (overlay.kind === "settings" && overlay.editing) return show(state, { ...overlay, editing: undefined })
  if (overlay.kind === "picker" && overlay.picker === "choices")
    return show(
      state,
      { kind: "settings", list: undefined, index: 0, editing: undefined },
      { type: "call", call: { what: "settings" } },
    )
  return closeOverlay(state)
}

function reading(state: State, overlay: Extract<Overlay, { scroll: number }>, key: KeyPress): Step<State> {
  const by = SCROLL_KEYS[key.name]
  if (by === undefined) return key.name === "q" || key.name === "?" ? closeOverlay(state) : step(state)
  return show(state, { ...overlay, scroll: Math.max(0, overlay.scroll + by) })
}

const STEPS: Readonly<Record<string, number>> = {
  down: 1,
  "ctrl+n": 1,
  "ctrl+j": 1,
  up: -1,
  "ctrl+p": -1,
  "ctrl+k": -1,
  pagedown: 10,
  pageup: -10,
}

function picking(
  state: State,
  overlay: Extract<Overlay, { kind: "picker" }>,
  key: KeyPress,
  newId: NewId,
): Step<State> {
  const all = choices(state, overlay)
  const index = Math.min(overlay.index, Math.max(0, all.length - 1))
  if (key.name === "enter" || key.name === "tab") {
    const chosen = all[index]
    return chosen ? chosen.choose(state, newId) : step(state)
  }
  const by = STEPS[key.name]
  if (by) return show(state, { ...overlay, index: Math.max(0, Math.min(all.length - 1, index + by)) })
  // What was typed of a shortcut stands in the reply as well: going back past it leaves the picker.
  if (key.name === "backspace" && overlay.filter.chars.length === 0 && overlay.picker === "canned") {
    const { editor } = compositionOf(state)
    return compose({ ...state, overlay: undefined }, { editor: edit(editor, "backspace") ?? editor })
  }
  const filter = edited(overlay.filter, key)
  return filter ? show(state, { ...overlay, filter, index: 0 }) : step(state)
}

/** In one line, where up and down are for the list below it. */
function edited(editor: Editor, key: KeyPress): Editor | undefined {
  return key.name === "up" || key.name === "down" ? undefined : typed(editor, key)
}

function transferring(
  state: State,
  overlay: Extract<Overlay, { kind: "transferNote" }>,
  key: KeyPress,
): Step<State> {
  if (overlay.isSending) return step(state)
  if (key.name !== "enter") {
    const editor = edited(overlay.editor, key)
    return editor ? show(state, { ...overlay, editor }) : step(state)
  }
  if (state.selected === undefined) return closeOverlay(state)
  const to = "queue" in overlay.to ? overlay.to : { agent: overlay.to.agent }
  const note = textOf(overlay.editor).trim() || undefined
  if (state.link.status !== "online") return step(say(state, NEEDS_CONNECTION, "warn"))
  return show(
    state,
    { ...overlay, isSending: true },
    { type: "call", call: { what: "act", conversation: state.selected, verb: "transfer", to, note } },
  )
}

function searching(state: State, overlay: SearchOverlay, key: KeyPress): Step<State> {
  const query = textOf(overlay.query).trim()
  const by = STEPS[key.name]
  if (by && overlay.hits)
    return show(state, {
      ...overlay,
      index: Math.max(0, Math.min(overlay.hits.length - 1, overlay.index + by)),
    })
  if (key.name === "enter") {
    const hit = query === overlay.asked ? overlay.hits?.[overlay.index] : undefined
    if (hit) return openAt({ ...state, found: overlay, overlay: undefined, focus: "thread" }, hit)
    if (query === "") return step(state)
    return show(
      state,
      { ...overlay, asked: query, hits: undefined, isCut: false, index: 0 },
      { type: "call", call: { what: "search", query } },
    )
  }
  const next = edited(key.text === undefined ? overlay.query : searchedAnew(overlay), key)
  return next ? show(state, { ...overlay, query: next, isBack: false }) : step(state)
}

function searchedAnew({ query, isBack }: SearchOverlay): Editor {
  return isBack ? EMPTY : query
}

function setting(state: State, overlay: Extract<Overlay, { kind: "settings" }>, key: KeyPress): Step<State> {
  const { list = [], index, editing } = overlay
  const current = list[index]
  if (editing) {
    if (key.name === "enter" && current)
      return show(
        state,
        { ...overlay, editing: undefined },
        { type: "call", call: { what: "set", key: current.key, value: textOf(editing).trim() } },
      )
    const next = edited(editing, key)
    return next ? show(state, { ...overlay, editing: next }) : step(state)
  }
  const by = STEPS[key.name] ?? { j: 1, k: -1, g: -1e6, G: 1e6 }[key.name]
  if (by) return show(state, { ...overlay, index: Math.max(0, Math.min(list.length - 1, index + by)) })
  if (key.name === "q") return closeOverlay(state)
  if (!current || !["enter", "u"].includes(key.name)) return step(state)
  if (!isAdmin(state)) return step(say(state, "Only admins change settings.", "warn"))
  if (key.name === "u")
    return step(state, { type: "call", call: { what: "set", key: current.key, value: undefined } })
  if (SETTING_VALUES[current.key])
    return show(state, { kind: "picker", picker: "choices", filter: EMPTY, index: 0, setting: current.key })
  return show(state, { ...overlay, editing: editorOf(current.value) })
}

function writingArticle(state: State, form: ArticleForm, key: KeyPress): Step<State> {
  if (form.isSending) return step(state)
  const put = (next: ArticleForm) => show(state, { kind: "article", form: next })
  const turn = (by: 1 | -1) => put(turned(form, by))
  if (key.name === "tab") return turn(1)
  if (key.name === "shift+tab") return turn(-1)
  if (key.name === "ctrl+s") return saveArticle(state, form)
  const editor = form.fields[form.field]
  const isLines = form.field > 0
  if (key.name === "enter") {
    if (!isLines) return turn(1)
    return put(withField(form, insert(editor, "\n")))
  }
  const next = typed(editor, key)
  return next ? put(withField(form, next)) : step(state)
}

function saveArticle(state: State, form: ArticleForm): Step<State> {
  const [title = "", question = "", answer = ""] = form.fields.map((one) => textOf(one).trim())
  if (!title || !question || !answer)
    return step(say(state, "Title, question and answer are all needed.", "warn"))
  if (state.link.status !== "online") return step(say(state, NEEDS_CONNECTION, "warn"))
  const { conversation, questionSeq, answerSeq } = form
  return show(
    state,
    { kind: "article", form: { ...form, isSending: true } },
    {
      type: "call",
      call: { what: "article", conversation, body: { questionSeq, answerSeq, title, question, answer } },
    },
  )
}

function typeInto(state: State, overlay: Overlay, text: string): Step<State> | undefined {
  const line = text.replace(/\n/g, " ")
  if (overlay.kind === "picker")
    return show(state, { ...overlay, filter: insert(overlay.filter, line), index: 0 })
  if (overlay.kind === "search")
    return show(state, { ...overlay, query: insert(searchedAnew(overlay), line), isBack: false })
  if (overlay.kind === "transferNote")
    return overlay.isSending ? undefined : show(state, { ...overlay, editor: insert(overlay.editor, text) })
  if (overlay.kind === "settings" && overlay.editing)
    return show(state, { ...overlay, editing: insert(overlay.editing, line) })
  if (overlay.kind === "tickets" || overlay.kind === "newTicket") return pasteIntoTicket(state, overlay, text)
  if (overlay.kind === "article") {
    const { form } = overlay
    if (form.isSending) return undefined
    const written = insert(form.fields[form.field], form.field === 0 ? line : text)
    return show(state, { kind: "article", form: withField(form, written) })
  }
  return undefined
}
