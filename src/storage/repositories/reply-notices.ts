import { type Kysely, sql } from "kysely"
import type { Conversation, ConversationEvent } from "../../core/conversations/conversation.ts"
import type { StoredCustomer } from "../../core/customers.ts"
import { type ConversationRow, conversationOf } from "../conversations/rows.ts"
import type { Db } from "../database.ts"
import type { Schema } from "../schema.ts"
import { messagesBefore } from "./conversations.ts"
import { enqueue } from "./outbox.ts"

/** What an outbox row of such a mail says. */
export interface NoticePayload {
  conversationId: number
  /** The last message that it tells of. */
  upTo: number
}

/** Messages among which those of agents are looked for: a mail tells of the newest. */
const MOST_MESSAGES = 50

/** What agents said that the customer has neither read nor answered, up to `upTo`, oldest first. */
export async function unreadReplies(
  db: Db,
  { id, lastSeq, readByCustomer }: Conversation,
  upTo: number,
): Promise<ConversationEvent[]> {
  const messages = await messagesBefore(db, id, lastSeq + 1, MOST_MESSAGES)
  const answered = messages.findLast(({ sender }) => sender.kind === "customer")?.seq ?? 0
  const known = Math.max(readByCustomer, answered)
  return messages.filter(({ seq, sender }) => seq > known && seq <= upTo && sender.kind === "agent")
}

/** Who might have missed what an agent said. */
export interface NoticeCandidate {
  conversation: Conversation
  customer: Pick<StoredCustomer, "id" | "partnerId" | "email">
  /** When the last of it was said. */
  saidAt: number
  /** The last message that a mail told of; 0 where none did. */
  toldUpTo: number
}

/**
 * Conversations in which an agent had the last word within that time and of which no mail told yet, of customers with an
 * address, oldest first. Whether it was read is not known here.
 */
export async function noticeCandidates(
  db: Db,
  partnerId: string,
  { from, to, limit }: { from: number; to: number; limit: number },
): Promise<NoticeCandidate[]> {
  const inTime = () =>
    candidates(db)
      .where("conversation.partner_id", "=", partnerId)
      .where("conversation.last_message_at", ">=", from)
      .where("conversation.last_message_at", "<=", to)
      .orderBy("conversation.last_message_at")
      .orderBy("conversation.id")
      .limit(limit)
  // Both are found by an index that is there for other questions; its condition is written out, as it has it.
  const open = await inTime().where("conversation.status", "!=", sql.lit("closed")).execute()
  const closed = await inTime()
    .where("conversation.status", "=", sql.lit("closed"))
    .where("conversation.closed_at", ">=", from)
    .execute()
  return [...open, ...closed]
    .map(candidateOf)
    .sort((one, other) => one.saidAt - other.saidAt)
    .slice(0, limit)
}

/** Those of these conversations of which that is still so, and which are no older. */
export async function candidatesById(
  db: Db,
  conversationIds: readonly number[],
  from: number,
): Promise<NoticeCandidate[]> {
  const rows = await candidates(db)
    .where("conversation.id", "in", [...conversationIds])
    .where("conversation.last_message_at", ">=", from)
    .execute()
  return rows.map(candidateOf)
}

function candidates(db: Db) {
  return db
    .selectFrom("conversation")
    .innerJoin("customer", "customer.id", "conversation.customer_id")
    .leftJoin("reply_notice", "reply_notice.conversation_id", "conversation.id")
    .selectAll("conversation")
    .select(["customer.email as customer_email", "reply_notice.up_to as told_up_to"])
    .where("conversation.last_from", "=", "agent")
    .where("customer.email", "is not", null)
    .where((eb) =>
      eb.or([
        eb("reply_notice.message_at", "is", null),
        // What is said after a clock was put back has an earlier time.
        eb("reply_notice.message_at", "!=", eb.ref("conversation.last_message_at")),
      ]),
    )
}

function candidateOf(
  row: ConversationRow & { customer_email: string | null; told_up_to: number | null },
): NoticeCandidate {
  const conversation = conversationOf(row)
  return {
    conversation,
    customer: {
      id: conversation.customerId,
      partnerId: conversation.partnerId,
      ...(row.customer_email !== null && { email: row.customer_email }),
    },
    saidAt: conversation.lastMessageAt ?? 0,
    toldUpTo: row.told_up_to ?? 0,
  }
}

