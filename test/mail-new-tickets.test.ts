import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { sql } from "kysely"
import type { ParsedMail } from "mailparser"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { type MailDesk, startMailDesk } from "./mail-desk.ts"
import { type ImapServer, startImapServer } from "./servers/imap.ts"
import { until } from "./wait.ts"

describe.each([["sqlite"], ["postgres"]] as const)(
  "mail that answers nothing makes tickets, on %s",
  (dialect) => {
    let imap: ImapServer
    let desk: MailDesk
    let agent: SignedInAgent
    let mails = 0

    beforeAll(async () => {
      imap = await startImapServer()
      desk = await startMailDesk({
        postgres: dialect === "postgres",
        partnerIn: "imap.partner",
        settings: {
          ...imap.settings,
          "imap.address": "support@acme.example",
          "imap.authserv_id": "mx.acme.example",
          "imap.new": "ticket",
        },
      })
      agent = await signedInAgent(desk)
    })
    afterAll(async () => {
      await desk.stop()
      await imap.stop()
    })

    const mail = (from: string, body: string, headers = "", subject = "My kettle leaks") =>
      `Return-Path: <${from}>\nFrom: ${from}\nTo: Acme <support@acme.example>\nSubject: ${subject}\nMessage-ID: <${++mails}.${dialect}@customer.example>\n${headers}MIME-Version: 1.0\n${body.startsWith("Content-Type") ? "" : "Content-Type: text/plain; charset=utf-8\n\n"}${body}\n`
    const settled = (uid: number) => until(`mail ${uid} is marked`, () => !imap.unseen().includes(uid))
    const tickets = async (): Promise<
      { number: number; subject: string; status: string; requester: object; source: string }[]
    > => (await agent.call("GET", "/tickets?view=all&limit=100")).json.tickets
    const shown = async (number: number) => (await agent.call("GET", `/tickets/${number}`)).json
    const sentTo = (address: string) => desk.smtp.read(address)

    test("with its files; its sender is told the number, and answers into the ticket", async () => {
      const body =
        'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSince Monday.\n\n-- \nAda\n--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="log.txt"\n\nE42\n--b--'
      const raw = mail("Ada <ada@customer.example>", body)
      await settled(imap.deliver(raw))
      const [ticket] = await tickets()
      expect(ticket).toMatchObject({
        subject: "My kettle leaks",
        source: "mail",
        requester: { name: "Ada", email: "ada@customer.example" },
      })
      const number = ticket?.number ?? 0
      expect((await shown(number)).description).toBe("Since Monday.\n\n📎 log.txt (1 KB)")

      const [created] = (await shown(number)).history
      expect(created).toMatchObject({
        kind: "created",
        attachments: [{ name: "log.txt", type: "text/plain", size: 3 }, { name: "original.txt" }],
      })
      expect((await agent.call("GET", `/attachments/${created.attachments[0].id}`)).text).toBe("E42")

      await until("the confirmation is there", () => desk.smtp.mails.length > 0)
      const [confirmation] = await sentTo("ada@customer.example")
      expect(confirmation?.subject).toBe(`Support ticket #T-${number}: My kettle leaks`)
      const to = confirmation?.replyTo?.value[0]?.address ?? ""
      expect(to).toMatch(/^support\+t\.[0-9a-z]{10}\.[0-9a-z]{24}@acme\.example$/)
      const answer = mail(
        "ada@customer.example",
        `And it hums.\n\nOn Sat, 21 Nov 2026 at 14:00, Acme <${to}> wrote:\n> Hi`,
      )
      await settled(imap.deliver(answer.replace("<support@acme.example>", `<${to}>`)))
      const { history } = await shown(number)
      expect(history.at(-1)).toMatchObject({ kind: "comment", text: "And it hums.", visibility: "public" })

      // Some servers deliver twice.
      await settled(imap.deliver(raw))
      expect(await tickets()).toHaveLength(1)
      expect(await sentTo("ada@customer.example")).toHaveLength(1)
    })

    test("with hundreds of files and a long text: as much as there is room for", async () => {
      const file = (i: number) =>
        `--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="${i} ${"photo ".repeat(15)}.txt"\n\n${i}\n`
      const files = Array.from({ length: 300 }, (_, i) => file(i)).join("")
      const body = `Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\n${"It leaks again.\n".repeat(2_000)}\n${files}--b--`
      await settled(imap.deliver(mail("Ada <ada@customer.example>", body, "", "My photos")))
      const ticket = (await tickets()).find(({ subject }) => subject === "My photos")
      const { description } = await shown(ticket?.number ?? 0)
      expect(description).toStartWith("It leaks again.")
      expect(description).toEndWith("📎 280 more files (not kept)")
    })

    const unread: [string, string][] = [
      ["nothing below its header", ""],
      [
        "an empty page",
        "Content-Type: text/html; charset=utf-8\n\n<html><body><div><br></div></body></html>",
      ],
      ["parts of which it does not say where they end", "Content-Type: multipart/mixed\n\n--b\n\nHello"],
    ]
    test.each(unread)("with %s: what was written is its subject", async (_, body) => {
      const before = await tickets()
      await settled(imap.deliver(mail("ada@customer.example", body, "", "Please cancel my order 4711")))
      const [ticket, ...others] = await tickets()
      expect(others).toHaveLength(before.length)
      expect(ticket?.subject).toBe("Please cancel my order 4711")
      const { description, history } = await shown(ticket?.number ?? 0)
      expect(description).toBe("Please cancel my order 4711")
      const files = body.includes("multipart") ? [{ name: "original.txt" }] : []
      expect(history[0].attachments ?? []).toMatchObject(files)
    })

    test("of an old program that does not say what its letters are, they are read all the same", async () => {
      const old = mail("ada@customer.example", "Gr\xfc\xdfe", "", "K\xe4se").replace("; charset=utf-8", "")
      await settled(imap.deliver(Buffer.from(old, "latin1")))
      const [ticket] = await tickets()
      expect(ticket?.subject).toBe("Käse")
      expect((await shown(ticket?.number ?? 0)).description).toBe("Grüße")
      await settled(
        imap.deliver(mail("ada@customer.example", "Grüße", "", "Käse").replace("; charset=utf-8", "")),
      )
      const [newer] = await tickets()
      expect(newer?.subject).toBe("Käse")
      expect((await shown(newer?.number ?? 0)).description).toBe("Grüße")
    })

    test("of files alone, each is named once", async () => {
      const file = "Content-Type: text/plain\nContent-Disposition: attachment; filename"
      const body = `Content-Type: multipart/mixed; boundary=b\n\n--b\n${file}="a.txt"\n\nA\n--b\n${file}="b.txt"\n\nB\n--b--`
      await settled(imap.deliver(mail("ada@customer.example", body, "", "Scan")))
      const [ticket] = await tickets()
      expect((await shown(ticket?.number ?? 0)).description).toBe("📎 a.txt (1 KB)\n📎 b.txt (1 KB)")
    })

    test("with nothing at all there is none, and it stays as it is", async () => {
      const count = (await tickets()).length
      const empty = imap.deliver(mail("ada@customer.example", "", "", ""))
      await settled(imap.deliver(mail("next@customer.example", "The next one")))
      expect(await tickets()).toHaveLength(count + 1)
      expect(imap.unseen()).toContain(empty)
    })

    test("of what may be forged agents are told so, and nothing is sent to whose address it bears", async () => {
      const forged =
        "Authentication-Results: mx.acme.example; spf=fail smtp.mailfrom=victim.example; dkim=none\n"
      await settled(imap.deliver(mail("victim@victim.example", "Buy this.", forged, "Buy")))
      const [ticket] = await tickets()
      expect(ticket?.subject).toBe("Buy")
      expect((await shown(ticket?.number ?? 0)).description).toBe(
        "E-mail that says it is from victim@victim.example, which our mail server does not believe: it may be forged.\n\nBuy this.",
      )
      // The next one's confirmation comes, and this one's does not.
      await settled(imap.deliver(mail("grace@customer.example", "Hello")))
      await until(
        "the next confirmation is there",
        async () => (await sentTo("grace@customer.example")).length > 0,
      )
      expect(await sentTo("victim@victim.example")).toEqual([])
      const waiting = await desk.withDatabase(({ db }) =>
        db
          .selectFrom("outbox")
          .select("id")
          .where("kind", "=", "ticket_confirmation")
          .where("state", "!=", "done")
          .execute(),
      )
      expect(waiting).toEqual([])
    })

    const machines: [string, (confirmation: ParsedMail) => string, number][] = [
      ["that names what it answers", ({ messageId }) => `In-Reply-To: ${messageId}\n`, 1],
      ["that says nothing of itself", () => "", 5],
    ]
    test.each(machines)("a machine %s is soon answered no more", async (what, headers, mostSent) => {
      const from = `robot-${mostSent}@customer.example`
      await settled(imap.deliver(mail(from, "Hello", "", `Hello ${mostSent}`)))
      const round = async (sent: number) => {
        const said = await until(`${what}: confirmation ${sent} is there`, async () => {
          const all = await sentTo(from)
          return all.length >= sent ? all[sent - 1] : undefined
        })
        await settled(imap.deliver(mail(from, "We thank you for your mail.", headers(said), `We ${sent}`)))
      }
      for (let sent = 1; sent <= mostSent; sent++) await round(sent)
      const [last] = await tickets()
      expect(last?.subject).toBe(`We ${mostSent}`)
      const confirmed = await desk.withDatabase(({ db }) =>
        db
          .selectFrom("outbox")
          .innerJoin("ticket", (join) => join.on(sql<boolean>`payload like '%' || ticket.uuid || '%'`))
          .select("ticket.number")
          .where("kind", "=", "ticket_confirmation")
          .execute(),
      )
      expect(confirmed.map(({ number }) => number)).not.toContain(last?.number ?? 0)
    })

    test("machines make none, nor does what came before; they stay as they are", async () => {
      const count = (await tickets()).length
      const from = "robot@customer.example"
      const left = [
        imap.deliver(mail(from, "I am away.", "Auto-Submitted: auto-replied\n")),
        imap.deliver(mail(from, "Buy!", "List-Id: <news.customer.example>\n")),
        imap.deliver(mail(from, "Buy!", "List-Unsubscribe: <https://news.customer.example/u>\n")),
        imap.deliver(mail(from, "I am away.", "", "Automatic reply: Support ticket #T-1")),
        imap.deliver(mail("MAILER-DAEMON@customer.example", "550 5.1.1 unknown")),
        imap.deliver(mail(from, "Long ago."), { at: new Date(Date.now() - 86_400_000) }),
      ]
      await settled(imap.deliver(mail("last@customer.example", "The last one")))
      expect(await tickets()).toHaveLength(count + 1)
      expect(imap.unseen()).toEqual(expect.arrayContaining(left))
    })

    test("what did not arrive, and who is away, is an internal comment", async () => {
      const [ticket] = await tickets()
      const number = ticket?.number ?? 0
      await until("the confirmation is there", async () => (await sentTo("last@customer.example")).length > 0)
      const [confirmation] = await sentTo("last@customer.example")
      const to = confirmation?.replyTo?.value[0]?.address ?? ""
      await agent.call("PATCH", `/tickets/${number}`, { status: "closed" })
      const away = mail("last@customer.example", "I am away.", "Auto-Submitted: auto-replied\n")
      await settled(imap.deliver(away.replace("<support@acme.example>", `<${to}>`)))
      const bounce = `Return-Path: <>\nFrom: MAILER-DAEMON@customer.example\nTo: support@acme.example\nSubject: failure notice\nMessage-ID: <${++mails}@customer.example>\n\n<last@customer.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nReply-To: ${to}\n\nHello\n`
      await settled(imap.deliver(bounce))
      const { ticket: now, history } = await shown(number)
      expect(now.status).toBe("closed")
      expect(history.slice(-2)).toMatchObject([
        {
          kind: "comment",
          visibility: "internal",
          text: "Automatic e-mail from last@customer.example: I am away.",
        },
        {
          kind: "comment",
          visibility: "internal",
          text: "E-mail to last@customer.example could not be delivered: Sorry, no mailbox here by that name. (#5.1.1)",
        },
      ])
    })
  },
)
