import { expect, test } from "bun:test"
import { eachDatabase, type OpenTestDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { asked, question, rating } from "../../../test/fixtures/questions.ts"
import { loadConfig } from "../../config/load.ts"
import type { Question } from "../../core/ask-question.ts"
import { rateAnswer } from "../../core/rate-answer.ts"
import { questionPorts } from "../core-ports.ts"
import type { Db } from "../database.ts"
import {
  findInteraction,
  insertInteraction,
  insertRating,
  openSession,
  sessionUser,
  unansweredQuestions,
} from "./interactions.ts"

const T0 = new Date("2026-01-01T00:00:00Z")
const after = (minutes: number) => new Date(T0.getTime() + minutes * 60_000)
const IDLE_MS = 30 * 60_000

async function openFor(open: OpenTestDatabase) {
  const database = await open()
  return { db: database.db, partner: (await makePartner(database)).id, database }
}

/** Asks and is answered, as the core does it. */
async function exchange(db: Db, one: Question, answer: string, at: Date) {
  const session = await openSession(db, one, at, IDLE_MS)
  await insertInteraction(db, { ...one, sessionId: session.sessionId }, asked(answer, at))
  return session
}

eachDatabase((_name, open) => {
  test("a session remembers its exchanges, oldest first, until it has been idle too long", async () => {
    const { db, partner } = await openFor(open)
    expect(await exchange(db, question(partner), "So.", T0)).toEqual({
      sessionId: "s1",
      history: [],
      offered: false,
    })
    await exchange(db, question(partner, { message: "And then?" }), "Then so.", after(29))
    const { history } = await openSession(db, question(partner), after(58), IDLE_MS)
    expect(history).toEqual([
      { question: "How?", answer: "So." },
      { question: "And then?", answer: "Then so." },
    ])
    expect((await openSession(db, question(partner), after(60), IDLE_MS)).history).toEqual([])
  })

  test("another user's or agent's question with the same session id gets a session of its own", async () => {
    const { db, partner } = await openFor(open)
    await exchange(db, question(partner), "A secret of Jane's.", T0)
    const mallory = { ...question(partner).user, agentId: "u2" }
    for (const foreign of [
      question(partner, { user: mallory }),
      question(partner, { agentType: "support" }),
    ]) {
      const session = await exchange(db, foreign, "Theirs.", T0)
      expect(session.sessionId).not.toBe("s1")
      expect(session.history).toEqual([])
      // Whether they go on with their own id or with the one they were given, it is the same session.
      for (const sessionId of ["s1", session.sessionId])
        expect(await openSession(db, { ...foreign, sessionId }, T0, IDLE_MS)).toEqual({
          sessionId: session.sessionId,
          history: [{ question: "How?", answer: "Theirs." }],
          offered: false,
        })
    }
    expect((await openSession(db, question(partner), T0, IDLE_MS)).history).toHaveLength(1)
  })

  test("nobody reads along by taking the id that another user would be given", async () => {
    const { db, partner } = await openFor(open)
    const [first, jane, mallory] = ["u0", "u1", "u2"].map((agentId) =>
      question(partner, { user: { ...question(partner).user, agentId } }),
    ) as [Question, Question, Question]
    await exchange(db, first, "So.", T0)
    const given = await exchange(db, jane, "Jane's.", T0)
    const taken = await exchange(db, { ...mallory, sessionId: given.sessionId }, "Mallory's.", T0)
    expect(taken.history).toEqual([])
    expect((await openSession(db, jane, T0, IDLE_MS)).history).toEqual([
      { question: "How?", answer: "Jane's." },
    ])
  })

  test("and not by having taken it before", async () => {
    const { db, partner, database } = await openFor(open)
    const jane = question(partner)
    const other = (agentId: string) => ({ ...jane, user: { ...jane.user, agentId } })
    await exchange(db, other("u0"), "So.", T0)
    const { id: rehearsal } = await makePartner(database)
    await exchange(db, { ...other("u0"), partnerId: rehearsal }, "So.", T0)
    const { sessionId: foreseen } = await openSession(db, { ...jane, partnerId: rehearsal }, T0, IDLE_MS)
    await exchange(db, { ...other("u2"), sessionId: foreseen }, "Mallory's.", T0)
    expect((await exchange(db, jane, "Jane's.", T0)).history).toEqual([])
    const mallory = await openSession(db, { ...other("u2"), sessionId: foreseen }, T0, IDLE_MS)
    expect(mallory.history).toEqual([{ question: "How?", answer: "Mallory's." }])
  })

  test("two who open the same session at once do not read along", async () => {
    const { db, partner } = await openFor(open)
    const jane = question(partner)
    const other = { ...jane, user: { ...jane.user, agentId: "u2" } }
    const sessions = [await openSession(db, jane, T0, IDLE_MS), await openSession(db, other, T0, IDLE_MS)]
    expect(sessions.map(({ sessionId }) => sessionId)).toEqual(["s1", "s1"])
    await insertInteraction(db, jane, asked("Jane's.", T0))
    await insertInteraction(db, other, asked("Theirs.", T0))
    const janes = await openSession(db, jane, T0, IDLE_MS)
    expect(janes).toMatchObject({ sessionId: "s1", history: [{ question: "How?", answer: "Jane's." }] })
    const theirs = await openSession(db, other, T0, IDLE_MS)
    expect(theirs.sessionId).not.toBe("s1")
    expect(theirs.history).toEqual([])
  })

  test("a session id as long as the API takes gives one that it takes again", async () => {
    const { db, partner } = await openFor(open)
    const sessionId = "x".repeat(200)
    await exchange(db, question(partner, { sessionId }), "So.", T0)
    const support = question(partner, { sessionId, agentType: "support" })
    expect((await openSession(db, support, T0, IDLE_MS)).sessionId.length).toBeLessThanOrEqual(200)
    const similar = { ...support, sessionId: `${"x".repeat(199)}y` }
    await exchange(db, { ...similar, agentType: "customer" }, "So.", T0)
    const [one, two] = [
      await openSession(db, support, T0, IDLE_MS),
      await openSession(db, similar, T0, IDLE_MS),
    ]
    expect(one.sessionId).not.toBe(two.sessionId)
  })

  test("the same session id of two partners is two sessions", async () => {
    const { db, partner, database } = await openFor(open)
    const other = (await makePartner(database, { name: "Other" })).id
    await exchange(db, question(partner), "Ours.", T0)
    expect(await openSession(db, question(other), T0, IDLE_MS)).toEqual({
      sessionId: "s1",
      history: [],
      offered: false,
    })
  })

  test("what the CRM last said of a user is known, to that user's session only", async () => {
    const { db, partner } = await openFor(open)
    const user = { ...question(partner).user, phone: "+27" }
    await exchange(db, question(partner), "So.", T0)
    await exchange(db, question(partner, { user }), "So.", T0)
    expect(await sessionUser(db, partner, "s1", "u1")).toEqual(user)
    expect(await sessionUser(db, partner, "s1", "u2")).toBeUndefined()
  })

  test("an interaction is found by question and answer, the newest where the answer is not known", async () => {
    const { db, partner } = await openFor(open)
    await insertInteraction(db, question(partner), asked("First.", T0, { escalation: "no_results" }))
    await insertInteraction(db, question(partner), asked("Second.", T0))
    const find = (response: string) => findInteraction(db, rating(partner, { response }))
    expect(await find("First.")).toMatchObject({ escalated: true })
    expect(await find("Second.")).toMatchObject({ escalated: false })
    expect((await find("Other."))?.id).toBe((await find("Second."))?.id as string)
    expect(await findInteraction(db, rating(partner, { query: "Why?" }))).toBeUndefined()
    const another = { ...rating(partner).user, agentId: "somebody else" }
    expect(await findInteraction(db, rating(partner, { user: another }))).toBeUndefined()
  })

  test("an answer takes one rating, whatever its message is called, and each of two that read the same its own", async () => {
    const { db, partner, database } = await openFor(open)
    const ports = questionPorts(database, loadConfig({ environment: {} }))
    const rate = (messageId: string, helpful: boolean) =>
      rateAnswer(ports, rating(partner, { messageId, helpful }), T0).then(
        () => "taken",
        () => "refused",
      )
    await insertInteraction(db, question(partner), asked("So.", T0))
    const clicks = [true, false, true, false].map((helpful, i) => rate(`click ${i}`, helpful))
    expect((await Promise.all(clicks)).sort()).toEqual(["refused", "refused", "taken", "taken"])
    await insertInteraction(db, question(partner), asked("So.", T0))
    expect([await rate("m2", false), await rate("m2", false), await rate("m2", true)]).toEqual([
      "taken",
      "taken",
      "refused",
    ])
    expect(await db.selectFrom("feedback").select("message_id").execute()).toHaveLength(2)
  })

  test("the first rating of a message stands, also among several at once", async () => {
    const { db, partner } = await openFor(open)
    expect(await insertRating(db, rating(partner), undefined, T0)).toEqual({ helpful: true })
    const second = await insertRating(db, rating(partner, { helpful: false }), undefined, T0)
    expect(second).toEqual({ helpful: true })
    const race = (helpful: boolean) =>
      insertRating(db, rating(partner, { messageId: "m2", helpful }), undefined, T0)
    const results = await Promise.all([true, false, true, false].map(race))
    expect(new Set(results.map(({ helpful }) => helpful)).size).toBe(1)
    expect(await db.selectFrom("feedback").select("message_id").execute()).toHaveLength(2)
  })

  test("what a partner's users got no answer to is that partner's, since a time", async () => {
    const { db, partner, database } = await openFor(open)
    const other = (await makePartner(database, { name: "Other", domain: "other.example" })).id
    for (const [of, message, minute] of [
      [partner, "Before?", 0],
      [partner, "How?", 1],
      [other, "Theirs?", 2],
    ] as const)
      await insertInteraction(
        db,
        question(of, { message }),
        asked("I am not sure.", after(minute), { escalation: "no_results" }),
      )
    expect(await unansweredQuestions(db, partner, after(1))).toEqual(["How?"])
  })
})
