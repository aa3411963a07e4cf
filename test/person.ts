import { REPLY_SECRET, replyAddress } from "../src/integrations/mail/reply-address.ts"
import { conversationByPublicId } from "../src/storage/repositories/conversations.ts"
import { listJobs } from "../src/storage/repositories/outbox.ts"
import { serverSecret } from "../src/storage/repositories/server-secrets.ts"
import { openVisitor, type Visitor } from "./chat-client.ts"
import { type Desk, type DeskOptions, type Reply, startDesk } from "./desk.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { ANSWERED, chatBody, failureBody, feedbackBody, TICKET_BODY, USER_INFO } from "./fixtures/crm.ts"
import { type GuidePartner, guidePartner } from "./guide-partner.ts"
import { startFakeFreshdesk } from "./servers/freshdesk.ts"
import { startImapServer } from "./servers/imap.ts"
import { startSmtpServer } from "./servers/smtp.ts"
import { startWebhookReceiver } from "./servers/webhook-receiver.ts"
import { until } from "./wait.ts"

/** Nobody else says these. */
export const WORD = "zebrafinchery"
/** What is in their file, whose beginning is a beginning in base64 as well. */
export const FILE = "zebrafinch file: what is in it is theirs alone."
export const PERSON = {
  id: "cust-quixotica",
  name: "Quixotica Xylander",
  email: "quixotica@marker.example",
  phone: "+44 555 7654321",
  birthdate: "1987-03-29",
}
/** In lower case. */
export const MARKERS = ["zebrafinch", "quixotica", "xylander", "7654321", "1987-03-29"]

export function ok(reply: Reply): Reply {
  if (reply.status >= 300) throw new Error(`${reply.status} ${reply.text}`)
  return reply
}

/** A desk with everything that it may be set up with. */
export async function startWholeDesk(options: DeskOptions) {
  const freshdesk = await startFakeFreshdesk()
  const smtp = await startSmtpServer()
  const imap = await startImapServer()
  const receiver = startWebhookReceiver()
  const desk = await startDesk({
    ...options,
    settings: {
      ...freshdesk.settings,
      ...smtp.settings,
      "server.public_url": "https://chat.acme.example",
      ...imap.settings,
      "imap.address": "support@acme.example",
      "webhooks.allow_private_addresses": true,
      ...options.settings,
    },
    partnerSettings: (settings) => ({
      ...settings,
      mail: { ...settings.mail, team: ["team@acme.example"] },
    }),
  })
  const admin = await signedInAgent(desk, { role: "admin" })
  ok(await admin.call("POST", "/webhooks", { url: receiver.url }))
  return {
    desk,
    acme: guidePartner(desk),
    admin,
    freshdesk,
    smtp,
    imap,
    receiver,
    async stop() {
      smtp.hangUp()
      await freshdesk.stop()
      await desk.stop()
      await smtp.stop()
      await imap.stop()
      await receiver.stop()
    },
  }
}

export type WholeDesk = Awaited<ReturnType<typeof startWholeDesk>>

/** Everything that somebody can leave behind, by every door. */
export async function leavesTraces(whole: WholeDesk): Promise<{ visitor: Visitor }> {
  const { desk, acme, admin } = whole
  ok(
    await acme.call("PATCH", `/api/customers/${PERSON.id}`, {
      name: PERSON.name,
      email: PERSON.email,
      birthdate: PERSON.birthdate,
    }),
  )
  const visitor = await chats(desk, acme)
  await writesMail(whole, visitor)
  await asksThePartnersServer(acme, admin)
  await asksTheChatbot(desk)
  await asksTheCrm(desk)
  ok(await admin.call("PATCH", `/customers/v-${PERSON.id}`, { phone: `${PERSON.phone} 0` }))
  ok(await admin.call("GET", `/customers/v-${PERSON.id}`))
  const made = await admin.call("POST", "/tickets", {
    clientId: "desk-ticket",
    subject: `${PERSON.name} rang`,
    description: `About the ${WORD}`,
    requester: { name: PERSON.name, email: PERSON.email, phone: PERSON.phone },
  })
  const { number } = ok(made).json.ticket
  ok(
    await admin.call("POST", `/tickets/${number}/comments`, {
      clientId: "c-1",
      text: `${PERSON.name} rings again`,
      visibility: "public",
    }),
  )
  ok(await admin.call("PATCH", `/tickets/${number}`, { subject: `${PERSON.name} rang twice` }))
  await until("everything is delivered", () =>
    desk.withDatabase(async ({ db }) => (await listJobs(db, ["pending", "running"], 100)).length === 0),
  )
  await until("the webhooks are told", () =>
    whole.receiver.received.some(({ raw }) => raw.includes("rang twice")),
  )
  return { visitor }
}

