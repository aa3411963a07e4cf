import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { type MailDesk, startMailDesk } from "./mail-desk.ts"
import { type ImapServer, startImapServer } from "./servers/imap.ts"
import { until } from "./wait.ts"

const OWN = "support@acme.example"
const FORM = "wordpress@acme.example"
const LOST = "asks to be answered to somebody else"

describe.each([["sqlite"], ["postgres"]] as const)("forms of websites, by mail, on %s", (dialect) => {
  let imap: ImapServer
  let desk: MailDesk
  let agent: SignedInAgent
  let mails = 0

  const start = async (settings: Record<string, unknown>, logLevel: "warn" | "debug" = "warn") => {
    imap = await startImapServer()
    desk = await startMailDesk({
      postgres: dialect === "postgres",
      logLevel,
      partnerIn: "imap.partner",
      settings: {
        ...imap.settings,
        "imap.address": OWN,
        "imap.authserv_id": "mx.acme.example",
        "imap.new": "ticket",
        "smtp.from": `Acme <${OWN}>`,
        ...settings,
      },
      partnerSettings: (now) => ({ ...now, mail: { ...now.mail, team: [OWN] } }),
    })
    agent = await signedInAgent(desk)
  }
  const stop = async () => {
    await desk.stop()
    await imap.stop()
  }

  const mail = (from: string, headers: string, body = "It leaks.", subject = "My kettle") =>
    `Return-Path: <www-data@web.acme.example>\nFrom: Acme website <${from}>\nTo: ${OWN}\nSubject: ${subject}\nMessage-ID: <${++mails}@web.acme.example>\n${headers}Content-Type: text/plain; charset=utf-8\n\n${body}\n`
  const settled = (uid: number) => until(`mail ${uid} is marked`, () => !imap.unseen().includes(uid))
  const tickets = async () => (await agent.call("GET", "/tickets?view=all&limit=100")).json.tickets
  const shown = async (number: number) => (await agent.call("GET", `/tickets/${number}`)).json
  const sentTo = (address: string) => desk.smtp.read(address)
  /** Whoever is behind it was looked at, too. */
  const lookedAt = () => settled(imap.deliver(mail(FORM, "Reply-To: last@customer.example\n")))

  describe("that are named", () => {
    beforeAll(() => start({ "imap.form_senders": `${FORM}, ${OWN}` }))
    afterAll(stop)

    test.each([OWN, FORM])(
      "one that mails from %s is its customer's, who is told and answers",
      async (from) => {
        const customer = `ada-${from.split("@")[0]}@customer.example`
        const body =
          "Somebody has written to you:\n\nFrom: Ada <ada@customer.example>\nSubject: Kettle\n\n> On Monday\nit leaked.\n\n-- \nSent by Acme"
        await settled(
          imap.deliver(mail(from, `Reply-To: Ada <${customer}>\nAuto-Submitted: auto-generated\n`, body)),
        )
        const [ticket] = await tickets()
        expect(ticket).toMatchObject({ source: "form", requester: { name: "Ada", email: customer } })
        expect((await shown(ticket.number)).description).toBe(body)
        const confirmation = await until("she is told", async () => (await sentTo(customer))[0])
        const to = confirmation.replyTo?.value[0]?.address ?? ""
        const answer = mail(customer, "", "It hums, too.").replace(`To: ${OWN}`, `To: ${to}`)
        await settled(imap.deliver(answer))
        expect((await shown(ticket.number)).history.at(-1)).toMatchObject({
          kind: "comment",
          visibility: "public",
          text: "It hums, too.",
        })
      },
    )

    test("what the team is mailed, and comes back to the mailbox that is read, makes nothing", async () => {
      const count = (await tickets()).length
      const told = await until("the team is told", () =>
        desk.smtp.mails.find((raw) => raw.includes(`To: ${OWN}`) && /^Reply-To:.*customer/m.test(raw)),
      )
      imap.deliver(told)
      imap.deliver(told.replace(/^Message-ID:.*/m, "Message-ID: <another@relay.example>"))
      await lookedAt()
      expect(await tickets()).toHaveLength(count + 1)
    })

    test("one that names nobody, or several, is for the agents to look into, and nobody is told", async () => {
      for (const headers of ["", "Reply-To: ada@customer.example, eve@customer.example\n"]) {
        await settled(imap.deliver(mail(FORM, headers)))
        const [ticket] = await tickets()
        expect(ticket).toMatchObject({ source: "form", requester: { name: "Acme website", email: FORM } })
        expect((await shown(ticket.number)).description).toBe(
          `The form at ${FORM} does not say whom to answer: its mail has no Reply-To, or several. Answers to this ticket reach nobody.\n\nIt leaks.`,
        )
      }
      const last = "told-last@customer.example"
      await settled(imap.deliver(mail(FORM, `Reply-To: ${last}\n`)))
      await until("the next one is told", async () => (await sentTo(last)).length > 0)
      expect(await sentTo(FORM)).toEqual([])
    })

    test("one that may be forged says so, and nothing is sent", async () => {
      const forged = "Authentication-Results: mx.acme.example; dmarc=fail header.from=acme.example\n"
      await settled(imap.deliver(mail(OWN, `Reply-To: victim@customer.example\n${forged}`)))
      const [ticket] = await tickets()
      expect((await shown(ticket.number)).description).toBe(
        `E-mail that says it is from the form at ${OWN}, which our mail server does not believe: it may be forged.\n\nIt leaks.`,
      )
      const last = "told-later@customer.example"
      await settled(imap.deliver(mail(FORM, `Reply-To: ${last}\n`)))
      await until("the next one is told", async () => (await sentTo(last)).length > 0)
      expect(await sentTo("victim@customer.example")).toEqual([])
    })

    test("an address that was typed into one counts for nobody: its own mails are taken, and of many tickets it is told no words", async () => {
      const victim = "victim@busy.example"
      for (let i = 0; i < 6; i++) await settled(imap.deliver(mail(FORM, `Reply-To: ${victim}\n`)))
      await settled(imap.deliver(mail(victim, "", "I am it.", "Myself")))
      await until(
        "six are told: five of the form, and their own",
        async () => (await sentTo(victim)).length === 6,
      )

      await desk.withDatabase(({ db }) =>
        db.updateTable("partner").set({ last_ticket: 300 }).where("id", "=", desk.partner.id).execute(),
      )
      await settled(imap.deliver(mail(FORM, "Reply-To: flooded@customer.example\n", "Buy this.", "Buy")))
      const bare = await until("they are told", async () => (await sentTo("flooded@customer.example"))[0])
      expect(`${bare.subject} ${bare.text} ${bare.html}`).not.toContain("Buy")
    })
  })

  describe("that are not named", () => {
    beforeAll(() => start({}, "debug"))
    afterAll(stop)
    const lost = () => desk.log.map((line) => JSON.parse(line)).filter(({ msg }) => msg.includes(LOST))

    test("make what they made, and the log says what to do", async () => {
      const own = imap.deliver(mail(OWN, "Reply-To: ada@customer.example\n"))
      await settled(imap.deliver(mail(FORM, "Reply-To: eve@customer.example\n")))
      const made = await tickets()
      expect(made).toMatchObject([{ source: "mail", requester: { email: FORM } }])
      expect(imap.unseen()).toContain(own)
      expect(lost()).toMatchObject([
        { uid: own, outcome: "ignored", msg: expect.stringContaining("imap.form_senders") },
        { uid: own + 1, outcome: "ticket" },
      ])
    })

    test("of what is ours, forged, or nobody's form it says nothing", async () => {
      const before = lost().length
      const id = `<chatd.${"0a".repeat(20)}@acme.example>`
      imap.deliver(mail(OWN, `Reply-To: ada@customer.example\nReferences: ${id}\n`))
      const forged = "Authentication-Results: mx.acme.example; dmarc=fail header.from=acme.example\n"
      imap.deliver(mail(OWN, `Reply-To: ada@customer.example\n${forged}`))
      imap.deliver(mail(OWN, `Reply-To: ${OWN}\n`))
      await settled(imap.deliver(mail("ada@customer.example", "Reply-To: ada@home.example\n")))
      expect(lost()).toHaveLength(before)
    })

    test("a mail from nobody, or from several, stays, and the log says so; one from a group of one is theirs", async () => {
      const from = (sender: string) => mail(FORM, "").replace(/^From: .*/m, `From: ${sender}`)
      const left = ["Undisclosed:;", "Us: ada@customer.example, eve@customer.example;"].map((sender) =>
        imap.deliver(from(sender)),
      )
      await settled(imap.deliver(from("Us: eve@customer.example;")))
      const [ticket] = await tickets()
      expect(ticket.requester.email).toBe("eve@customer.example")
      expect(imap.unseen()).toEqual(expect.arrayContaining(left))
      const told = desk.log
        .map((line) => JSON.parse(line))
        .filter(({ msg }) => msg.includes("its From is of"))
      expect(told.map(({ uid }) => uid)).toEqual(left)
    })
  })
})
