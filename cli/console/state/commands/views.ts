import { EMPTY } from "../../editor.ts"
import * as change from "../change.ts"
import { wantsPane } from "../select.ts"
import type { SearchOverlay } from "../state.ts"
import { showTickets } from "../tickets.ts"
import { type ConsoleCommand, hasOne } from "./console-command.ts"

const NEW_SEARCH: SearchOverlay = {
  kind: "search",
  query: EMPTY,
  index: 0,
  asked: "",
  hits: undefined,
  isCut: false,
  isBack: false,
}

/** So few that nothing is skipped on the lowest screen. */
const HALF_A_PANE = 6

/** What the screen shows. */
export const VIEWS: readonly ConsoleCommand[] = [
  {
    id: "pane",
    title: "The customer: data, page, earlier conversations, tickets",
    short: "customer",
    group: "Views",
    keys: ["d"],
    composerKeys: ["alt+i"],
    isOffered: hasOne,
    run: (state) => change.step({ ...state, showsPane: !wantsPane(state), paneTop: 0 }),
  },
  {
    id: "pane-down",
    title: "More of the customer",
    group: "Views",
    keys: ["}"],
    isOffered: (state) => hasOne(state) && wantsPane(state),
    run: (state) => change.step({ ...state, paneTop: state.paneTop + HALF_A_PANE }),
  },
  {
    id: "pane-up",
    title: "The customer from further up",
    group: "Views",
    keys: ["{"],
    isOffered: (state) => hasOne(state) && wantsPane(state),
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
    run: (state) => change.show(state, state.found ? { ...state.found, isBack: true } : NEW_SEARCH),
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
]
