import { sql } from "kysely"
import type { Chat, ChatQuery, ChatSelection, ListChatsPorts } from "../core/conversations/list-chats.ts"
import { wishesIn } from "../core/conversations/wishes.ts"
import { customerRef } from "../core/customers.ts"
import { factsOf } from "../core/stats/conversation-facts.ts"
import { moreThanOpened } from "./conversations/more-than-opened.ts"
import { conversationOf } from "./conversations/rows.ts"
import type { Database, Db } from "./database.ts"
import { customersByIds } from "./repositories/customers.ts"
import { searchPorts } from "./repositories/message-search.ts"
import { eventsOf } from "./stats/events-of.ts"

/** Conversations as an admin looks through them. */
export function listChatsPorts(database: Database): ListChatsPorts {
  const search = searchPorts(database)
  return {
    chats: (partnerId, query) => chats(database, partnerId, query),
    async countChats(partnerId, selection) {
      const { count } = await selected(database.db, partnerId, selection)
        .select((eb) => eb.fn.countAll<number | string>().as("count"))
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    async conversationsSaying(partnerId, query, limit) {
      const found = await search.findMessages(partnerId, query, undefined, limit)
      return [
        ...new Set(found.filter(({ event }) => event.type === "message").map((one) => one.conversation)),
      ]
    },
  }
}

function selected(
  db: Db,
  partnerId: string,
  { from, to, status, user, sessionName, numbers }: ChatSelection,
) {
  let query = db
    .selectFrom("conversation")
    .where("conversation.partner_id", "=", partnerId)
    .where(moreThanOpened)
  if (from !== undefined) query = query.where("conversation.created_at", ">=", from)
  if (to !== undefined) query = query.where("conversation.created_at", "<", to)
  if (status !== undefined) query = query.where("status", "=", status)
  if (numbers) query = query.where("number", "in", [...numbers])
  if (sessionName !== undefined)
    query = query.where(({ or, eb: is, selectFrom }) =>
      or([
        is("public_id", "=", sessionName),
        is(
          "conversation.id",
          "in",
          selectFrom("chatbot_session").select("conversation_id").where("name", "=", sessionName),
        ),
      ]),
    )
  if (user !== undefined)
    query = query.where("customer_id", "in", (eb) =>
      eb
        .selectFrom("customer")
        .select("customer.id")
        .where("customer.partner_id", "=", partnerId)
        .where(({ or, eb: is }) =>
          or([
            is("external_id", "=", user),
            is(sql`lower(email)`, "=", sql`lower(${user})`),
            is(sql`lower(name)`, "=", sql`lower(${user})`),
          ]),
        ),
    )
  return query
}

async function chats(
  database: Database,
  partnerId: string,
  { before, limit, ...selection }: ChatQuery,
): Promise<Chat[]> {
  const { db } = database
  let query = selected(db, partnerId, selection).selectAll("conversation")
  if (before !== undefined) query = query.where("number", "<", before)
  const rows = await query.orderBy("number", "desc").limit(limit).execute()
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return []
  const customers = await customersByIds(db, [...new Set(rows.map((row) => row.customer_id))])
  const events = await eventsOf(database, ids, ["message", "status", "feedback", "rating", "ticket"])
  const names = await db
    .selectFrom("chatbot_session")
    .select(["conversation_id", "name"])
    .where("conversation_id", "in", ids)
    .execute()
  const tickets = await db
    .selectFrom("ticket")
    .select(["conversation_id", "uuid"])
    .where("partner_id", "=", partnerId)
    .where("conversation_id", "in", ids)
    .orderBy("number", "desc")
    .execute()
  return rows.flatMap((row): Chat[] => {
    const customer = customers.get(row.customer_id)
    if (!customer) return []
    const happened = events.get(row.id) ?? []
    return [
      {
        conversation: conversationOf(row),
        customer,
        name: names.find((one) => one.conversation_id === row.id)?.name,
        page: row.page ? JSON.parse(row.page) : undefined,
        facts: factsOf({
          number: row.number,
          openedAt: row.created_at,
          customer: customerRef(customer),
          events: happened,
        }),
        wishes: wishesIn(happened),
        ticketUuids: tickets.filter((one) => one.conversation_id === row.id).map(({ uuid }) => uuid),
      },
    ]
  })
}
