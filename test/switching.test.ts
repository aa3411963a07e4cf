import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import type { ConversationEvent } from "../src/core/conversations/conversation.ts"
import { conversationByPublicId, eventsAfter } from "../src/storage/repositories/conversations.ts"
import { changeSettings } from "./answering.ts"
import { agentSocket, type ChatSocket, openVisitor, type Visitor } from "./chat-client.ts"
import { type Desk, startDesk } from "./desk.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { seeded } from "./faults/random.ts"
import { ANSWERED, UNANSWERED } from "./fixtures/crm.ts"
import { type FakeChatbot, startFakeChatbot } from "./servers/chatbot.ts"
import { until } from "./wait.ts"

const MODES = ["bot", "agent", "auto", "external"] as const
type Mode = (typeof MODES)[number]

const CUSTOMERS = 80
const MESSAGES = 20
/** Messages that are sent between two switches. */
const BETWEEN = 40

/** A switch, from when it was asked for to when it was acknowledged. */
interface Switch {
  mode: Mode
  asked: number
  done: number
}

interface Sent {
  visitor: number
  clientId: string
  at: number
  done: number
}

describe.each([false, true])("while modes are switched under load, with Postgres: %p", (postgres) => {
  let chatbot: FakeChatbot
  let desk: Desk
  let admin: SignedInAgent
  let agent: ChatSocket
  beforeAll(async () => {
    chatbot = startFakeChatbot()
    chatbot.behaves(({ body }) => Response.json({ reply: `chatbot ${body.messageId}` }))
    desk = await startDesk({ postgres, settings: { "external_chatbot.allow_private_addresses": true } })
    admin = await signedInAgent(desk, { role: "admin" })
    agent = await agentSocket(desk, 7)
    await changeSettings(admin, {
      "answering.external.url": chatbot.url,
      "limits.messages_per_minute": "0",
      "limits.address_messages_per_minute": "0",
    })
  })
  afterAll(async () => {
    await agent.close()
    await desk.stop()
    await chatbot.stop()
  })

  test("every message is stored once, answered once at most, and goes where it was set", async () => {
    const random = seeded("modes under load")
    const { seed } = random
    const visitors = await Promise.all(Array.from({ length: CUSTOMERS }, () => openVisitor(desk)))
    const switches: Switch[] = [{ mode: "auto", asked: 0, done: 0 }]
    const sent: Sent[] = []
    let wake = Promise.withResolvers<void>()
    let open = CUSTOMERS

    const write = async (visitor: Visitor, index: number) => {
      for (let i = 0; i < MESSAGES; i++) {
        const clientId = `message-${i}`
        const text = random.below(10) < 8 ? ANSWERED : UNANSWERED
        const at = Date.now()
        const { status } = await visitor.call("POST", "/messages", { clientId, text })
        expect(status).toBe(201)
        sent.push({ visitor: index, clientId, at, done: Date.now() })
        // Some are sent again, as by a client that heard nothing.
        if (random.below(10) === 0) await visitor.call("POST", "/messages", { clientId, text })
        if (sent.length % BETWEEN === 0) wake.resolve()
      }
      open--
      if (open === 0) wake.resolve()
    }
    const switchOver = async () => {
      while (open > 0) {
        const mode = MODES[random.below(MODES.length)] as Mode
        const asked = Date.now()
        await changeSettings(admin, { "answering.mode": mode })
        switches.push({ mode, asked, done: Date.now() })
        await wake.promise
        wake = Promise.withResolvers()
      }
    }
    await Promise.all([switchOver(), ...visitors.map(write)])

    const logs = new Map<number, readonly ConversationEvent[]>()
    await desk.withDatabase(async ({ db }) => {
      for (const [index, visitor] of visitors.entries()) {
        const { id = 0 } = (await conversationByPublicId(db, visitor.session.id)) ?? {}
        await until(`conversation ${index} is answered or waits (seed ${seed})`, async () => {
          const events = await eventsAfter(db, id, 0, 10_000)
          logs.set(index, events)
          return isSettled(events)
        })
      }
    })

    const faults = [...logs].flatMap(([index, events]) => [
      ...faultsOf(events, visitors[index]?.session.conversationId),
      ...sent.filter((one) => one.visitor === index).flatMap((one) => modeFault(one, events, switches) ?? []),
    ])
    expect({ seed, faults }).toEqual({ seed, faults: [] })
    expect(switches.length).toBeGreaterThan(10)
    const all = [...logs.values()].flat()
    expect(all.filter(isCustomers)).toHaveLength(CUSTOMERS * MESSAGES)
    // All of it has happened, or the test says nothing.
    const reasons = new Set(all.map(({ data }) => data?.reason))
    for (const reason of ["person_requested", "handed_back"]) expect(reasons).toContain(reason)
    expect(chatbot.posted.length).toBeGreaterThan(0)
  })
})

