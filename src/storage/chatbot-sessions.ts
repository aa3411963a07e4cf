import { randomUUID } from "node:crypto"
import type { OpenNamedSessionPorts } from "../core/conversations/open-named-session.ts"
import { randomText } from "../random.ts"
import type { Database, Db } from "./database.ts"
import { conversationById, holdCustomer, insertConversation } from "./repositories/conversations.ts"

/** Conversations of a name that were left, in which words are looked for that nobody was told yet. */
const MOST_OTHERS = 3

/** Conversations as clients of the chatbot contract name them. */
export interface ChatbotSessions extends OpenNamedSessionPorts {
  /** What its client calls a conversation; undefined for one that was begun by another way. */
  nameOf(conversationId: number): Promise<string | undefined>
  /** Of the ticket that the conversation's form becomes: made when it is first told, and anew once there is that ticket. */
  announceTicket(conversationId: number): Promise<string>
  /** The conversation that a ticket's uuid was announced in. */
  conversationOfTicket(uuid: string): Promise<number | undefined>
}

export function chatbotSessions({ db, dialect }: Database): ChatbotSessions {
  return {
    currentNamed: (customer, name) => currentNamed(db, customer.id, name),
    othersNamed: (customer, name, beside) => othersNamed(db, customer.id, name, beside.id),
    async openNamed(customer, name, resumes, page) {
      const there = await currentNamed(db, customer.id, name)
      if (there && resumes(there)) return there
      return db.transaction().execute(async (trx) => {
        await holdCustomer(trx, dialect, customer.id)
        const current = await currentNamed(trx, customer.id, name)
        if (current && resumes(current)) return current
        const { partnerId, id: customerId } = customer
        const publicId = `cs_${randomText(24)}`
        const fresh = { partnerId, customerId, publicId, page }
        const conversation = await insertConversation(trx, fresh, new Date())
        await trx
          .insertInto("chatbot_session")
          .values({ conversation_id: conversation.id, customer_id: customerId, name })
          .execute()
        return conversation
      })
    },
    async nameOf(conversationId) {
      const row = await db
        .selectFrom("chatbot_session")
        .select("name")
        .where("conversation_id", "=", conversationId)
        .executeTakeFirst()
      return row?.name
    },
    async announceTicket(conversationId) {
      await db
        .updateTable("chatbot_session")
        .set({ ticket_uuid: randomUUID() })
        .where("conversation_id", "=", conversationId)
        .where((eb) =>
          eb.or([
            eb("ticket_uuid", "is", null),
            eb.exists(
              eb
                .selectFrom("ticket")
                .select("ticket.id")
                .whereRef("ticket.uuid", "=", "chatbot_session.ticket_uuid"),
            ),
          ]),
        )
        .execute()
      const row = await db
        .selectFrom("chatbot_session")
        .select("ticket_uuid")
        .where("conversation_id", "=", conversationId)
        .executeTakeFirstOrThrow()
      return row.ticket_uuid ?? ""
    },
    async conversationOfTicket(uuid) {
      const row = await db
        .selectFrom("chatbot_session")
        .select("conversation_id")
        .where("ticket_uuid", "=", uuid)
        .executeTakeFirst()
      return row?.conversation_id ?? (await conversationOfForm(db, uuid))
    },
    now: () => new Date(),
  }
}

async function currentNamed(db: Db, customerId: number, name: string) {
  const row = await named(db, customerId, name)
    .orderBy((eb) =>
      eb
        .case()
        .when(eb.and([eb("conversation.handler", "=", "person"), eb("conversation.status", "!=", "closed")]))
        .then(0)
        .else(1)
        .end(),
    )
    .orderBy("chatbot_session.conversation_id", "desc")
    .limit(1)
    .executeTakeFirst()
  return row && conversationById(db, row.conversation_id)
}

async function othersNamed(db: Db, customerId: number, name: string, besideId: number) {
  const rows = await named(db, customerId, name)
    .where("chatbot_session.conversation_id", "!=", besideId)
    .where("conversation.last_from", "!=", "customer")
    .whereRef("conversation.last_seq", ">", "conversation.read_by_customer")
    // That it was closed is not read either: of most of these nothing is to be told.
    .orderBy("conversation.last_message_at", "desc")
    .limit(MOST_OTHERS)
    .execute()
  const others = await Promise.all(rows.map((row) => conversationById(db, row.conversation_id)))
  return others.filter((other) => other !== undefined).reverse()
}

function named(db: Db, customerId: number, name: string) {
  return db
    .selectFrom("chatbot_session")
    .innerJoin("conversation", "conversation.id", "chatbot_session.conversation_id")
    .select("chatbot_session.conversation_id")
    .where("chatbot_session.customer_id", "=", customerId)
    .where("chatbot_session.name", "=", name)
}

/** Of a ticket that was announced, and became one before another was announced. */
async function conversationOfForm(db: Db, uuid: string): Promise<number | undefined> {
  const row = await db
    .selectFrom("ticket")
    .select("conversation_id")
    .where("uuid", "=", uuid)
    .where("source", "=", "chatbot")
    .executeTakeFirst()
  return row?.conversation_id ?? undefined
}
