import { setSystemTime } from "bun:test"
import { loadConfig } from "../src/config/load.ts"
import type { Answer } from "../src/core/answer.ts"
import { askQuestion } from "../src/core/ask-question.ts"
import { answerConversation } from "../src/core/conversations/answer-conversation.ts"
import { changeStatus, endIdle } from "../src/core/conversations/change-status.ts"
import type { Conversation } from "../src/core/conversations/conversation.ts"
import { handOff } from "../src/core/conversations/hand-off.ts"
import { markRead } from "../src/core/conversations/mark-read.ts"
import { openSession } from "../src/core/conversations/open-session.ts"
import { postMessage } from "../src/core/conversations/post-message.ts"
import { postNote } from "../src/core/conversations/post-note.ts"
import { rateMessage } from "../src/core/conversations/rate-message.ts"
import { rateSession } from "../src/core/conversations/rate-session.ts"
import { requestPerson } from "../src/core/conversations/request-person.ts"
import { customerSender } from "../src/core/conversations/senders.ts"
import type { StoredCustomer } from "../src/core/customers.ts"
import type { Partner } from "../src/core/partner.ts"
import { rateAnswer } from "../src/core/rate-answer.ts"
import { closeConversation } from "../src/core/routing/close-conversation.ts"
import { handBack } from "../src/core/routing/hand-back.ts"
import { reopenConversation } from "../src/core/routing/reopen-conversation.ts"
import { takeConversation } from "../src/core/routing/take-conversation.ts"
import { transferConversation } from "../src/core/routing/transfer-conversation.ts"
import { changeTicket } from "../src/core/tickets/change-ticket.ts"
import { OPERATOR_ACTOR } from "../src/core/tickets/ticket-actor.ts"
import { askerOf } from "../src/storage/asker.ts"
import {
  answerPorts,
  conversationStore,
  handoffPorts,
  rateMessagePorts,
  sessionPorts,
} from "../src/storage/conversation-ports.ts"
import { openConversationLog } from "../src/storage/conversations/conversation-log.ts"
import { questionPorts } from "../src/storage/core-ports.ts"
import type { Database } from "../src/storage/database.ts"
import { customerById, ensureCustomer } from "../src/storage/repositories/customers.ts"
import { partnerById } from "../src/storage/repositories/partners.ts"
import { routeTogether } from "../src/storage/routing/route-together.ts"
import { ticketPorts } from "../src/storage/ticket-ports.ts"
import { changeSettings, makePartner } from "./fixtures/partner.ts"
import { insertAgent, refusable } from "./routing-world.ts"

export const AGENTS = 3
const CUSTOMERS = 4
const QUESTIONS = ["Where is my order?", "where is MY order", "Can I pay by card?", "Do you ship to Peru?"]

/** What the bot makes of a question. */
export type Said = "sure" | "unsure" | "person" | "hello"

/** One thing that somebody does; what cannot be done is not done. */
export type Step =
  | { do: "pass"; ms: number }
  | { do: "open"; customer: number }
  | { do: "ask"; at: number; question: number }
  | { do: "answer"; at: number; as: Said; tenThousandths: number }
  | { do: "want" | "read" | "leave" | "expire"; at: number }
  | { do: "note" | "say" | "take" | "back" | "close" | "reopen"; at: number; agent: number }
  | { do: "transfer"; at: number; agent: number; to: number }
  | { do: "thumb"; at: number; up: boolean }
  | { do: "rate"; at: number; score: number }
  | { do: "ticket"; at: number; form: number }
  | { do: "ticketStatus"; at: number; status: "open" | "in_progress" | "closed" }
  | {
      do: "crm"
      customer: number
      question: number
      as: Said
      tenThousandths: number
      up: boolean | undefined
    }

/** A partner, its agents and customers, who do what they do by the core's own verbs, at times that the test chooses. */
export class StatsWorld {
  readonly conversations: { conversation: Conversation; customer: StoredCustomer }[] = []
  #said = 0

  private constructor(
    readonly database: Database,
    readonly partner: Partner,
    readonly customers: readonly StoredCustomer[],
    readonly open: ReturnType<typeof openConversationLog>,
  ) {}

