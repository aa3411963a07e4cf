import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { openVisitor, type Visitor } from "../../../test/chat-client.ts"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"
import { ANSWERED } from "../../../test/fixtures/crm.ts"
import { completion, type FakeEndpoint, startFakeEndpoint, toolCall } from "../../../test/servers/llm.ts"
import { setExternalId } from "../../storage/repositories/tickets.ts"

let opened = 0

/** A ticket that a visitor opens by the API; its id as it was told. */
async function openedTicket(visitor: Visitor, subject: string): Promise<string> {
  opened++
  const { status, json } = await visitor.desk.send("POST", "/api/chat/tickets", {
    headers: { authorization: `Bearer ${visitor.session.sessionToken}` },
    body: {
      clientId: `ticket-${opened}`,
      subject,
      description: `${subject}. Please help.`,
      name: "Ada",
      email: `ada-${opened}@example.com`,
    },
  })
  if (status !== 201) throw new Error(`No ticket: ${status} ${JSON.stringify(json)}`)
  return json.ticketId ?? json.id
}

describe.each([false, true])("who asks the bot about a ticket, with Postgres: %p", (postgres) => {
  let desk: Desk
  let admin: SignedInAgent
  beforeAll(async () => {
    desk = await startDesk({ postgres })
    admin = await signedInAgent(desk, { role: "admin", name: "John Doe" })
  })
  afterAll(() => desk.stop())

  test("is told its real state, in words", async () => {
    const visitor = await openVisitor(desk)
    const id = await openedTicket(visitor, "Login *Issue*")
    const first = await visitor.ask(`What's the status of ticket #${id}?`)
    expect(first.payload.text).toContain(`Your ticket #${id} “Login \\*Issue\\*” is currently Open.`)
    expect(first.payload.text).toContain("It isn't assigned to anybody yet")
    expect(first.payload).toMatchObject({
      intent: { name: "ticket_status", confidence: 0.97, entities: { ticketNumbers: [id] } },
      answer: { sources: [], feedback: false, escalation: null },
    })
    const change = { status: "in_progress", priority: "high", assignee: 1 }
    expect((await admin.call("PATCH", `/tickets/${id}`, change)).status).toBe(200)
    const { payload } = await visitor.ask(`And ticket ${id.replace("T-", "")}?`)
    expect(payload.text).toMatch(
      new RegExp(
        `^Your ticket #${id} “Login .*” is currently In Progress\\. It's assigned to John Doe and has High priority\\. Last update was \\d+ seconds? ago\\.$`,
      ),
    )
    expect((await admin.call("PATCH", `/tickets/${id}`, { status: "closed" })).status).toBe(200)
    expect((await visitor.ask(`${id}?`)).payload.text).toContain("is currently Closed.")
  })

  test("sees nothing of anybody else's, which looks as if it were nobody's", async () => {
    const owner = await openVisitor(desk)
    const id = await openedTicket(owner, "A secret matter")
    const other = await openVisitor(desk, { email: "ada-1@example.com", name: "Ada" })
    const hidden = await other.ask(`status of ticket ${id}`)
    const absent = await other.ask("status of ticket T-99999")
    expect(hidden.payload.text).not.toContain("secret")
    expect(hidden.payload.text.replace(id, "")).toBe(absent.payload.text.replace("T-99999", ""))
    expect(hidden.payload.text).toStartWith(`I can't find a ticket #${id} of yours.`)
    expect((await other.ask("show my tickets")).payload.text).toStartWith("I can't find any ticket of yours.")
    expect((await owner.ask(`status of ticket ${id}`)).payload.text).toContain("A secret matter")
    const asOther = await openVisitor({ ...desk, partner: desk.other } as Desk)
    expect((await asOther.ask(`status of ticket ${id}`)).payload.text).not.toContain("secret")
  })

  test("may call it by Freshdesk's number, which opens nobody else's", async () => {
    const [owner, other] = [await openVisitor(desk), await openVisitor(desk)]
    const id = await openedTicket(owner, "Over there")
    const uuid: string = (await admin.call("GET", `/tickets/${id}`)).json.ticket.uuid
    await desk.withDatabase(({ db }) =>
      setExternalId(db, uuid, "98765", "https://acme.freshdesk.example/98765", new Date()),
    )
    for (const name of ["98765", uuid])
      expect((await owner.ask(`status of ticket ${name}`)).payload.text).toContain(`#${id} “Over there”`)
    for (const name of ["98765", uuid])
      expect((await other.ask(`status of ticket ${name}`)).payload.text).toStartWith("I can't find a ticket")
  })

  test("and names none is told of those that are open, or of the last one", async () => {
    const visitor = await openVisitor(desk)
    const ids = [await openedTicket(visitor, "First matter"), await openedTicket(visitor, "Second matter")]
    const both = await visitor.ask("What's the status of my tickets?")
    expect(both.payload.text).toStartWith("You have 2 open tickets:")
    for (const id of ids) expect(both.payload.text).toContain(`#${id}`)
    for (const id of ids) await admin.call("PATCH", `/tickets/${id}`, { status: "closed" })
    const last = await visitor.ask("is there any update on my ticket?")
    expect(last.payload.text).toStartWith("You have no open tickets.")
    expect(last.payload.text).toContain("Second matter")
  })

  test("is answered in their language", async () => {
    const visitor = await openVisitor(desk, { locale: "fr-FR" })
    const id = await openedTicket(visitor, "Connexion")
    expect((await visitor.ask(`#${id}`)).payload.text).toContain(`Votre ticket #${id} « Connexion »`)
    expect((await visitor.ask(`Wie ist der Stand von Ticket ${id}?`)).payload.text).toContain(
      `Ihr Ticket #${id} „Connexion“ ist zurzeit Offen.`,
    )
  })
})

