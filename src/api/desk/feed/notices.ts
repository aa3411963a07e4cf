import type { ConversationEvent } from "../../../core/conversations/conversation.ts"
import { agentNumber } from "../../../core/conversations/senders.ts"
import type { NoticeKind } from "../protocol.ts"

/** Characters of a customer's words in a notice, and of their name: what they are told of stands behind it on one line. */
const EXCERPT = 80
const NAME = 48

/** What somebody is to be told at once. */
export interface Notice {
  kind: NoticeKind
  /** The agent's number; undefined: everybody. */
  to: number | undefined
  /** Who is told nothing, since they did it. */
  except: number | undefined
  /** @param customer their name */
  text(customer: string): string
}

/** What is told of a customer, who may call themselves at what length they like. */
export function noticeText({ text }: Notice, customer: string): string {
  return text(shortened(customer, NAME))
}

/**
 * What an event is to those who did not cause it.
 *
 * @param keeper number of the agent who had the conversation before it
 */
export function noticesOf(event: ConversationEvent, keeper: number | undefined): Notice[] {
  if (event.type === "message") return event.sender.kind === "customer" ? reply(event, keeper) : []
  return event.type === "status" ? moved(event, keeper) : []
}

function reply({ text = "" }: ConversationEvent, keeper: number | undefined): Notice[] {
  if (keeper === undefined) return []
  const line = text.replace(/\s+/g, " ").trim()
  const cut = shortened(line, EXCERPT)
  return [{ kind: "reply", to: keeper, except: undefined, text: (customer) => `${customer}: ${cut}` }]
}

function shortened(line: string, most: number): string {
  return line.length > most ? `${[...line].slice(0, most).join("")}…` : line
}

function moved({ sender, data }: ConversationEvent, keeper: number | undefined): Notice[] {
  const by = sender.kind === "agent" ? agentNumber(sender.id) : undefined
  const to = keeperSaid(data)
  const notices: Notice[] = []
  if (to !== keeper && data?.status !== "closed") {
    if (keeper !== undefined && keeper !== by)
      notices.push({ kind: "taken", to: keeper, except: by, text: taken(data, to) })
    if (to !== undefined && to !== by) {
      const kind = sender.kind === "agent" ? "transferred" : "assigned"
      notices.push({ kind, to, except: by, text: given(kind) })
    }
  }
  if (data?.status === "waiting" && data.handler === "person")
    notices.push({
      kind: "queued",
      to: undefined,
      except: by,
      text: (customer) => `${customer} waits for a person`,
    })
  return notices
}

/** Number of the agent who has the conversation after a status. */
export function keeperSaid(data: ConversationEvent["data"]): number | undefined {
  return typeof data?.agentId === "number" ? data.agentId : undefined
}

function taken(data: ConversationEvent["data"], to: number | undefined): Notice["text"] {
  if (to === undefined)
    return (customer) =>
      data?.handler === "bot" ? `The bot has ${customer} again` : `${customer} waits again`
  const name = typeof data?.agentName === "string" ? data.agentName : `Agent ${to}`
  return (customer) => `${name} has ${customer} now`
}

function given(kind: "assigned" | "transferred"): Notice["text"] {
  return kind === "assigned"
    ? (customer) => `${customer} is yours`
    : (customer) => `${customer} was transferred to you`
}
