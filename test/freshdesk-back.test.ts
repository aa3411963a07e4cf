import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test"
import { dropJob, enqueue, listJobs, retryJob } from "../src/storage/repositories/outbox.ts"
import { openVisitor } from "./chat-client.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { ticketInFreshdesk } from "./freshdesk-ticket.ts"
import { type MailDesk, startMailDesk } from "./mail-desk.ts"
import { startFakeFreshdesk } from "./servers/freshdesk.ts"
import { until } from "./wait.ts"

setDefaultTimeout(60_000)

const SECRET = "a-secret-of-the-tests-0"

describe.each([false, true])("tickets in Freshdesk and here, with Postgres: %p", (postgres) => {
  let freshdesk: Awaited<ReturnType<typeof startFakeFreshdesk>>
  let desk: MailDesk
  let agent: SignedInAgent
  beforeAll(async () => {
    freshdesk = await startFakeFreshdesk()
    desk = await startMailDesk({
      postgres,
      settings: {
        ...freshdesk.settings,
        "freshdesk.webhook_secret": SECRET,
        "freshdesk.poll_seconds": 1,
        "server.trust_proxy": true,
      },
    })
    agent = await signedInAgent(desk)
  })
  afterAll(async () => {
    await freshdesk.stop()
    await desk.stop()
  })
  beforeEach(() => {
    freshdesk.trouble = undefined
    freshdesk.reply = undefined
    freshdesk.saidOf.clear()
  })

  const opened = () => ticketInFreshdesk(agent)
  const ticket = async (number: number) => (await agent.call("GET", `/tickets/${number}`)).json
  const history = async (number: number): Promise<{ kind: string; actor: { id: string }; text?: string }[]> =>
    (await ticket(number)).history
  const comments = async (number: number) => (await history(number)).filter(({ kind }) => kind === "comment")
  const noJobs = () =>
    until("nothing waits", () =>
      desk.withDatabase(async ({ db }) => {
        const open = await db.selectFrom("outbox").select("id").where("state", "!=", "done").execute()
        return open.length === 0
      }),
    )
  const hurry = () =>
    desk.withDatabase(({ db }) =>
      db.updateTable("outbox").set({ next_at: 0 }).where("state", "=", "pending").execute(),
    )
  const tell = (id: unknown, secret = SECRET) =>
    desk.send("POST", `/api/incoming/freshdesk/${secret}`, { body: { ticket_id: id } })
  const remote = (id: number) => {
    const found = freshdesk.tickets.find((one) => one.id === id)
    if (!found) throw new Error(`There is no ticket ${id}.`)
    return found
  }

  test("a ticket is told there with its own subject", async () => {
    const { json } = await agent.call("POST", "/tickets", {
      clientId: crypto.randomUUID(),
      subject: "Order 4711 arrived broken",
      description: "Please see the subject.",
      requester: { name: "Ada", email: "ada@example.com" },
    })
    const there = await until("it is in Freshdesk", async () => {
      const shown = await ticket(json.ticket.number)
      return shown.ticket.external?.id
    })
    expect(remote(Number(there)).body.subject).toBe("Order 4711 arrived broken")
    expect(remote(Number(there)).body.description).toContain("Please see the subject.")
  })

  test("a change there comes here by itself", async () => {
    const { number, there } = await opened()
    freshdesk.change(there, { status: 3, priority: 4 })
    await until("it is taken over", async () => (await ticket(number)).ticket.status === "in_progress")
    expect((await ticket(number)).ticket).toMatchObject({ priority: "urgent" })
    freshdesk.change(there, { status: 4 })
    await until("it is closed", async () => (await ticket(number)).ticket.status === "closed")
  })

  test("what is said there is told here once, with its author, and to the requester by Freshdesk alone", async () => {
    const { number, there } = await opened()
    await noJobs()
    const mails = desk.smtp.mails.length
    freshdesk.say(there, { body_text: "Have you tried another kettle?" })
    freshdesk.say(there, { body_text: "A difficult customer.", private: true, source: 2 })
    freshdesk.say(there, {
      body_text: "No.",
      incoming: true,
      attachments: [{ name: "kettle.jpg", attachment_url: "https://x.example/1" }],
    })
    for (let i = 0; i < 3; i++) expect((await tell(there)).status).toBe(202)
    await until("all of it is here", async () => (await comments(number)).length >= 3)
    await noJobs()
    expect(await comments(number)).toMatchObject([
      {
        actor: { id: "freshdesk", name: "Grace Hopper" },
        text: "Have you tried another kettle?",
        visibility: "public",
      },
      {
        actor: { id: "freshdesk", name: "Grace Hopper" },
        text: "A difficult customer.",
        visibility: "internal",
      },
      { actor: { id: "customer" }, text: "No.\n\n(kettle.jpg: in Freshdesk)", visibility: "public" },
    ])
    expect(desk.smtp.mails.length).toBe(mails)
    // Nothing of it is told to Freshdesk again, but for what the customer said, which it has.
    expect(freshdesk.comments.get(there)).toHaveLength(3)
  })

  test("who answered there is asked once, however much they wrote", async () => {
    const { number, there } = await opened()
    freshdesk.agents.set(78, "Edsger Dijkstra")
    // All of it at once.
    freshdesk.trouble = "too many"
    for (let i = 0; i < 20; i++) freshdesk.say(there, { body_text: `Word ${i}`, user_id: 78 })
    freshdesk.trouble = undefined
    await until("all of it is here", async () => (await comments(number)).length === 20)
    expect(freshdesk.requests.filter((line) => line === "GET /api/v2/agents/78")).toHaveLength(1)
  })

  test("the customer reads in the chat who answered there", async () => {
    const { session } = await openVisitor(desk, {})
    const call = (method: string, path: string, body?: unknown) =>
      desk.send(method, path, { body, headers: { authorization: `Bearer ${session.sessionToken}` } })
    const { json } = await call("POST", "/api/chat/tickets", {
      clientId: "t",
      description: "It leaks",
      name: "Ada",
      email: "ada@example.com",
    })
    const there = await until("it is in Freshdesk", () =>
      freshdesk.tickets.find(({ body }) => String(body.description).includes("It leaks")),
    )
    freshdesk.say(there.id, { body_text: "We come on Monday." })
    const last = await until("it is here", async () => {
      const { history } = (await call("GET", `/api/chat/tickets/${json.id}`)).json
      return history.at(-1).kind === "comment" ? history.at(-1) : undefined
    })
    expect(last).toMatchObject({
      text: "We come on Monday.",
      by: { kind: "agent", name: "Grace Hopper" },
    })
  })

  test("what is done here is told there, and does not come back", async () => {
    const { number, there } = await opened()
    await agent.call("PATCH", `/tickets/${number}`, {
      clientId: "c1",
      status: "in_progress",
      priority: "low",
    })
    await agent.call("POST", `/tickets/${number}/comments`, {
      clientId: "c2",
      text: "We send <b>another</b>\none.",
      visibility: "public",
    })
    await agent.call("POST", `/tickets/${number}/comments`, {
      clientId: "c3",
      text: "A loss.",
      visibility: "internal",
    })
    await noJobs()
    expect(remote(there)).toMatchObject({ status: 3, priority: 1 })
    const notes = freshdesk.comments.get(there) ?? []
    expect(notes.map(({ private: hidden }) => hidden).sort()).toEqual([false, true])
    expect(notes.find(({ private: hidden }) => !hidden)?.body_text).toContain(
      "We send &lt;b&gt;another&lt;/b&gt;\none.",
    )
    await tell(there)
    await noJobs()
    expect(await comments(number)).toHaveLength(2)
  })

  /** As tickets are from before Freshdesk was configured. */
  const fromBefore = async () => {
    const { number, there } = await opened()
    await noJobs()
    // It never was there: nothing is found of it.
    remote(there).tags = []
    const { uuid } = (await ticket(number)).ticket
    await desk.withDatabase(async ({ db }) => {
      await db.deleteFrom("outbox").where("dedupe_key", "=", `freshdesk:${uuid}`).execute()
      await db
        .updateTable("ticket")
        .set({ external_id: null, external_url: null, status: "closed" })
        .where("uuid", "=", uuid)
        .execute()
    })
    return { number, uuid: String(uuid) }
  }

  test("a ticket from before Freshdesk was configured goes there with its next changes, once, as it is", async () => {
    const { number } = await fromBefore()
    const made = freshdesk.tickets.length
    for (const text of ["It was sent.", "It arrived."])
      await agent.call("POST", `/tickets/${number}/comments`, {
        clientId: text,
        text,
        visibility: "internal",
      })
    await until("they are told there", async () => {
      await hurry()
      return freshdesk.comments.get(made + 1)?.length === 2
    })
    await noJobs()
    expect(freshdesk.tickets).toHaveLength(made + 1)
    expect(remote(made + 1).status).toBe(5)
    await tell(made + 1)
    await noJobs()
    expect((await ticket(number)).ticket).toMatchObject({
      status: "closed",
      external: { id: String(made + 1) },
    })
  })

  test("what is said of a ticket that Freshdesk would not have waits, and follows once it is retried", async () => {
    const { number, uuid } = await fromBefore()
    freshdesk.reply = () => Response.json({ description: "Validation failed" }, { status: 400 })
    await agent.call("PATCH", `/tickets/${number}`, { clientId: "c", priority: "urgent" })
    const jobsOf = () =>
      desk.withDatabase(async ({ db }) => {
        const jobs = await listJobs(db, ["pending", "running", "dead"], 100)
        return jobs.filter(({ dedupeKey }) => dedupeKey.includes(uuid))
      })
    const creation = await until("it is given up", async () =>
      (await jobsOf()).find(({ kind, state }) => kind === "freshdesk_ticket" && state === "dead"),
    )
    await until("the change waits for it", async () => {
      const change = (await jobsOf()).find(({ kind }) => kind === "freshdesk_change")
      if (change && change.nextAt.getTime() < Date.now() + 60_000) await hurry()
      return (
        change?.lastError === `Freshdesk does not have this ticket: it was given up (job ${creation.id}).`
      )
    })
    freshdesk.reply = undefined
    await desk.withDatabase(({ db }) => retryJob(db, creation.id, new Date()))
    await until("all is told", async () => {
      await hurry()
      return (await jobsOf()).length === 0
    })
    expect(freshdesk.tickets.at(-1)).toMatchObject({ priority: 4, status: 5 })
  })

  test("a note whose outcome is unknown is written once", async () => {
    const { number, there } = await opened()
    freshdesk.trouble = "500 after the note"
    await agent.call("POST", `/tickets/${number}/comments`, {
      clientId: "c",
      text: "Once.",
      visibility: "public",
    })
    await until("it was written", () => (freshdesk.comments.get(there) ?? []).length === 1)
    freshdesk.trouble = undefined
    await until("it is tried again", async () => {
      await hurry()
      return desk.withDatabase(async ({ db }) => {
        const row = await db
          .selectFrom("outbox")
          .selectAll()
          .where("kind", "=", "freshdesk_change")
          .orderBy("id", "desc")
          .executeTakeFirstOrThrow()
        return row.state === "done"
      })
    })
    expect(freshdesk.comments.get(there)).toHaveLength(1)
  })

  test("what was said here last is not undone by what was there before", async () => {
    const { number, there } = await opened()
    await noJobs()
    // Nothing reaches Freshdesk, which says that the ticket is open.
    freshdesk.trouble = "too many"
    await agent.call("PATCH", `/tickets/${number}`, { clientId: "c", status: "closed" })
    freshdesk.say(there, { body_text: "Still at it." })
    freshdesk.trouble = undefined
    await tell(there)
    await until("it was heard", async () => (await comments(number)).length === 1)
    expect((await ticket(number)).ticket.status).toBe("closed")
    await until("Freshdesk knows", async () => {
      await hurry()
      return remote(there).status === 5
    })
    await noJobs()
    expect((await ticket(number)).ticket.status).toBe("closed")
  })

  test("another priority here does not open again what was closed there meanwhile", async () => {
    const { number, there } = await opened()
    await noJobs()
    freshdesk.trouble = "too many"
    await agent.call("PATCH", `/tickets/${number}`, { clientId: "c", priority: "urgent" })
    freshdesk.change(there, { status: 5 })
    freshdesk.trouble = undefined
    await until("Freshdesk knows the priority", async () => {
      await hurry()
      return remote(there).priority === 4
    })
    expect(remote(there).status).toBe(5)
    await until("it is closed here", async () => (await ticket(number)).ticket.status === "closed")
    expect((await ticket(number)).ticket.priority).toBe("urgent")
  })

  test("what was closed there is closed here once what is on its way from here is given up", async () => {
    const { number, there } = await opened()
    await noJobs()
    await desk.withDatabase(async ({ db }) => {
      const { uuid } = (await ticket(number)).ticket
      const far = new Date(Date.now() + 3_600_000)
      const job = { kind: "freshdesk_change", dedupeKey: `freshdesk-change:${uuid}:999`, payload: {} }
      await enqueue(db, { ...job, notBefore: far }, new Date())
    })
    freshdesk.change(there, { status: 5 })
    freshdesk.say(there, { body_text: "Done." })
    await until("it was heard", async () => (await comments(number)).length === 1)
    expect((await ticket(number)).ticket.status).toBe("open")
    await desk.withDatabase(async ({ db }) => {
      const [job] = await listJobs(db, ["pending"], 1, ["freshdesk_change"])
      expect(await dropJob(db, job?.id ?? 0)).toBe(true)
    })
    await until("it is closed", async () => {
      await hurry()
      return (await ticket(number)).ticket.status === "closed"
    })
    await desk.withDatabase(({ db }) => db.deleteFrom("outbox").where("state", "=", "dead").execute())
  })

  test("the requester's reply opens a closed ticket, here and there", async () => {
    const { number, there } = await opened()
    await agent.call("PATCH", `/tickets/${number}`, { clientId: "c", status: "closed" })
    await noJobs()
    freshdesk.say(there, { body_text: "It leaks again.", incoming: true })
    // Freshdesk opens it by itself.
    freshdesk.change(there, { status: 2 })
    await until("it is open", async () => (await ticket(number)).ticket.status === "open")
    await noJobs()
    expect(remote(there).status).toBe(2)
  })

  test("a webhook without the secret is told that there is nothing; one about no ticket of ours changes nothing", async () => {
    expect((await tell(1, `${SECRET}x`)).status).toBe(404)
    expect((await tell("999999")).status).toBe(202)
    expect((await tell("'; drop")).status).toBe(422)
    expect((await tell({})).status).toBe(422)
    const { there, number } = await opened()
    freshdesk.change(there, { status: 5 })
    const reply = await desk.send("POST", `/api/incoming/freshdesk/${SECRET}`, {
      body: { freshdesk_webhook: { ticket_id: there, ticket_status: "Open" } },
    })
    expect(reply.status).toBe(202)
    await until(
      "it is closed, whatever the webhook said",
      async () => (await ticket(number)).ticket.status === "closed",
    )
  })

  test("a secret is not to be found by trying", async () => {
    const statuses: number[] = []
    const from = { headers: { "x-forwarded-for": "192.0.2.9" }, body: { ticket_id: 1 } }
    for (let i = 0; i < 601; i++)
      statuses.push((await desk.send("POST", `/api/incoming/freshdesk/${SECRET}${i}`, from)).status)
    expect(statuses).toEqual([...Array(600).fill(404), 429])
    expect((await tell("999999")).status).toBe(202)
  })

  test("too many calls are waited out, and nothing is lost", async () => {
    const { number, there } = await opened()
    freshdesk.trouble = "too many"
    freshdesk.change(there, { status: 5 })
    await until("it was refused", () => desk.log.some((line) => line.includes("could not be asked")))
    freshdesk.trouble = undefined
    await until("it is taken over", async () => (await ticket(number)).ticket.status === "closed")
  })

  const unreadable: [string, () => Response][] = [
    ["that may not be read", () => new Response("", { status: 403 })],
    ["of which nonsense is told", () => Response.json({ nonsense: true })],
  ]
  test.each(unreadable)("a ticket %s holds up no other, and is tried again by itself", async (_, refusal) => {
    const [broken, whole] = [await opened(), await opened()]
    freshdesk.saidOf.set(broken.there, refusal)
    freshdesk.say(broken.there, { body_text: "Can you read this?" })
    freshdesk.say(whole.there, { body_text: "This you can." })
    await until("the other is here", async () => (await comments(whole.number)).length === 1)
    const jobsOf = () =>
      desk.withDatabase(async ({ db }) => {
        const rows = await db
          .selectFrom("outbox")
          .select(["state", "payload"])
          .where("kind", "=", "freshdesk_pull")
          .execute()
        return rows.filter(({ payload }) => payload === JSON.stringify({ externalId: String(broken.there) }))
      })
    await until(
      "it is left to a job that goes on trying",
      async () => (await jobsOf())[0]?.state === "pending",
    )
    expect(await jobsOf()).toHaveLength(1)
    expect(desk.log.some((line) => line.includes(`"ticket":"${broken.there}"`))).toBe(true)
    freshdesk.saidOf.clear()
    await until("it is here, too", async () => {
      await hurry()
      return (await comments(broken.number)).length === 1
    })
  })

  test("a comment of nothing but what nobody sees is passed over", async () => {
    const { number, there } = await opened()
    freshdesk.say(there, { body_text: "\0" })
    freshdesk.say(there, { body_text: "Did you get my picture?" })
    await until("what follows is here", async () => (await comments(number)).length === 1)
    expect(await comments(number)).toMatchObject([{ text: "Did you get my picture?" }])
  })
})