  /** @param startsAt the clock stands there, and moves when a step says so */
  static async open(database: Database, timeZone: string, startsAt: number): Promise<StatsWorld> {
    setSystemTime(startsAt)
    const made = await makePartner(database)
    await changeSettings(database, made, (settings) => ({
      ...settings,
      answering: { ...settings.answering, mode: "auto" },
      hours: { ...settings.hours, timeZone },
      session: { idleSeconds: 7_200 },
    }))
    const partner = await partnerById(database.db, made.id)
    if (!partner) throw new Error("the partner is there")
    for (let number = 1; number <= AGENTS; number++) await insertAgent(database, partner.id, number, 9)
    const customers: StoredCustomer[] = []
    for (let i = 0; i < CUSTOMERS; i++) {
      const identity = { partnerId: partner.id, externalId: `c${i}`, verified: i % 2 === 0 }
      customers.push(await ensureCustomer(database.db, identity, new Date()))
    }
    const fault = (error: unknown) => {
      throw error
    }
    return new StatsWorld(
      database,
      partner,
      customers,
      openConversationLog(database, () => {}, fault),
    )
  }

  async close(): Promise<void> {
    await this.open.close()
    setSystemTime()
  }

  async step(step: Step): Promise<void> {
    if (step.do === "pass") setSystemTime(Date.now() + step.ms)
    else await refusable(this.#step(step))
    await this.open.log.idle()
  }

  async #step(step: Exclude<Step, { do: "pass" }>): Promise<unknown> {
    if (step.do === "crm") return this.#askByCrm(step)
    if (step.do === "open") return this.#open(step.customer)
    const there = this.conversations[step.at % Math.max(1, this.conversations.length)]
    if (!there) return undefined
    const { database, partner } = this
    const { log } = this.open
    const { customer } = there
    const conversation = await this.#now(there.conversation)
    const { id, number } = conversation
    const routing = { together: routeTogether(database, () => {}) }
    const by = "agent" in step ? { number: step.agent, name: `Agent ${step.agent}` } : undefined
    const request = { partnerId: partner.id, number, by }
    const clientId = `m${++this.#said}`
    switch (step.do) {
      case "ask": {
        const text = QUESTIONS[step.question] ?? ""
        const sender = customerSender(customer)
        return postMessage({ log, isStaffed: async () => true, languageFor: async () => "en" }, partner, {
          conversationId: id,
          sender,
          clientId,
          text,
        })
      }
      case "answer":
        return this.#answer(conversation, step)
      case "want": {
        const ports = {
          log,
          store: this.#store,
          isStaffed: async () => true,
          languageFor: async () => "en" as const,
          now: () => new Date(),
        }
        return requestPerson(ports, partner, customer, conversation)
      }
      case "read":
        return markRead({ log, store: this.#store }, id, customerSender(customer), conversation.lastSeq)
      case "leave":
        return changeStatus(log, id, "closed_by_customer", customerSender(customer))
      case "expire":
        return endIdle(log, id, partner.settings.session.idleSeconds)
      case "note":
      case "say": {
        const sender = { kind: "agent", id: `agent-${step.agent}` } as const
        const message = {
          conversationId: id,
          sender,
          clientId,
          text: "I look.",
          data: { senderName: by?.name },
        }
        if (step.do === "note") return postNote(log, partner, message)
        return postMessage(
          { log, isStaffed: async () => true, languageFor: async () => "en" },
          partner,
          message,
        )
      }
      case "take":
        return takeConversation(routing, request)
      case "back":
        return handBack(routing, request)
      case "close":
        return closeConversation(routing, request)
      case "reopen":
        return reopenConversation(routing, request)
      case "transfer":
        return transferConversation(routing, { ...request, to: step.to === 0 ? undefined : step.to })
      case "thumb": {
        const answer = await this.#lastOf(conversation, (event) => event.sender_kind === "bot")
        const ports = { ...rateMessagePorts(database, () => {}), store: this.#store }
        return (
          answer && rateMessage(ports, partner, customer, conversation, { seq: answer.seq, helpful: step.up })
        )
      }
      case "rate":
        return rateSession(log, id, customer, { score: step.score })
      case "ticket": {
        const forms = {
          ...handoffPorts(database, () => {}, { jobsForChange: () => [], wake: () => {} }),
          store: this.#store,
          languageFor: async () => "en" as const,
          mail: false,
          allow: () => {},
        }
        const form = { clientId: `form ${step.form}`, name: "Ada", email: "ada@example.com", message: "Help" }
        return handOff(forms, partner, customer, conversation, { ...form, priority: "low" })
      }
      case "ticketStatus": {
        const ports = ticketPorts(database, () => {}, { jobsForChange: () => [], wake: () => {} })
        const ticket = await ports.ticketByNumber(partner.id, step.at + 1)
        return ticket && changeTicket(ports, partner, ticket, { status: step.status }, OPERATOR_ACTOR)
      }
    }
  }

  get #store() {
    return conversationStore(this.database, this.open.unplaced)
  }

  async #now(conversation: Conversation): Promise<Conversation> {
    return (await this.#store.byPublicId(conversation.publicId)) ?? conversation
  }

  async #open(index: number): Promise<void> {
    const customer = this.customers[index % CUSTOMERS]
    if (!customer) return
    const opened = await openSession(sessionPorts(this.database, "secret"), {
      partner: this.partner,
      customer,
    })
    if (opened && !opened.resumed) this.conversations.push({ conversation: opened.conversation, customer })
  }

  async #lastOf(conversation: Conversation, is: (event: { sender_kind: string }) => boolean) {
    const events = await this.database.db
      .selectFrom("conversation_event")
      .select(["seq", "sender_kind", "text", "type"])
      .where("conversation_id", "=", conversation.id)
      .where("type", "=", "message")
      .orderBy("seq", "desc")
      .execute()
    return events.find(is)
  }

