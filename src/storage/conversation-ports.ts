import { createHash, createHmac } from "node:crypto"
import type { AnswerPorts } from "../core/conversations/answer-conversation.ts"
import type { HandoffPorts } from "../core/conversations/hand-off.ts"
import type { MailTranscriptPorts } from "../core/conversations/mail-transcript.ts"
import type { OpenSessionPorts } from "../core/conversations/open-session.ts"
import type { RateMessagePorts } from "../core/conversations/rate-message.ts"
import type { ConversationStore } from "../core/conversations/store.ts"
import { randomText } from "../random.ts"
import type { OnCommitted } from "./conversations/batching-log.ts"
import { appendWithin } from "./conversations/kysely-batch.ts"
import { directReads } from "./conversations/sqlite-reads.ts"
import { togetherOn } from "./conversations/together.ts"
import type { UnplacedEvents } from "./conversations/unplaced-events.ts"
import type { TicketJobs } from "./core-ports.ts"
import type { Database, Db } from "./database.ts"
import { GroupCommit } from "./group-commit.ts"
import {
  conversationByNumber,
  conversationByPublicId,
  conversationsOfCustomer,
  eventsAfter,
  holdCustomer,
  insertConversation,
  messagesBefore,
  previews,
} from "./repositories/conversations.ts"
import { updateCustomer } from "./repositories/customers.ts"
import { findInteraction, insertExchange, insertRating } from "./repositories/interactions.ts"
import { enqueue } from "./repositories/outbox.ts"
import { confirmationPorts, insertTicket, ticketByKey } from "./repositories/tickets.ts"

const PREVIEW_LENGTH = 120
/** Newest conversations of a customer among which the live one is looked for. */
const MOST_LIVE = 10

/** @param unplaced of the log that is open on it */
export function conversationStore(
  { db, sqlite, sealing }: Database,
  unplaced: UnplacedEvents,
): ConversationStore {
  const direct = sqlite && directReads(sqlite, unplaced)
  return {
    byPublicId: (publicId) => conversationByPublicId(db, publicId),
    byNumber: (partnerId, number) => conversationByNumber(db, partnerId, number),
    eventsAfter: (id, after, limit) => eventsAfter(db, id, after, limit),
    messagesBefore: (id, before, limit) => messagesBefore(db, id, before, limit),
    ...direct,
    ofCustomer: (customerId, limit, before) => conversationsOfCustomer(db, customerId, limit, before),
    previews: (ids) => previews(db, ids, PREVIEW_LENGTH, sealing !== undefined),
  }
}

/** @param secret makes ids out of callers' keys that nobody can guess */
export function sessionPorts({ db, dialect }: Database, secret: string): OpenSessionPorts {
  return {
    openConversation: (customer, resumes, fresh) =>
      db.transaction().execute(async (trx) => {
        await holdCustomer(trx, dialect, customer.id)
        const live = (await conversationsOfCustomer(trx, customer.id, MOST_LIVE)).filter(resumes)
        // One that was only opened does not hide another in which somebody has spoken.
        const conversation = live.find(({ lastSeq }) => lastSeq > 0) ?? live[0]
        if (conversation) return { conversation, resumed: true }
        if (!fresh) return undefined
        const publicId = `cs_${randomText(24)}`
        const { partnerId, id: customerId } = customer
        const opened = await insertConversation(
          trx,
          { partnerId, customerId, publicId, page: fresh.page },
          new Date(),
        )
        return { conversation: opened, resumed: false }
      }),
    async startConversation({ partnerId, id: customerId }, key) {
      const name = key && createHmac("sha256", secret).update(`${customerId}\n${key}`).digest("base64url")
      const publicId = `cs_${name ?? randomText(24)}`
      const there = name && (await conversationByPublicId(db, publicId))
      if (there) return there
      const fresh = { partnerId, customerId, publicId, page: undefined }
      try {
        return await db.transaction().execute((trx) => insertConversation(trx, fresh, new Date()))
      } catch (error) {
        // The same key may have come twice at once.
        const other = name && (await conversationByPublicId(db, publicId))
        if (other) return other
        throw error
      }
    },
    now: () => new Date(),
  }
}

/** An answer and its interaction are stored together; what was committed is told as the log tells its own. */
export function answerPorts(database: Database, onCommitted: OnCommitted): Pick<AnswerPorts, "recordAnswer"> {
  const { db, dialect } = database
  const commits = new GroupCommit(db)
  // Postgres' rows are held one by one: two transactions with several conversations each could wait for each other.
  const write = <T>(work: (trx: Db) => Promise<T>): Promise<T> =>
    dialect === "postgres" ? db.transaction().execute(work) : commits.write(work)
  return {
    async recordAnswer({ conversation, question, answer, decide, name }) {
      const at = new Date()
      const appended = await write(async (trx) => {
        const written = await appendWithin(trx, database, conversation.id, decide, at.getTime(), name)
        const { partnerId, publicId: sessionId, customerId } = conversation
        if (written.events.length > 0 && !written.known) {
          const asked = { partnerId, sessionId, userId: String(customerId), message: question }
          await insertExchange(trx, { ...asked, agentType: "chat" }, answer, at)
        }
        return written
      })
      if (!appended.known) onCommitted([appended])
      return appended.events.length > 0
    },
  }
}

export function rateMessagePorts(
  database: Database,
  onCommitted: OnCommitted,
): Omit<RateMessagePorts, "store"> {
  return {
    together: togetherOn(database, onCommitted, (trx) => ({
      findInteraction: (rating) => findInteraction(trx, rating),
      insertRating: (rating, interactionId, at) => insertRating(trx, rating, interactionId, at),
    })),
    now: () => new Date(),
  }
}

export function handoffPorts(
  database: Database,
  onCommitted: OnCommitted,
  jobs: Pick<TicketJobs, "jobsForChange" | "wake">,
): Omit<HandoffPorts, "store" | "languageFor" | "mail" | "allow"> {
  return {
    ticketByKey: (partnerId, key) => ticketByKey(database.db, partnerId, key),
    together: togetherOn(database, onCommitted, (trx) => ({
      ...confirmationPorts(trx),
      openTicket: (ticket, at) => insertTicket(trx, ticket, jobs.jobsForChange, at),
      updateCustomer: (customer, details, at) => updateCustomer(trx, customer, details, at),
    })),
    wake: jobs.wake,
    now: () => new Date(),
  }
}

/** What an outbox row of a transcript says. */
export interface TranscriptPayload {
  conversationId: number
  /** The last event that belongs in it. */
  lastSeq: number
  email: string
}

export function transcriptPorts(
  { db, sealing }: Pick<Database, "db" | "sealing">,
  { wake }: Pick<TicketJobs, "wake">,
): Omit<MailTranscriptPorts, "mail"> {
  // Keys of jobs are not sealed: an address in one has to be hidden, and from who tries all that there are.
  const hidden = (text: string) =>
    sealing?.keys.current?.term("once", text) ?? createHash("sha256").update(text).digest("hex").slice(0, 32)
  return {
    async enqueueTranscript({ once, ...payload }, at) {
      const dedupeKey = `transcript:${payload.conversationId}:${hidden(once)}`
      const row = { kind: "transcript_mail", dedupeKey, notBefore: at }
      await enqueue(db, { ...row, payload: payload satisfies TranscriptPayload }, at)
      wake()
    },
    now: () => new Date(),
  }
}
