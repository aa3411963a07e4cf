import { EMPTY, insert } from "../editor.ts"
import * as change from "./change.ts"
import type { Step } from "./effect.ts"
import { compositionOf, isMine, listOf, selectedSummary, suggestionsOf } from "./select.ts"
import type { Focus, State } from "./state.ts"
import { newTicket, showTickets } from "./tickets.ts"

/** Something an agent can do: the footer, the help and the palette are made of this table, and keys are looked up in it. */
export interface ConsoleCommand {
  id: string
  /** In the palette and the help. */
  title: string
  /** In the footer, where there is room for a word. */
  short?: string
  group: "Moving" | "Writing" | "Conversation" | "Views" | "Console"
  /** In the list and the thread. */
  keys: readonly string[]
  /** In the composer, where letters are text. */
  composerKeys?: readonly string[]
  /** Only there; otherwise in both. */
  only?: Focus
  isOffered?(state: State): boolean
  run(state: State, newId: () => string): Step<State>
}

const hasOne = (state: State) => selectedSummary(state) !== undefined
const isOpen = (state: State) => hasOne(state) && selectedSummary(state)?.status !== "closed"
const isOthers = (state: State) => {
  const one = selectedSummary(state)
  return one !== undefined && one.status !== "closed" && !isMine(state, one)
}

/** So few that nothing is skipped on the lowest screen. */
const HALF_A_PANE = 6
const showsPane = (state: State) => state.showsPane ?? state.size.columns >= 120

/** A page is most of what one sees, so that the eye finds where it was. */
const page = (state: State) => Math.max(3, state.size.rows - 12)

