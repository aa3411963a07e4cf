import * as change from "../change.ts"
import type { State } from "../state.ts"
import { type ConsoleCommand, hasOne } from "./console-command.ts"

/** A page is most of what one sees, so that the eye finds where it was. */
const page = (state: State) => Math.max(3, state.size.rows - 12)

/** Down the list, or, where one reads the thread, down there; a negative number goes up. */
const moved = (by: number) => (state: State) =>
  state.focus === "thread" ? change.scrollThread(state, -by) : change.moveSelection(state, by)

/** Beyond the longest list or thread. */
const TO_THE_END = 1e9

/** Through the lists and the thread. */
export const MOVING: readonly ConsoleCommand[] = [
  {
    id: "down",
    title: "Next conversation, or a line down in the thread",
    group: "Moving",
    keys: ["j", "down"],
    run: moved(1),
  },
  {
    id: "up",
    title: "Previous conversation, or a line up in the thread",
    group: "Moving",
    keys: ["k", "up"],
    run: moved(-1),
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
    run: moved(-TO_THE_END),
  },
  {
    id: "bottom",
    title: "Last conversation, or the thread's end",
    group: "Moving",
    keys: ["G", "end"],
    run: moved(TO_THE_END),
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
]
