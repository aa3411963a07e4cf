import type { Priority } from "../../../src/core/conversations/conversation.ts"
import { EMPTY, editorOf, insert, textOf } from "../editor.ts"
import { begunAs } from "./begun.ts"
import { filledIn } from "./canned.ts"
import { compose, setPresence, setPriority, show, step } from "./change.ts"
import { COMMANDS, isOffered } from "./commands.ts"
import type { Step } from "./effect.ts"
import { EMOJI } from "./emoji.ts"
import { keyLabel } from "./key-names.ts"
import { compositionOf, myNumber } from "./select.ts"
import type { Overlay, State, TicketsOverlay } from "./state.ts"
import { changeTicket, ticketOf } from "./tickets.ts"

type Picker = Extract<Overlay, { kind: "picker" }>

/** One of the things that can be chosen. */
export interface Choice {
  /** Tells it from the others where labels do not. */
  number?: number
  label: string
  hint?: string
  choose(state: State, newId: () => string): Step<State>
}

export const PICKER_TITLES: Readonly<Record<Picker["picker"], string>> = {
  palette: "Commands",
  transfer: "Transfer to",
  priority: "Priority",
  presence: "You are",
  canned: "Canned replies",
  emoji: "Emoji",
  choices: "Value",
  assignee: "Who is to have it",
}

/** What a picker offers, as far as it fits what was typed, the nearest first. */
export function choices(state: State, { picker, filter, setting, back }: Picker): readonly Choice[] {
  const words = textOf(filter).toLowerCase().split(/\s+/).filter(Boolean)
  const all = ALL[picker](state, setting, back)
  const fits = all.filter(({ label, hint = "" }) => {
    const text = `${label} ${hint}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const [first = ""] = words
  const rank = ({ label }: Choice) => (label.toLowerCase().startsWith(first) ? 0 : 1)
  return first ? fits.sort((a, b) => rank(a) - rank(b)) : fits
}

/** Whoever was chosen is chosen still, wherever the list has them by now. */
export function stillChosen(before: State, after: State): State {
  const { overlay } = after
  if (overlay?.kind !== "picker" || overlay !== before.overlay) return after
  const chosen = choices(before, overlay)[overlay.index]
  const index = choices(after, overlay).findIndex(
    ({ number, label }) => number === chosen?.number && label === chosen?.label,
  )
  return index < 0 || index === overlay.index ? after : { ...after, overlay: { ...overlay, index } }
}

/** What one looks for by its name first; moving is done by keys. */
const PALETTE_GROUPS = ["Conversation", "Writing", "Views", "Console", "Moving"] as const
const NOT_BY_NAME: readonly string[] = [
  "palette",
  "newline",
  "up",
  "down",
  "top",
  "bottom",
  "page-up",
  "page-down",
  "pane-down",
  "pane-up",
]

const ALL: Readonly<
  Record<Picker["picker"], (state: State, setting?: string, back?: TicketsOverlay) => Choice[]>
> = {
  palette: (state) =>
    PALETTE_GROUPS.flatMap((group) => COMMANDS.filter((command) => command.group === group))
      .filter((command) => !NOT_BY_NAME.includes(command.id) && isOffered(command, state))
      .map((command) => ({
        label: command.title,
        hint: keyLabel(command.keys[0] ?? command.composerKeys?.[0] ?? ""),
        choose: (now, newId) => command.run({ ...now, overlay: undefined }, newId),
      })),
  transfer: (state) => [
    ...state.agents
      .filter(({ number, disabled }) => !disabled && number !== myNumber(state))
      .sort(
        (a, b) =>
          Number(b.available) - Number(a.available) ||
          Number(b.connected) - Number(a.connected) ||
          a.open - b.open,
      )
      .map(({ number, name, presence, connected, open, capacity }) => ({
        number,
        label: name,
        hint: `${connected ? presence : "not connected"}, ${open} of ${capacity}`,
        choose: (now: State) => transferNote(now, { agent: number, name }),
      })),
    {
      label: "Back to the queue",
      hint: "whoever is free gets it",
      choose: (now) => transferNote(now, { queue: true }),
    },
  ],
  priority: () =>
    (["urgent", "high", "medium", "low"] as const satisfies readonly Priority[]).map((priority) => ({
      label: priority,
      choose: (now) => setPriority({ ...now, overlay: undefined }, priority),
    })),
  presence: () =>
    (
      [
        ["online", "new conversations come to you"],
        ["away", "you keep yours and get no new ones"],
        ["offline", "the same, and colleagues see that you have gone"],
      ] as const
    ).map(([presence, hint]) => ({
      label: presence,
      hint,
      choose: (now) => setPresence({ ...now, overlay: undefined }, presence),
    })),
  canned: (state) =>
    state.canned.map(({ shortcut, text }) => ({
      label: `/${shortcut.replace(/^\//, "")}`,
      hint: text.replace(/\s+/g, " "),
      choose: (now) => {
        const editor = compositionOf(now).editor
        const typed = /^\/\S*$/.test(textOf(editor))
        const written = filledIn(text, now)
        return compose(
          { ...now, overlay: undefined, focus: "composer" },
          { editor: typed ? editorOf(written) : insert(editor, written) },
        )
      },
    })),
  assignee: (state, _setting, back) => {
    const ticket = back && ticketOf(back)
    const give = (assignee: number | null) => (now: State) =>
      ticket ? changeTicket({ ...now, overlay: back }, ticket.number, { assignee }) : step(now)
    return [
      ...state.agents
        .filter(({ disabled }) => !disabled)
        .map(({ number, name, presence, connected }) => ({
          number,
          label: name,
          hint: connected ? presence : "not connected",
          choose: give(number),
        })),
      { label: "Nobody", hint: "whoever looks for one finds it", choose: give(null) },
    ]
  },
  emoji: () =>
    EMOJI.map(([name, sign]) => ({
      label: name,
      hint: sign,
      choose: (now) =>
        compose(
          { ...now, overlay: undefined, focus: "composer" },
          { editor: insert(compositionOf(now).editor, sign) },
        ),
    })),
  choices: (_state, setting = "") =>
    (SETTING_VALUES[setting] ?? []).map(([value, hint]) => ({
      label: value,
      hint,
      choose: (now) =>
        show(
          now,
          { kind: "settings", list: undefined, index: 0, editing: undefined },
          { type: "call", call: { what: "set", key: setting, value } },
          { type: "call", call: { what: "settings" } },
        ),
    })),
}

function transferNote(state: State, to: Extract<Overlay, { kind: "transferNote" }>["to"]): Step<State> {
  const editor = begunAs(state, "transferNote", state.selected)?.editor ?? EMPTY
  return show(state, { kind: "transferNote", to, editor, isSending: false })
}

/** Settings with few values are chosen, not typed. */
export const SETTING_VALUES: Readonly<Record<string, readonly (readonly [value: string, hint: string])[]>> = {
  "answering.mode": [
    ["auto", "the bot first; a person when asked for, or when it is not sure"],
    ["bot", "the bot alone"],
    ["agent", "people alone"],
    ["external", "the chatbot at answering.external's address"],
  ],
}
