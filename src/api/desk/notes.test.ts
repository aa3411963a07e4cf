import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { openVisitor } from "../../../test/chat-client.ts"
import { type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"
import { type GuidePartner, guidePartner } from "../../../test/guide-partner.ts"
import { type MailDesk, startMailDesk } from "../../../test/mail-desk.ts"
import { until } from "../../../test/wait.ts"
import { MOST_EVENTS } from "../../core/conversations/message-id.ts"
import { conversationByNumber, quietConversations } from "../../storage/repositories/conversations.ts"

/** In no answer, greeting or name. */
const SECRET = "zebra"

describe.each([false, true])("a note, with Postgres: %p", (postgres) => {
  let desk: MailDesk
  let acme: GuidePartner
  let ada: SignedInAgent

  beforeAll(async () => {
    desk = await startMailDesk({
      postgres,
    })
    acme = guidePartner(desk)
    ada = await signedInAgent(desk)
  })
  afterAll(() => desk.stop())

  const note = (number: number, clientId = "n") =>
    ada.call("POST", `/conversations/${number}/notes`, { clientId, text: `A ${SECRET} in the room` })

  test("is not stored where the conversation is full, nor is anything else", async () => {
    const visitor = await openVisitor(desk)
    const number = visitor.session.conversationId
    await desk.withDatabase(({ db }) =>
      db
        .updateTable("conversation")
        .set({ last_seq: MOST_EVENTS })
        .where("partner_id", "=", desk.partner.id)
        .where("number", "=", number)
        .execute(),
    )
    const said = { clientId: "m", text: "Hello" }
    for (const reply of [
      await note(number),
      await ada.call("POST", `/conversations/${number}/messages`, said),
      await visitor.call("POST", "/messages", said),
    ])
      expect({ status: reply.status, error: reply.json.error }).toEqual({ status: 413, error: "too_large" })
  })

  test("reaches no customer: by no door of theirs, in no mail, transcript or ticket", async () => {
    const visitor = await openVisitor(desk, { name: "Ada", email: "ada@example.com" })
    const number = visitor.session.conversationId
    const socket = await visitor.socket()
    const customer = await acme.connect({ token: visitor.session.sessionToken })
    await visitor.ask("Can I have my money back?")
    const { json } = await note(number)
    expect(json).toMatchObject({ type: "note", text: expect.stringContaining(SECRET) })
    await ada.call("POST", `/conversations/${number}/messages`, { clientId: "m", text: "I am looking." })
    await until("the reply is there", () =>
      [socket, customer].every(({ frames }) => JSON.stringify(frames).includes("I am looking.")),
    )
    await visitor.call("POST", "/transcript", { email: "ada@example.com", clientId: "t" })
    await visitor.call("POST", "/handoff", { clientId: "h", message: "Please help", priority: "medium" })
    await until("both mails are there", () => desk.smtp.mails.length >= 2)
    const theirs: unknown[] = [
      socket.frames,
      customer.frames,
      desk.smtp.mails.map((mail) => Buffer.from(mail).toString()),
      // Mails hold their text in Base64 where it needs it.
      desk.smtp.mails.map((mail) =>
        mail.replace(/[A-Za-z0-9+/=\r\n]{40,}/g, (text) => Buffer.from(text, "base64").toString()),
      ),
      await desk.withDatabase(({ db }) => db.selectFrom("ticket").select("transcript").execute()),
    ]
    for (const path of ["", "/messages", "/events", "/transcript"])
      theirs.push((await visitor.call("GET", path)).text)
    for (const path of [`/api/partner/messages/${number}`, `/api/partner/conversations/${number}/events`])
      for (const key of [visitor.session.sessionToken, desk.partner.apiKey])
        theirs.push((await acme.call("GET", path, undefined, acme.bearer(key))).text)
    const again = await visitor.socket()
    await until("all came again", () => JSON.stringify(again.frames).includes("I am looking."))
    theirs.push(again.frames)
    for (const one of theirs) {
      const text = JSON.stringify(one)
      expect(text).not.toContain(SECRET)
      expect(text.length).toBeGreaterThan(2)
    }
    for (const one of [socket, customer, again]) one.close()
  })

  test("keeps no session alive and begins none; it goes with a closed one as well", async () => {
    const { id: number } = await acme.begin("quiet")
    await ada.call("POST", `/conversations/${number}/messages`, { clientId: "m", text: "Hello" })
    const before = new Date()
    await until("the clock has moved", () => Date.now() > before.getTime() + 1)
    expect((await note(number)).status).toBe(201)
    const [quiet, conversation] = await desk.withDatabase(async ({ db }) => [
      await quietConversations(db, desk.partner.id, { since: before, unanswered: before }, 100),
      await conversationByNumber(db, desk.partner.id, number),
    ])
    expect(quiet).toContain(Number(conversation?.id))
    const line = async () => (await ada.call("GET", `/conversations/${number}`)).json.conversation
    expect((await line()).lastMessage.text).toBe("Hello")
    await ada.call("POST", `/conversations/${number}/close`)
    expect((await note(number, "later")).status).toBe(201)
    expect((await note(number, "later")).status).toBe(200)
    expect(await line()).toMatchObject({ status: "closed", lastMessage: { text: "Hello" } })
  })
})
