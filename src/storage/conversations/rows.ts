import type { Selectable } from "kysely"
import type {
  Conversation,
  ConversationEvent,
  EventType,
  Handler,
  Priority,
  SenderKind,
  Status,
} from "../../core/conversations/conversation.ts"
import type { Change, NewEvent } from "../../core/conversations/log.ts"
import type { ConversationTable, EventTable } from "../schema.ts"
import type { Sealing } from "../sealing/sealing.ts"
import { eventKey } from "./event-key.ts"

export type ConversationRow = Selectable<ConversationTable>
export type EventRow = Selectable<EventTable>

/** In the order of their numbers, from 1. */
const PRIORITIES: readonly Priority[] = ["low", "medium", "high", "urgent"]

/** One text for all rows that have it: each row brings its own, and thousands are kept. */
const shared = new Map<string, string>()
const MOST_SHARED = 10_000

function sharedText(text: string): string {
  const there = shared.get(text)
  if (there !== undefined) return there
  if (shared.size >= MOST_SHARED) shared.clear()
  shared.set(text, text)
  return text
}

export function conversationOf(row: ConversationRow): Conversation {
  return {
    id: row.id,
    partnerId: sharedText(row.partner_id),
    number: row.number,
    publicId: row.public_id,
    customerId: row.customer_id,
    createdAt: row.created_at,
    status: sharedText(row.status) as Status,
    handler: sharedText(row.handler) as Handler,
    agentId: row.agent_id ?? undefined,
    agentName: row.agent_name ?? undefined,
    priority: PRIORITIES[row.priority - 1] ?? "medium",
    queuedAt: row.queued_at ?? undefined,
    assignedAt: row.assigned_at ?? undefined,
    closedAt: row.closed_at ?? undefined,
    lastSeq: row.last_seq,
    readByCustomer: row.read_by_customer,
    readByAgent: row.read_by_agent,
    lastMessageAt: row.last_message_at ?? undefined,
    lastFrom: (row.last_from as SenderKind | null) ?? undefined,
    updatedAt: row.updated_at,
  }
}

/** Of a row that was read below Kysely, which does not open what is sealed in it. */
export function openedEvent(row: EventRow, sealing: Sealing | undefined): ConversationEvent {
  return eventOf(sealing ? sealing.openRow(row) : row)
}

export function eventOf(row: Omit<EventRow, "id">): ConversationEvent {
  return {
    conversationId: row.conversation_id,
    seq: row.seq,
    type: row.type as EventType,
    sender: { kind: row.sender_kind as SenderKind, id: row.sender_id },
    clientId: row.client_id ?? undefined,
    text: row.text ?? undefined,
    data: row.data === null ? undefined : JSON.parse(row.data),
    at: row.at,
  }
}

export function priorityNumber(priority: Priority): number {
  return PRIORITIES.indexOf(priority) + 1
}

/** The event that is written as the conversation's next. */
export function nextEvent(conversation: Conversation, event: NewEvent, at: number): ConversationEvent {
  return {
    conversationId: conversation.id,
    seq: conversation.lastSeq + 1,
    type: event.type,
    sender: event.sender,
    clientId: event.clientId,
    text: event.text,
    data: event.data,
    at,
  }
}

/** The conversation after it. */
export function withEvent(conversation: Conversation, event: ConversationEvent): Conversation {
  const message = event.type === "message"
  return {
    ...conversation,
    lastSeq: event.seq,
    lastMessageAt: message ? event.at : conversation.lastMessageAt,
    lastFrom: message ? event.sender.kind : conversation.lastFrom,
    updatedAt: event.at,
  }
}

export function withChange(conversation: Conversation, change: Change | undefined): Conversation {
  return change ? { ...conversation, ...change } : conversation
}

/** What an event says, as it is stored. @param sealing where Kysely does not write it */
export function wordsOf(
  event: ConversationEvent,
  sealing: Sealing | undefined,
): { text: string | null; data: string | null } {
  const text = event.text ?? null
  const data = event.data ? JSON.stringify(event.data) : null
  if (!sealing) return { text, data }
  const row = { conversation_id: event.conversationId, seq: event.seq }
  return { text: sealing.seal("event", "text", text, row), data: sealing.seal("event", "data", data, row) }
}

/** The columns of an event's row. @param sealing where Kysely does not write it */
export function rowOfEvent(event: ConversationEvent, sealing?: Sealing) {
  return {
    conversation_id: event.conversationId,
    seq: event.seq,
    type: event.type,
    sender_kind: event.sender.kind,
    sender_id: event.sender.id,
    client_id: event.clientId ?? null,
    client_key: eventKey(event),
    ...wordsOf(event, sealing),
    at: event.at,
  }
}

/** The columns of a conversation's row that events change. */
export function changingColumns(conversation: Conversation) {
  return {
    status: conversation.status,
    handler: conversation.handler,
    agent_id: conversation.agentId ?? null,
    agent_name: conversation.agentName ?? null,
    priority: priorityNumber(conversation.priority),
    queued_at: conversation.queuedAt ?? null,
    assigned_at: conversation.assignedAt ?? null,
    closed_at: conversation.closedAt ?? null,
    last_seq: conversation.lastSeq,
    read_by_customer: conversation.readByCustomer,
    read_by_agent: conversation.readByAgent,
    last_message_at: conversation.lastMessageAt ?? null,
    last_from: conversation.lastFrom ?? null,
    updated_at: conversation.updatedAt,
  }
}
