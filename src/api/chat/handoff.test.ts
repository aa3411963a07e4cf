import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { openVisitor, type Visitor } from "../../../test/chat-client.ts"
import { UNANSWERED } from "../../../test/fixtures/crm.ts"
import { type MailDesk, startMailDesk } from "../../../test/mail-desk.ts"
import { startFakeFreshdesk } from "../../../test/servers/freshdesk.ts"
import { numberIn } from "../../../test/servers/smtp.ts"
import { until } from "../../../test/wait.ts"
import { listJobs } from "../../storage/repositories/outbox.ts"
import { listTickets } from "../../storage/repositories/ticket-lists.ts"
import { transcriptOfTicket } from "../../storage/repositories/tickets.ts"

const FORM = {
  clientId: "form-1",
  name: "Ada Lovelace",
  email: "ada@example.com",
  phone: "+44 20 7946 0000",
  message: "My engine does not turn.",
  priority: "urgent",
}

describe.each([false, true])("the way to a person, with Postgres: %p", (postgres) => {
  let freshdesk: Awaited<ReturnType<typeof startFakeFreshdesk>>
  let desk: MailDesk
  beforeAll(async () => {
    freshdesk = await startFakeFreshdesk()
    desk = await startMailDesk({
      postgres,
      settings: {
        ...freshdesk.settings,
      },
    })
  })
  afterAll(async () => {
    await freshdesk.stop()
    await desk.stop()
  })
  beforeEach(() => {
    freshdesk.tickets.length = 0
    desk.smtp.mails.length = 0
  })

  const tickets = () =>
    desk.withDatabase(({ db }) => listTickets(db, desk.partner.id, { view: "all", limit: 100 }))
  const delivered = () =>
    until("every job is done", () =>
      desk.withDatabase(async ({ db }) => (await listJobs(db, ["pending", "running"], 100)).length === 0),
    )
  const handOff = (visitor: Visitor, about: Record<string, unknown> = {}) =>
    visitor.call("POST", "/handoff", { ...FORM, ...about })

  test("is the form where nobody is there, and nothing changes by asking", async () => {
    const visitor = await openVisitor(desk)
    expect((await visitor.call("POST", "/person")).json).toEqual({ outcome: "form" })
    expect(await visitor.events()).toEqual([])
  })

  test("a form makes one ticket, one mail and one Freshdesk ticket, and the bot says so", async () => {
    const visitor = await openVisitor(desk, { name: "Ada" })
    const socket = await visitor.socket()
    await visitor.ask(UNANSWERED)
    const { status, json } = await handOff(visitor)
    expect(status).toBe(201)
    expect(json.ticketId).toMatch(/^T-\d+$/)
    const ticket = await socket.frame("ticket", ({ type }) => type === "ticket")
    expect(ticket.payload).toEqual({ ticketId: json.ticketId, status: "open", change: "created" })
    const told = await socket.messageOf("bot", ticket.seq)
    expect(told.seq).toBe((ticket.seq as number) + 1)
    expect(told.payload.text).toBe(
      `Hi Ada, I've created support ticket #${json.ticketId} for you and emailed a copy to ada@example.com for your reference. A support agent will reach out to you shortly with more details.`,
    )
    expect(told.payload.answer).toBeUndefined()
    await delivered()
    expect(desk.smtp.mails.map(numberIn)).toEqual([json.ticketId])
    expect(desk.smtp.mails[0]).toContain("To: ada@example.com")
    expect(desk.smtp.mails[0]).toContain(UNANSWERED)
    expect(freshdesk.tickets).toHaveLength(1)
    expect(freshdesk.tickets[0]?.body).toMatchObject({
      email: "ada@example.com",
      name: "Ada Lovelace",
      phone: FORM.phone,
      subject: FORM.message,
      priority: 4,
    })
    expect(JSON.stringify(freshdesk.tickets[0]?.body)).toContain(UNANSWERED)
    await socket.close()
  })

  test.each(["yes please", "I want to talk to a human"])(
    "a ticket of who says %p to the bot's offer is about what they had asked",
    async (wish) => {
      const visitor = await openVisitor(desk, { name: "Ada", email: "wish@example.com" })
      await visitor.ask(UNANSWERED)
      const { payload } = await visitor.ask(wish)
      expect(payload.answer.escalation).toMatchObject({ prompt: expect.any(String) })
      expect((await visitor.call("POST", "/handoff", { clientId: wish, message: wish })).status).toBe(201)
      const [ticket] = await tickets()
      expect(ticket).toMatchObject({ subject: UNANSWERED, description: `${UNANSWERED}\n\n${wish}` })
      await visitor.call("POST", "/handoff", { clientId: "form", message: "My engine, too." })
      expect((await tickets())[0]).toMatchObject({ description: "My engine, too." })
      await delivered()
    },
  )

  test("a ticket of a wish that came of no question is about the wish", async () => {
    const visitor = await openVisitor(desk, { name: "Ada", email: "wish@example.com" })
    const wish = "I want to talk to a human"
    await visitor.ask(wish)
    await visitor.ask(wish)
    await visitor.call("POST", "/handoff", { clientId: wish, message: wish })
    expect((await tickets())[0]).toMatchObject({ subject: wish, description: wish })
    await delivered()
  })

  test("a form is confirmed in the language in which it is written, else the browser's", async () => {
    const told = async (locale: string, message: string) => {
      const visitor = await openVisitor(desk, { locale })
      const { json } = await handOff(visitor, { message, email: "language@example.com" })
      const last = (await visitor.events()).findLast(({ type }) => type === "message")
      return last?.payload.text.replace(json.ticketId, "1")
    }
    const german = `Hallo Ada, ich habe das Support-Ticket #1 für Sie erstellt und eine Kopie an language@example.com geschickt. `
    expect(await told("en", "Meine Maschine dreht sich nicht.")).toStartWith(german)
    expect(await told("de", "4711")).toStartWith(german)
    expect(await told("ja", "4711")).toStartWith("Ada 様、サポートチケット #1 を作成し、")
    await delivered()
  })

  test("sent again and again at once, a form is one ticket; another form is another", async () => {
    const visitor = await openVisitor(desk)
    const before = (await tickets()).length
    const replies = await Promise.all([1, 2, 3, 4].map(() => handOff(visitor)))
    expect(new Set(replies.map(({ json }) => json.ticketId)).size).toBe(1)
    const types = (await visitor.events()).map(({ type }) => type)
    expect(types).toEqual(["ticket", "message"])
    const other = await handOff(visitor, { clientId: "form-2" })
    expect(other.json.ticketId).not.toBe(replies[0]?.json.ticketId)
    expect(await tickets()).toHaveLength(before + 2)
    await delivered()
    expect(desk.smtp.mails).toHaveLength(2)
  })

  test("whoever is known needs to say only what it is about", async () => {
    const visitor = await openVisitor(desk, { name: "Grace Hopper", email: "grace@example.com" })
    const escalated = await visitor.ask(UNANSWERED)
    expect(escalated.payload.answer.escalation.prompt).toBe("Would you like to create a support ticket?")
    const { status } = await visitor.call("POST", "/handoff", { clientId: "yes", message: UNANSWERED })
    expect(status).toBe(201)
    const [ticket] = await tickets()
    expect(ticket).toMatchObject({
      description: UNANSWERED,
      priority: "medium",
      requester: { name: "Grace Hopper", email: "grace@example.com" },
    })
    const transcript = await desk.withDatabase(({ db }) => transcriptOfTicket(db, ticket?.id ?? 0))
    expect(transcript.map(({ role, name }) => [role, name])).toEqual([
      ["user", "Grace Hopper"],
      ["assistant", "Acme"],
    ])
  })

  test("what the form tells of a customer is kept where nothing was known", async () => {
    const visitor = await openVisitor(desk, { name: "Ada" })
    await handOff(visitor, { name: "Somebody Else" })
    await handOff(visitor, { clientId: "2", email: "other@example.com" })
    const seen = await until("the customer's details are shown", async () => {
      const { customer } = (await visitor.call("GET", "")).json
      return customer.email && customer
    })
    expect(seen).toEqual({ name: "Ada", email: "ada@example.com", phone: FORM.phone })
  })

  test("a form that was written for longer than the session lasted is taken", async () => {
    const visitor = await openVisitor(desk)
    await visitor.call("POST", "/close")
    expect((await handOff(visitor)).status).toBe(201)
    expect((await visitor.call("GET", "")).json.status).toBe("closed")
  })

  test.each<[string, Record<string, unknown>, string]>([
    ["an address that is none", { email: "nobody" }, "email"],
    ["no address", { email: undefined }, "email"],
    ["no name", { name: undefined }, "name"],
    ["an empty name", { name: "  " }, "name"],
    ["no message", { message: " " }, "message"],
    ["a message that is too long", { message: "x".repeat(4_001) }, "message"],
    ["a phone number that is none", { phone: "1".repeat(41) }, "phone"],
    ["an unknown priority", { priority: "now" }, "priority"],
    ["no name of its own", { clientId: undefined }, "clientId"],
    ["a name with a line break", { clientId: "a\nb" }, "clientId"],
  ])("a form with %s is refused, names the field and makes no ticket", async (_what, about, field) => {
    const visitor = await openVisitor(desk)
    const before = (await tickets()).length
    const { status, json } = await handOff(visitor, about)
    expect({ status, field: json.field }).toEqual({ status: 422, field })
    expect(await tickets()).toHaveLength(before)
    expect(await visitor.events()).toEqual([])
  })

  test("so many in an hour, and then the seconds are told", async () => {
    const visitor = await openVisitor(desk)
    const form = (i: number) => handOff(visitor, { clientId: `f${i}`, email: `limit${i}@example.com` })
    const replies = await Promise.all(Array.from({ length: 11 }, (_, i) => form(i)))
    const refused = replies.find(({ status }) => status === 429)
    expect(refused?.json.detail.reset_in_seconds).toBeGreaterThan(3_500)
    const made = replies.findIndex(({ status }) => status === 201)
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(10)
    expect((await form(made)).json).toEqual(replies[made]?.json)
  })

  test("a retry counts towards nothing", async () => {
    const visitor = await openVisitor(desk)
    const form = (i: number) => handOff(visitor, { clientId: `r${i}`, email: "retry@example.com" })
    for (const _ of Array(11)) expect((await form(0)).status).toBe(201)
    for (let i = 1; i < 10; i++) expect((await form(i)).status).toBe(201)
    expect((await form(10)).status).toBe(429)
  })
})
