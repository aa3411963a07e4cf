import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { REPLY_SECRET, replyAddress } from "../src/integrations/mail/reply-address.ts"
import { conversationByPublicId } from "../src/storage/repositories/conversations.ts"
import { serverSecret } from "../src/storage/repositories/server-secrets.ts"
import { openVisitor } from "./chat-client.ts"
import { type Desk, startDesk } from "./desk.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { type ImapServer, startImapServer } from "./servers/imap.ts"
import { until } from "./wait.ts"

describe.each([["sqlite"], ["postgres"]] as const)("mail that comes in, on %s", (dialect) => {
  let imap: ImapServer
  let desk: Desk
  let agent: SignedInAgent
  let mails = 0

  beforeAll(async () => {
    imap = await startImapServer()
    desk = await startDesk({
      postgres: dialect === "postgres",
      settings: {
        "imap.host": "localhost",
        "imap.port": imap.port,
        "imap.tls": false,
        "imap.require_tls": false,
        "imap.user": imap.user,
        "imap.password": imap.password,
        "imap.address": "support@acme.example",
        "imap.authserv_id": "mx.acme.example",
        "imap.max_per_hour": 1000,
      },
    })
    agent = await signedInAgent(desk)
  })
  afterAll(async () => {
    await desk.stop()
    await imap.stop()
  })

  /** Somebody whose address is known, and where answers to them go. */
  async function customer(email = `ada-${++mails}@customer.example`) {
    const visitor = await openVisitor(desk, { name: "Ada", email })
    const to = await desk.withDatabase(async ({ db }) => {
      const conversation = await conversationByPublicId(db, visitor.session.id)
      if (!conversation) throw new Error("There is no such conversation.")
      const { id, partnerId, publicId: ref, number } = conversation
      const target = { kind: "conversation", partnerId, id, ref } as const
      return {
        number,
        address: replyAddress("support@acme.example", target, await serverSecret(db, REPLY_SECRET)),
      }
    })
    return { visitor, email, ...to }
  }

  function mail({
    from,
    to,
    body,
    headers = "",
  }: {
    from: string
    to: string
    body: string
    headers?: string
  }): string {
    return `Return-Path: <${from}>\nFrom: ${from}\nTo: Acme <${to}>\nSubject: Re: Your question\nMessage-ID: <${++mails}.${dialect}@customer.example>\n${headers}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n${body}\n`
  }

  const settled = (uid: number) => until(`mail ${uid} is marked`, () => !imap.unseen().includes(uid))
  const deskEvents = async (number: number) =>
    (await agent.call("GET", `/conversations/${number}/events`)).json.events

  test("an answer of the customer's is a message of theirs, without what it quotes", async () => {
    const { visitor, email, address, number } = await customer()
    const socket = await visitor.socket()
    const uid = imap.deliver(
      mail({
        from: `Ada <${email}>`,
        to: address.toUpperCase(),
        body: "Yes, please. Grüße!\n\nOn Sat, 21 Nov 2026 at 15:00, Acme <support@acme.example> wrote:\n> Shall we?",
      }),
    )
    const message = await socket.messageOf("customer")
    expect(message.payload).toMatchObject({ text: "Yes, please. Grüße!" })
    await settled(uid)
    const told = await deskEvents(number)
    expect(told.map(({ type }: { type: string }) => type)).toEqual(["message", "status"])
    expect(told[0].data.mail).toMatchObject({ from: email, subject: "Re: Your question" })
    expect(told[1].data).toMatchObject({
      reason: "person_requested",
      handler: "person",
      why: { reason: "mail" },
    })
    await socket.close()
  })
})