  async #answer(conversation: Conversation, step: { as: Said; tenThousandths: number }): Promise<void> {
    const last = await this.#lastOf(conversation, (event) => event.sender_kind === "customer")
    if (!last) return
    const [question] = await this.#store.eventsAfter(conversation.id, last.seq - 1, 1)
    if (!question) return
    await answerConversation(
      {
        ...answerPorts(this.database, () => {}),
        log: this.open.log,
        store: this.#store,
        answer: async () => answerAs(step),
        askExternal: async () => ({ fault: "none" }),
        languageOf: () => "en",
        customerById: (id) => customerById(this.database.db, id),
        askerOf: (asking) => askerOf(this.database, asking),
        showWriting: () => {},
        wasTaken: () => false,
        // Where nobody is there the bot offers its form; who asks for a person gets one.
        isStaffed: async () => step.tenThousandths % 2 === 0,
        now: () => new Date(),
      },
      this.partner,
      conversation,
      question,
    )
  }

  async #askByCrm(step: Extract<Step, { do: "crm" }>): Promise<void> {
    const config = loadConfig({ environment: {} })
    const ports = { ...questionPorts(this.database, config), answer: async () => answerAs(step) }
    const agentId = `u${step.customer}`
    const user = { agentId, email: "", name: "", agency: "", office: "" }
    const asked = {
      partnerId: this.partner.id,
      agentType: "support" as const,
      sessionId: `s${step.customer}`,
      user,
      message: QUESTIONS[step.question] ?? "",
    }
    const { answer, sessionId } = await askQuestion(ports, asked)
    if (step.up === undefined || answer.escalation) return
    const rating = {
      partnerId: this.partner.id,
      sessionId,
      messageId: `m${++this.#said}`,
      helpful: step.up,
      query: asked.message,
      response: answer.text,
      agentType: asked.agentType,
      user: { agentId, email: "", fullName: "" },
      confidence: answer.confidence,
      sources: [],
    }
    await rateAnswer(ports, rating, new Date())
  }
}

function answerAs({ as, tenThousandths }: { as: Said; tenThousandths: number }): Answer {
  const escalation = ({ unsure: "low_confidence", person: "human_requested" } as const)[
    as as "unsure" | "person"
  ]
  return {
    text: "So it is.",
    sources: as === "sure" ? [{ articleId: "a", title: "A", confidence: 0.5, entryType: "faq" }] : [],
    confidence: tenThousandths / 10_000,
    threshold: 0.5,
    escalation,
    degraded: false,
    // Who asks for a person in so many words gets one without a search, as who says hello gets one back.
    composedBy: as === "hello" || as === "person" ? "smalltalk" : as === "sure" ? "extract" : "gate",
    passages: [],
    contributions: [],
    timings: {},
    tokens: { prompt: 0, completion: 0 },
  }
}
