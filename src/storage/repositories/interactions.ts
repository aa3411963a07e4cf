import { type Answer, isUnsure, UNSURE_REASONS } from "../../core/answer.ts"
import type { Asked, Question, Remembered } from "../../core/ask-question.ts"
import type { AgentType, CrmUser } from "../../core/customer.ts"
import type { Rating } from "../../core/rate-answer.ts"
import type { Db } from "../database.ts"

/** Earlier exchanges that a follow-up may lean on. */
const REMEMBERED = 10
/** A session's questions among which a rated one is looked for. */
const LOOKED_AT = 1_000

const NOTHING: Remembered = { history: [], offered: false }

/**
 * Says which session a question goes on with, and what was said in it; nothing is written before the answer is. A
 * session of another user or agent type is not shared: the caller gets one of their own under another id.
 */
export async function openSession(
  db: Db,
  question: Question,
  at: Date,
  idleMs: number,
): Promise<{ sessionId: string } & Remembered> {
  const holder = await db
    .selectFrom("session")
    .select(["user_id", "agent_type"])
    .where("partner_id", "=", question.partnerId)
    .where("id", "=", question.sessionId)
    .executeTakeFirst()
  if (!holder) return { sessionId: question.sessionId, ...NOTHING }
  const mine = holder.user_id === question.user.agentId && holder.agent_type === question.agentType
  const sessionId = mine ? question.sessionId : ownSessionId(question)
  return { sessionId, ...(await recentExchanges(db, question, sessionId, at, idleMs)) }
}

/** The same at each call, and no longer than what the API takes. */
function ownSessionId({ sessionId, agentType, user }: Question): string {
  return `${sessionId.slice(0, 150)}-${hashOf(`${sessionId}\n${agentType}\n${user.agentId}`)}`
}

/** Somebody else may have opened a session of this id meanwhile: then it stays theirs. */
async function touchSession(db: Db, question: Question, at: Date): Promise<void> {
  const user = JSON.stringify(question.user)
  await db
    .insertInto("session")
    .values({
      id: question.sessionId,
      partner_id: question.partnerId,
      agent_type: question.agentType,
      user_id: question.user.agentId,
      user,
      started_at: at.getTime(),
      last_at: at.getTime(),
    })
    .onConflict((conflict) =>
      conflict
        .columns(["partner_id", "id"])
        .doUpdateSet({ last_at: at.getTime(), user })
        .where("session.user_id", "=", question.user.agentId)
        .where("session.agent_type", "=", question.agentType),
    )
    .execute()
}

/**
 * Empty once the session has been idle for too long. Only the user's own: an id can be guessed, and whoever guessed it
 * must neither read along nor put words into another's history.
 */
async function recentExchanges(
  db: Db,
  question: Question,
  sessionId: string,
  at: Date,
  idleMs: number,
): Promise<Remembered> {
  const rows = await db
    .selectFrom("interaction")
    .select(["question", "answer", "escalation", "created_at"])
    .where("partner_id", "=", question.partnerId)
    .where("session_id", "=", sessionId)
    .where("user_id", "=", question.user.agentId)
    .where("agent_type", "=", question.agentType)
    .orderBy("id", "desc")
    .limit(REMEMBERED)
    .execute()
  const [last] = rows
  if (!last || at.getTime() - last.created_at > idleMs) return NOTHING
  const history = rows.reverse().map(({ question, answer }) => ({ question, answer }))
  return { history, offered: last.escalation !== null }
}

/** Stores an exchange and opens its session or goes on with it; within a transaction. */
export async function insertInteraction(db: Db, question: Question, { answer, at }: Asked): Promise<void> {
  await touchSession(db, question, at)
  const { partnerId, sessionId, agentType, user, message } = question
  await insertExchange(db, { partnerId, sessionId, agentType, userId: user.agentId, message }, answer, at)
}

/** Who asked what, and where. */
export interface AskedWhere {
  partnerId: string
  sessionId: string
  agentType: AgentType | "chat"
  userId: string
  message: string
}

/** Stores a question with its answer, its scores and the decision, for analytics and audit. */
export async function insertExchange(db: Db, asked: AskedWhere, answer: Answer, at: Date): Promise<void> {
  await db
    .insertInto("interaction")
    .values({
      partner_id: asked.partnerId,
      session_id: asked.sessionId,
      agent_type: asked.agentType,
      user_id: asked.userId,
      question: asked.message,
      answer: answer.text,
      sources: JSON.stringify(answer.sources),
      confidence: answer.confidence,
      threshold: answer.threshold,
      escalation: answer.escalation ?? null,
      composed_by: answer.composedBy,
      degraded: Number(answer.degraded),
      detail: detailOf(answer),
      created_at: at.getTime(),
    })
    .execute()
}

/** Scores without the passages' texts, which the knowledge base has. */
function detailOf(answer: Answer): string {
  const passages = answer.passages.map(({ kb, articleId, score, scores }) => ({
    kb,
    articleId,
    score,
    scores,
  }))
  const { contributions, timings, tokens } = answer
  return JSON.stringify({ passages, contributions, timings, tokens })
}

/** An answer by what its client knows of it. */
type AnswerTold = Pick<Rating, "partnerId" | "sessionId" | "query" | "response"> & {
  user: { agentId: string }
}

interface FoundInteraction {
  id: string
  escalated: boolean
}

/** The user's newest interaction in the session with this question and, if it is known, this answer. */
export async function findInteraction(db: Db, told: AnswerTold): Promise<FoundInteraction | undefined> {
  const [newest] = await matchingInteractions(db, told)
  return newest
}