export const COMMANDS: readonly ConsoleCommand[] = [
  {
    id: "down",
    title: "Next conversation, or a line down in the thread",
    group: "Moving",
    keys: ["j", "down"],
    run: (state) =>
      state.focus === "thread" ? change.scrollThread(state, -1) : change.moveSelection(state, 1),
  },
  {
    id: "up",
    title: "Previous conversation, or a line up in the thread",
    group: "Moving",
    keys: ["k", "up"],
    run: (state) =>
      state.focus === "thread" ? change.scrollThread(state, 1) : change.moveSelection(state, -1),
  },
  {
    id: "next",
    title: "Next conversation, from the composer as well",
    group: "Moving",
    keys: ["alt+down", "alt+j", "J"],
    composerKeys: ["alt+down", "alt+j"],
    run: (state) => change.moveSelection(state, 1),
  },
  {
    id: "previous",
    title: "Previous conversation, from the composer as well",
    group: "Moving",
    keys: ["alt+up", "alt+k", "K"],
    composerKeys: ["alt+up", "alt+k"],
    run: (state) => change.moveSelection(state, -1),
  },
  {
    id: "waiting",
    title: "Next customer who waits",
    short: "next waiting",
    group: "Moving",
    keys: ["w", "space"],
    composerKeys: ["alt+w"],
    run: change.nextWaiting,
  },
  {
    id: "top",
    title: "First conversation, or the thread's beginning",
    group: "Moving",
    keys: ["g", "home"],
    run: (state) =>
      state.focus === "thread" ? change.scrollThread(state, 1e9) : change.moveSelection(state, -1e9),
  },
  {
    id: "bottom",
    title: "Last conversation, or the thread's end",
    group: "Moving",
    keys: ["G", "end"],
    run: (state) =>
      state.focus === "thread" ? change.scrollThread(state, -1e9) : change.moveSelection(state, 1e9),
  },
  {
    id: "page-up",
    title: "Scroll the thread up",
    group: "Moving",
    keys: ["pageup", "ctrl+u", "ctrl+b"],
    composerKeys: ["pageup"],
    run: (state) => change.scrollThread(state, page(state)),
  },
  {
    id: "page-down",
    title: "Scroll the thread down",
    group: "Moving",
    keys: ["pagedown", "ctrl+d", "ctrl+f"],
    composerKeys: ["pagedown"],
    run: (state) => change.scrollThread(state, -page(state)),
  },
  {
    id: "to-thread",
    title: "Into the thread, to scroll it",
    group: "Moving",
    keys: ["l", "right"],
    isOffered: hasOne,
    run: (state) => change.step({ ...state, focus: "thread" }),
  },
  {
    id: "to-list",
    title: "Back to the list",
    short: "list",
    group: "Moving",
    keys: ["h", "left", "escape"],
    composerKeys: ["escape"],
    isOffered: (state) => state.focus !== "list",
    run: (state) => change.step({ ...state, focus: "list" }),
  },
  {
    id: "reply",
    title: "Write a reply",
    short: "reply",
    group: "Writing",
    keys: ["enter", "r", "i"],
    isOffered: isOpen,
    run: change.reply,
  },
  {
    id: "note",
    title: "Write a note, which only agents see",
    short: "note",
    group: "Writing",
    keys: ["n"],
    isOffered: hasOne,
    run: (state) => change.compose({ ...state, focus: "composer" }, { kind: "note" }),
  },
  {
    id: "send",
    title: "Send what is written",
    short: "send",
    group: "Writing",
    keys: [],
    composerKeys: ["enter"],
    only: "composer",
    run: change.send,
  },
  {
    id: "newline",
    title: "A new line",
    short: "new line",
    group: "Writing",
    keys: [],
    composerKeys: ["alt+enter", "ctrl+j", "shift+enter"],
    only: "composer",
    run: (state) => change.compose(state, { editor: insert(compositionOf(state).editor, "\n") }),
  },
  {
    id: "kind",
    title: "From reply to note, and back",
    short: "note/reply",
    group: "Writing",
    keys: [],
    composerKeys: ["ctrl+n"],
    only: "composer",
    run: (state) => {
      const { kind } = compositionOf(state)
      return change.compose(state, { kind: kind === "note" ? "message" : "note" })
    },
  },
  {
    id: "suggestion",
    title: "Take the suggested reply, with its source",
    short: "take suggestion",
    group: "Writing",
    keys: ["tab"],
    composerKeys: ["tab"],
    isOffered: (state) => suggestionsOf(state).length > 0 && compositionOf(state).editor.chars.length === 0,
    run: change.takeSuggestion,
  },
  {
    id: "next-suggestion",
    title: "Show the next suggestion",
    group: "Writing",
    keys: ["shift+tab"],
    composerKeys: ["shift+tab"],
    isOffered: (state) => suggestionsOf(state).length > 1,
    run: change.nextSuggestion,
  },
  {
    id: "canned",
    title: "A canned reply (or / at the beginning of a reply)",
    group: "Writing",
    keys: ["/"],
    isOffered: hasOne,
    run: (state) => change.cannedPicker(change.compose({ ...state, focus: "composer" }, {}).state),
  },
  {
    id: "emoji",
    title: "An emoji (or : and the beginning of its name)",
    group: "Writing",
    keys: [],
    composerKeys: ["alt+e"],
    isOffered: hasOne,
    run: (state) => change.picker({ ...state, focus: "composer" }, "emoji"),
  },
  {
    id: "article",
    title: "Make an article of the last reply: the bot knows it from then on",
    group: "Writing",
    keys: ["A"],
    isOffered: hasOne,
    run: change.articleForm,
  },
  {
    id: "retry",
    title: "Send again what was refused",
    group: "Writing",
    keys: ["R"],
    isOffered: (state) =>
      state.outbox.some(({ failed, conversation }) => failed && conversation === state.selected),
    run: change.retryFailed,
  },
  {
    id: "drop",
    title: "Take what was refused back into the composer",
    group: "Writing",
    keys: ["D"],
    isOffered: (state) =>
      state.outbox.some(({ failed, conversation }) => failed && conversation === state.selected),
    run: change.dropFailed,
  },
  {
    id: "take",
    title: "Take the conversation",
    short: "take",
    group: "Conversation",
    keys: ["t"],
    isOffered: isOthers,
    run: (state) => change.act(state, "take"),
  },
  {
    id: "transfer",
    title: "Transfer it to a colleague, or back to the queue",
    short: "transfer",
    group: "Conversation",
    keys: ["T"],
    isOffered: isOpen,
    run: (state) => change.picker(state, "transfer"),
  },
  {
    id: "hand-back",
    title: "Hand it back to the bot",
    group: "Conversation",
    keys: ["b"],
    isOffered: (state) => isOpen(state) && selectedSummary(state)?.handler === "person",
    run: (state) => change.act(state, "hand-back"),
  },
  {
    id: "close",
    title: "Close the conversation",
    short: "close",
    group: "Conversation",
    keys: ["c", "x"],
    isOffered: isOpen,
    run: (state) => change.act(state, "close"),
  },
  {
    id: "reopen",
    title: "Open it again",
    short: "reopen",
    group: "Conversation",
    keys: ["o"],
    isOffered: (state) => selectedSummary(state)?.status === "closed",
    run: (state) => change.act(state, "reopen"),
  },
  {
    id: "priority",
    title: "Set its priority",
    group: "Conversation",
    keys: ["p"],
    isOffered: isOpen,
    run: (state) => change.picker(state, "priority"),
  },
  {
    id: "new-ticket",
    title: "Make a ticket of it",
    group: "Conversation",
    keys: ["N"],
    isOffered: hasOne,
    run: newTicket,
  },
  {
    id: "route",
    title: "Why it went where it went",
    group: "Conversation",
    keys: ["e"],
    isOffered: hasOne,
    run: (state) =>
      change.show(
        state,
        { kind: "route", lines: undefined, scroll: 0 },
        { type: "call", call: { what: "route", conversation: state.selected ?? 0 } },
      ),
  },
  {
    id: "pane",
    title: "The customer: data, page, earlier conversations, tickets",
    short: "customer",
    group: "Views",
    keys: ["d"],
    composerKeys: ["alt+i"],
    isOffered: hasOne,
    run: (state) => change.step({ ...state, showsPane: !showsPane(state), paneTop: 0 }),
  },
  {
    id: "pane-down",
    title: "More of the customer",
    group: "Views",
    keys: ["}"],
    isOffered: (state) => hasOne(state) && showsPane(state),
    run: (state) => change.step({ ...state, paneTop: state.paneTop + HALF_A_PANE }),
  },
  {
    id: "pane-up",
    title: "The customer from further up",
    group: "Views",
    keys: ["{"],
    isOffered: (state) => hasOne(state) && showsPane(state),
    run: (state) => change.step({ ...state, paneTop: Math.max(0, state.paneTop - HALF_A_PANE) }),
  },
  ...(["mine", "queue", "others", "ended"] as const).map((tab, index): ConsoleCommand => {
    const titles = [
      "Your conversations",
      "The queue",
      "Everybody else's, the bot's too",
      "Ended conversations",
    ]
    return {
      id: `tab-${tab}`,
      title: titles[index] ?? tab,
      group: "Views",
      keys: [String(index + 1)],
      run: (state) => change.showTab(state, tab),
    }
  }),
  {
    id: "tab-next",
    title: "Next list",
    group: "Views",
    keys: ["]"],
    run: (state) => change.turnTab(state, 1),
  },
  {
    id: "tab-previous",
    title: "Previous list",
    group: "Views",
    keys: ["["],
    run: (state) => change.turnTab(state, -1),
  },
  {
    id: "search",
    title: "Search what was said",
    short: "search",
    group: "Views",
    keys: ["s", "ctrl+s"],
    run: (state) =>
      change.show(state, {
        kind: "search",
        query: EMPTY,
        index: 0,
        asked: "",
        hits: undefined,
        isCut: false,
      }),
  },
  {
    id: "tickets",
    title: "Tickets: the open ones, yours, everybody's",
    group: "Views",
    keys: ["#"],
    run: showTickets,
  },
  {
    id: "agents",
    title: "Who is there",
    group: "Views",
    keys: ["a"],
    run: (state) => change.show(state, { kind: "agents" }),
  },
  {
    id: "today",
    title: "Today's numbers",
    group: "Views",
    keys: ["y"],
    run: (state) =>
      change.show(
        state,
        { kind: "today", today: undefined, week: undefined, scroll: 0 },
        { type: "call", call: { what: "today" } },
      ),
  },
  {
    id: "settings",
    title: "Settings: who answers, hours, limits",
    group: "Views",
    keys: [","],
    run: (state) =>
      change.show(
        state,
        { kind: "settings", list: undefined, index: 0, editing: undefined },
        { type: "call", call: { what: "settings" } },
      ),
  },
  {
    id: "presence",
    title: "Say whether you are there: online, away, offline",
    group: "Console",
    keys: ["P"],
    run: (state) => change.picker(state, "presence"),
  },
  {
    id: "palette",
    title: "Everything, by its name",
    short: "commands",
    group: "Console",
    keys: [":", "ctrl+p"],
    composerKeys: ["ctrl+p"],
    run: (state) => change.picker(state, "palette"),
  },
  {
    id: "help",
    title: "All keys",
    short: "keys",
    group: "Console",
    keys: ["?", "f1"],
    run: (state) => change.show(state, { kind: "help", scroll: 0 }),
  },
  {
    id: "redraw",
    title: "Draw the screen anew",
    group: "Console",
    keys: ["ctrl+l"],
    composerKeys: ["ctrl+l"],
    run: (state) => change.step(state, { type: "redraw" }),
  },
  {
    id: "suspend",
    title: "Into the background; fg brings it back",
    group: "Console",
    keys: ["ctrl+z"],
    composerKeys: ["ctrl+z"],
    run: (state) => change.step(state, { type: "suspend" }),
  },
  {
    id: "reconnect",
    title: "Try to connect now",
    group: "Console",
    keys: ["ctrl+r"],
    composerKeys: ["ctrl+r"],
    isOffered: (state) => state.link.status === "offline",
    run: (state) => change.step(state, { type: "reconnect" }),
  },
  {
    id: "quit",
    title: "Leave the console",
    short: "quit",
    group: "Console",
    keys: ["q", "ctrl+c"],
    composerKeys: ["ctrl+c"],
    run: (state) =>
      listOf(state, "mine").some(({ status }) => status !== "closed") || state.outbox.length > 0
        ? change.show(state, { kind: "quit" })
        : change.step({ ...state, isLeaving: true }, { type: "quit" }),
  },
]