/** Whether a server has a client of the customer's, as far as it told. */
export async function isVouchedFor(db: Db, conversationId: number, at: number): Promise<boolean> {
  const row = await db
    .selectFrom("reply_notice")
    .select("here_until")
    .where("conversation_id", "=", conversationId)
    .executeTakeFirst()
  return (row?.here_until ?? 0) > at
}

/** Tells other servers that the customer has a client here. */
export async function vouchFor(db: Db, conversationId: number, until: number): Promise<void> {
  await db
    .insertInto("reply_notice")
    .columns(["conversation_id", "up_to", "message_at", "noticed_at", "here_until"])
    // It may have been erased meanwhile.
    .expression(
      db
        .selectFrom("conversation")
        .select(({ lit }) => ["id", lit(0).as("up_to"), lit(0).as("message_at"), lit(0).as("noticed_at")])
        .select(sql<number>`cast(${until} as bigint)`.as("here_until"))
        .where("id", "=", conversationId),
    )
    .onConflict((conflict) =>
      conflict
        .column("conversation_id")
        .doUpdateSet((eb) => ({ here_until: eb.ref("excluded.here_until") }))
        .where("reply_notice.here_until", "<", until),
    )
    .execute()
}

/**
 * Has a mail tell of everything up to a message: once, whoever else wants to tell of it, and not so soon after another one.
 *
 * @returns false where another mail told of it, or was written too short a time ago
 */
export async function noticeReplies(
  db: Kysely<Schema>,
  notice: NoticePayload & { saidAt: number },
  at: number,
  pauseMs: number,
): Promise<boolean> {
  const { conversationId, upTo, saidAt } = notice
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .insertInto("reply_notice")
      .values({ conversation_id: conversationId, up_to: upTo, message_at: saidAt, noticed_at: at })
      .onConflict((conflict) =>
        conflict
          .column("conversation_id")
          .doUpdateSet((eb) => ({
            up_to: eb.ref("excluded.up_to"),
            message_at: eb.ref("excluded.message_at"),
            noticed_at: eb.ref("excluded.noticed_at"),
          }))
          .where("reply_notice.up_to", "<", upTo)
          .where((eb) =>
            eb.or([
              eb("reply_notice.noticed_at", "<=", at - pauseMs),
              // Servers' clocks are less far apart: it was noted by one that was ahead of its time.
              eb("reply_notice.noticed_at", ">", at + pauseMs),
            ]),
          ),
      )
      .returning("conversation_id")
      .executeTakeFirst()
    if (!row) return false
    const payload: NoticePayload = { conversationId, upTo }
    const key = `reply:${conversationId}:${upTo}`
    const now = new Date(at)
    await enqueue(trx, { kind: "reply_mail", dedupeKey: key, payload, notBefore: now }, now)
    return true
  })
}

/** Whether the customer, or whoever has their address, wants to hear of no replies. */
export async function noticesAreStopped(
  db: Db,
  { id, partnerId, email = "" }: Pick<StoredCustomer, "id" | "partnerId" | "email">,
): Promise<boolean> {
  const row = await db
    .selectFrom("reply_notice_stop")
    .select("at")
    .where((eb) =>
      eb.or([
        eb("customer_id", "=", id),
        eb.and([eb("partner_id", "=", partnerId), eb("email", "=", email.toLowerCase())]),
      ]),
    )
    .executeTakeFirst()
  return row !== undefined
}

export async function stopNotices(
  db: Db,
  { id, partnerId, email = "" }: Pick<StoredCustomer, "id" | "partnerId" | "email">,
  at: Date,
): Promise<void> {
  await db
    .insertInto("reply_notice_stop")
    .values({ customer_id: id, partner_id: partnerId, email: email.toLowerCase(), at: at.getTime() })
    .onConflict((conflict) => conflict.column("customer_id").doUpdateSet({ email: email.toLowerCase() }))
    .execute()
}

/** The customer wants to hear of replies again, under every name that the mailbox has. */
export async function allowNotices(
  db: Db,
  { id, partnerId, email = "" }: Pick<StoredCustomer, "id" | "partnerId" | "email">,
): Promise<void> {
  await db
    .deleteFrom("reply_notice_stop")
    .where((eb) =>
      eb.or([
        eb("customer_id", "=", id),
        eb.and([eb("partner_id", "=", partnerId), eb("email", "=", email.toLowerCase())]),
      ]),
    )
    .execute()
}