/**
 * {@link findInteraction}; of several that read the same, the one that was rated as this message, or else one that was not
 * rated yet.
 */
export async function findToRate(db: Db, rating: Rating): Promise<FoundInteraction | undefined> {
  const found = await matchingInteractions(db, rating)
  if (found.length < 2) return found[0]
  const ratings = await ratingsOfSession(db, rating)
  const messageOf = new Map(ratings.map((row) => [String(row.interaction_id), row.message_id]))
  return (
    found.find(({ id }) => messageOf.get(id) === rating.messageId) ??
    found.find(({ id }) => !messageOf.has(id)) ??
    found[0]
  )
}

/** Newest first. */
async function matchingInteractions(db: Db, rating: AnswerTold): Promise<FoundInteraction[]> {
  // Which question it was is compared here: it may be sealed.
  const rows = await db
    .selectFrom("interaction")
    .select(["id", "question", "answer", "escalation"])
    .where("partner_id", "=", rating.partnerId)
    .where("session_id", "=", rating.sessionId)
    .where("user_id", "=", rating.user.agentId)
    .orderBy("id", "desc")
    .limit(LOOKED_AT)
    .execute()
  const asked = rows.filter(({ question }) => question === rating.query)
  const answered = asked.filter(({ answer }) => answer === rating.response)
  const matching = answered.length > 0 ? answered : asked
  return matching.map(({ id, escalation }) => ({ id: String(id), escalated: escalation !== null }))
}

/** What the user had asked without an answer right before this wish for a person; undefined for any other question. */
export async function questionBefore(
  db: Db,
  asked: { partnerId: string; sessionId: string; agentId: string; query: string },
): Promise<string | undefined> {
  const rows = await db
    .selectFrom("interaction")
    .select(["question", "escalation"])
    .where("partner_id", "=", asked.partnerId)
    .where("session_id", "=", asked.sessionId)
    .where("user_id", "=", asked.agentId)
    .orderBy("id", "desc")
    .limit(LOOKED_AT)
    .execute()
  const at = rows.findIndex(
    ({ question, escalation }) => question === asked.query && escalation === "human_requested",
  )
  const before = at < 0 ? undefined : rows[at + 1]
  return isUnsure(before?.escalation ?? undefined) ? before?.question : undefined
}

function ratingsOfSession(db: Db, { partnerId, sessionId }: Rating) {
  return db
    .selectFrom("feedback")
    .select(["interaction_id", "message_id", "helpful"])
    .where("partner_id", "=", partnerId)
    .where("session_id", "=", sessionId)
    .execute()
}

/**
 * {@link insertRating}, where clients make up the ids of messages: an answer takes one rating, whatever it is called the
 * second time. Within a transaction that holds the interaction.
 */
export async function insertRatingOnce(
  trx: Db,
  rating: Rating,
  interactionId: string,
  at: Date,
): Promise<{ helpful: boolean }> {
  const earlier = (await ratingsOfSession(trx, rating)).find(
    (row) => String(row.interaction_id) === interactionId && row.message_id !== rating.messageId,
  )
  return earlier ? { helpful: earlier.helpful === 1 } : insertRating(trx, rating, interactionId, at)
}

/** The first rating of a message stands; returns the one in force. */
export async function insertRating(
  db: Db,
  rating: Rating,
  interactionId: string | undefined,
  at: Date,
): Promise<{ helpful: boolean }> {
  await db
    .insertInto("feedback")
    .values({
      partner_id: rating.partnerId,
      session_id: rating.sessionId,
      message_id: rating.messageId,
      interaction_id: interactionId ? Number(interactionId) : null,
      helpful: Number(rating.helpful),
      rating: JSON.stringify(rating),
      created_at: at.getTime(),
    })
    .onConflict((conflict) => conflict.columns(["partner_id", "session_id", "message_id"]).doNothing())
    .execute()
  const row = await db
    .selectFrom("feedback")
    .select("helpful")
    .where("partner_id", "=", rating.partnerId)
    .where("session_id", "=", rating.sessionId)
    .where("message_id", "=", rating.messageId)
    .executeTakeFirstOrThrow()
  return { helpful: row.helpful === 1 }
}

/** Questions that were escalated or rated unhelpful, newest first. */
export async function unansweredQuestions(db: Db, partnerId: string, since: Date): Promise<string[]> {
  const rows = await db
    .selectFrom("interaction")
    .leftJoin("feedback", "feedback.interaction_id", "interaction.id")
    .select("interaction.question")
    .where("interaction.partner_id", "=", partnerId)
    .where("interaction.created_at", ">=", since.getTime())
    .where("interaction.composed_by", "<>", "smalltalk")
    .where((eb) =>
      eb.or([eb("interaction.escalation", "in", UNSURE_REASONS), eb("feedback.helpful", "=", 0)]),
    )
    .orderBy("interaction.id", "desc")
    .limit(5_000)
    .execute()
  return rows.map((row) => row.question)
}

function hashOf(text: string): string {
  return new Bun.CryptoHasher("sha256").update(text).digest("hex").slice(0, 12)
}

/** What the CRM last said of the session's user, if the session is theirs. */
export async function sessionUser(
  db: Db,
  partnerId: string,
  sessionId: string,
  userId: string,
): Promise<CrmUser | undefined> {
  const row = await db
    .selectFrom("session")
    .select("user")
    .where("partner_id", "=", partnerId)
    .where("id", "=", sessionId)
    .where("user_id", "=", userId)
    .executeTakeFirst()
  return row && JSON.parse(row.user)
}