/** The command that a key stands for now; undefined where it stands for none. */
export function commandFor(state: State, key: string): ConsoleCommand | undefined {
  return COMMANDS.find((command) => {
    const keys = state.focus === "composer" ? (command.composerKeys ?? []) : command.keys
    return keys.includes(key) && isOffered(command, state)
  })
}

export function isOffered(command: ConsoleCommand, state: State): boolean {
  return command.isOffered?.(state) ?? true
}

const SHOWN: Readonly<Record<string, string>> = {
  up: "↑",
  down: "↓",
  left: "←",
  right: "→",
  enter: "Enter",
  escape: "Esc",
  tab: "Tab",
  space: "Space",
  pageup: "PgUp",
  pagedown: "PgDn",
  home: "Home",
  end: "End",
  "shift+tab": "Shift-Tab",
  f1: "F1",
}

/** A key as it is called on keyboards. */
export function keyLabel(key: string): string {
  if (SHOWN[key]) return SHOWN[key]
  const [modifier = "", rest = ""] = key.length > 1 ? key.split(/\+(.*)/s) : []
  if (!rest) return key
  const name = SHOWN[rest] ?? (rest.length === 1 ? rest.toUpperCase() : rest)
  return `${modifier[0]?.toUpperCase()}${modifier.slice(1)}-${name}`
}
