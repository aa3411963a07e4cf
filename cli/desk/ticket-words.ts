import type { DeskTicket, DeskTicketChange } from "../../src/api/desk/protocol.ts"
import { paint, painted, printTable } from "../print.ts"
import type { Cell } from "../table.ts"
import { safeLine, safeText } from "../terminal-text.ts"
import { ago, localTime } from "../times.ts"

/** As they are typed. */
export const STATUSES = ["open", "in-progress", "closed"] as const
export const PRIORITIES = ["low", "medium", "high", "urgent"] as const

/** As the desk has it. */
export function wireStatus(typed: string): string {
  return typed.replace("-", "_")
}

/** As it is read. */
export function statusWords(status: string): string {
  return status.replace("_", " ")
}

export function printTickets(tickets: readonly DeskTicket[]): void {
  printTable(
    ["no", "ticket", "status", "priority", "requester", "agent", "age", "subject"],
    tickets.map((one) => [
      one.number,
      one.reference,
      statusCell(one),
      priorityCell(one),
      one.requester.name || one.requester.email,
      one.assignee?.name ?? "",
      ago(one.createdAt, Date.now()),
      one.subject,
    ]),
    { cut: ["requester", "agent", "subject"] },
  )
}

function statusCell({ status }: DeskTicket): Cell {
  return painted(
    status === "open" ? "yellow" : status === "in_progress" ? "green" : "dim",
    statusWords(status),
  )
}

function priorityCell({ priority }: DeskTicket): Cell {
  return priority === "high" || priority === "urgent" ? painted("red", priority) : priority
}

/** What happened to a ticket, a line a change, and the words of comments below theirs. */
export function changeLines(change: DeskTicketChange): string[] {
  const { at, actor, kind, from, to, text = "", visibility } = change
  const head = `${paint("dim", localTime(at))}  ${paint("bold", safeLine(actor.name))}`
  if (kind === "comment")
    return [
      `${head}${actor.id === "customer" ? "" : visibility === "public" ? ", to the requester" : `, ${paint("yellow", "internal")}`}:`,
      ...safeText(text)
        .split("\n")
        .map((line) => (line ? `    ${line}` : "")),
    ]
  if (kind === "created") return [`${head} opened it`]
  const shown = (value: string | null) =>
    value === null ? "nobody" : safeLine(kind === "status" ? statusWords(value) : value)
  if (kind === "assignee")
    return [`${head}: agent ${shown(change.fromName ?? from)} → ${shown(change.toName ?? to)}`]
  return [`${head}: ${kind} ${shown(from)} → ${shown(to)}`]
}
