import { Elysia } from "elysia"
import { botWordsIn } from "../../../core/conversations/bot-words.ts"
import type { Conversation, ConversationEvent } from "../../../core/conversations/conversation.ts"
import { markRead } from "../../../core/conversations/mark-read.ts"
import { openNamedSession } from "../../../core/conversations/open-named-session.ts"
import { postMessage } from "../../../core/conversations/post-message.ts"
import { customerSender } from "../../../core/conversations/senders.ts"
import type { StoredCustomer } from "../../../core/customers.ts"
import type { Partner } from "../../../core/partner.ts"
import type { NamedSite } from "../../../core/sites/notice-site.ts"
import { idempotencyKey } from "../../../http/idempotency-key.ts"
import { readJsonBody } from "../../../http/json-body.ts"
import { validate } from "../../../http/validate.ts"
import { type Bearer, bearerOf, speakerIn, speakerOf, visitorsAddress } from "../caller.ts"
import { exchangesOf } from "../chat-history.ts"
import type { ChatbotDependencies } from "../dependencies.ts"
import { awaitAnswer, awaitNews, isBooking, meanwhile, saidAfter, wishForForm, wordsOf } from "../reply.ts"
import { type ChatbotReply, type ChatbotRequest, chatbotSchema } from "../schemas.ts"
import { inFastApisForm } from "../validation.ts"

/** How long a reply is waited for; proxies give up after 30 seconds and more. */
const ANSWER_MS = 25_000
/** How long a call without a message waits for something new. */
const NEWS_MS = 10_000

/** A message in, and what was said to it out. */
export function conversationRoutes(to: ChatbotDependencies) {
  return new Elysia({ name: "chatbot-conversation", strictPath: true }).post(
    "/chatbot-response",
    ({ request, set }) =>
      inFastApisForm(set, "body", async () => {
        const body = validate(chatbotSchema, await readJsonBody(request, to.maxBodyBytes))
        const bearer = await bearerOf(to.callers, request, body.token)
        const customer = await speakerOf(to.callers, request, bearer, body.session_id)
        to.limits.spend(bearer.partner, customer.id, visitorsAddress(to.callers, request, bearer))
        await to.noticeSite(bearer.partner, siteOf(request, bearer, body), customer.id)
        to.here.came(customer.id)
        try {
          const asked = body.message.trim() !== ""
          const stays = () => requireStill(to, request, body)
          return asked
            ? await ask(to, request, bearer.partner, customer, body, stays)
            : await news(to, request, customer, body, stays)
        } finally {
          to.here.went(customer.id)
        }
      }),
    { parse: "none" },
  )
}

/** @throws {ChatdError} `unauthenticated` to who was signed out while they waited: what was said meanwhile is told to nobody else */
async function requireStill(
  { callers }: ChatbotDependencies,
  request: Request,
  { token, session_id }: ChatbotRequest,
): Promise<void> {
  await speakerIn(callers, request, await bearerOf(callers, request, token), session_id)
}

/** A page whose origin may call speaks for its partner; who sends none may be anybody with a key that all may read. */
function siteOf(request: Request, { kind }: Bearer, body: ChatbotRequest): NamedSite {
  const by = kind === "server" ? "server" : request.headers.has("origin") ? "page" : "anybody"
  return { url: body.website_url, description: body.website_description, by }
}

/** Stores a message, and waits for what is said to it. */
async function ask(
  to: ChatbotDependencies,
  request: Request,
  partner: Partner,
  customer: StoredCustomer,
  { message, session_id: name, website_url: url, chat_history }: ChatbotRequest,
  stays: () => Promise<void>,
): Promise<ChatbotReply> {
  const clientId = idempotencyKey(request)
  const conversation = await openNamedSession(to.sessions, {
    partner,
    customer,
    name,
    ...(url && { page: { url } }),
  })
  const brought = conversation.lastSeq === 0 ? exchangesOf(chat_history) : []
  const stored = await postMessage(to, partner, {
    conversationId: conversation.id,
    sender: customerSender(customer),
    clientId,
    text: message,
    data: brought.length > 0 ? { saidElsewhere: brought } : undefined,
  })
  const seq = stored.events[0]?.seq ?? stored.conversation.lastSeq
  if (stored.conversation.handler === "bot") {
    await awaitAnswer(to, conversation, seq, ANSWER_MS, request.signal)
    await stays()
  }
  const now = await current(to, conversation)
  // Whoever sends a message again has missed what was said to it.
  if (stored.known) return replyOf(to, now, await saidTo(to, customer, now, seq), true)
  const missed = await unreadBeside(to, customer, name, now)
  return replyOf(to, now, [...missed, ...(await unread(to, customer, now))], true)
}

