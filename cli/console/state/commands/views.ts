import { EMPTY } from "../../editor.ts"
import * as change from "../change.ts"
import { wantsPane } from "../select.ts"
import { showTickets } from "../tickets.ts"
import { type ConsoleCommand, hasOne } from "./console-command.ts"

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
    run: (state) => change.step({ ...state, showsPane: !wantsPane(state) }),
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
      change.show(state, { kind: "search", query: EMPTY, index: 0, asked: "", hits: undefined }),
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
