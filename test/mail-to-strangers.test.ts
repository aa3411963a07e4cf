import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { createHmac } from "node:crypto"
import type { ParsedMail } from "mailparser"
import { openVisitor, type Visitor } from "./chat-client.ts"
import { signedInAgent } from "./desk-agents.ts"
import { failureBody, TICKET_BODY } from "./fixtures/crm.ts"
import { type MailDesk, startMailDesk } from "./mail-desk.ts"
import { until } from "./wait.ts"

const WORDS = "Your account is locked, see evil.example"

describe.each([["sqlite"], ["postgres"]] as const)("mail to who may be a stranger, on %s", (dialect) => {
  let desk: MailDesk
  beforeAll(async () => {
    desk = await startMailDesk({
      postgres: dialect === "postgres",
      settings: {
        "server.trust_proxy": true,
        "server.public_url": "https://chat.acme.example",
      },
    })
  })
  afterAll(() => desk.stop())

  const mailTo = (address: string): Promise<ParsedMail> =>
    until(`a mail to ${address}`, async () => (await desk.smtp.read(address))[0])
  /** As if so many had been opened so far. */
  const countTickets = (most: number) =>
    desk.withDatabase(({ db }) =>
      db.updateTable("partner").set({ last_ticket: most }).where("id", "=", desk.partner.id).execute(),
    )
  const letAnHourPass = () =>
    desk.withDatabase(({ db }) =>
      db
        .updateTable("ticket")
        .set((eb) => ({ created_at: eb("created_at", "-", 3_600_000) }))
        .where("partner_id", "=", desk.partner.id)
        .execute(),
    )
  const handOff = async (visitor: Visitor, email: string) => {
    const form = { clientId: "1", name: "Urgent", email, message: WORDS }
    expect((await visitor.call("POST", "/handoff", form)).status).toBe(201)
    const { subject = "", text = "", html } = await mailTo(email)
    return { subject, text, html: String(html) }
  }

  test("a ticket's confirmation bears no words of theirs once a hundred tickets came within an hour, and is not sent after five hundred", async () => {
    const usual = await handOff(await openVisitor(desk), "one@example.com")
    expect(usual.subject).toBe(`Support ticket #T-1: ${WORDS}`)
    expect(usual.text).toContain(`Your question:\n${WORDS}`)

    await countTickets(100)
    const bare = await handOff(await openVisitor(desk), "two@example.com")
    expect(bare.subject).toBe("Support ticket #T-101: Acme")
    expect(bare.text).toStartWith("Hi, I've created support ticket #T-101 for you.")
    expect(bare.text).toContain("https://chat.acme.example/")
    for (const part of [bare.subject, bare.text, bare.html]) expect(part).not.toMatch(/locked|evil|Urgent/)

    const signature = createHmac("sha256", desk.partner.identitySecret).update("cust-1").digest("hex")
    const identity = { customerId: "cust-1", signature }
    const known = await openVisitor(desk, { identity })
    const told = await desk.send("PATCH", "/api/customers/cust-1", {
      body: { email: "three@example.com" },
      headers: { authorization: `Bearer ${desk.partner.apiKey}` },
    })
    expect(told.status).toBe(200)
    expect((await handOff(known, "three@example.com")).text).toContain(WORDS)

    await countTickets(600)
    const flooded = await openVisitor(desk)
    const form = { clientId: "1", name: "Urgent", email: "none@example.com", message: WORDS }
    expect((await flooded.call("POST", "/handoff", form)).json).toEqual({ ticketId: "T-601" })
    const word = (await flooded.events()).find(({ type }) => type === "message")
    expect(word?.payload.text).toStartWith(
      "Hi Urgent, I've created support ticket #T-601 for you. A support agent",
    )

    await letAnHourPass()
    expect((await handOff(await openVisitor(desk), "four@example.com")).text).toContain(WORDS)
    const sent = await desk.smtp.read()
    expect(sent.map(({ text }) => /#(T-\d+)/.exec(text ?? "")?.[1])).toEqual([
      "T-1",
      "T-101",
      "T-102",
      "T-602",
    ])
  })

  test("what agents do with such a ticket is told without its requester's words, and its status not at all where its opening was not", async () => {
    const agent = await signedInAgent(desk)
    const base = await desk.withDatabase(async ({ db }) => {
      const { last_ticket: last } = await db
        .selectFrom("partner")
        .select("last_ticket")
        .where("id", "=", desk.partner.id)
        .executeTakeFirstOrThrow()
      return last
    })
    const opened = async (number: number, email: string) => {
      await countTickets(number - 1)
      const visitor = await openVisitor(desk)
      const form = { clientId: "1", name: "Urgent", email, message: WORDS }
      expect((await visitor.call("POST", "/handoff", form)).json).toEqual({ ticketId: `T-${number}` })
    }
    const numbers = { first: base + 1, bare: base + 102, none: base + 702 }
    await opened(numbers.first, "five@example.com")
    await opened(numbers.bare, "six@example.com")
    await opened(numbers.none, "seven@example.com")
    await mailTo("six@example.com")
    for (const number of [numbers.bare, numbers.none]) {
      await agent.call("PATCH", `/tickets/T-${number}`, { clientId: "a", status: "closed" })
      await agent.call("POST", `/tickets/T-${number}/comments`, {
        clientId: "b",
        text: "We look into it",
        visibility: "public",
      })
    }
    const told = (address: string) => desk.smtp.read(address)
    const mails = await until("all is told", async () => {
      const all = [...(await told("six@example.com")), ...(await told("seven@example.com"))]
      return all.length === 4 ? all : undefined
    })
    for (const { subject, text, html } of mails) {
      expect(subject).toMatch(/^Support ticket #T-\d+: Acme$/)
      expect(`${text} ${html}`).not.toMatch(/locked|evil|Urgent/)
    }
    const [only, ...others] = await told("seven@example.com")
    expect(others).toEqual([])
    expect(only?.text).toContain("We look into it")
  })

  test("a CRM's user whose server asks for the ticket is no stranger, however many come", async () => {
    const ticketOf = async (email: string, headers: Record<string, string>) => {
      const body = failureBody({ session_id: email, user_email: email, query: WORDS })
      const { json } = await desk.send("POST", "/api/agent-failure/", { body, headers })
      const path = `/api/agent-failure/${json.failure_id}/create-ticket`
      expect((await desk.send("POST", path, { body: TICKET_BODY, headers })).status).toBe(200)
      return mailTo(email)
    }
    const page = { authorization: `Bearer ${desk.partner.widgetKey}`, origin: "https://acme.example" }
    const server = { authorization: `Bearer ${desk.partner.apiKey}` }
    await letAnHourPass()
    await countTickets(2_000)
    await ticketOf("eight@example.com", server)
    await countTickets(2_100)
    expect((await ticketOf("nine@example.com", page)).text).not.toContain(WORDS)
    await countTickets(2_600)
    expect((await ticketOf("ten@example.com", server)).text).toContain(WORDS)
  })

  test("a hundred transcripts an hour go to addresses that nobody vouches for", async () => {
    const statuses: number[] = []
    for (let customer = 0; customer < 11; customer++) {
      const visitor = await openVisitor(desk)
      for (let i = 0; i < 10; i++) {
        const { status } = await desk.send("POST", `/api/chat/sessions/${visitor.session.id}/transcript`, {
          body: { clientId: `${i}`, email: `somebody-${customer}-${i}@example.com` },
          headers: {
            authorization: `Bearer ${visitor.session.sessionToken}`,
            "x-forwarded-for": `192.0.2.${customer}`,
          },
        })
        statuses.push(status)
      }
    }
    expect(statuses.filter((status) => status === 202)).toHaveLength(100)
    expect(statuses.slice(100)).toEqual(Array(10).fill(429))
  })
})
