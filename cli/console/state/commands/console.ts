import * as change from "../change.ts"
import { listOf } from "../select.ts"
import type { ConsoleCommand } from "./console-command.ts"

/** The program itself. */
export const CONSOLE: readonly ConsoleCommand[] = [
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
      listOf(state, "mine").some(({ status }) => status !== "closed") ||
      state.outbox.length > 0 ||
      state.begun.length > 0
        ? change.show(state, { kind: "quit" })
        : change.step({ ...state, isLeaving: true }, { type: "quit" }),
  },
]
