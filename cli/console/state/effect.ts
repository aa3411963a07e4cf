import type { DeskClientFrame } from "../../../src/api/desk/protocol.ts"
import type { Outgoing } from "./state.ts"

/** What stands in a composer. */
export interface Written {
  conversation: number
  kind: "message" | "note"
  /** The text's characters: putting them together with every key would take longer the more is written. */
  chars: readonly string[]
}

/** What a change asks of the world; the runner does it and tells what came of it. */
export type Effect =
  | { type: "frame"; frame: DeskClientFrame }
  /** Sends it now, or when there is a connection again; once, in order. */
  | { type: "send"; outgoing: Outgoing }
  | { type: "call"; call: Call }
  | { type: "bell" }
  | { type: "keepDraft"; draft: Written }
  | { type: "reconnect" }
  | { type: "suspend" }
  | { type: "redraw" }
  | { type: "quit" }

/** A request over HTTP, by what comes back of it. */
export type Call =
  | { what: "detail"; conversation: number }
  /** Whether there is one still; undefined where not. */
  | { what: "look"; conversation: number }
  | { what: "customer"; conversation: number; ref: string }
  | { what: "suggestions"; conversation: number; seq: number }
  | { what: "canned" }
  | { what: "me" }
  | { what: "list"; view: "mine" | "closed" }
  | { what: "search"; query: string }
  | { what: "settings" }
  | { what: "set"; key: string; value: string | undefined }
  | { what: "today" }
  | { what: "tickets"; view: "open" | "mine" | "unassigned" | "closed" | "all" }
  | { what: "ticket"; number: number }
  | {
      what: "changeTicket"
      number: number
      body: {
        status?: "open" | "in_progress" | "closed"
        priority?: "low" | "medium" | "high" | "urgent"
        assignee?: number | null
      }
    }
  | {
      what: "commentTicket"
      number: number
      body: { clientId: string; text: string; visibility: "public" | "internal" }
    }
  | {
      what: "openTicket"
      body: {
        clientId: string
        conversation: number
        subject?: string
        description: string
        requester: { name?: string; email?: string }
      }
    }
  /** Seven days, of which this is the last. */
  | { what: "week"; day: string }
  | { what: "route"; conversation: number }
  | {
      what: "article"
      body: { questionSeq: number; answerSeq: number; title: string; question: string; answer: string }
      conversation: number
    }
  | {
      what: "act"
      conversation: number
      verb: "take" | "hand-back" | "close" | "reopen"
    }
  | { what: "act"; conversation: number; verb: "priority"; priority: "low" | "medium" | "high" | "urgent" }
  | {
      what: "act"
      conversation: number
      verb: "transfer"
      to: { agent: number } | { queue: true }
      note: string | undefined
    }

/** A new state and what it asks for. */
export interface Step<S> {
  state: S
  effects: readonly Effect[]
}
