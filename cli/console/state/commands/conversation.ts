import * as change from "../change.ts"
import { selectedSummary } from "../select.ts"
import { newTicket } from "../tickets.ts"
import { type ConsoleCommand, hasOne, isOpen, isOthers } from "./console-command.ts"

/** What becomes of the conversation that is looked at. */
export const CONVERSATION: readonly ConsoleCommand[] = [
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
]
