import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { simpleParser } from "mailparser"
import { listJobs } from "../src/storage/repositories/outbox.ts"
import { openVisitor, Visitor } from "./chat-client.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { type MailDesk, startMailDesk } from "./mail-desk.ts"
import { until } from "./wait.ts"

describe.each([false, true])("a customer who has gone, with Postgres: %p", (postgres) => {
  let desk: MailDesk
  let agent: SignedInAgent
  beforeAll(async () => {
    desk = await startMailDesk({
      postgres,
      settings: {
        "smtp.from": "support@acme.example",
        "imap.address": "support@acme.example",
        "server.public_url": "https://chat.acme.example/",
      },
      partnerSettings: (settings) => ({ ...settings, mail: { ...settings.mail, replyAfterSeconds: 1 } }),
    })
    agent = await signedInAgent(desk)
  })
  afterAll(() => desk.stop())
  beforeEach(() => {
    desk.smtp.mails.length = 0
  })

  /** Asks for a person, gets a reply, and is not there. */
  async function leftBehind(body: Record<string, unknown>) {
    const visitor = await openVisitor(desk, body)
    await visitor.call("POST", "/messages", { clientId: "q", text: "My engine does not turn." })
    const number = visitor.session.conversationId
    await agent.call("POST", `/conversations/${number}/messages`, {
      clientId: "a1",
      text: "Is it <plugged> in?",
    })
    await agent.call("POST", `/conversations/${number}/messages`, {
      clientId: "a2",
      text: "Please try again.",
    })
    return { visitor, number }
  }

  const mailTo = (address: string) =>
    until(
      "the notice is there",
      () => desk.smtp.mails.find((mail) => mail.includes(`To: ${address}`)),
      20_000,
    )
  const linkIn = (html: string, path: string) =>
    new RegExp(`https://chat\\.acme\\.example(/${path}/[\\w.-]+)`).exec(html)?.[1] ?? ""

  /** A socket that has everything, what its client closed it after included. */
  async function caughtUp(visitor: Visitor) {
    const socket = await visitor.socket()
    const { lastSeq } = (await visitor.call("GET", "")).json
    await socket.event(lastSeq)
    await socket.close()
    return socket
  }

  test("gets one mail with what they missed, and its link opens that conversation and nothing else", async () => {
    const details = { name: "Ada Lovelace", email: "ada@example.com", phone: "+44 20", locale: "de-AT" }
    const { visitor, number } = await leftBehind(details)
    const mail = await simpleParser(await mailTo("ada@example.com"))
    expect(mail.subject).toBe(`Acme: Sie haben eine Antwort (Unterhaltung ${number})`)
    expect(mail.from?.value).toEqual([{ name: "Acme", address: "support@acme.example" }])
    expect(mail.text).toContain("Guten Tag Ada,")
    expect(mail.text).toContain("Is it <plugged> in?")
    expect(mail.text).toContain("Please try again.")
    expect(mail.text).not.toContain("My engine")
    const html = String(mail.html)
    expect(html).toContain("Is it &lt;plugged&gt; in?")
    expect(mail.headers.get("auto-submitted")).toBe("auto-generated")
    expect(mail.inReplyTo).toBe(String(mail.references))
    expect(mail.headers.get("list")).toMatchObject({ "unsubscribe-post": expect.anything() })

    const page = await desk.send("GET", linkIn(html, "c"))
    expect(page.status).toBe(200)
    expect(page.text).toContain('<html lang="de" dir="ltr">')
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'")
    expect(page.headers.get("referrer-policy")).toBe("no-referrer")
    expect(page.headers.get("x-robots-tag")).toContain("noindex")
    const token = linkIn(html, "c").slice(3)
    const { widgetKey } = desk.partner
    const opened = await desk.send("POST", "/api/chat/sessions", {
      body: { widgetKey, identity: { jwt: token }, resumeOnly: true, name: "Eve", phone: "1" },
    })
    expect(opened).toMatchObject({ status: 200, json: { id: visitor.session.id, sessionToken: token } })
    expect(opened.json.customer).toEqual({ name: "Ada Lovelace" })
    // What came along changed nothing.
    expect((await visitor.call("GET", "")).json.customer).toMatchObject({ phone: "+44 20" })
    const byLink = new Visitor(desk, { ...visitor.session, sessionToken: token })
    expect((await byLink.call("GET", "/messages")).json.messages.length).toBeGreaterThan(2)
    const socket = await byLink.socket()
    await socket.close()
    await visitor.call("POST", "/messages", { clientId: "later", text: "It does turn now." })
    const told = [
      opened.text,
      (await byLink.call("GET", "")).text,
      (await byLink.call("GET", "/messages")).text,
      (await byLink.call("GET", "/events")).text,
      (await byLink.call("POST", "/messages", { clientId: "by-link", text: "Thank you" })).text,
      (await byLink.call("GET", "/transcript")).text,
      JSON.stringify((await caughtUp(byLink)).frames),
      page.text,
    ]
    // Whoever knows a visitor's id is let in as them: it is told to nobody who has one conversation's link.
    for (const text of told) expect(text).not.toContain(visitor.session.customerId)
    expect(told.filter((text) => text.includes("It does turn now.")).length).toBe(4)
    expect(opened.json.customerId).toBeNull()

    // Another conversation of the same customer's.
    await visitor.call("POST", "/close")
    const other = await openVisitor(desk, { sessionToken: visitor.session.sessionToken })
    expect(other.session.customerId).toBe(visitor.session.customerId)
    const authorization = { headers: { authorization: `Bearer ${token}` } }
    const elsewhere = await desk.send("GET", `/api/chat/sessions/${other.session.id}`, authorization)
    expect(elsewhere.status).toBe(404)
    for (const path of ["/api/chat/sessions", "/api/chat/tickets/T-1", "/api/partner/conversations/1"]) {
      const { status } = await desk.send("GET", path, authorization)
      expect([401, 403]).toContain(status)
    }
    const forOther = await desk.send("POST", "/api/chat/sessions", {
      body: { widgetKey: desk.other.widgetKey, sessionToken: token },
    })
    expect(forOther.status).toBe(401)
  })

  test("calls whoever has no name a customer, and says nothing of their id", async () => {
    const { visitor } = await leftBehind({ email: "nameless@example.com" })
    const { html } = await simpleParser(await mailTo("nameless@example.com"))
    const byLink = new Visitor(desk, { ...visitor.session, sessionToken: linkIn(String(html), "c").slice(3) })
    const { text } = await byLink.call("GET", "/transcript")
    expect(text).toContain("Customer:\nMy engine does not turn.")
    expect(text).not.toContain(visitor.session.customerId)
  })

  test("goes on with a conversation that has ended, by the link", async () => {
    const { visitor, number } = await leftBehind({ name: "Grace", email: "grace@example.com" })
    await agent.call("POST", `/conversations/${number}/close`)
    const { html } = await simpleParser(await mailTo("grace@example.com"))
    const token = linkIn(String(html), "c").slice(3)
    const { widgetKey } = desk.partner
    const looked = await desk.send("POST", "/api/chat/sessions", {
      body: { widgetKey, sessionToken: token, resumeOnly: true },
    })
    expect(looked.json).toMatchObject({ status: "closed", id: visitor.session.id })
    const again = await desk.send("POST", "/api/chat/sessions", { body: { widgetKey, sessionToken: token } })
    expect(again.json.status).not.toBe("closed")
    const byLink = new Visitor(desk, { ...visitor.session, sessionToken: token })
    expect((await byLink.call("POST", "/messages", { clientId: "m", text: "It turns!" })).status).toBe(201)
  })

  test("who reads it meanwhile, or wants none, gets none; the mailbox's owner says so at one click", async () => {
    const first = await leftBehind({ name: "Mary", email: "mary@example.com" })
    const { html, headers } = await simpleParser(await mailTo("mary@example.com"))
    const stop = linkIn(String(html), "u")
    expect(JSON.stringify(headers.get("list"))).toContain(stop)
    expect((await desk.send("GET", stop)).text).toContain('method="post"')
    const post = (path: string) =>
      desk.send("POST", path, {
        body: "List-Unsubscribe=One-Click",
        headers: { "content-type": "application/x-www-form-urlencoded" },
      })
    expect((await post(stop)).status).toBe(200)
    await leftBehind({ name: "Mary again", email: "Mary@example.com" })
    const reader = await leftBehind({ name: "Reader", email: "reader@example.com" })
    await reader.visitor.call("POST", "/read", { seq: 100 })
    // Whoever comes after them has been mailed: those before were looked at.
    await leftBehind({ name: "Last", email: "last@example.com" })
    await mailTo("last@example.com")
    expect(desk.smtp.mails.filter((mail) => /^To: (?:mary|reader)@/im.test(mail))).toHaveLength(1)
    expect((await post(`${stop}?undo`)).status).toBe(200)
    expect(first.number).toBeGreaterThan(0)
    const jobs = await desk.withDatabase(({ db }) => listJobs(db, ["dead"], 10))
    expect(jobs).toEqual([])
  })

  test.each(["c/ct_x.y", "u/nt_x.y", "c/nothing", `c/${"a".repeat(5000)}`])(
    "a link that is none (%s) says what to do",
    async (path) => {
      const headers = { "accept-language": "fr-CA,en;q=0.5" }
      for (const method of path.startsWith("u/") ? ["GET", "POST"] : ["GET"]) {
        const { status, text } = await desk.send(method, `/${path}`, { headers })
        expect(status).toBe(410)
        expect(text).toContain("Ce lien ne fonctionne plus")
      }
    },
  )
})