/** What was said since the last call. */
async function news(
  to: ChatbotDependencies,
  request: Request,
  customer: StoredCustomer,
  { session_id: name }: ChatbotRequest,
  stays: () => Promise<void>,
): Promise<ChatbotReply> {
  const conversation = await to.sessions.currentNamed(customer, name)
  if (!conversation) return { response: "", is_booking: false, is_human_handoff: false, ticket_uuid: "" }
  const missed = await unreadBeside(to, customer, name, conversation)
  const { readByCustomer, status } = conversation
  if (status !== "closed" && missed.length === 0) {
    await awaitNews(to, conversation, readByCustomer, NEWS_MS, request.signal)
    await stays()
  }
  const now = await current(to, conversation)
  return replyOf(to, now, [...missed, ...(await unread(to, customer, now))], false)
}

/** What the customer has not been told yet; it counts as read by now. */
async function unread(
  to: ChatbotDependencies,
  customer: StoredCustomer,
  conversation: Conversation,
): Promise<ConversationEvent[]> {
  const said = await saidAfter(to, conversation, conversation.readByCustomer, false)
  const last = said.at(-1)
  if (last) await markRead(to, conversation.id, customerSender(customer), last.seq)
  return said
}

/**
 * What was said to a message that was stored before. Of that what nobody has told yet counts as read by now, and comes with
 * what was not told before it.
 */
async function saidTo(
  to: ChatbotDependencies,
  customer: StoredCustomer,
  conversation: Conversation,
  questionSeq: number,
): Promise<ConversationEvent[]> {
  const said = await saidAfter(to, conversation, questionSeq, true)
  const last = said.at(-1)?.seq ?? 0
  const { readByCustomer } = conversation
  if (last <= readByCustomer) return said
  await markRead(to, conversation.id, customerSender(customer), last)
  const untold = await saidAfter(to, conversation, Math.min(readByCustomer, questionSeq), false)
  return untold.filter(({ seq }) => seq <= last)
}

/** The same of what was said under the name in others: people speak on where the customer has left. */
async function unreadBeside(
  to: ChatbotDependencies,
  customer: StoredCustomer,
  name: string,
  conversation: Conversation,
): Promise<ConversationEvent[]> {
  const said: ConversationEvent[] = []
  for (const other of await to.sessions.othersNamed(customer, name, conversation))
    said.push(...(await unread(to, customer, other)))
  return said
}

async function current(to: ChatbotDependencies, conversation: Conversation): Promise<Conversation> {
  return (await to.store.byPublicId(conversation.publicId)) ?? conversation
}

async function replyOf(
  to: ChatbotDependencies,
  conversation: Conversation,
  said: readonly ConversationEvent[],
  asked: boolean,
): Promise<ChatbotReply> {
  const wish = wishForForm(conversation, said)
  const ticket = await to.tickets.newestOf(conversation.partnerId, conversation.id)
  // A ticket that is there already is none of a wish that came after it.
  const answered = wish && ticket && ticket.createdAt.getTime() > wish.at
  const silent = asked && said.length === 0
  return {
    response: silent
      ? meanwhile(conversation, botWordsIn(await to.languageFor(conversation.id)))
      : wordsOf(said),
    is_booking: said.some(isBooking),
    is_human_handoff:
      wish !== undefined || (conversation.handler === "person" && conversation.status !== "closed"),
    ticket_uuid: wish && !answered ? await to.sessions.announceTicket(conversation.id) : (ticket?.uuid ?? ""),
  }
}
