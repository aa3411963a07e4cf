import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"
import { type GuidePartner, guidePartner } from "../../../test/guide-partner.ts"
import { until } from "../../../test/wait.ts"

interface Told {
  seq: number
  senderKind: string
  text: string | null
  data: string | null
}

const ANSWERS: [asked: string, agentSays: string, askedOtherwise: string][] = [
  [
    "Do you have an office in Lisbon that I can visit?",
    "Yes, our Lisbon office is at Rua Augusta 12. Visitors are welcome from Monday to Thursday, 10:00 to 16:00.",
    "Can I come by your Lisbon office in person?",
  ],
  [
    "my loyalty points have vanished since yesterday",
    "Loyalty points that vanish come back overnight: the points system is synchronised at 3 in the morning. Please look again tomorrow.",
    "Where did all my loyalty points go?",
  ],
  [
    "Kann ich mit Twint bezahlen?",
    "Ja, Twint geht an der Kasse: wählen Sie Twint als Zahlungsart und scannen Sie den Code mit der App.",
    "Geht die Bezahlung per Twint?",
  ],
]

describe.each([false, true])("agents and the knowledge base, with Postgres: %p", (postgres) => {
  let desk: Desk
  let acme: GuidePartner
  let agent: SignedInAgent
  beforeAll(async () => {
    desk = await startDesk({ postgres })
    acme = guidePartner(desk)
    agent = await signedInAgent(desk)
  })
  afterAll(() => desk.stop())

  let customers = 0
  /** Asks as a new customer, and waits for the bot's word. */
  const ask = async (question: string, partner = acme) => {
    const { id, customerId } = await partner.begin(`asking-${++customers}`)
    const { json } = await partner.say(id, customerId, question)
    const questionSeq = json.id - id * 1_000_000
    const bot = await until("the bot has answered", async () =>
      (await eventsOf(partner, id)).find(({ senderKind }) => senderKind === "bot"),
    )
    const { answer } = JSON.parse(bot.data ?? "{}")
    return { id, customerId, questionSeq, text: bot.text ?? "", answer }
  }
  const eventsOf = (partner: GuidePartner, number: number): Promise<Told[]> =>
    desk.withDatabase(({ db }) =>
      db
        .selectFrom("conversation_event as event")
        .innerJoin("conversation", "conversation.id", "event.conversation_id")
        .select(["event.seq", "event.sender_kind as senderKind", "event.text", "event.data"])
        .where("conversation.partner_id", "=", partner.keys.id)
        .where("conversation.number", "=", number)
        .orderBy("event.seq")
        .execute(),
    )

  describe("suggestions", () => {
    test("are what the knowledge base says to the customer's last message, with its source", async () => {
      const { id } = await ask("How long does a session last?")
      const { json } = await agent.call("GET", `/conversations/${id}/suggestions`)
      expect(json.question).toBe("How long does a session last?")
      expect(json.suggestions.length).toBeGreaterThan(0)
      expect(json.suggestions.length).toBeLessThanOrEqual(3)
      const [best] = json.suggestions
      expect(best.sources[0].title).not.toBe("")
      expect(best.text).not.toBe("")
      const confidences = json.suggestions.map((one: { confidence: number }) => one.confidence)
      expect(confidences).toEqual(confidences.toSorted((a: number, b: number) => b - a))
      for (const confidence of confidences) expect(confidence).toBeWithin(0, 1.000001)
    })

    test("are there where the bot was not sure, and lean on what was said before", async () => {
      const { id, customerId, questionSeq } = await ask("How do I connect Freshdesk?")
      await acme.say(id, customerId, "and for email?")
      const { json } = await agent.call("GET", `/conversations/${id}/suggestions`)
      expect(json.question).toBe("and for email?")
      expect(json.suggestions.length).toBeGreaterThan(0)
      const earlier = await agent.call("GET", `/conversations/${id}/suggestions?seq=${questionSeq}`)
      expect(earlier.json.question).toBe("How do I connect Freshdesk?")
      expect(earlier.json.suggestions[0].text).toMatch(/freshdesk/i)
    })

    test("are none for small talk, where nobody has asked, and of another partner's articles", async () => {
      const { id, customerId } = await acme.begin("greets")
      expect((await agent.call("GET", `/conversations/${id}/suggestions`)).json).toEqual({
        question: null,
        suggestions: [],
      })
      await acme.say(id, customerId, "Hello!")
      expect((await agent.call("GET", `/conversations/${id}/suggestions`)).json).toEqual({
        question: "Hello!",
        suggestions: [],
      })
      const wrong = await agent.call("GET", `/conversations/${id}/suggestions?seq=777`)
      expect(wrong.json).toMatchObject({ error: "invalid_input", field: "seq" })
      const other = guidePartner(desk, desk.other)
      const colleague = await signedInAgent(desk, { email: "eve@other.example" }, desk.other)
      const theirs = await other.begin("other")
      await other.say(theirs.id, theirs.customerId, "How do I connect Freshdesk?")
      const reply = await colleague.call("GET", `/conversations/${theirs.id}/suggestions`)
      expect(reply.json.suggestions).toEqual([])
    })
  })

  test("a conversation that waits for a person says why, how the customer feels and what it is about", async () => {
    await agent.call("PATCH", "/me", { presence: "online" })
    const socket = await acme.connectAgent(agent.agent.number)
    const { id, customerId, sessionToken } = await acme.begin("angry")
    const headers = { authorization: `Bearer ${sessionToken}` }
    const [session] = (await desk.send("GET", "/api/chat/sessions", { headers })).json
    for (const text of [
      "My kettle, order 48213, leaks since Monday.",
      "This is terrible, I am really angry about it!",
    ])
      await acme.say(id, customerId, text)
    expect(
      (await desk.send("POST", `/api/chat/sessions/${session.id}/person`, { headers })).json,
    ).toMatchObject({
      outcome: "queued",
    })
    const { why } = (await agent.call("GET", `/conversations/${id}`)).json
    const { score } = why.sentiment
    expect(score).toBeLessThan(0)
    expect(why).toMatchObject({
      reason: expect.any(String),
      sentiment: { score, label: "negative" },
      summary: expect.arrayContaining(["My kettle, order 48213, leaks since Monday."]),
      at: expect.any(String),
    })
    await acme.say(id, customerId, "Oh wonderful, it works again! Thank you so much, perfect!")
    const later = (await agent.call("GET", `/conversations/${id}`)).json.why
    expect(later.sentiment.score).toBeGreaterThan(score)
    socket.close()
    await until("she is gone", async () => !(await agent.call("GET", "/me")).json.agent.connected)
  })

  describe("what an agent had to answer", () => {
    test.each(ANSWERS)("%s", async (asked, says, askedOtherwise) => {
      const first = await ask(asked)
      expect(first.answer.escalation).not.toBeNull()
      await acme.agentSays(first.id, agent.agent.number, says)
      const article = await agent.call("POST", `/conversations/${first.id}/article`, {
        questionSeq: first.questionSeq,
      })
      expect(article.status).toBe(201)
      expect(article.json.title).toBe(asked)
      await until("it can be found", async () => {
        const { json } = await agent.call(
          "GET",
          `/conversations/${first.id}/suggestions?seq=${first.questionSeq}`,
        )
        return json.suggestions[0]?.sources[0]?.title === asked
      })
      const again = await ask(askedOtherwise)
      expect(again.answer.escalation).toBeNull()
      expect(again.answer.sources[0]).toEqual({ title: asked })
      // A yes has the question above it that it is a yes to.
      const quoted = again.text.replace(`**${asked}**\n\n`, "")
      expect(says).toContain(quoted.split("\n")[0]?.slice(0, 40) ?? "nothing")
    })

    test("is one article, however often it is added; a later reply to the same question replaces it", async () => {
      const { id, customerId, questionSeq } = await ask("Is the moon module compatible with gravity boots?")
      await acme.agentSays(id, agent.agent.number, "Yes, from version 3 on.")
      const add = (body: object, number = id) => agent.call("POST", `/conversations/${number}/article`, body)
      const first = await add({ questionSeq })
      expect(first.status).toBe(201)
      const second = await add({ questionSeq, title: "Gravity boots" })
      expect({ status: second.status, json: second.json }).toEqual({
        status: 200,
        json: { articleId: first.json.articleId, title: "Gravity boots" },
      })
      const later = await ask("is the MOON MODULE compatible with gravity boots")
      await acme.agentSays(later.id, agent.agent.number, "Yes, from version 2 on, with the adapter.")
      const third = await add({ questionSeq: later.questionSeq }, later.id)
      expect(third.json).toEqual({ articleId: first.json.articleId, title: "Gravity boots" })
      const rows = await desk.withDatabase(({ db }) =>
        db
          .selectFrom("kb_article")
          .select(["body", "examples", "provenance"])
          .where("title", "=", "Gravity boots")
          .execute(),
      )
      expect(rows).toHaveLength(1)
      expect(rows[0]?.body).toBe("Yes, from version 2 on, with the adapter.")
      expect(JSON.parse(rows[0]?.provenance ?? "")).toMatchObject({
        conversation: later.id,
        questionSeq: later.questionSeq,
        by: agent.agent.email,
      })
      for (const [body, field] of [
        [{ questionSeq: 777 }, "questionSeq"],
        [{ questionSeq: questionSeq + 1 }, "questionSeq"],
        [{ questionSeq, answerSeq: questionSeq }, "answerSeq"],
        [{ questionSeq, answerSeq: questionSeq + 1 }, "answerSeq"],
        [{}, "questionSeq"],
      ] as const)
        expect((await add(body)).json).toMatchObject({ error: "invalid_input", field })
      expect(customerId).not.toBe("")
    })

    test("is kept for a partner that has no knowledge base yet", async () => {
      const other = guidePartner(desk, desk.other)
      const colleague = await signedInAgent(desk, { email: "max@other.example" }, desk.other)
      const first = await ask("Do you ship to Iceland?", other)
      expect(first.answer.escalation.reason).toBe("no_results")
      await other.agentSays(first.id, colleague.agent.number, "Yes, we ship to Iceland within 10 days.")
      const added = await colleague.call("POST", `/conversations/${first.id}/article`, {
        questionSeq: first.questionSeq,
      })
      expect(added.status).toBe(201)
      const sources = await until("the bot answers", async () => {
        const { answer } = await ask("Do you also ship to Iceland?", other)
        return answer.escalation === null && answer.sources
      })
      expect(sources).toEqual([{ title: "Do you ship to Iceland?" }])
      expect((await ask("Do you ship to Iceland?")).answer.sources).not.toContainEqual({
        title: "Do you ship to Iceland?",
      })
    })
  })

  test("today's figures count what was answered and what was handed over", async () => {
    const today = await until("they are counted anew", async () => {
      const { json } = await agent.call("GET", "/today")
      return json.handedOver >= 6 && json
    })
    expect(today.answeredByBot).toBeGreaterThanOrEqual(3)
    expect(today.agents[0].messages).toBeGreaterThanOrEqual(5)
    expect(today.conversations).toBeGreaterThanOrEqual(today.answeredByBot + today.handedOver)
  })
})
