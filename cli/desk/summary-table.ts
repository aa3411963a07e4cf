import type { Summary } from "../../src/api/desk/protocol.ts"
import { customerLabel, customerOfRef } from "../../src/core/customers.ts"
import { paint, painted, printJson, printTable } from "../print.ts"
import type { Cell } from "../table.ts"
import { ago } from "../times.ts"

/** Conversations for eyes: who, what state, who has it, what was said last. */
export function printSummaries(conversations: readonly Summary[]): void {
  printTable(
    ["no", "customer", "state", "agent", "new", "last", "message"],
    conversations.map((one) => [
      one.number,
      customerName(one.customer),
      stateCell(one),
      one.agent?.name ?? "",
      one.unread > 0 ? painted("yellow", String(one.unread)) : "",
      ago(one.lastMessage?.at ?? one.updatedAt, Date.now()),
      one.lastMessage ? `${one.lastMessage.from === "customer" ? "" : "↩ "}${one.lastMessage.text}` : "",
    ]),
    { cut: ["customer", "agent", "message"] },
  )
}

/** Those who wait, in their order. */
export function printQueue(conversations: readonly Summary[]): void {
  printTable(
    ["place", "no", "customer", "priority", "waits", "message"],
    conversations.map((one) => [
      one.position ?? "",
      one.number,
      customerName(one.customer),
      priorityCell(one),
      one.queuedAt ? ago(one.queuedAt, Date.now()) : "",
      one.lastMessage?.text ?? "",
    ]),
    { cut: ["customer", "message"] },
  )
}

export function customerName({
  id,
  name,
  email,
}: {
  id: string
  name: string | null
  email: string | null
}): string {
  return customerLabel(id, name, email)
}

/** A customer of whom no more than the `ref` and perhaps the name is known. */
export function refLabel({ ref, name }: { ref: string; name: string | null }): string {
  return customerLabel(customerOfRef(ref)?.externalId ?? ref, name)
}

/** In one word what matters to those who answer. */
export function stateOf({ status, handler }: Pick<Summary, "status" | "handler">): string {
  if (status === "closed") return "closed"
  if (handler === "bot") return "bot"
  return status === "waiting" ? "waiting" : "active"
}

function stateCell(one: Summary): Cell {
  const state = stateOf(one)
  if (state === "waiting") return painted("yellow", `waiting${one.position ? ` (${one.position}.)` : ""}`)
  return painted(state === "active" ? "green" : "dim", state)
}

function priorityCell({ priority }: Summary): Cell {
  return priority === "high" || priority === "urgent" ? painted("red", priority) : priority
}

/** What a verb that moves a conversation says when it is done. */
export function sayMoved(summary: Summary, flags: { json?: boolean }, did: string): void {
  if (flags.json) printJson(summary)
  else console.log(`Conversation ${paint("bold", String(summary.number))} ${did}.`)
}
