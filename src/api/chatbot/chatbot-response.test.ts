import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { changeSettings } from "../../../test/answering.ts"
import { agentSocket, type ChatSocket } from "../../../test/chat-client.ts"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"
import { ANSWERED, UNANSWERED } from "../../../test/fixtures/crm.ts"
import { startFakeChatbot } from "../../../test/servers/chatbot.ts"
import { until } from "../../../test/wait.ts"
import { BOT_WORDS } from "../../core/conversations/bot-words.ts"

/** As the document shows it, with its values where they are words. */
const BODY = {
  message: "string",
  token: "string",
  session_id: "string",
  chat_history: [{}],
  website_url: "string",
  website_description: "string",
}

const WANTS_PERSON = "I want to talk to a person"

describe.each([false, true])("POST /chatbot-response, with Postgres: %p", (postgres) => {
  let desk: Desk
  let admin: SignedInAgent
  beforeAll(async () => {
    desk = await startDesk({
      postgres,
      settings: { "server.trust_proxy": true, "external_chatbot.allow_private_addresses": true },
    })
    admin = await signedInAgent(desk, { role: "admin" })
  })
  afterAll(() => desk.stop())

  const say = (body: Record<string, unknown>, headers: Record<string, string> = {}) =>
    desk.send("POST", "/chatbot-response", {
      body: { ...BODY, token: desk.partner.widgetKey, ...body },
      headers,
    })
  const session = () => crypto.randomUUID()
  /** Of the newest conversation: its number and what was said in it. */
  const newest = async () => {
    const { json } = await admin.call("GET", "/conversations?view=all&limit=1")
    const [summary] = json.conversations
    const events = (await admin.call("GET", `/conversations/${summary.number}/events`)).json.events
    return {
      number: summary.number as number,
      texts: events
        .filter(({ type }: { type: string }) => type === "message")
        .map(({ text }: { text: string }) => text) as string[],
    }
  }

  test("answers the document's body with the document's reply, and no field more", async () => {
    const reply = await say({ message: ANSWERED, session_id: session() })
    expect(reply.status).toBe(200)
    expect(reply.json).toEqual({
      response: expect.stringMatching(/\S/),
      is_booking: false,
      is_human_handoff: false,
      ticket_uuid: "",
    })
    expect((await newest()).texts).toEqual([ANSWERED, reply.json.response])
  })

  test("has no numbers of sources, which it does not tell", async () => {
    const chatbot = startFakeChatbot()
    const settings = { "answering.mode": "external", "answering.external.url": chatbot.url }
    await changeSettings(admin, settings)
    chatbot.behaves(() => Response.json({ reply: "Two days [1].", sources: [{ title: "Parcels" }] }))
    expect((await say({ message: "How long?", session_id: session() })).json.response).toBe("Two days.")
    expect((await newest()).texts).toEqual(["How long?", "Two days [1]."])
    await changeSettings(admin, { "answering.mode": "auto" })
    await chatbot.stop()
  })

  test("takes what only says who and what, for the server's own partner", async () => {
    const reply = await desk.send("POST", "/chatbot-response", {
      body: { message: ANSWERED, session_id: session() },
    })
    expect(reply.status).toBe(200)
    const nulls = { token: null, chat_history: null, website_url: null, website_description: null }
    const bare = { message: ANSWERED, session_id: session(), ...nulls }
    expect((await desk.send("POST", "/chatbot-response", { body: bare })).status).toBe(200)
  })

  test("is one conversation under one name, and follow-ups know what was said", async () => {
    const name = session()
    await say({ message: ANSWERED, session_id: name })
    const { number } = await newest()
    await say({ message: "Thanks", session_id: name })
    const after = await newest()
    expect(after.number).toBe(number)
    expect(after.texts).toHaveLength(4)
    await say({ message: "Hello", session_id: session() })
    expect((await newest()).number).not.toBe(number)
  })

  test("of two at once makes one conversation", async () => {
    const name = session()
    const before = (await newest()).number
    await Promise.all([1, 2, 3].map(() => say({ message: "Hello", session_id: name })))
    const { number, texts } = await newest()
    expect(number).toBe(before + 1)
    expect(texts.filter((text) => text === "Hello")).toHaveLength(3)
  })

  test("under a name that can be guessed is nobody's at another address, and another partner's never", async () => {
    const at = (address: string) => ({ "x-forwarded-for": address })
    await say({ message: "Hello", session_id: "short" }, at("192.0.2.1"))
    const { number } = await newest()
    await say({ message: "Hello again", session_id: "short" }, at("192.0.2.1"))
    expect((await newest()).number).toBe(number)
    await say({ message: "Who is this?", session_id: "short" }, at("192.0.2.2"))
    expect((await newest()).number).not.toBe(number)
    // The same name at the same address, from the partner's server, is a visitor of the server's.
    await say({ message: "Hello", session_id: "short", token: desk.partner.apiKey }, at("192.0.2.1"))
    const served = (await newest()).number
    expect(served).not.toBe(number)
    await say({ message: "Hello", session_id: "short", token: desk.other.widgetKey }, at("192.0.2.1"))
    expect((await newest()).number).toBe(served)
  })

  test("of the partner's server is no page's, though it names the same session", async () => {
    const name = session()
    await say({ message: "Hello", session_id: name, token: desk.partner.apiKey })
    const { number } = await newest()
    await say({ message: "Who is this?", session_id: name })
    const page = (await newest()).number
    expect(page).not.toBe(number)
    // Each goes on with its own.
    for (const token of [desk.partner.apiKey, desk.partner.widgetKey])
      await say({ message: "Hello again", session_id: name, token })
    expect((await newest()).number).toBe(page)
  })

  test("of a customer with a session token is theirs, under the same name as a stranger's", async () => {
    const opened = await desk.send("POST", "/api/chat/sessions", {
      body: { widgetKey: desk.partner.widgetKey, name: "Ada" },
    })
    const name = session()
    await say({ message: "Hello", session_id: name })
    const strangers = (await newest()).number
    await say({ message: "Hello", session_id: name, token: opened.json.sessionToken })
    const { number } = await newest()
    expect(number).not.toBe(strangers)
    const bearer = { authorization: `Bearer ${opened.json.sessionToken}` }
    await say({ message: "Hello", session_id: name, token: "" }, bearer)
    expect((await newest()).number).toBe(number)
  })

  test("stores a message once that is sent twice, and tells its reply again", async () => {
    const name = session()
    const key = { "idempotency-key": "1" }
    const first = await say({ message: ANSWERED, session_id: name }, key)
    const again = await say({ message: ANSWERED, session_id: name }, key)
    expect(again.json).toEqual(first.json)
    expect((await newest()).texts).toHaveLength(2)
  })

  test("takes no key that is too long, so that two messages do not become one", async () => {
    const name = session()
    const key = { "idempotency-key": "k".repeat(101) }
    const { status, json } = await say({ message: ANSWERED, session_id: name }, key)
    expect({ status, field: json.field }).toEqual({ status: 422, field: "Idempotency-Key" })
  })

  test("offers a person where the bot is not sure, and does not show the form for that", async () => {
    const { json } = await say({ message: UNANSWERED, session_id: session() })
    expect(json.response).toContain("I couldn't find a confident answer to that.")
    expect(json.response).toContain("just say so")
    expect(json).toMatchObject({ is_human_handoff: false, ticket_uuid: "" })
  })

  test("takes a yes to what it offered for a wish for a person, and a no for a no", async () => {
    const after = async (...words: string[]) => {
      const name = session()
      const replies = []
      for (const message of words) replies.push((await say({ message, session_id: name })).json)
      return replies.at(-1)
    }
    for (const yes of ["yes please", "ok", "sure, I would like that"])
      expect(await after(UNANSWERED, yes)).toEqual({
        response: "Of course. I can create a support ticket, and a person will get back to you.",
        is_booking: false,
        is_human_handoff: true,
        ticket_uuid: expect.stringMatching(/^[0-9a-f]{8}-/),
      })
    const declined = { response: "No problem! Feel free to ask another question.", is_human_handoff: false }
    expect(await after(UNANSWERED, "no thanks")).toMatchObject(declined)
    // Where the bot's last word offers nothing, nobody is called.
    for (const words of [["yes please"], [UNANSWERED, "no thanks", "yes please"], [ANSWERED, "ok"]])
      expect(await after(...words)).toMatchObject({ is_human_handoff: false, ticket_uuid: "" })
  })

  test.each([
    [
      "Gibt es bei Ihnen Teegeschirr für Zebras?",
      "Darauf habe ich keine sichere Antwort gefunden.\n\nWenn sich jemand aus unserem Team darum kümmern soll, sagen Sie es einfach.",
    ],
    [
      "Avez-vous des services à thé pour les zèbres ?",
      "Je n’ai pas trouvé de réponse sûre à cela.\n\nSi vous souhaitez qu’une personne s’en occupe, dites-le simplement.",
    ],
    [
      "Ich möchte mit einem Menschen sprechen",
      "Gern. Ich kann ein Support-Ticket erstellen, dann meldet sich ein Mensch bei Ihnen.",
    ],
    [
      "Je veux parler à un humain",
      "Bien sûr. Je peux créer un ticket d’assistance, et une personne vous recontactera.",
    ],
  ])("answers %p in its language", async (message, response) => {
    expect((await say({ message, session_id: session() })).json.response).toBe(response)
  })

  test("goes on in the language of what was said before where a word tells none", async () => {
    const name = session()
    await say({ message: "Gibt es bei Ihnen Teegeschirr für Zebras?", session_id: name })
    const { json } = await say({ message: "OK", session_id: name })
    expect(json).toMatchObject({ is_human_handoff: true, response: expect.stringContaining("Gern. ") })
  })

  test("says in one language that an appointment is for people to make", async () => {
    const { json } = await say({ message: "Ich möchte einen Termin vereinbaren.", session_id: session() })
    expect(json).toMatchObject({ is_booking: true, is_human_handoff: false })
    expect(json.response).toContain("Termine und Reservierungen vereinbart unser Team")
    expect(json.response).not.toContain("just say so")
  })

  test("says nothing to nothing", async () => {
    const before = (await newest()).number
    const { json } = await say({ message: "", session_id: session() })
    expect(json).toEqual({ response: "", is_booking: false, is_human_handoff: false, ticket_uuid: "" })
    expect((await newest()).number).toBe(before)
  })

  describe("while a person is there", () => {
    let agent: ChatSocket
    beforeAll(async () => {
      agent = await agentSocket(desk, 7)
    })
    afterAll(() => agent.close())

    test("brings their words with the next call, each once", async () => {
      const name = session()
      const asked = await say({ message: WANTS_PERSON, session_id: name })
      expect(asked.json).toEqual({
        response: "I've asked a person to join. You can go on writing meanwhile.",
        is_booking: false,
        is_human_handoff: true,
        ticket_uuid: "",
      })
      const waiting = await say({ message: "Are you there?", session_id: name })
      expect(waiting.json.response).toBe("A person was asked to join, and will answer here.")
      const { number } = await newest()
      // It waits for what is said, and has it at once.
      const polled = say({ message: "", session_id: name })
      const answer = (text: string) =>
        admin.call("POST", `/conversations/${number}/messages`, { clientId: crypto.randomUUID(), text })
      await answer("Yes, I am here.")
      expect((await polled).json).toMatchObject({ response: "Yes, I am here.", is_human_handoff: true })
      const next = await say({ message: "My order is late.", session_id: name })
      expect(next.json.response).toBe("Ada has your message, and will answer here.")
      await answer("Let me see.")
      await answer("It comes today.")
      const told = await say({ message: "Thank you", session_id: name })
      expect(told.json.response).toBe("Let me see.\n\nIt comes today.")
      const { json } = await admin.call("GET", `/conversations/${number}/events`)
      const reads = json.events.filter(
        ({ type, sender }: { type: string; sender: { kind: string } }) =>
          type === "read" && sender.kind === "customer",
      )
      expect(reads.length).toBeGreaterThan(1)
    })

    test("brings them once also where they come with a message that is sent again", async () => {
      const name = session()
      await say({ message: WANTS_PERSON, session_id: name })
      const { number } = await newest()
      const answer = (text: string) =>
        admin.call("POST", `/conversations/${number}/messages`, { clientId: crypto.randomUUID(), text })
      const asks = () => say({ message: "Where is it?", session_id: name }, { "idempotency-key": "1" })
      await asks()
      await answer("I am looking.")
      await answer("It is here.")
      expect((await asks()).json.response).toBe("I am looking.\n\nIt is here.")
      expect((await asks()).json.response).toBe("I am looking.\n\nIt is here.")
      const next = await say({ message: "Thank you", session_id: name })
      expect(next.json.response).toBe("Ada has your message, and will answer here.")
    })

    test("says in the customer's language that they come", async () => {
      const asked = await say({ message: "Ich möchte mit einem Menschen sprechen", session_id: session() })
      expect(asked.json.response).toStartWith("Ich habe jemanden gebeten dazuzukommen.")
    })

    test("says in the customer's language who has what they wrote", async () => {
      const name = session()
      await say({ message: "Ich möchte mit einem Menschen sprechen", session_id: name })
      const waiting = await say({ message: "Ist da jemand?", session_id: name })
      expect(waiting.json.response).toBe(BOT_WORDS.de.asked)
      const { number } = await newest()
      await admin.call("POST", `/conversations/${number}/messages`, { clientId: "1", text: "Ja, hier." })
      await say({ message: "", session_id: name })
      const theirs = await say({ message: "Wo ist mein Paket geblieben?", session_id: name })
      expect(theirs.json.response).toBe("Ada hat Ihre Nachricht und antwortet Ihnen hier.")
    })

    test("and tells what they said last after the conversation has ended", async () => {
      const name = session()
      await say({ message: WANTS_PERSON, session_id: name })
      const { number } = await newest()
      await admin.call("POST", `/conversations/${number}/messages`, { clientId: "1", text: "It is mended." })
      await admin.call("POST", `/conversations/${number}/close`)
      const polled = await say({ message: "", session_id: name })
      expect(polled.json).toMatchObject({ response: "It is mended.", is_human_handoff: false })
      await say({ message: WANTS_PERSON, session_id: name })
      const second = await newest()
      expect(second.number).not.toBe(number)
      await admin.call("POST", `/conversations/${second.number}/messages`, { clientId: "1", text: "Bye." })
      await admin.call("POST", `/conversations/${second.number}/close`)
      const next = await say({ message: ANSWERED, session_id: name })
      expect(next.json.response).toStartWith("Bye.\n\n")
      expect((await newest()).number).not.toBe(second.number)
    })

    test("is where they opened a conversation again, though the customer has begun another under the name", async () => {
      const name = session()
      await say({ message: WANTS_PERSON, session_id: name })
      const { number } = await newest()
      const act = (what: string, body?: object) =>
        admin.call("POST", `/conversations/${number}/${what}`, body)
      await act("messages", { clientId: "1", text: "It is mended." })
      await act("close")
      await say({ message: ANSWERED, session_id: name })
      expect((await newest()).number).not.toBe(number)
      await act("reopen")
      await act("messages", { clientId: "2", text: "One more thing: is it red?" })
      const polled = await say({ message: "", session_id: name })
      expect(polled.json).toMatchObject({ response: "One more thing: is it red?", is_human_handoff: true })
      const told = await say({ message: "Yes, it is.", session_id: name })
      expect(told.json.response).toBe("Ada has your message, and will answer here.")
      await act("messages", { clientId: "3", text: "Thank you." })
      await act("close")
      const next = await say({ message: ANSWERED, session_id: name })
      expect(next.json.response).toStartWith("Thank you.\n\n")
      expect(next.json.is_human_handoff).toBe(false)
    })
  })

  test("tells what an agent said in one that was left long ago, however many were begun since", async () => {
    const name = session()
    await say({ message: WANTS_PERSON, session_id: name })
    const { number } = await newest()
    const act = (what: string, body?: object) => admin.call("POST", `/conversations/${number}/${what}`, body)
    await act("close")
    for (let begun = 0; begun < 3; begun++) {
      await say({ message: ANSWERED, session_id: name })
      await admin.call("POST", `/conversations/${(await newest()).number}/close`)
    }
    await act("reopen")
    await act("messages", { clientId: "late", text: "It was found." })
    await act("close")
    const next = await say({ message: ANSWERED, session_id: name })
    expect(next.json.response).toStartWith("It was found.\n\n")
  })

  test("says with the next call that nobody is there any more, with the ticket of the form", async () => {
    const agent = await agentSocket(desk, 7)
    const name = session()
    const asked = await say({ message: WANTS_PERSON, session_id: name })
    expect(asked.json).toMatchObject({ is_human_handoff: true, ticket_uuid: "" })
    await agent.close()
    await until("nobody is there", async () => {
      const { json } = await say({ message: WANTS_PERSON, session_id: session() })
      return json.ticket_uuid !== ""
    })
    const waiting = await say({ message: "Are you there?", session_id: name })
    const polled = waiting.json.ticket_uuid ? waiting : await say({ message: "", session_id: name })
    expect(polled.json).toEqual({
      response: "Nobody is here right now.",
      is_booking: false,
      is_human_handoff: true,
      ticket_uuid: expect.stringMatching(/./),
    })
  })

  test("lets in nobody without a right to it", async () => {
    const foreign = { origin: "https://evil.example" }
    expect((await say({ session_id: session() }, foreign)).status).toBe(403)
    expect((await say({ session_id: session(), token: "" }, foreign)).status).toBe(403)
    const own = { origin: "https://www.acme.example" }
    expect((await say({ session_id: session(), message: "Hello" }, own)).status).toBe(200)
    const secret = await say({ session_id: session(), token: desk.partner.apiKey }, own)
    expect(secret.status).toBe(403)
    expect(secret.json.detail).toContain("for servers")
    for (const token of ["string", "pk_none", "sk_none", "st_none"])
      expect((await say({ session_id: session(), token })).status).toBe(401)
    const { customerId, sessionToken } = (
      await desk.send("POST", "/api/chat/sessions", { body: { widgetKey: desk.partner.widgetKey } })
    ).json
    expect(customerId).toStartWith("visitor-")
    expect((await say({ session_id: session(), token: sessionToken }, foreign)).status).toBe(403)
  })

  test("tells any page what is wrong, so that its owner reads it", async () => {
    const origin = "https://evil.example"
    const reply = await say({ session_id: session() }, { origin })
    expect(reply.headers.get("access-control-allow-origin")).toBe(origin)
    expect(reply.json.detail).toContain("allowed origins")
  })

  test.each<[string, unknown, (string | number)[]]>([
    ["no message", { session_id: "x" }, ["body", "message"]],
    ["no session", { message: "Hello" }, ["body", "session_id"]],
    ["a number", { message: 1, session_id: "x" }, ["body", "message"]],
    ["an empty name", { message: "Hello", session_id: "" }, ["body", "session_id"]],
    ["a long name", { message: "Hello", session_id: "x".repeat(201) }, ["body", "session_id"]],
    [
      "a text for a list",
      { message: "Hello", session_id: "x", chat_history: "Hi" },
      ["body", "chat_history"],
    ],
    [
      "a number for a turn",
      { message: "Hello", session_id: "x", chat_history: [7] },
      ["body", "chat_history", 0],
    ],
    ["a long message", { message: "x".repeat(4_001), session_id: "x" }, ["body", "message"]],
    ["a list", [], ["body"]],
    ["no JSON", "{", ["body"]],
  ])("says as FastAPI does what is wrong with %s", async (_what, body, loc) => {
    const reply = await desk.send("POST", "/chatbot-response", { body })
    expect(reply.status).toBe(422)
    expect(reply.json.detail).toEqual([{ loc, msg: expect.any(String), type: expect.any(String) }])
    expect(reply.json.detail[0].msg).not.toContain("Invalid")
    expect(reply.json.error).toBe("invalid_input")
  })

  test("has its limits", async () => {
    const { status } = await desk.send("POST", "/chatbot-response", {
      body: { message: "x".repeat(300 * 1024), session_id: "x" },
    })
    expect(status).toBe(413)
    await admin.call("PATCH", "/settings", { set: { "limits.messages_per_minute": "2" } })
    const name = session()
    const replies = []
    for (let i = 0; i < 3; i++) replies.push(await say({ message: "Hello", session_id: name }))
    await admin.call("PATCH", "/settings", { unset: ["limits.messages_per_minute"] })
    expect(replies.map((one) => one.status)).toEqual([200, 200, 429])
    expect(replies[2]?.json.detail.reset_in_seconds).toBeGreaterThan(0)
    expect(replies[2]?.headers.get("retry-after")).toMatch(/^\d+$/)
  })
})
