import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { changeSettings } from "../../../test/answering.ts"
import { agentSocket, type Frame, openVisitor, type Visitor } from "../../../test/chat-client.ts"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { signedInAgent } from "../../../test/desk-agents.ts"
import { ANSWERED, UNANSWERED } from "../../../test/fixtures/crm.ts"
import {
  answerJson,
  type Behaviour,
  type FakeEndpoint,
  inPieces,
  startFakeEndpoint,
  streamed,
} from "../../../test/servers/llm.ts"

describe.each([false, true])("what the bot says, with Postgres: %p", (postgres) => {
  let desk: Desk
  beforeAll(async () => {
    desk = await startDesk({ postgres })
  })
  afterAll(() => desk.stop())

  test("has its sources and asks for a thumb where it is sure", async () => {
    const visitor = await openVisitor(desk)
    const { seq, payload } = await visitor.ask(ANSWERED)
    expect(payload).toMatchObject({ seq, sender: { kind: "bot", id: "bot", name: "Acme" }, type: "text" })
    expect(payload.answer).toMatchObject({ feedback: true, escalation: null })
    expect(payload.answer.confidence).toBeGreaterThan(0.5)
    expect(payload.answer.sources).toEqual([{ title: "From your documents to the first answer" }])
    expect(payload.metadata).toBeUndefined()
    expect((await visitor.call("GET", "")).json).toMatchObject({ status: "active", handler: "bot" })
  })

  test("offers a ticket and asks for no thumb where it is not", async () => {
    const visitor = await openVisitor(desk)
    const { payload } = await visitor.ask(UNANSWERED)
    expect(payload.answer).toMatchObject({ sources: [], feedback: false })
    expect(payload.answer.escalation).toMatchObject({
      reason: expect.stringMatching(/^(low_confidence|no_results)$/),
      prompt: "Would you like to create a support ticket?",
    })
  })

  test("has its sources and offers a ticket where it is sure of one question of two", async () => {
    const visitor = await openVisitor(desk)
    const { payload } = await visitor.ask(`${ANSWERED} ${UNANSWERED}`)
    expect(payload.text).toContain(`answer to “${UNANSWERED}”: that needs a person.`)
    expect(payload.answer).toMatchObject({
      sources: [{ title: "From your documents to the first answer" }],
      feedback: false,
      escalation: { reason: "low_confidence" },
    })
  })

  test("is a ticket for whoever wants a person while nobody is there", async () => {
    const visitor = await openVisitor(desk)
    const { payload } = await visitor.ask("I want to talk to a person")
    expect(payload.answer.escalation.reason).toBe("human_requested")
    expect((await visitor.call("GET", "")).json).toMatchObject({ handler: "bot" })
  })

  test.each<[string, (visitor: Visitor) => Promise<unknown>]>([
    ["by the button", (visitor) => visitor.call("POST", "/person")],
    [
      "in words",
      (visitor) => visitor.call("POST", "/messages", { clientId: "1", text: "I want to talk to a person" }),
    ],
  ])("is that a person was asked, where one is there: %s", async (_how, wish) => {
    const agent = await agentSocket(desk, 7)
    const visitor = await openVisitor(desk)
    const socket = await visitor.socket()
    await wish(visitor)
    const status = await socket.frame("status", ({ type }) => type === "status")
    expect(status.payload).toEqual({
      status: "waiting",
      handler: "person",
      agent: null,
      reason: "person_requested",
    })
    const told = await socket.event((status.seq as number) - 1)
    expect(told.payload).toMatchObject({
      sender: { kind: "bot" },
      text: "I've asked a person to join. You can go on writing meanwhile.",
    })
    expect(told.payload.answer).toBeUndefined()
    const heard = await agent.frame("the customer's wish", ({ type }) => type === "status")
    expect(heard.payload).toMatchObject({ status: "waiting", reason: "person_requested" })

    // Whoever waits is not sent to the end of the queue, and the bot is silent from now on.
    expect((await visitor.call("POST", "/person")).json).toEqual({ outcome: "queued" })
    await visitor.call("POST", "/messages", { clientId: "2", text: ANSWERED })
    const { lastSeq, endsAt } = (await visitor.call("GET", "")).json
    expect({ lastSeq, endsAt }).toEqual({ lastSeq: (status.seq as number) + 1, endsAt: null })
    await agent.close()
    await socket.close()
  })

  test("is nothing about a person in a session that has ended", async () => {
    const agent = await agentSocket(desk, 7)
    const visitor = await openVisitor(desk)
    await visitor.call("POST", "/close")
    expect((await visitor.call("POST", "/person")).status).toBe(409)
    await agent.close()
  })
})

