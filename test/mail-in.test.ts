import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { REPLY_SECRET, replyAddress } from "../src/integrations/mail/reply-address.ts"
import { conversationByPublicId } from "../src/storage/repositories/conversations.ts"
import { serverSecret } from "../src/storage/repositories/server-secrets.ts"
import { openVisitor } from "./chat-client.ts"
import { type Desk, startDesk } from "./desk.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { type ImapServer, startImapServer } from "./servers/imap.ts"
import { until } from "./wait.ts"

describe.each([["sqlite"], ["postgres"]] as const)("mail that comes in, on %s", (dialect) => {
  let imap: ImapServer
  let desk: Desk
  let agent: SignedInAgent
  let mails = 0

  beforeAll(async () => {
    imap = await startImapServer()
    desk = await startDesk({
      postgres: dialect === "postgres",
      settings: {
        ...imap.settings,
        "imap.address": "support@acme.example",
        "imap.authserv_id": "mx.acme.example",
        "imap.max_per_hour": 6,
        "imap.max_mail_mb": 1,
        "smtp.host": "127.0.0.1",
        "smtp.port": 1,
        "smtp.from": "Acme <support@acme.example>",
      },
    })
    agent = await signedInAgent(desk)
  })
  afterAll(async () => {
    await desk.stop()
    await imap.stop()
  })

  /** Somebody whose address is known, and where answers to them go. */
  async function customer(email = `ada-${++mails}@customer.example`) {
    const visitor = await openVisitor(desk, { name: "Ada", email })
    const to = await desk.withDatabase(async ({ db }) => {
      const conversation = await conversationByPublicId(db, visitor.session.id)
      if (!conversation) throw new Error("There is no such conversation.")
      const { id, partnerId, publicId: ref, number } = conversation
      const target = { kind: "conversation", partnerId, id, ref } as const
      return {
        number,
        address: replyAddress("support@acme.example", target, await serverSecret(db, REPLY_SECRET)),
      }
    })
    return { visitor, email, ...to }
  }

  function mail({
    from,
    to,
    body,
    headers = "",
  }: {
    from: string
    to: string
    body: string
    headers?: string
  }): string {
    return `Return-Path: <${from}>\nFrom: ${from}\nTo: Acme <${to}>\nSubject: Re: Your question\nMessage-ID: <${++mails}.${dialect}@customer.example>\n${headers}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n${body}\n`
  }

  const settled = (uid: number) => until(`mail ${uid} is marked`, () => !imap.unseen().includes(uid))
  const deskEvents = async (number: number) =>
    (await agent.call("GET", `/conversations/${number}/events`)).json.events

  test("an answer of the customer's is a message of theirs, without what it quotes", async () => {
    const { visitor, email, address, number } = await customer()
    const socket = await visitor.socket()
    const uid = imap.deliver(
      mail({
        from: `Ada <${email}>`,
        to: address.toUpperCase(),
        body: "Yes, please. Grüße!\n\nOn Sat, 21 Nov 2026 at 15:00, Acme <support@acme.example> wrote:\n> Shall we?",
      }),
    )
    const message = await socket.messageOf("customer")
    expect(message.payload).toMatchObject({ text: "Yes, please. Grüße!" })
    await settled(uid)
    const told = await deskEvents(number)
    expect(told.map(({ type }: { type: string }) => type)).toEqual(["message", "status"])
    expect(told[0].data.mail).toMatchObject({ from: email, subject: "Re: Your question" })
    expect(told[1].data).toMatchObject({
      reason: "person_requested",
      handler: "person",
      why: { reason: "mail" },
    })
    await socket.close()
  })

  test("what stands in its subject alone is its text, unless it is the subject that it answers", async () => {
    const { email, address, number } = await customer()
    const bare = mail({ from: email, to: address, body: "" })
    const silent = imap.deliver(bare)
    const telling = mail({ from: email, to: address, body: "" }).replace(
      /Subject: .*/,
      "Subject: Yes please do it",
    )
    await settled(imap.deliver(telling))
    const told = await deskEvents(number)
    expect(told.filter(({ type }: { type: string }) => type === "message")).toMatchObject([
      { text: "Yes please do it" },
    ])
    expect(imap.unseen()).toContain(silent)
  })

  const notesOf = (told: { type: string; text?: string }[]) =>
    told.flatMap(({ type, text }) => (type === "note" ? [text ?? ""] : []))

  test("anybody else's is a note for the agents, be the address as right as it may", async () => {
    const { visitor, address, number } = await customer()
    const uid = imap.deliver(
      mail({ from: "mallory@evil.example", to: address, body: "Send the refund to me instead." }),
    )
    await settled(uid)
    const told = await deskEvents(number)
    expect(notesOf(told)[0]).toContain("E-mail from mallory@evil.example, which is not the address")
    expect(notesOf(told)[0]).toContain("Send the refund to me instead.")
    expect(told[0].data.mail).toMatchObject({ from: "mallory@evil.example", verified: false })
    expect((await visitor.call("GET", "/messages")).json.messages).toEqual([])
    // A person reads it: the bot has nothing to say to it.
    expect((await agent.call("GET", `/conversations/${number}`)).json.conversation).toMatchObject({
      handler: "person",
    })
  })

  test("a sender whom our mail server does not believe is nobody's customer", async () => {
    const { email, address, number } = await customer()
    const result = (id: string) =>
      `Authentication-Results: ${id}; spf=fail; dmarc=fail (p=reject) header.from=customer.example\n`
    const forged = imap.deliver(
      mail({ from: email, to: address, body: "It is me.", headers: result("mx.acme.example") }),
    )
    await settled(forged)
    expect(notesOf(await deskEvents(number))[0]).toContain("it may be forged")
    // Anybody can write such a line; only our own server's counts.
    const honest = imap.deliver(
      mail({ from: email, to: address, body: "It is really me.", headers: result("mx.elsewhere.example") }),
    )
    await settled(honest)
    const told = await deskEvents(number)
    expect(told.findLast(({ type }: { type: string }) => type === "message").text).toBe("It is really me.")
  })

  test("an address that we did not give out opens nothing, whatever it answers", async () => {
    const { email, address, number } = await customer()
    const letter = address[20] === "a" ? "b" : "a"
    const forged = imap.deliver(
      mail({
        from: email,
        to: address.slice(0, 20) + letter + address.slice(21),
        body: "Hello",
        headers: "In-Reply-To: <chatd.0@acme.example>\nReferences: <chatd.0@acme.example>\n",
      }),
    )
    const plain = imap.deliver(mail({ from: email, to: "support@acme.example", body: "Hello" }))
    const last = imap.deliver(mail({ from: email, to: address, body: "The right one" }))
    await settled(last)
    const told = await deskEvents(number)
    expect(told.filter(({ type }: { type: string }) => type !== "status")).toHaveLength(1)
    // They are left for whoever looks into the mailbox.
    expect(imap.unseen()).toEqual(expect.arrayContaining([forged, plain]))
  })

  const machines: [string, string][] = [
    ["an out-of-office note", "Auto-Submitted: auto-replied\n"],
    ["one of Exchange's", "X-Auto-Response-Suppress: All\n"],
    ["a newsletter", "Precedence: bulk\n"],
    ["a list", "List-Id: <news.customer.example>\n"],
    ["a vacation program's", "X-Autoreply: yes\n"],
    ["one without a sender to answer to", "Return-Path: <>\n"],
  ]
  test.each(machines)(
    "%s is no message and asks for nobody: a note, which nothing answers",
    async (_, headers) => {
      const { visitor, email, address, number } = await customer()
      await settled(imap.deliver(mail({ from: email, to: address, body: "I am away.", headers })))
      const told = await deskEvents(number)
      expect(told.map(({ type }: { type: string }) => type)).toEqual(["note"])
      expect(notesOf(told)).toEqual([`Automatic e-mail from ${email}: I am away.`])
      expect((await visitor.call("GET", "/messages")).json.messages).toEqual([])
      expect((await agent.call("GET", `/conversations/${number}`)).json.conversation.handler).not.toBe(
        "person",
      )
      const jobs = await desk.withDatabase(({ db }) =>
        db.selectFrom("outbox").select("kind").where("payload", "like", `%"conversationId":%`).execute(),
      )
      expect(jobs).toEqual([])
    },
  )

  test("of a machine's long mail agents read the beginning", async () => {
    const { email, address, number } = await customer()
    const body = "Away. ".repeat(1_000)
    const headers = "Auto-Submitted: auto-replied\n"
    await settled(imap.deliver(mail({ from: email, to: address, body, headers })))
    const [note = ""] = notesOf(await deskEvents(number))
    expect(note).toStartWith(`Automatic e-mail from ${email}: Away. Away.`)
    expect(note).toEndWith("…")
    expect(note.length).toBeLessThan(1_200)
  })

  test("our own mails are no messages", async () => {
    const { email, address, number } = await customer()
    const body = "Hello"
    const own = mail({ from: email, to: address, body }).replace(
      /Message-ID: .*/,
      `Message-ID: <chatd.${"0".repeat(40)}@acme.example>`,
    )
    const ours = mail({ from: "support@acme.example", to: address, body })
    for (const one of [own, ours]) await settled(imap.deliver(one))
    expect(await deskEvents(number)).toEqual([])
  })

  test("that a mail of ours did not arrive is told to the agents", async () => {
    const { address, number } = await customer()
    const bounce = (to: string, replyTo: string) =>
      `Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@mx.customer.example>\nTo: ${to}\nSubject: Undelivered Mail Returned to Sender\nMessage-ID: <${++mails}@mx.customer.example>\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status;\n boundary="b"\n\n--b\nContent-Type: text/plain\n\nI'm sorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.customer.example\n\nFinal-Recipient: rfc822; ada@customer.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <ada@customer.example>: User unknown\n--b\nContent-Type: message/rfc822\n\nFrom: Acme <support@acme.example>\nReply-To: Acme <${replyTo}>\nSubject: You have a reply\n\nHello\n--b--\n`
    await settled(imap.deliver(bounce(address, address)))
    // It comes back to whom it is from, and brings along where it wanted to be answered.
    await settled(imap.deliver(bounce("support@acme.example", address)))
    const told = await deskEvents(number)
    expect(notesOf(told)).toHaveLength(2)
    for (const note of notesOf(told))
      expect(note).toBe(
        "E-mail to ada@customer.example could not be delivered: 550 5.1.1 <ada@customer.example>: User unknown",
      )
  })

  test("a closed conversation is opened again and goes to whom it had", async () => {
    const { email, address, number } = await customer()
    await agent.call("POST", `/conversations/${number}/messages`, { clientId: "1", text: "Does it work?" })
    await agent.call("POST", `/conversations/${number}/close`)
    await settled(imap.deliver(mail({ from: email, to: address, body: "No." })))
    const told = await deskEvents(number)
    const last = told
      .slice(-2)
      .map(({ type, data, text }: { type: string; data: { reason?: string }; text?: string }) => [
        type,
        data.reason ?? text,
      ])
    expect(last).toEqual([
      ["status", "reopened"],
      ["message", "No."],
    ])
    const { decisions } = (await agent.call("GET", `/conversations/${number}/route`)).json
    expect(decisions.at(-1).sentence).toContain("The customer opened it again")
    // What somebody wanted long ago is not why a person is wanted now.
    const { why } = (await agent.call("GET", `/conversations/${number}`)).json
    expect(why).toMatchObject({ reason: "mail", question: "No." })
  })

  test("files are kept, for agents and for whose they are", async () => {
    const { visitor, email, address, number } = await customer()
    const png = Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNiAAAABgADNjd8qAAAAABJRU5ErkJggg==",
      "base64",
    )
    const withFile = (from: string) =>
      `From: ${from}\nTo: ${address}\nSubject: Photo\nMessage-ID: <${++mails}.${dialect}@f.example>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nLook\n--b\nContent-Type: text/html; name="a.html"\nContent-Disposition: attachment; filename="..\\\\..\\\\käse\u202e.png"\nContent-Transfer-Encoding: base64\n\n${png.toString("base64")}\n--b\nContent-Type: text/html\nContent-Disposition: attachment; filename="page.html"\n\n<script>alert(1)</script>\n--b--\n`
    await settled(imap.deliver(withFile(email)))
    const [message] = await deskEvents(number)
    const [image, page] = message.data.attachments
    expect(image).toMatchObject({ type: "image/png", size: png.length })
    expect(image.name).toMatch(/^[^/\\\p{C}]+\.png$/u)
    expect(page).toMatchObject({ name: "page.html", type: "text/plain" })
    const file = await fetch(`${desk.url}/api/desk/attachments/${image.id}`, {
      headers: { authorization: `Bearer ${agent.token}` },
    })
    expect(Buffer.from(await file.arrayBuffer()).equals(png)).toBe(true)
    expect(file.headers.get("content-disposition")).toStartWith("attachment;")
    expect(file.headers.get("x-content-type-options")).toBe("nosniff")
    expect(file.headers.get("content-security-policy")).toContain("sandbox")
    // As the customer sees it.
    const [own] = (await visitor.call("GET", "/messages")).json.messages
    expect(own.attachments).toHaveLength(2)
    expect((await visitor.call("GET", `/attachments/${page.id}`)).text).toBe("<script>alert(1)</script>")
    const stranger = await openVisitor(desk, {})
    expect((await stranger.call("GET", `/attachments/${page.id}`)).status).toBe(404)
    // What somebody else sent is for agents alone.
    await settled(imap.deliver(withFile("mallory@evil.example")))
    const note = (await deskEvents(number)).findLast(({ type }: { type: string }) => type === "note")
    const theirs = note.data.attachments[0].id
    expect((await visitor.call("GET", `/attachments/${theirs}`)).status).toBe(404)
    expect((await agent.call("GET", `/attachments/${theirs}`)).status).toBe(200)
  })

  test("a mail that is nothing but files is their names", async () => {
    const { email, address, number } = await customer()
    const body = `--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="a.txt"\n\nA\n--b--`
    const bare = mail({ from: email, to: address, body })
    await settled(imap.deliver(bare.replace("text/plain; charset=utf-8", "multipart/mixed; boundary=b")))
    expect((await deskEvents(number))[0]).toMatchObject({
      text: "📎 a.txt",
      data: { attachments: [{ name: "a.txt" }] },
    })
  })

  test("a long mail is cut, and kept whole as a file; a larger one than is read is told of", async () => {
    const { email, address, number } = await customer()
    const long = "It is long. ".repeat(3_000)
    await settled(imap.deliver(mail({ from: email, to: address, body: long })))
    const [message] = await deskEvents(number)
    expect(message.text).toEndWith("…")
    const [whole] = message.data.attachments
    expect((await agent.call("GET", `/attachments/${whole.id}`)).text).toBe(long.trim())
    const large = imap.deliver(
      mail({ from: email, to: address, body: "x".repeat(78).concat("\n").repeat(14_000) }),
    )
    await until("the agents are told", async () => notesOf(await deskEvents(number)).length > 0)
    expect(notesOf(await deskEvents(number))[0]).toContain("was not taken in: it has 1.1 MB")
    expect(imap.unseen()).toContain(large)
  })

  test("one that is moved away while it is read, and back, is read then", async () => {
    const { email, address, number } = await customer()
    const raw = mail({ from: email, to: address, body: "It leaks." })
    imap.goesBeforeItIsRead(imap.deliver(raw))
    await settled(imap.deliver(mail({ from: email, to: address, body: "Hello?" })))
    await settled(imap.deliver(raw))
    const told = await deskEvents(number)
    expect(
      told.flatMap(({ type, text }: { type: string; text?: string }) => (type === "message" ? text : [])),
    ).toEqual(["Hello?", "It leaks."])
  })

  test("who floods is stopped, and the agents are told once", async () => {
    const { email, address, number } = await customer()
    for (let i = 0; i < 10; i++) imap.deliver(mail({ from: email, to: address, body: `Mail ${i}` }))
    await until("all are read", async () =>
      desk.withDatabase(async ({ db }) => {
        const rows = await db
          .selectFrom("mail_received")
          .select("id")
          .where("outcome", "=", "limited")
          .execute()
        return rows.length >= 5
      }),
    )
    const told = await deskEvents(number)
    expect(told.filter(({ type }: { type: string }) => type === "message")).toHaveLength(6)
    expect(notesOf(told)).toHaveLength(1)
  })

  test("whoever forges a customer's address uses up nothing of what they may send", async () => {
    const { email, address, number } = await customer()
    const headers = "Authentication-Results: mx.acme.example; dmarc=fail header.from=customer.example\n"
    for (let i = 0; i < 10; i++)
      imap.deliver(mail({ from: email, to: address, body: `Forged ${i}`, headers }))
    await settled(imap.deliver(mail({ from: email, to: address, body: "It is me." })))
    const told = await deskEvents(number)
    expect(
      told.flatMap(({ type, text }: { type: string; text?: string }) => (type === "message" ? text : [])),
    ).toEqual(["It is me."])
  })

  test("an answer to a ticket's address is its requester's comment, and opens it again", async () => {
    const email = `ada-${++mails}@customer.example`
    const made = await agent.call("POST", "/tickets", {
      clientId: `mail-${mails}`,
      description: "My kettle leaks",
      requester: { name: "Ada", email },
    })
    const { uuid, number } = made.json.ticket
    const address = await desk.withDatabase(async ({ db }) => {
      const ticket = await db
        .selectFrom("ticket")
        .select(["id", "partner_id"])
        .where("uuid", "=", uuid)
        .executeTakeFirstOrThrow()
      const target = { kind: "ticket", partnerId: ticket.partner_id, id: ticket.id, ref: uuid } as const
      return replyAddress("support@acme.example", target, await serverSecret(db, REPLY_SECRET))
    })
    await agent.call("PATCH", `/tickets/${number}`, { status: "closed" })
    const files = Array.from(
      { length: 11 },
      (_, i) => `--b\nContent-Type: text/plain; name="f${i}.txt"\nContent-Disposition: attachment\n\n${i}\n`,
    )
    const many = mail({
      from: email,
      to: address,
      body: `--b\nContent-Type: text/plain\n\nMany\n${files.join("")}--b--`,
    })
    await settled(imap.deliver(many.replace("text/plain; charset=utf-8", "multipart/mixed; boundary=b")))
    expect((await agent.call("GET", `/tickets/${number}`)).json.history.at(-2).text).toEndWith(
      "\n📎 f9.txt (1 KB)\n📎 f10.txt (not kept)",
    )
    await agent.call("PATCH", `/tickets/${number}`, { status: "closed" })
    await settled(imap.deliver(mail({ from: email, to: address, body: "It leaks again." })))
    const shown = (await agent.call("GET", `/tickets/${number}`)).json
    expect(shown.ticket.status).toBe("open")
    const comments = (one: {
      history: { kind: string; text?: string; visibility?: string; actor: unknown }[]
    }) => one.history.filter(({ kind }) => kind === "comment")
    expect(comments(shown).at(-1)).toMatchObject({ text: "It leaks again.", visibility: "public" })
    await agent.call("PATCH", `/tickets/${number}`, { status: "closed" })
    const stranger = mail({ from: "mallory@evil.example", to: address, body: "Close it." })
    await settled(imap.deliver(stranger))
    const opened = (await agent.call("GET", `/tickets/${number}`)).json
    expect(opened.ticket.status).toBe("open")
    const after = comments(opened).at(-1)
    expect(after).toMatchObject({ visibility: "internal" })
    expect(after?.text).toContain("mallory@evil.example")
    // Somebody moves the mail about in the mailbox.
    await agent.call("PATCH", `/tickets/${number}`, { status: "closed" })
    await settled(imap.deliver(stranger))
    expect((await agent.call("GET", `/tickets/${number}`)).json.ticket.status).toBe("closed")
  })
})