const isCustomers = ({ type, sender }: ConversationEvent) => type === "message" && sender.kind === "customer"
const answerTo = (events: readonly ConversationEvent[], seq: number) =>
  events.filter(({ sender, clientId }) => sender.kind === "bot" && clientId === `answer:${seq}`)

/** Who has the conversation after an event. */
function handlerAfter(events: readonly ConversationEvent[], seq: number): unknown {
  return events.findLast((event) => event.type === "status" && event.seq <= seq)?.data?.handler ?? "bot"
}

/** A person is waited for, or everything that was said to the bot since it has the conversation is answered. */
function isSettled(events: readonly ConversationEvent[]): boolean {
  const last = events.at(-1)?.seq ?? 0
  if (handlerAfter(events, last) === "person") return true
  const back = events.findLast(({ data }) => data?.reason === "handed_back")?.seq ?? 1
  // The message that brought it back comes right before.
  const owed = events.filter((event) => isCustomers(event) && event.seq >= back - 1)
  return owed.every(({ seq }) => answerTo(events, seq).length > 0)
}

function faultsOf(events: readonly ConversationEvent[], conversation: unknown): string[] {
  const faults: string[] = []
  const say = (what: string) => faults.push(`${conversation}: ${what}`)
  if (events.some(({ seq }, i) => seq !== i + 1)) say("numbers are missing")
  const names = events.filter(isCustomers).map(({ clientId }) => clientId)
  if (new Set(names).size !== MESSAGES || names.length !== MESSAGES) say(`has ${names.length} messages`)
  if (names.some((name, i) => name !== `message-${i}`)) say("messages out of order")
  for (const { seq } of events.filter(isCustomers))
    if (answerTo(events, seq).length > 1) say(`${seq} was answered twice`)
  for (const event of events) {
    const isAnswer = event.sender.kind === "bot" && event.clientId?.startsWith("answer:")
    if (isAnswer && handlerAfter(events, event.seq - 1) === "person") say(`the bot spoke at ${event.seq}`)
  }
  return faults
}

/** What a message that was sent wholly within one mode did not do. */
function modeFault({ clientId, at, done }: Sent, events: readonly ConversationEvent[], switches: Switch[]) {
  const before = switches.findLastIndex((one) => one.done < at)
  const now = switches[before]
  const next = switches[before + 1]
  if (!now || (next && next.asked <= done)) return undefined
  const message = events.find((event) => isCustomers(event) && event.clientId === clientId)
  const { seq = 0 } = message ?? {}
  const was = handlerAfter(events, seq - 1)
  const follows = events
    .slice(seq, seq + 2)
    .map(({ type, data }) => (type === "status" ? data?.reason : type))
  const fault = (what: string) => `${clientId} at ${seq} in ${now.mode}: ${what}; ${was}, ${follows}`
  if (now.mode === "agent")
    return was === "bot" && `${follows}` !== "message,person_requested"
      ? fault("not given to people")
      : undefined
  if (now.mode === "auto") return follows[0] === "handed_back" ? fault("taken from people") : undefined
  const queued = events.findLast((event) => event.seq < seq && event.data?.reason === "person_requested")
  // What was on its way during the switch to the chatbot may have been given to people after it.
  const wasUnderWay = now.mode === "external" && (queued?.at ?? 0) >= now.asked
  if (was === "person" && follows[0] !== "handed_back" && !wasUnderWay) return fault("left with people")
  const answer = answerTo(events, seq)[0]
  const inTime = answer && (!next || answer.at < next.asked)
  const isChatbots = answer?.text?.startsWith("chatbot ") ?? false
  return inTime && isChatbots !== (now.mode === "external") ? fault("answered by another") : undefined
}