describe("what a language model says", () => {
  const first = "Create a partner, which is chatd's word for a tenant [1]."
  const second = "A running server answers from new content within two seconds [1]."
  const whole = `${first} ${second} It need not be restarted [1].`
  const invented = "Our Berlin warehouse ships carrier pigeons on Sundays [1]."

  let behaviour: Behaviour
  let llm: FakeEndpoint
  let desk: Desk
  beforeAll(async () => {
    llm = startFakeEndpoint((body, attempt) => behaviour(body, attempt))
    desk = await startDesk({
      settings: { "llm.base_url": llm.url, "llm.model": "fake", "llm.timeout_ms": 900 },
    })
  })
  afterAll(async () => {
    await desk.stop()
    await llm.stop()
  })
  let hold: PromiseWithResolvers<void>
  beforeEach(() => {
    hold = Promise.withResolvers()
  })
  afterEach(() => hold.resolve())

  const asking = async () => {
    const visitor = await openVisitor(desk)
    const socket = await visitor.socket()
    await visitor.call("POST", "/messages", { clientId: "q", text: ANSWERED })
    return { visitor, socket }
  }
  const streams = (frames: readonly Frame[]) =>
    frames.filter(({ type }) => type === "stream").map(({ payload }) => payload)

  test("is shown as it is written, and then said under the same id", async () => {
    behaviour = () =>
      streamed(
        (async function* () {
          const pieces = inPieces(whole)
          yield* pieces.slice(0, 20)
          await hold.promise
          yield* pieces.slice(20)
        })(),
      )
    const { socket, visitor } = await asking()
    const shown = await socket.frame("stream", ({ type }) => type === "stream")
    expect(shown.payload).toEqual({ answerId: expect.any(String), text: first })
    expect((await visitor.events()).map(({ type }) => type)).toEqual(["message"])
    hold.resolve()
    const { payload } = await socket.messageOf("bot")
    expect(payload).toMatchObject({ text: whole, metadata: { answerId: shown.payload.answerId } })
    expect(streams(socket.frames).map(({ text }) => text)).toEqual([first, `${first} ${second}`])
    await socket.close()
  })

  const failures: [string, Behaviour][] = [
    ["does not bear the whole out", () => streamed(inPieces(`${first} ${invented}`))],
    ["ends too early", () => streamed(inPieces(whole).slice(0, 20), "")],
    [
      "stops for too long",
      () =>
        streamed(
          (async function* () {
            yield* inPieces(whole).slice(0, 20)
            await hold.promise
          })(),
        ),
    ],
  ]
  test.each(failures)("is withdrawn for the documents' own words where it %s", async (_what, fails) => {
    behaviour = fails
    const { socket } = await asking()
    const { payload } = await socket.messageOf("bot")
    const [shown, withdrawn, ...more] = streams(socket.frames)
    expect(shown).toMatchObject({ text: first })
    expect(withdrawn).toEqual({ answerId: shown.answerId, text: null })
    expect(more).toEqual([])
    expect(payload.text).toContain("chatd kb ingest")
    expect(payload.text).not.toContain("pigeons")
    expect(payload.metadata).toBeUndefined()
    expect(payload.answer).toMatchObject({ feedback: true })
    await socket.close()
  })

  test("is withdrawn where a person has taken over meanwhile", async () => {
    behaviour = () =>
      streamed(
        (async function* () {
          const pieces = inPieces(whole)
          yield* pieces.slice(0, 20)
          await hold.promise
          yield* pieces.slice(20)
        })(),
      )
    const agent = await agentSocket(desk, 3)
    const { socket, visitor } = await asking()
    await socket.frame("stream", ({ type }) => type === "stream")
    await visitor.call("POST", "/person")
    hold.resolve()
    const last = await socket.frame("withdrawal", ({ type, payload }) => type === "stream" && !payload.text)
    expect(last.payload.text).toBeNull()
    const texts = (await visitor.events()).flatMap(({ payload }) => payload.text ?? [])
    expect(texts).toHaveLength(2)
    await agent.close()
    await socket.close()
  })

  test("is withdrawn where people answer since a switch, and the customer has gone on", async () => {
    behaviour = () =>
      streamed(
        (async function* () {
          const pieces = inPieces(whole)
          yield* pieces.slice(0, 20)
          await hold.promise
          yield* pieces.slice(20)
        })(),
      )
    const agent = await agentSocket(desk, 3)
    const admin = await signedInAgent(desk, { role: "admin" })
    const { socket, visitor } = await asking()
    await socket.frame("stream", ({ type }) => type === "stream")
    await changeSettings(admin, { "answering.mode": "agent" })
    await visitor.call("POST", "/messages", { clientId: "q2", text: "And another thing" })
    hold.resolve()
    const last = await socket.frame("withdrawal", ({ type, payload }) => type === "stream" && !payload.text)
    expect(last.payload.text).toBeNull()
    const events = await visitor.events()
    expect(events.map(({ type, payload }) => payload.sender?.kind ?? `${type} ${payload.reason}`)).toEqual([
      "customer",
      "customer",
      "bot",
      "status person_requested",
    ])
    await changeSettings(admin, { "answering.mode": "auto" })
    await agent.close()
    await socket.close()
  })

  test("takes its time: the bot is seen typing, until it has answered", async () => {
    behaviour = async () => {
      await hold.promise
      return answerJson(whole)
    }
    const { socket } = await asking()
    const typing = await socket.frame("typing", ({ type }) => type === "typing")
    expect(typing.payload).toMatchObject({ by: "bot", isTyping: true })
    hold.resolve()
    await socket.messageOf("bot")
    await socket.frame("end of typing", ({ type, payload }) => type === "typing" && !payload.isTyping)
    await socket.close()
  })
})
