import { insert } from "../../editor.ts"
import * as change from "../change.ts"
import { compositionOf, suggestionsOf } from "../select.ts"
import { type ConsoleCommand, hasOne, isOpen } from "./console-command.ts"

/** Replies, notes and what helps to write them. */
export const WRITING: readonly ConsoleCommand[] = [
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
]
