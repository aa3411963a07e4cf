import type { DeskEvent, Summary } from "../../../src/api/desk/protocol.ts"
import { customerLabel } from "../../../src/core/customers.ts"
import { EMPTY } from "../editor.ts"
import type { Composition, State, Tab, Thread } from "./state.ts"

/** What the state says between the lines; nothing here is kept. */

export function myNumber(state: State): number | undefined {
  return state.me?.agent?.number
}

export function isMine(state: State, { agent }: Summary): boolean {
  return agent !== null && agent.number === myNumber(state)
}

export function isAdmin(state: State): boolean {
  return state.me !== undefined && state.me.agent?.role !== "agent"
}

export function selectedSummary(state: State): Summary | undefined {
  return state.selected === undefined ? undefined : state.conversations.get(state.selected)
}

/** From so many columns on there is room for the customer beside the list and the thread. */
const WIDE = 120

export function isWide({ size }: Pick<State, "size">): boolean {
  return size.columns >= WIDE
}

/** Whether the customer is to be seen: as the agent said, or where there is room. */
export function wantsPane(state: Pick<State, "size" | "showsPane">): boolean {
  return state.showsPane ?? isWide(state)
}

const PRIORITY_RANK = { urgent: 0, high: 1, medium: 2, low: 3 } as const

interface Remembered {
  conversations: State["conversations"]
  order: readonly number[]
  mine: number | undefined
  lists: Partial<Record<Tab, readonly Summary[]>>
}

let remembered: Remembered | undefined

/** The conversations of one list, in its order. */
export function listOf(state: State, tab: Tab): readonly Summary[] {
  const mine = myNumber(state)
  const { conversations } = state
  const { order } = state.queue
  if (remembered?.conversations !== conversations || remembered.order !== order || remembered.mine !== mine)
    remembered = { conversations, order, mine, lists: {} }
  const known = remembered.lists[tab]
  if (known) return known
  const list = sorted(state, tab)
  remembered.lists[tab] = list
  return list
}

function sorted(state: State, tab: Tab): readonly Summary[] {
  const all = [...state.conversations.values()]
  if (tab === "queue") return inQueue(all, state.queue.order)
  if (tab === "ended") return all.filter(({ status }) => status === "closed").sort(newestFirst)
  if (tab === "others")
    return all
      .filter((one) => one.status !== "closed" && !isMine(state, one) && one.position === null)
      .sort(newestFirst)
  const open = all.filter((one) => one.status !== "closed" && isMine(state, one)).sort(waitingFirst)
  const shown = new Set(open.map(customerOf))
  const earlier = all.filter((one) => one.status === "closed" && isMine(state, one)).sort(newestFirst)
  // A customer has one panel, whatever the number of their conversations.
  const ended = earlier.filter((one) => !shown.has(customerOf(one)) && shown.add(customerOf(one)))
  return [...open, ...ended]
}

function inQueue(all: readonly Summary[], order: readonly number[]): readonly Summary[] {
  const place = new Map(order.map((number, index) => [number, index]))
  const rank = (one: Summary) => place.get(one.number) ?? order.length + (one.position ?? 0)
  return all
    .filter(({ position, status }) => position !== null && status !== "closed")
    .sort((a, b) => rank(a) - rank(b))
}

function customerOf({ customer }: Summary): string {
  return `${customer.verified}:${customer.id}`
}

/** Who waits for us first, the longest wait above; then the rest, by what happened last. */
function waitingFirst(a: Summary, b: Summary): number {
  const waits = Number(b.unread > 0) - Number(a.unread > 0)
  if (waits) return waits
  if (a.unread > 0) {
    const urgency = PRIORITY_RANK[a.priority] - PRIORITY_RANK[b.priority]
    return urgency || lastAt(a).localeCompare(lastAt(b))
  }
  return newestFirst(a, b)
}

export function newestFirst(a: Summary, b: Summary): number {
  return lastAt(b).localeCompare(lastAt(a)) || b.number - a.number
}

function lastAt({ lastMessage, updatedAt }: Summary): string {
  return lastMessage?.at ?? updatedAt
}

/** Since when somebody waits for a reply: in the queue, or with an agent after a message of theirs. */
export function waitingSince(one: Summary): number | undefined {
  if (one.status === "closed") return undefined
  if (one.position !== null && one.queuedAt) return Date.parse(one.queuedAt)
  if (one.handler !== "person" || !one.lastMessage || one.lastMessage.from === "agent") return undefined
  return Date.parse(one.lastMessage.at)
}

export function nameOf({ customer }: Summary): string {
  return customerLabel(customer.id, customer.name, customer.email)
}

export const NEW_COMPOSITION: Composition = { kind: "message", editor: EMPTY, suggestion: 0 }

export function compositionOf(state: State, conversation = state.selected): Composition {
  return (conversation !== undefined && state.compositions.get(conversation)) || NEW_COMPOSITION
}

/** What is less likely to fit than this only takes room. */
const LEAST_SURE = 0.2

/** The suggestions for what the customer said last, as long as nobody has answered it or ended it. */
export function suggestionsOf({ selected, details, threads, conversations }: State) {
  if (selected === undefined) return []
  const found = details.get(selected)?.suggestions
  const isOver = conversations.get(selected)?.status === "closed"
  if (!found || isOver || openQuestion(threads.get(selected)?.events ?? [])?.seq !== found.seq) return []
  return found.list.filter(({ confidence }) => confidence >= LEAST_SURE)
}

/** What the customer said last, as long as no agent has answered it; what the bot says of handing over answers nothing. */
export function openQuestion(events: readonly DeskEvent[]): DeskEvent | undefined {
  const last = events.findLast(
    ({ type, sender }) => type === "message" && (sender.kind === "customer" || sender.kind === "agent"),
  )
  return last?.sender.kind === "customer" ? last : undefined
}

export function lastSeq({ events }: Thread): number {
  return events.at(-1)?.seq ?? 0
}

/** Conversations of ours with something unread. */
export function unreadTotal(state: State): number {
  return listOf(state, "mine").reduce(
    (sum, { unread, status }) => sum + (status === "closed" ? 0 : unread),
    0,
  )
}

/** A reply needs an open conversation; a note does not. */
export function canSend({ status }: Summary, kind: Composition["kind"]): boolean {
  return kind === "note" || status !== "closed"
}
