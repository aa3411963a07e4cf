import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { changeSettings } from "../../../test/answering.ts"
import { agentSocket, type ChatSocket, openVisitor, type Visitor } from "../../../test/chat-client.ts"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"
import { ANSWERED, UNANSWERED } from "../../../test/fixtures/crm.ts"
import { type FakeChatbot, startFakeChatbot } from "../../../test/servers/chatbot.ts"
import { until } from "../../../test/wait.ts"
import { BOT_WORDS } from "../../core/conversations/bot-words.ts"
import { conversationByPublicId, eventsAfter } from "../../storage/repositories/conversations.ts"

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
const everyDay = (spans: string) => Object.fromEntries(DAYS.map((day) => [`hours.week.${day}`, spans]))

describe.each([false, true])("who answers, with Postgres: %p", (postgres) => {
  let chatbot: FakeChatbot
  let desk: Desk
  let admin: SignedInAgent
  let agent: ChatSocket | undefined
  beforeAll(async () => {
    chatbot = startFakeChatbot()
    desk = await startDesk({ postgres, settings: { "external_chatbot.allow_private_addresses": true } })
    admin = await signedInAgent(desk, { role: "admin" })
  })
  afterAll(async () => {
    await agent?.close()
    await desk.stop()
    await chatbot.stop()
  })

  const staffed = async (is: boolean) => {
    if (is) agent ??= await agentSocket(desk, 7)
    else {
      await agent?.close()
      agent = undefined
      // The server hears of it a moment later than we do.
      await until("nobody is there", async () => {
        const visitor = await openVisitor(desk)
        return (await visitor.call("POST", "/person")).json.outcome !== "queued"
      })
    }
  }
  const set = (settings: Record<string, string>) => changeSettings(admin, settings)
  const mode = (name: string, absent = "form") => set({ "answering.mode": name, "answering.absent": absent })
  const external = (fallback = "bot", seconds = 1) =>
    set({
      "answering.mode": "external",
      "answering.absent": "form",
      "answering.external.url": chatbot.url,
      "answering.external.token": "tok-1",
      "answering.external.timeout_seconds": String(seconds),
      "answering.external.fallback": fallback,
    })
  const say = async (visitor: Visitor, text: string) =>
    (await visitor.call("POST", "/messages", { clientId: crypto.randomUUID(), text })).json.seq as number
  /** As it is stored, with what customers are not told. */
  const stored = (visitor: Visitor) =>
    desk.withDatabase(async ({ db }) => {
      const conversation = await conversationByPublicId(db, visitor.session.id)
      return eventsAfter(db, conversation?.id ?? 0, 0, 100)
    })
  const whyOf = async (visitor: Visitor) =>
    // biome-ignore lint/suspicious/noExplicitAny: looked into field by field
    (await stored(visitor)).findLast(({ data }) => data?.why)?.data?.why as any
  const place = async (visitor: Visitor) => {
    const { status, handler } = (await visitor.call("GET", "")).json
    return `${status} ${handler}`
  }
  const messages = async (visitor: Visitor) =>
    (await visitor.events()).filter(({ type }) => type === "message")
  const kinds = (events: { type: string; payload: { sender?: { kind: string }; reason?: string } }[]) =>
    events.map(({ type, payload }) => (type === "message" ? payload.sender?.kind : payload.reason))

  describe("people", () => {
    test("are asked with the message itself, which waits for them; the bot is silent", async () => {
      await staffed(true)
      await mode("agent")
      const visitor = await openVisitor(desk)
      expect(await say(visitor, ANSWERED)).toBe(1)
      expect(await say(visitor, "Is anybody there?")).toBe(4)
      const events = await visitor.events()
      expect(kinds(events)).toEqual(["customer", "bot", "person_requested", "customer"])
      expect(new Set(events.slice(0, 3).map(({ at }) => at)).size).toBe(1)
      expect(events[1]?.payload.text).toBe("I've asked a person to join. You can go on writing meanwhile.")
      expect(await place(visitor)).toBe("waiting person")
      expect(await whyOf(visitor)).toEqual({
        reason: "settings",
        question: ANSWERED,
        confidence: null,
        tried: [],
        at: events[2]?.at,
      })
    })

    test.each([
      ["Guten Tag", "en", "de"],
      ["12345", "ja", "ja"],
    ] as const)("are asked in the language of %j, else the browser's %s", async (text, locale, language) => {
      await staffed(true)
      await mode("agent")
      const visitor = await openVisitor(desk, { locale })
      await say(visitor, text)
      expect((await messages(visitor)).at(-1)?.payload.text).toBe(BOT_WORDS[language].coming)
    })

    test.each([
      [["Guten Tag"], "en", "de"],
      [[], "ar-EG", "ar"],
    ] as const)("are asked with a button after %j, by a browser in %s", async (texts, locale, language) => {
      await staffed(true)
      await mode("auto")
      const visitor = await openVisitor(desk, { locale })
      for (const text of texts) await visitor.ask(text)
      expect((await visitor.call("POST", "/person")).json).toEqual({ outcome: "queued" })
      expect((await messages(visitor)).at(-1)?.payload.text).toBe(BOT_WORDS[language].coming)
    })

    test("are not there, which is said in the visitor's language to the button as well", async () => {
      await staffed(false)
      await mode("agent", "bot")
      const visitor = await openVisitor(desk, { locale: "fr" })
      expect((await visitor.call("POST", "/person")).json).toEqual({ outcome: "bot" })
      expect((await messages(visitor)).at(-1)?.payload.text).toBe(BOT_WORDS.fr.nobodyThere)
    })

    test("are not there: the bot says so and offers the form", async () => {
      await staffed(false)
      await mode("agent")
      const visitor = await openVisitor(desk)
      const { payload } = await visitor.ask(ANSWERED)
      expect(payload.text).toBe("Nobody is here right now.")
      expect(payload.answer).toEqual({
        confidence: 0,
        sources: [],
        feedback: false,
        escalation: { reason: "nobody_there", prompt: "Would you like to create a support ticket?" },
      })
      expect(await place(visitor)).toBe("active bot")
      expect((await visitor.call("POST", "/person")).json).toEqual({ outcome: "form" })
    })

    test("are not there, and the bot alone is set for that: it answers", async () => {
      await staffed(false)
      await mode("agent", "bot")
      const visitor = await openVisitor(desk)
      expect((await visitor.ask(ANSWERED)).payload.answer).toMatchObject({ feedback: true, escalation: null })
      expect((await visitor.call("POST", "/person")).json).toEqual({ outcome: "bot" })
      const wish = await visitor.ask("I want to talk to a person")
      expect(wish.payload.text).toBe("Nobody is here right now.")
      expect(wish.payload.answer).toBeUndefined()
      expect(await place(visitor)).toBe("active bot")
    })

    test("are there, but it is closed: it is said when they are back", async () => {
      await staffed(true)
      const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
      const opensAt = `${tomorrow}T09:00:00.000Z`
      await mode("agent")
      await set({ ...everyDay(""), "hours.holidays": `${tomorrow} 09:00-10:00` })
      const visitor = await openVisitor(desk)
      const { payload } = await visitor.ask(ANSWERED)
      expect(payload.text).toMatch(/^We're closed right now\. We're back on \w+, \d+ \w+, 09:00 \(UTC\)\.$/)
      expect(payload.answer.escalation).toMatchObject({ reason: "closed", opensAt })
      expect((await visitor.call("POST", "/person")).json).toEqual({ outcome: "form", opensAt })
      expect(await place(visitor)).toBe("active bot")

      await mode("auto")
      expect((await visitor.ask(UNANSWERED)).payload.answer.escalation.reason).toMatch(/low_conf|no_results/)
      await mode("agent")
      await set({ "hours.holidays": "" })
      expect((await visitor.ask(ANSWERED)).payload.text).toBe("We're closed right now.")
      await set(everyDay("00:00-24:00"))
    })
  })

  describe("who waits for a person", () => {
    test("is told once when nobody is there any more, with the form, and keeps their place", async () => {
      await staffed(true)
      await mode("auto")
      const visitor = await openVisitor(desk)
      expect((await visitor.call("POST", "/person")).json).toEqual({ outcome: "queued" })
      await staffed(false)
      const { payload } = await visitor.ask("Is anybody there?")
      expect(payload.text).toBe("Nobody is here right now.")
      expect(payload.answer.escalation.reason).toBe("nobody_there")
      await say(visitor, "Hello?")
      await set(everyDay(""))
      expect((await visitor.ask("Hello??")).payload.text).toBe("We're closed right now.")
      await mode("auto", "bot")
      await set(everyDay("00:00-24:00"))
      const alone = await visitor.ask("Still nobody?")
      expect(alone.payload.text).toBe("Nobody is here right now.")
      expect(alone.payload.answer).toBeUndefined()
      expect(kinds(await visitor.events())).toEqual([
        ...["bot", "person_requested", "customer", "bot", "customer", "customer", "bot", "customer", "bot"],
      ])
      expect(await place(visitor)).toBe("waiting person")
      expect((await visitor.call("GET", "")).json.queue).toEqual({ position: expect.any(Number) })
    })
  })

  describe("who was told that nobody comes", () => {
    const handBack = async ({ session }: Visitor) => {
      for (const move of ["take", "hand-back"])
        expect((await admin.call("POST", `/conversations/${session.conversationId}/${move}`)).status).toBe(
          200,
        )
    }
    const waiting = async () => {
      await set({ ...everyDay("00:00-24:00"), "routing.grace_seconds": "1" })
      await mode("auto")
      await staffed(true)
      const visitor = await openVisitor(desk)
      const socket = await visitor.socket()
      expect((await visitor.call("POST", "/person")).json).toEqual({ outcome: "queued" })
      return { visitor, socket }
    }

    test.each(["at once", "after a while"])(
      "%s has the question answered by the bot where an agent leaves it to it",
      async (when) => {
        const { visitor, socket } = await waiting()
        if (when === "at once") await staffed(false)
        const asked = await say(visitor, ANSWERED)
        if (when === "after a while") await staffed(false)
        const told = await socket.messageOf("bot", asked)
        expect(told.payload.text).toBe("Nobody is here right now.")
        await handBack(visitor)
        const answer = await socket.messageOf("bot", told.seq)
        expect(answer.payload.answer.sources).not.toEqual([])
        await socket.close()
      },
    )
  })

  describe("who waits for a person without a word", () => {
    test("is told so again where somebody had them meanwhile, and went without a word", async () => {
      await set({ ...everyDay("00:00-24:00"), "routing.grace_seconds": "1" })
      await mode("auto")
      await staffed(true)
      const visitor = await openVisitor(desk)
      expect((await visitor.call("POST", "/person")).json).toEqual({ outcome: "queued" })
      await staffed(false)
      const told = (times: number) =>
        until(`it is said ${times} times`, async () => {
          const said = await messages(visitor)
          return said.filter(({ payload }) => payload.text === "Nobody is here right now.").length === times
        })
      await told(1)
      // With nothing open.
      const taken = await admin.call("POST", `/conversations/${visitor.session.conversationId}/take`)
      expect(taken.status).toBe(200)
      await told(2)
      expect(await place(visitor)).toBe("waiting person")
    })

    test("is told so, however many wait before them", async () => {
      await set({ ...everyDay("00:00-24:00"), "routing.grace_seconds": "1" })
      await mode("auto")
      await staffed(true)
      const before = await openVisitor(desk)
      expect((await before.call("POST", "/person")).json).toEqual({ outcome: "queued" })
      await desk.withDatabase(async ({ db }) => {
        const [like] = await db
          .selectFrom("conversation")
          .selectAll()
          .where("public_id", "=", before.session.id)
          .execute()
        if (!like) throw new Error("It is not there.")
        const { id: _, ...waiting } = like
        const many = Array.from({ length: 500 }, (_, i) => ({
          ...waiting,
          number: waiting.number + 1_000 + i,
          public_id: `cs_waits_${i}`,
        }))
        for (let i = 0; i < many.length; i += 100)
          await db
            .insertInto("conversation")
            .values(many.slice(i, i + 100))
            .execute()
      })
      const last = await openVisitor(desk)
      const socket = await last.socket()
      expect((await last.call("POST", "/person")).json).toEqual({ outcome: "queued" })
      await staffed(false)
      const told = await socket.frame("message", ({ payload }) => payload?.answer?.escalation)
      expect(told.payload.text).toBe("Nobody is here right now.")
      await socket.close()
      await desk.withDatabase(({ db }) =>
        db.deleteFrom("conversation").where("public_id", "like", "cs_waits_%").execute(),
      )
    })

    test("is told so too after the grace time, once while they wait", async () => {
      await set({ ...everyDay("00:00-24:00"), "routing.grace_seconds": "1" })
      await mode("auto")
      const waits = async () => {
        await staffed(true)
        const visitor = await openVisitor(desk)
        const socket = await visitor.socket()
        expect((await visitor.call("POST", "/person")).json).toEqual({ outcome: "queued" })
        return { visitor, socket }
      }
      const told = async ({ socket }: { socket: ChatSocket }) =>
        (await socket.frame("message", ({ payload }) => payload?.answer?.escalation)).payload
      const first = await waits()
      await staffed(false)
      expect(await told(first)).toMatchObject({
        text: "Nobody is here right now.",
        answer: { escalation: { reason: "nobody_there" } },
      })
      const form = { clientId: "form-1", name: "Ada", email: "ada@example.com", message: "Call me" }
      expect((await first.visitor.call("POST", "/handoff", form)).status).toBe(201)
      const second = await waits()
      await set(everyDay(""))
      await staffed(false)
      // In the look that found the second, the first was looked at as well.
      expect(await told(second)).toMatchObject({
        text: "We're closed right now.",
        answer: { escalation: { reason: "closed" } },
      })
      for (const { visitor, socket } of [first, second]) {
        expect(await place(visitor)).toBe("waiting person")
        await socket.close()
      }
      const all = await first.visitor.events()
      expect(all.map(({ type }) => type)).toEqual(["message", "status", "message", "ticket", "message"])
      await set({ ...everyDay("00:00-24:00"), "routing.grace_seconds": "60" })
    })
  })

  describe("the bot first", () => {
    test("hands over in one write what it is not sure of, where somebody is there; agents see what it tried", async () => {
      await staffed(true)
      await mode("auto")
      const visitor = await openVisitor(desk)
      const socket = await visitor.socket()
      await say(visitor, UNANSWERED)
      const status = await socket.frame("status", ({ payload }) => payload?.reason === "person_requested")
      expect(status.seq).toBe(3)
      expect((await socket.event(2)).payload).toMatchObject({
        sender: { kind: "bot" },
        text: "I couldn't find a confident answer to that. I've asked a person to join. You can go on writing meanwhile.",
      })
      const why = await whyOf(visitor)
      expect(why).toMatchObject({ reason: "not_sure", question: UNANSWERED, at: status.at })
      expect(why.confidence).toBeLessThan(0.75)
      expect(why.tried.length).toBeGreaterThan(0)
      expect(why.tried[0]).toMatchObject({ title: expect.any(String), score: why.confidence })
      const shown = await admin.call("GET", `/conversations/${visitor.session.conversationId}`)
      expect(shown.json.why).toMatchObject(why)
      await socket.close()
    })

    test("says what it is sure of before it hands the other question over", async () => {
      await staffed(true)
      await mode("auto")
      const visitor = await openVisitor(desk)
      const { payload } = await visitor.ask(`${ANSWERED} ${UNANSWERED}`)
      expect(payload.text).toMatch(/^[^“]+“[^“]+”: that needs a person\. I've asked a person to join\./)
      expect(await whyOf(visitor)).toMatchObject({
        reason: "not_sure",
        question: `${ANSWERED} ${UNANSWERED}`,
      })
    })

    test("says what it tried before somebody asked for a person", async () => {
      await staffed(true)
      await mode("auto")
      const visitor = await openVisitor(desk)
      const { payload } = await visitor.ask(ANSWERED)
      expect((await visitor.call("POST", "/person")).json).toEqual({ outcome: "queued" })
      const why = await whyOf(visitor)
      expect(why).toMatchObject({ reason: "asked", question: ANSWERED })
      expect(why.confidence).toBeCloseTo(payload.answer.confidence, 3)
      expect(why.tried[0].title).toBe(payload.answer.sources[0].title)

      const other = await openVisitor(desk)
      await other.ask(ANSWERED)
      await say(other, "I want to talk to a person")
      await until("a person is waited for", async () => (await place(other)) === "waiting person")
      expect(await whyOf(other)).toMatchObject({
        reason: "asked",
        question: "I want to talk to a person",
        tried: why.tried,
      })
    })

    test("customers are told nothing of why, by any contract", async () => {
      await staffed(true)
      await mode("auto")
      const visitor = await openVisitor(desk)
      const socket = await visitor.socket()
      const auth = { authorization: `Bearer ${visitor.session.sessionToken}` }
      await visitor.ask(ANSWERED)
      await say(visitor, UNANSWERED)
      await socket.frame("status", ({ payload }) => payload?.reason === "person_requested")
      const number = visitor.session.conversationId
      const told = await Promise.all(
        [
          `/api/chat/sessions/${visitor.session.id}`,
          `/api/chat/sessions/${visitor.session.id}/events`,
          `/api/chat/sessions/${visitor.session.id}/messages`,
          `/api/chat/sessions/${visitor.session.id}/transcript`,
          `/api/chat/sessions`,
          `/api/partner/conversations/${visitor.session.customerId}`,
          `/api/partner/conversations/${number}/events`,
          `/api/partner/messages/${number}`,
        ].map(async (path) => {
          const reply = await desk.send("GET", path, { headers: auth })
          expect({ path, status: reply.status }).toEqual({ path, status: 200 })
          return reply.text
        }),
      )
      const everything = [
        ...told,
        ...socket.frames.map((frame) => JSON.stringify(frame)),
        ...(agent?.frames ?? []).map((frame) => JSON.stringify(frame)),
      ]
      for (const text of everything) expect(text).not.toMatch(/"why"|"tried"|not_sure/)
      expect(JSON.stringify(await stored(visitor))).toMatch(/not_sure/)
      await socket.close()
    })
  })

  test("the bot alone: a person is a form, though somebody is there", async () => {
    await staffed(true)
    await mode("bot")
    const visitor = await openVisitor(desk)
    expect((await visitor.call("POST", "/person")).json).toEqual({ outcome: "form" })
    const { payload } = await visitor.ask("I want to talk to a person")
    expect(payload.answer.escalation.reason).toBe("human_requested")
    expect((await visitor.ask(UNANSWERED)).payload.answer.escalation).not.toBeNull()
    expect(await place(visitor)).toBe("active bot")
  })

  describe("a switch", () => {
    test("to the bot brings the next message of each conversation back to it; who takes one later keeps it", async () => {
      await staffed(true)
      await mode("agent")
      const [waiting, taken] = [await openVisitor(desk), await openVisitor(desk)]
      await say(waiting, ANSWERED)
      await say(taken, ANSWERED)
      const reply = (visitor: Visitor, text: string) =>
        agent?.send("message", {
          conversationId: visitor.session.conversationId,
          content: text,
          senderId: "agent-7",
          isFromAgent: true,
        })
      reply(taken, "Hello, this is Grace.")
      await until("the agent has it", async () => (await place(taken)) === "active person")
      await mode("bot")
      for (const visitor of [waiting, taken]) {
        const socket = await visitor.socket()
        const seq = await say(visitor, ANSWERED)
        expect((await socket.event(seq + 1)).payload).toMatchObject({
          reason: "handed_back",
          handler: "bot",
          agent: null,
        })
        expect((await socket.messageOf("bot", seq)).payload.answer).toMatchObject({ feedback: true })
        await socket.close()
      }
      reply(taken, "It's me again.")
      await until("the agent has it again", async () => (await place(taken)) === "active person")
      const seq = await say(taken, ANSWERED)
      expect(await say(taken, "Thank you, Grace.")).toBe(seq + 1)
      expect(await place(taken)).toBe("active person")
    })

    test("to people while an answer is being made: it is refused, and nobody gets two", async () => {
      await staffed(true)
      const hold = Promise.withResolvers<Response>()
      chatbot.behaves(() => hold.promise)
      await external("bot", 20)
      const visitor = await openVisitor(desk)
      await say(visitor, "First")
      await until("the chatbot is asked", async () => chatbot.posted.length === 1)
      await mode("agent")
      expect(await say(visitor, "Second")).toBe(2)
      expect(await place(visitor)).toBe("waiting person")
      hold.resolve(Response.json({ reply: "Too late." }))
      // What comes after it was answered or refused before.
      await mode("bot")
      const socket = await visitor.socket()
      const seq = await say(visitor, ANSWERED)
      await socket.messageOf("bot", seq)
      expect(kinds(await visitor.events())).toEqual([
        "customer",
        "customer",
        "bot",
        "person_requested",
        "customer",
        "handed_back",
        "bot",
      ])
      await socket.close()
    })
  })

  describe("a chatbot of the partner's own", () => {
    test("is posted the conversation, and its reply comes back as the bot's, once", async () => {
      await external()
      chatbot.behaves(({ body }) =>
        Response.json({
          reply: `**${body.message}** after ${body.history.length}`,
          sources: [{ title: "Parcels", url: "https://acme.example/p" }],
        }),
      )
      const visitor = await openVisitor(desk, { name: "Ada", email: "ada@example.com" })
      expect((await visitor.ask("Hello")).payload).toMatchObject({
        sender: { kind: "bot", name: "Acme" },
        text: "**Hello** after 0",
        answer: {
          sources: [{ title: "Parcels", url: "https://acme.example/p" }],
          feedback: true,
          escalation: null,
        },
      })
      expect((await visitor.ask("More")).payload.text).toBe("**More** after 2")
      expect(chatbot.posted.map(({ body }) => body.message)).toEqual(["Hello", "More"])
      expect(chatbot.posted[1]?.body).toMatchObject({
        sessionId: visitor.session.id,
        conversationId: visitor.session.conversationId,
        messageId: expect.any(Number),
        customer: { name: "Ada", email: "ada@example.com", verified: false },
        history: [
          { role: "user", content: "Hello" },
          { role: "assistant", content: "**Hello** after 0" },
        ],
        partner: { id: desk.partner.id, name: "Acme" },
      })
      expect(chatbot.posted[0]?.headers.get("authorization")).toBe("Bearer tok-1")
      const { json } = await visitor.call("GET", "/messages")
      const answerSeq = json.messages[1].seq
      expect((await visitor.call("POST", "/feedback", { seq: answerSeq, helpful: true })).status).toBe(204)
    })

    test("hands over to a person: who is there, or the form", async () => {
      await staffed(true)
      await external()
      chatbot.behaves(() => Response.json({ reply: "I'll get somebody.", handoff: true }))
      const visitor = await openVisitor(desk)
      await say(visitor, "Help")
      await until("a person is waited for", async () => (await place(visitor)) === "waiting person")
      const events = await visitor.events()
      expect(kinds(events)).toEqual(["customer", "bot", "person_requested"])
      expect(events[1]?.payload.text).toBe("I'll get somebody.")
      expect(await whyOf(visitor)).toMatchObject({ reason: "asked", question: "Help" })
      await say(visitor, "Thanks")
      expect(await place(visitor)).toBe("waiting person")

      await staffed(false)
      const later = await openVisitor(desk)
      const sources = [{ title: "Parcels", url: "https://acme.example/p" }]
      chatbot.behaves(() =>
        Response.json({ reply: "Ask Grace [1].", handoff: true, confidence: 0.8, sources }),
      )
      const { payload } = await later.ask("Help")
      expect(payload.text).toBe("Ask Grace [1].\n\nNobody is here right now.")
      expect(payload.answer).toMatchObject({
        confidence: 0.8,
        sources,
        escalation: { reason: "nobody_there" },
      })
      // Where no sources are shown, nothing leads to them.
      expect((await later.call("GET", "/transcript")).text).toContain("Ask Grace.\n")
    })

    test("does not answer: the bot does, or people who see why, or the form, as it is set", async () => {
      await staffed(true)
      const visitor = await openVisitor(desk)
      await external("bot")
      chatbot.behaves(() => new Response("<html>", { status: 500 }))
      expect((await visitor.ask(ANSWERED)).payload.answer.sources[0].title).toBe(
        "From your documents to the first answer",
      )
      await external("form")
      const { payload } = await visitor.ask(ANSWERED)
      expect(payload.text).toBe("I couldn't find a confident answer to that.")
      expect(payload.answer.escalation.reason).toBe("external_failed")
      await external("agent")
      const never = Promise.withResolvers<Response>()
      chatbot.behaves(() => never.promise)
      await say(visitor, "Hello?")
      await until("a person is waited for", async () => (await place(visitor)) === "waiting person")
      never.resolve(new Response(""))
      expect(await whyOf(visitor)).toMatchObject({
        reason: "external_failed",
        question: "Hello?",
        fault: "It did not answer within 1 s.",
      })
      expect(JSON.stringify(await visitor.events())).not.toMatch(/did not answer|fault/)

      chatbot.behaves(() => new Response("", { status: 500 }))
      await staffed(false)
      const later = await openVisitor(desk)
      expect((await later.ask("Hello?")).payload.text).toBe("Nobody is here right now.")
      const logged = desk.log.filter((line) => line.includes("the external chatbot did not answer"))
      expect(logged.length).toBeGreaterThanOrEqual(4)
      expect(logged.join()).not.toMatch(/tok-1|\/chat|<html>/)
      expect(logged.join()).toMatch(/It answered with status 500/)
    })

    test("is told what it replied to one message when the next came meanwhile", async () => {
      await external()
      const hold = Promise.withResolvers<Response>()
      chatbot.behaves(({ body }) =>
        body.message === "First" ? hold.promise : Response.json({ reply: `To ${body.message}` }),
      )
      const visitor = await openVisitor(desk)
      await say(visitor, "First")
      await until("the chatbot is asked", async () => chatbot.posted.length === 1)
      await say(visitor, "Second")
      const third = await say(visitor, "Third")
      hold.resolve(Response.json({ reply: "To First" }))
      await until("all is answered", async () => (await messages(visitor)).length === 6)
      const said = (words: string[]) =>
        words.map((content) => ({ role: content.startsWith("To ") ? "assistant" : "user", content }))
      expect(third).toBe(3)
      expect(chatbot.posted.map(({ body }) => body.history)).toEqual([
        [],
        said(["First", "To First"]),
        said(["First", "To First", "Second", "To Second"]),
      ])
    })

    test("offered a person meanwhile: a yes that was written before is no answer to that", async () => {
      const hold = Promise.withResolvers<Response>()
      await external("form")
      chatbot.behaves(() => hold.promise)
      const visitor = await openVisitor(desk)
      await say(visitor, "First")
      await until("the chatbot is asked", async () => chatbot.posted.length === 1)
      await say(visitor, "yes")
      await mode("bot")
      hold.resolve(new Response("", { status: 500 }))
      await until("both are answered", async () => (await messages(visitor)).length === 4)
      const [, , offer, answer] = await messages(visitor)
      expect(offer?.payload.answer.escalation.reason).toBe("external_failed")
      expect(answer?.payload.answer.escalation?.reason).not.toBe("human_requested")
    })

    test("says nothing: what is said instead is in the customer's language", async () => {
      const german = async (text = "Wo ist mein Paket?") => {
        const { payload } = await (await openVisitor(desk, { locale: "de-DE" })).ask(text)
        return payload.text
      }
      await staffed(false)
      chatbot.behaves(() => new Response("", { status: 500 }))
      await external("form")
      expect(await german()).toBe("Darauf habe ich keine sichere Antwort gefunden.")
      // Where the message does not tell, the browser does.
      expect(await german("BN-1?")).toBe("Darauf habe ich keine sichere Antwort gefunden.")
      expect(await german("Where is my parcel?")).toBe("I couldn't find a confident answer to that.")
      await external("agent")
      expect(await german()).toBe("Gerade ist niemand da.")
      chatbot.behaves(() => Response.json({ reply: "Einen Moment.", handoff: true }))
      expect(await german()).toBe("Einen Moment.\n\nGerade ist niemand da.")
      await mode("agent")
      expect(await german()).toBe("Gerade ist niemand da.")
      await mode("agent", "bot")
      expect(await german("Ich möchte mit einem Menschen sprechen")).toBe("Gerade ist niemand da.")
      const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
      await mode("agent")
      await set({ ...everyDay(""), "hours.holidays": `${tomorrow} 09:00-10:00` })
      expect(await german()).toMatch(
        /^Wir haben zurzeit geschlossen\. Wieder da: \p{L}+, \d+\. \p{L}+, 09:00 \(UTC\)\.$/u,
      )
      await set({ ...everyDay("00:00-24:00"), "hours.holidays": "" })

      await staffed(true)
      await external("agent")
      chatbot.behaves(() => Response.json({ handoff: true }))
      expect(await german()).toBe(
        "Ich habe jemanden gebeten dazuzukommen. Sie können inzwischen weiterschreiben.",
      )
    })
  })
})