/** The chat, with a form, a rating and a transcript by mail. */
async function chats(desk: Desk, acme: GuidePartner): Promise<Visitor> {
  const visitor = await openVisitor(desk, {
    identity: { customerId: PERSON.id, signature: acme.sign(PERSON.id) },
    name: PERSON.name,
    page: { url: `https://acme.example/?who=${PERSON.email}`, title: `${PERSON.name}'s page` },
  })
  await visitor.ask(`Where is my ${WORD}?`)
  const answer = await visitor.ask(ANSWERED)
  ok(await visitor.call("POST", "/feedback", { seq: answer.seq, helpful: false }))
  ok(
    await visitor.call("POST", "/handoff", {
      clientId: "form-1",
      ...{ name: PERSON.name, email: PERSON.email, phone: PERSON.phone },
      message: `My ${WORD} does not turn.`,
      priority: "high",
    }),
  )
  ok(await visitor.call("POST", "/rating", { score: 1, comment: `${WORD}!` }))
  ok(await visitor.call("POST", "/transcript", { email: PERSON.email }))
  const bearer = { authorization: `Bearer ${visitor.session.sessionToken}` }
  const ticket = await desk.send("POST", "/api/chat/tickets", {
    headers: bearer,
    body: { clientId: "t-1", description: `The ${WORD} again`, name: PERSON.name, email: PERSON.email },
  })
  ok(
    await desk.send("POST", `/api/chat/tickets/${ok(ticket).json.id}/comments`, {
      headers: bearer,
      body: { clientId: "t-2", text: `Still the ${WORD}` },
    }),
  )
  return visitor
}

/** An answer by mail, with a file. */
async function writesMail({ desk, imap }: WholeDesk, visitor: Visitor): Promise<void> {
  const to = await desk.withDatabase(async ({ db }) => {
    const conversation = await conversationByPublicId(db, visitor.session.id)
    if (!conversation) throw new Error("There is no such conversation.")
    const { partnerId, publicId: ref, id } = conversation
    const target = { kind: "conversation", partnerId, ref, id } as const
    return replyAddress("support@acme.example", target, await serverSecret(db, REPLY_SECRET))
  })
  const uid = imap.deliver(
    [
      `Return-Path: <${PERSON.email}>`,
      `From: ${PERSON.name} <${PERSON.email}>`,
      `To: Acme <${to}>`,
      `Subject: My ${WORD}`,
      `Message-ID: <1.${PERSON.email}>`,
      "MIME-Version: 1.0",
      'Content-Type: multipart/mixed; boundary="b"',
      "",
      "--b",
      "Content-Type: text/plain; charset=utf-8",
      "",
      `Here is a picture of the ${WORD}.`,
      "--b",
      'Content-Type: text/plain; name="quixotica.txt"',
      'Content-Disposition: attachment; filename="quixotica.txt"',
      "",
      FILE,
      "--b--",
      "",
    ].join("\n"),
  )
  await until("the mail is read", () => !imap.unseen().includes(uid))
}

/** The partner's own server, an agent with a note, and an article out of the reply. */
async function asksThePartnersServer(acme: GuidePartner, admin: SignedInAgent): Promise<void> {
  const { id } = await acme.begin(PERSON.id)
  const question = await acme.say(id, PERSON.id, `Can ${WORD} be taught to sing at night in the dark?`)
  await admin.call("POST", `/conversations/${id}/messages`, {
    clientId: "reply-1",
    text: "Yes: feed them well and they sing by themselves.",
  })
  ok(
    await admin.call("POST", `/conversations/${id}/notes`, {
      clientId: "note-1",
      text: `${PERSON.name} again`,
    }),
  )
  ok(
    await admin.call("POST", `/conversations/${id}/article`, {
      questionSeq: question.json.id % 1_000_000,
      title: "Singing",
    }),
  )
}

/** The chatbot contract, whose form names them. */
async function asksTheChatbot(desk: Desk): Promise<void> {
  const session_id = "0b54ad42-8a3d-4b0d-b1f2-6f1d4c1d7c55"
  const token = desk.partner.widgetKey
  const say = async (message: string, chat_history: string[] = []) =>
    ok(await desk.send("POST", "/chatbot-response", { body: { message, token, session_id, chat_history } }))
      .json
  await say(`What is a ${WORD}?`, [`I like ${WORD}`, "So do I."])
  const { ticket_uuid: uuid } = await say("I want to talk to a person")
  ok(
    await desk.send("PUT", "/ticket", {
      body: {
        ...{ uuid, token, session_id },
        ...{ name: PERSON.name, email: PERSON.email, phone: PERSON.phone },
        message: `No ${WORD} came`,
        priority: "High",
      },
    }),
  )
}

async function asksTheCrm(desk: Desk): Promise<void> {
  const { id: agent_id, email, name, phone } = PERSON
  const mine = { session_id: "their-session", user_info: { ...USER_INFO, agent_id, email, name, phone } }
  ok(await desk.send("POST", "/api/agent/customer/", { body: chatBody(`What of ${WORD}?`, mine) }))
  const failure = ok(
    await desk.send("POST", "/api/agent-failure/", {
      body: failureBody({
        session_id: "their-session",
        agent_id,
        query: `${WORD} broke`,
        user_email: email,
        user_name: name,
      }),
    }),
  )
  ok(
    await desk.send("POST", `/api/agent-failure/${failure.json.failure_id}/create-ticket`, {
      body: TICKET_BODY,
    }),
  )
  ok(
    await desk.send("POST", "/api/feedback", {
      body: feedbackBody({
        session_id: "their-session",
        query: `And what of ${WORD}?`,
        user_info: { agent_id, email, full_name: name },
      }),
    }),
  )
}
