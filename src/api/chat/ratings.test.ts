import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { openVisitor } from "../../../test/chat-client.ts"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { ANSWERED, UNANSWERED } from "../../../test/fixtures/crm.ts"
import { unansweredQuestions } from "../../storage/repositories/interactions.ts"

describe.each([false, true])("what a customer thinks, with Postgres: %p", (postgres) => {
  let desk: Desk
  beforeAll(async () => {
    desk = await startDesk({ postgres })
  })
  afterAll(() => desk.stop())

  const gaps = () =>
    desk.withDatabase(({ db }) => unansweredQuestions(db, desk.partner.id, new Date(Date.now() - 60_000)))

  test("a thumb is stored once, told to every client, and counts among the gaps", async () => {
    const visitor = await openVisitor(desk)
    const { seq, payload } = await visitor.ask(ANSWERED)
    expect(payload.answer).toMatchObject({ feedback: true, escalation: null })
    expect(await gaps()).not.toContain(ANSWERED)
    const socket = await visitor.socket()
    const thumbs = await Promise.all(
      [1, 2, 3].map(() => visitor.call("POST", "/feedback", { seq, helpful: false })),
    )
    expect(thumbs.map(({ status }) => status)).toEqual([204, 204, 204])
    const told = await socket.frame("feedback", ({ type }) => type === "feedback")
    expect(told.payload).toEqual({ seq, helpful: false })
    const changed = await visitor.call("POST", "/feedback", { seq, helpful: true })
    expect({ status: changed.status, error: changed.json.error }).toEqual({ status: 409, error: "conflict" })
    expect((await visitor.events()).filter(({ type }) => type === "feedback")).toHaveLength(1)
    expect(await gaps()).toContain(ANSWERED)
    await socket.close()
  })

  test("an escalated answer takes a ticket or a no, not a thumb", async () => {
    const visitor = await openVisitor(desk)
    const { seq } = await visitor.ask(UNANSWERED)
    const { status, json } = await visitor.call("POST", "/feedback", { seq, helpful: true })
    expect({ status, detail: json.detail }).toEqual({
      status: 409,
      detail: "This message was escalated: it takes a ticket or a no, not a rating.",
    })
    expect((await visitor.events()).filter(({ type }) => type === "feedback")).toEqual([])
  })

  test("a greeting asks for no thumb; what is no answer has none", async () => {
    const visitor = await openVisitor(desk)
    const { seq = 0 } = await visitor.ask("hello")
    expect((await visitor.call("POST", "/feedback", { seq, helpful: true })).status).toBe(409)
    const question = await visitor.call("POST", "/feedback", { seq: seq - 1, helpful: true })
    expect(question.status).toBe(404)
    expect((await visitor.call("POST", "/feedback", { seq: 999, helpful: true })).status).toBe(404)
  })

  test.each<[string, unknown]>([
    ["no number", { helpful: true }],
    ["number 0", { seq: 0, helpful: true }],
    ["half a number", { seq: 1.5, helpful: true }],
    ["no opinion", { seq: 1 }],
    ["an opinion in words", { seq: 1, helpful: "yes" }],
  ])("a thumb with %s is refused", async (_what, body) => {
    const visitor = await openVisitor(desk)
    expect((await visitor.call("POST", "/feedback", body)).status).toBe(422)
  })

  test("a session is rated once, also after its end; the same again is fine", async () => {
    const visitor = await openVisitor(desk)
    await visitor.call("POST", "/close")
    const rate = (score: unknown, comment?: string) => visitor.call("POST", "/rating", { score, comment })
    expect((await rate(5, "Quick!")).status).toBe(204)
    expect((await rate(5)).status).toBe(204)
    expect((await rate(1)).status).toBe(409)
    const ratings = (await visitor.events()).filter(({ type }) => type === "rating")
    expect(ratings.map(({ payload }) => payload)).toEqual([{ score: 5, comment: "Quick!" }])
    expect((await visitor.call("GET", "")).json.status).toBe("closed")
  })

  test.each([0, 6, 2.5, "5", null])("a score of %p is refused", async (score) => {
    const visitor = await openVisitor(desk)
    const { status, json } = await visitor.call("POST", "/rating", { score })
    expect({ status, field: json.field }).toEqual({ status: 422, field: "score" })
  })

  test("a message cannot take a rating's place", async () => {
    const visitor = await openVisitor(desk)
    for (const clientId of ["\nrating", "\nfeedback 2"])
      expect((await visitor.call("POST", "/messages", { clientId, text: "hi" })).status).toBe(422)
    await visitor.ask("hello")
    expect((await visitor.call("POST", "/rating", { score: 4 })).status).toBe(204)
  })
})
