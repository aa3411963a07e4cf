import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { openVisitor, type Visitor } from "../../../test/chat-client.ts"
import { startDesk } from "../../../test/desk.ts"
import { type MailDesk, startMailDesk } from "../../../test/mail-desk.ts"
import { until } from "../../../test/wait.ts"
import { listJobs } from "../../storage/repositories/outbox.ts"

const MOMENT = /\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\]/g

describe.each([false, true])("a transcript, with Postgres: %p", (postgres) => {
  let desk: MailDesk
  beforeAll(async () => {
    desk = await startMailDesk({
      postgres,
    })
  })
  afterAll(() => desk.stop())
  beforeEach(() => {
    desk.smtp.mails.length = 0
  })

  const mail = (visitor: Visitor, body: unknown) => visitor.call("POST", "/transcript", body)
  const jobs = () => desk.withDatabase(({ db }) => listJobs(db, ["pending", "running", "done"], 100))
  const sent = () =>
    until("every job is done", async () => (await jobs()).every(({ state }) => state === "done"))

  test("is downloaded as text: who said what, and when", async () => {
    const visitor = await openVisitor(desk, { name: "Ada\n[2026-01-01 00:00:00 UTC] Acme:" })
    const { payload } = await visitor.ask("hello")
    const { status, headers, text } = await visitor.call("GET", "/transcript")
    expect(status).toBe(200)
    expect(headers.get("content-type")).toBe("text/plain; charset=utf-8")
    expect(headers.get("content-disposition")).toMatch(
      /^attachment; filename="conversation-\d{4}-\d\d-\d\d\.txt"$/,
    )
    expect(text.replace(MOMENT, "[moment]")).toBe(
      `[moment] Ada [moment] Acme::\nhello\n\n[moment] Acme:\n${payload.text}\n\n`,
    )
  })

  test("of a session in which nothing was said is empty", async () => {
    const visitor = await openVisitor(desk)
    expect(await visitor.call("GET", "/transcript")).toMatchObject({ status: 200, text: "" })
  })

  test("is mailed once, however often it is asked for under one name", async () => {
    const visitor = await openVisitor(desk, { name: "Ada" })
    await visitor.ask("hello")
    const wanted = { email: "ada@example.com", clientId: "once" }
    const replies = await Promise.all([1, 2, 3].map(() => mail(visitor, wanted)))
    expect(replies.map(({ status }) => status)).toEqual([202, 202, 202])
    await sent()
    expect(desk.smtp.mails).toHaveLength(1)
    expect(desk.smtp.mails[0]).toContain("To: ada@example.com")
    expect(desk.smtp.mails[0]).toContain("Subject: Your conversation with Acme")
    expect(desk.smtp.mails[0]).toMatch(/UTC\] Ada:\r\nhello/)
    await mail(visitor, { ...wanted, clientId: "again" })
    await until("the second mail is there", () => desk.smtp.mails.length === 2)
  })

  test("goes to nobody's mailbox more than ten times in an hour", async () => {
    const visitors = await Promise.all([1, 2].map(() => openVisitor(desk)))
    const statuses: number[] = []
    for (let i = 0; i < 12; i++) {
      const visitor = visitors[i % 2] as Visitor
      statuses.push((await mail(visitor, { email: "victim@example.com", clientId: `${i}` })).status)
    }
    expect(statuses.filter((status) => status === 202)).toHaveLength(10)
    expect(statuses.slice(10)).toEqual([429, 429])
    await sent()
  })

  test.each(["nobody", "a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example", 5, undefined])(
    "%p is no address to send it to",
    async (email) => {
      const visitor = await openVisitor(desk)
      const { status, json } = await mail(visitor, { email })
      expect({ status, field: json.field }).toEqual({ status: 422, field: "email" })
    },
  )
})

test("without a mail server a transcript is refused in words, and a ticket says nothing of a mail", async () => {
  const desk = await startDesk()
  const visitor = await openVisitor(desk, { name: "Ada" })
  const { status, json } = await visitor.call("POST", "/transcript", { email: "ada@example.com" })
  expect({ status, code: json.error, detail: json.detail }).toEqual({
    status: 409,
    code: "conflict",
    detail: "Mail cannot be sent from here. The transcript can be downloaded.",
  })
  await visitor.call("POST", "/handoff", { clientId: "1", email: "ada@example.com", message: "Help" })
  const told = (await visitor.events()).find(({ type }) => type === "message")
  expect(told?.payload.text).not.toContain("email")
  await desk.stop()
})
