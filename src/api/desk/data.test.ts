import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"
import { type GuidePartner, guidePartner } from "../../../test/guide-partner.ts"
import { until } from "../../../test/wait.ts"
import { MOST_REPLIES } from "../../core/canned-replies/canned-reply.ts"

describe.each([false, true])("what agents look up, with Postgres: %p", (postgres) => {
  let desk: Desk
  let acme: GuidePartner
  let agent: SignedInAgent
  let other: SignedInAgent
  beforeAll(async () => {
    desk = await startDesk({ postgres })
    acme = guidePartner(desk)
    agent = await signedInAgent(desk)
    other = await signedInAgent(desk, { email: "eve@other.example" }, desk.other)
  })
  afterAll(() => desk.stop())

  /** Until what was written is indexed. */
  const found = (q: string, hits = 1) =>
    until(`${q} is found`, async () => {
      const { json } = await agent.call("GET", `/search?q=${encodeURIComponent(q)}`)
      return json.hits.length >= hits && json.hits
    })

  describe("messages", () => {
    test("are found by words, with the place and what was found marked", async () => {
      const { id, customerId } = await acme.begin("cust-search")
      await acme.say(id, customerId, "My Überweisung to Zürich never arrived")
      const [hit] = await found("uberweisung zur")
      expect(hit).toEqual({
        conversation: id,
        seq: expect.any(Number),
        type: "message",
        customer: { ref: "v-cust-search", name: null },
        from: "customer",
        at: expect.any(String),
        excerpt: [
          { text: "My ", hit: false },
          { text: "Überweisung", hit: true },
          { text: " to ", hit: false },
          { text: "Zürich", hit: true },
          { text: " never arrived", hit: false },
        ],
      })
      expect((await other.call("GET", "/search?q=uberweisung")).json).toEqual({ hits: [], more: false })
    })

    test("are told a page at a time", async () => {
      const { id, customerId } = await acme.begin("cust-pages")
      for (let i = 0; i < 5; i++) await acme.say(id, customerId, `zebra ${i}`)
      await found("zebra", 5)
      const first = (await agent.call("GET", "/search?q=zebra&limit=3")).json
      expect(first.more).toBe(true)
      const last = first.hits.at(-1)
      const second = (
        await agent.call("GET", `/search?q=zebra&limit=3&before=${last.conversation}.${last.seq}`)
      ).json
      expect(second.more).toBe(false)
      const seqs = [...first.hits, ...second.hits].map((hit) => hit.seq)
      expect(seqs).toEqual(seqs.toSorted((a, b) => b - a))
      expect(new Set(seqs).size).toBe(5)
    })

    test.each(['"', "*", "a AND", "(", "NEAR(", "words:x", "-", "%", "'; drop table event", "\u0000", "🙂"])(
      "nothing that is typed is a fault: %s",
      async (q) => {
        expect((await agent.call("GET", `/search?q=${encodeURIComponent(q)}`)).status).toBe(200)
      },
    )

    test("a search without words to look for, or from nowhere, is refused by its field", async () => {
      expect((await agent.call("GET", "/search")).json).toMatchObject({ error: "invalid_input", field: "q" })
      for (const before of ["17", "1.x", "0.1", "1e9.1"])
        expect((await agent.call("GET", `/search?q=a&before=${before}`)).json.field).toBe("before")
      expect((await agent.call("GET", "/search?q=a&before=777.1")).json).toEqual({ hits: [], more: false })
    })
  })

  describe("customers", () => {
    test("are found by name, address and id, and told in pages", async () => {
      for (const [id, name, email] of [
        ["k-1", "Kaspar Öztürk", "kaspar@ox.example"],
        ["k-2", "Ödön Kaspar", "odon@ox.example"],
        ["k_3", "Nobody", "n@ox.example"],
      ])
        await acme.call("PATCH", `/api/customers/${id}`, { name, email })
      const refs = async (query: string) =>
        (await agent.call("GET", `/customers?${query}`)).json.customers.map(({ ref }: { ref: string }) => ref)
      expect(await refs("search=kaspar")).toEqual(["v-k-2", "v-k-1"])
      expect(await refs(`search=${encodeURIComponent("ödön KASPAR")}`)).toEqual(["v-k-2"])
      expect(await refs("search=n%40OX.example%20nobody")).toEqual(["v-k_3"])
      expect(await refs("search=k_")).toEqual(["v-k_3"])
      expect(await refs("search=%25")).toEqual([])
      expect(await refs("search=ox.example&limit=2")).toEqual(["v-k_3", "v-k-2"])
      expect(await refs("search=ox.example&limit=2&before=v-k-2")).toEqual(["v-k-1"])
      expect((await agent.call("GET", "/customers?before=v-nobody")).status).toBe(404)
      expect((await other.call("GET", "/customers?search=kaspar")).json.customers).toEqual([])
    })

    test("are found by their address in whatever letters it is typed", async () => {
      await acme.call("PATCH", "/api/customers/umlaut", { email: "info@müller.example" })
      for (const typed of [
        "info@müller.example",
        "info@xn--mller-kva.example",
        "@Müller.example",
        "müller",
      ]) {
        const { json } = await agent.call("GET", `/customers?search=${encodeURIComponent(typed)}`)
        expect(json.customers).toMatchObject([{ ref: "v-umlaut" }])
      }
    })

    test("are shown with their conversations, tickets and flashback", async () => {
      const { id, customerId, sessionToken } = await acme.begin("whole")
      await acme.call("PATCH", "/api/customers/whole", { name: "Whole", birthdate: "1990-01-15" })
      await acme.say(id, customerId, "I would like to see it")
      const sessions = await desk.send("GET", "/api/chat/sessions", {
        headers: { authorization: `Bearer ${sessionToken}` },
      })
      const handoff = await desk.send("POST", `/api/chat/sessions/${sessions.json[0].id}/handoff`, {
        headers: { authorization: `Bearer ${sessionToken}` },
        body: { clientId: "f", email: "w@example.com", message: "My kettle leaks", priority: "high" },
      })
      expect(handoff.status).toBe(201)
      const { json } = await agent.call("GET", "/customers/v-whole")
      expect(json).toEqual({
        customer: expect.objectContaining({ ref: "v-whole", name: "Whole", conversations: 1 }),
        conversations: [
          expect.objectContaining({ number: id, customer: expect.objectContaining({ id: "whole" }) }),
        ],
        tickets: [
          expect.objectContaining({
            number: Number(handoff.json.ticketId.slice(2)),
            subject: expect.stringContaining("kettle"),
            status: "open",
            priority: "high",
            customer: "v-whole",
            createdAt: expect.any(String),
          }),
        ],
        flashback: expect.objectContaining({ firstEventTrait: expect.any(String) }),
      })
      expect((await other.call("GET", "/customers/v-whole")).status).toBe(404)
      expect((await agent.call("GET", "/customers/u-whole")).status).toBe(404)
    })

    test("are changed by an agent, who is written down", async () => {
      await acme.call("PATCH", "/api/customers/change-me", { name: "Old", email: "old@acme.example" })
      const changed = await agent.call("PATCH", "/customers/v-change-me", {
        name: "New",
        email: null,
        phone: "+49 1",
      })
      expect(changed.json).toEqual({
        ref: "v-change-me",
        id: "change-me",
        verified: true,
        name: "New",
        email: null,
        phone: "+49 1",
        locale: null,
        createdAt: expect.any(String),
        conversations: 0,
      })
      const entries = await desk.withDatabase(({ db }) =>
        db.selectFrom("audit_entry").selectAll().where("action", "=", "customer_changed").execute(),
      )
      expect(entries).toHaveLength(1)
      expect(entries[0]).toMatchObject({ actor: "ada@acme.example", target: "v-change-me" })
      for (const [body, field] of [
        [{}, "body"],
        [{ email: "nonsense" }, "email"],
        [{ name: " " }, "name"],
        [{ birthdate: "1990-01-15" }, "birthdate"],
      ] as const)
        expect((await agent.call("PATCH", "/customers/v-change-me", body)).json).toMatchObject({ field })
      for (const ref of ["u-change-me", "v-nobody", "change-me", "x"])
        expect((await agent.call("PATCH", `/customers/${ref}`, { name: "X" })).status).toBe(404)
    })
  })

  describe("canned replies", () => {
    test("are added, changed and removed, each by its shortcut", async () => {
      const add = (shortcut: string, text: string) =>
        agent.call("POST", "/canned-replies", { shortcut, text })
      const hello = await add("/Hello", "Hello {customer.first_name}, I am {agent.first_name}.")
      expect({ status: hello.status, json: hello.json }).toEqual({
        status: 201,
        json: { shortcut: "hello", text: "Hello {customer.first_name}, I am {agent.first_name}." },
      })
      await add("bye", "Good bye {.}, {a} and { not one }")
      expect((await add("hello", "Again")).json).toMatchObject({ error: "conflict", field: "shortcut" })
      expect((await agent.call("PATCH", "/canned-replies/bye", { shortcut: "hello" })).status).toBe(409)
      expect((await agent.call("PATCH", "/canned-replies/BYE", { text: "Bye" })).json.text).toBe("Bye")
      expect((await agent.call("PATCH", "/canned-replies/bye", { shortcut: "a-bye" })).json.shortcut).toBe(
        "a-bye",
      )
      expect(
        (await agent.call("GET", "/canned-replies")).json.replies.map(
          (one: { shortcut: string }) => one.shortcut,
        ),
      ).toEqual(["a-bye", "hello"])
      expect((await other.call("GET", "/canned-replies")).json).toEqual({ replies: [] })
      expect((await other.call("DELETE", "/canned-replies/hello")).status).toBe(404)
      expect((await agent.call("DELETE", "/canned-replies/%2FHello")).status).toBe(204)
      expect((await agent.call("DELETE", "/canned-replies/hello")).status).toBe(404)
      expect((await agent.call("PATCH", "/canned-replies/hello", { text: "X" })).status).toBe(404)
    })

    test("are so many at most, of each partner", async () => {
      const row = { partner_id: desk.other.id, text: "x", created_at: 0, updated_at: 0 }
      const rows = Array.from({ length: MOST_REPLIES }, (_, i) => ({ ...row, shortcut: `s${i}` }))
      await desk.withDatabase(({ db }) => db.insertInto("canned_reply").values(rows).execute())
      const one = { shortcut: "one-more", text: "x" }
      expect((await other.call("POST", "/canned-replies", one)).json).toMatchObject({ error: "conflict" })
      expect((await agent.call("POST", "/canned-replies", one)).status).toBe(201)
    })

    test.each([
      ["has spaces", "x", "shortcut"],
      ["", "x", "shortcut"],
      ["a".repeat(41), "x", "shortcut"],
      ["ok", " ", "text"],
      ["ok", "x".repeat(4_001), "text"],
      ["ok", "Hello {customer.nme}", "text"],
      ["ok", "Hello { customer.name }", "text"],
    ])("are refused as %p: %p", async (shortcut, text, field) => {
      const reply = await agent.call("POST", "/canned-replies", { shortcut, text })
      expect(reply.status).toBe(422)
      expect(reply.json).toMatchObject({ error: "invalid_input", field })
    })

    test("are 500 at most", async () => {
      await desk.withDatabase(({ db }) =>
        db
          .insertInto("canned_reply")
          .values(
            Array.from({ length: 500 }, (_, i) => ({
              partner_id: desk.other.id,
              shortcut: `many-${i}`,
              text: "x",
              created_at: 0,
              updated_at: 0,
            })),
          )
          .execute(),
      )
      const reply = await other.call("POST", "/canned-replies", { shortcut: "one-more", text: "x" })
      expect(reply.json).toMatchObject({ error: "conflict", detail: expect.stringContaining("500") })
    })
  })

  test("today's figures name the day and the agents", async () => {
    const { json } = await agent.call("GET", "/today")
    expect(json.date).toBe(new Date().toISOString().slice(0, 10))
    expect(json.messages).toBeGreaterThan(0)
    expect(json.agents).toEqual([{ number: 1, name: "Ada", open: 0, closed: 0, messages: 0 }])
    expect((await other.call("GET", "/today")).json).toMatchObject({ messages: 0, conversations: 0 })
  })

  test("nothing is told to who has no token", async () => {
    for (const path of ["search?q=a", "customers", "canned-replies", "today"])
      expect((await desk.send("GET", `/api/desk/${path}`)).status).toBe(401)
  })
})
