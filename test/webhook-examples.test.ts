import { afterAll, beforeAll, expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { EVENT_TYPES } from "../src/core/webhooks/event-types.ts"
import { openVisitor } from "./chat-client.ts"
import { type Desk, startDesk } from "./desk.ts"
import { signedInAgent } from "./desk-agents.ts"
import { guidePartner } from "./guide-partner.ts"
import { type Received, startWebhookReceiver } from "./servers/webhook-receiver.ts"
import { until } from "./wait.ts"

const GUIDE = readFileSync(join(import.meta.dir, "../docs/webhooks.md"), "utf8")
const [WHOLE = "{}"] = /(?<=```json\n)[^`]+/.exec(GUIDE) ?? []
/** The guide's `data` of each type. */
const EXAMPLES = new Map(
  [...GUIDE.matchAll(/^`([a-z.]+)`[^\n]*\n+```json\n([^`]+)```/gm)].map(([, type = "", json = ""]) => [
    type,
    JSON.parse(json),
  ]),
)

let desk: Desk
const there = startWebhookReceiver()
beforeAll(async () => {
  desk = await startDesk({ settings: { "webhooks.allow_private_addresses": true } })
})
afterAll(async () => {
  await desk.stop()
  await there.stop()
})

/** One conversation from its first message to its ticket, each step told of before the next is done. */
async function lived(): Promise<Received[]> {
  const grace = await signedInAgent(desk, { email: "grace@acme.example", name: "Grace", role: "admin" })
  const call = async (path: string, body?: unknown, method = "POST") => {
    const reply = await grace.call(method, path, body)
    if (reply.status >= 300) throw new Error(`${path}: ${reply.text}`)
    return reply.json
  }
  const { number } = await call("/webhooks", { url: there.url })
  const told = (type: string, matches: (body: Received["body"]) => boolean = () => true) =>
    until(`${type} is told`, () => there.received.some(({ body }) => body.type === type && matches(body)))
  await call(`/webhooks/${number}/test`)
  const ada = await openVisitor(desk, {
    identity: { customerId: "customer-12345", signature: guidePartner(desk).sign("customer-12345") },
    name: "Ada",
    email: "ada@example.com",
  })
  await ada.call("POST", "/messages", { clientId: "m-1", text: "What is chatd?" })
  await told("conversation.status", ({ data }) => data.reason === "answered")
  const answer = there.received.find(({ body }) => body.data?.message?.senderId === "bot")
  const seq = Number(answer?.body.data.message.id) % 1_000_000
  await ada.call("POST", "/feedback", { seq, helpful: true })
  await told("feedback.created")
  const conversation = ada.session.conversationId
  await call(`/conversations/${conversation}/take`)
  await told("conversation.assigned")
  await call(`/conversations/${conversation}/close`)
  await ada.call("POST", "/rating", { score: 5, comment: "Quick." })
  await told("rating.created")
  const { ticket } = await call("/tickets", {
    clientId: "t-1",
    conversation,
    subject: "Parcel missing",
    description: "The parcel did not arrive.",
    priority: "high",
  })
  await told("ticket.created")
  await call(`/tickets/${ticket.number}`, { status: "closed" }, "PATCH")
  await told("ticket.changed")
  return there.received
}

/** Without what is another each time: times, ids, and how far the conversation was when it was sent. */
function plain(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return key === "sources" ? value.slice(0, 1).map((one) => plain(one)) : value
  if (typeof value === "object" && value !== null) {
    const { agentId, ...conversation } = value as Record<string, unknown>
    const fields = key === "conversation" ? { ...conversation, status: "any" } : value
    return Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, plain(one, name)]))
  }
  if (typeof value === "number" && /^(id|number|conversationId|messageId|agentId|confidence)$/.test(key))
    return "a number"
  if (typeof value !== "string") return value
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return "a time"
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) return "a uuid"
  // What has an ellipsis begins so.
  return value
    .replace(/^(evt_|partner-|agent-|T-).*/, "$1")
    .replace(/^(chatd is a self-hosted customer support desk in one file\.).*/s, "$1")
}

test("every type has an example in the guide, and it is what is really sent", async () => {
  expect([...EXAMPLES.keys()].sort()).toEqual([...EVENT_TYPES, "ping"].sort())
  const received = await lived()
  for (const [type, example] of EXAMPLES) {
    const sent = received.filter(({ body }) => body.type === type).map(({ body }) => body.data)
    const alike = type === "message.created" ? sent.filter(({ message }) => message.senderId === "bot") : sent
    expect({ type, data: plain(alike[0]) }).toEqual({ type, data: plain(example) })
  }
  const whole = received.find(({ body }) => body.data?.message?.senderId === "customer-12345")?.body
  expect(plain(whole)).toEqual(plain(JSON.parse(WHOLE)))
  expect(received.find(({ body }) => body.type === "ping")?.body.number).toBeNull()
})

test("the guide names each type once with all that its data has", () => {
  for (const [type, example] of EXAMPLES) {
    if (type === "ping") continue
    const rows = GUIDE.split("\n").filter((line) => line.startsWith(`| \`${type}\` |`))
    expect(rows).toHaveLength(1)
    for (const field of Object.keys(example)) expect(rows[0]).toContain(`\`${field}\``)
  }
})