describe("what else a message may be after", () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await startDesk()
  })
  afterAll(() => desk.stop())

  test("a question that the knowledge base answers is a question", async () => {
    const { payload } = await (await openVisitor(desk)).ask(ANSWERED)
    expect(payload.intent.name).toBe("question")
    expect(payload.answer.sources.length).toBeGreaterThan(0)
  })

  test("an appointment is said to be the team's matter, and a person or a ticket is offered", async () => {
    const { payload } = await (await openVisitor(desk)).ask(
      "I'd like to book an appointment for next Tuesday.",
    )
    expect(payload.intent.name).toBe("booking")
    expect(payload.text).toContain("our team arranges appointments")
    expect(payload.answer.escalation).toMatchObject({ prompt: "Would you like to create a support ticket?" })
  })

  test("an order and an account are looked up by a person", async () => {
    const visitor = await openVisitor(desk)
    const order = await visitor.ask("Where is my order ORD-123456?")
    expect(order.payload).toMatchObject({ intent: { name: "order", entities: { orderIds: ["ORD-123456"] } } })
    expect(order.payload.text).toContain("a person from our team can")
    const account = await visitor.ask("¿Por qué está bloqueada mi cuenta de cliente?")
    expect(account.payload.intent.name).toBe("account")
    expect(account.payload.text).toContain("una persona de nuestro equipo")
  })

  test("a person is asked for in other words too", async () => {
    const { payload } = await (await openVisitor(desk)).ask("can I talk to a human about my invoice from May")
    expect(payload.intent.name).toBe("human")
    expect(payload.answer.escalation.reason).toBe("human_requested")
  })
})

describe("a ticket's state, with a language model", () => {
  let desk: Desk
  let endpoint: FakeEndpoint
  /** What the model says to what is asked of it. */
  let says: (asked: string, tools: boolean) => Response
  beforeAll(async () => {
    endpoint = startFakeEndpoint(({ messages, tools }) =>
      says(messages.map(({ content }) => content).join("\n"), tools !== undefined),
    )
    desk = await startDesk({
      settings: { "llm.base_url": endpoint.url, "llm.api_key": "k", "llm.timeout_ms": 2_000 },
    })
  })
  afterAll(async () => {
    await desk.stop()
    await endpoint.stop()
  })

  test("is told in its words where they hold every fact", async () => {
    const visitor = await openVisitor(desk)
    const id = await openedTicket(visitor, "Login Issue")
    const stored: string[] = []
    says = (asked) => {
      stored.push(asked)
      const [ago = ""] = /\d+ seconds? ago/.exec(asked) ?? []
      return completion(
        `Login Issue, #${id}: it is Open, of Medium priority, nobody has it yet, and ${ago} it was new.`,
      )
    }
    const { payload } = await visitor.ask(`What's the status of ticket ${id}?`)
    expect(payload.text).toStartWith(`Login Issue, #${id}: it is Open`)
    expect(stored[0]).toContain(`Your ticket #${id} “Login Issue” is currently Open.`)
  })

  test.each([
    ["leaves a fact out", () => completion("Your ticket is Open.")],
    [
      "makes something up",
      (id: string) => completion(`Login Issue ${id} is Open, Medium, 1 second ago; it closes in 48 hours.`),
    ],
    [
      "adds a link",
      (id: string) => completion(`Login Issue ${id}: Open, Medium [pay](https://evil.example).`),
    ],
    ["is out of order", () => new Response("", { status: 500 })],
  ])("is told in ours where the model %s", async (_what, reply) => {
    const visitor = await openVisitor(desk)
    const id = await openedTicket(visitor, "Login Issue")
    says = () => reply(id)
    const { payload } = await visitor.ask(`What's the status of ticket ${id}?`)
    expect(payload.text).toStartWith(`Your ticket #${id} “Login Issue” is currently Open. It isn't assigned`)
  })

  test("is looked up where the model chooses the tool, and never by an id that nobody wrote", async () => {
    const [owner, other] = [await openVisitor(desk), await openVisitor(desk)]
    const id = await openedTicket(owner, "A secret matter")
    const call = (args: object) => (_: string, tools: boolean) =>
      tools ? toolCall("ticket_lookup", JSON.stringify(args)) : completion("nothing")
    says = call({})
    const vague = "has that whole business moved along a bit since"
    expect((await owner.ask(vague)).payload).toMatchObject({ intent: { name: "ticket_status" } })
    expect((await owner.ask(vague)).payload.text).toContain("A secret matter")
    says = call({ ticket_id: id })
    const { payload } = await other.ask(vague)
    expect(payload.text).not.toContain("secret")
    expect(payload.intent.entities.ticketNumbers).toEqual([])
    expect((await other.ask(`${vague} ${id}`)).payload.text).toStartWith(
      `I can't find a ticket #${id} of yours.`,
    )
  })
})
