import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test"
import { listJobs, retryJob } from "../src/storage/repositories/outbox.ts"
import { failureBody, TICKET_BODY } from "./fixtures/crm.ts"
import { type MailDesk, startMailDesk } from "./mail-desk.ts"
import { startFakeFreshdesk } from "./servers/freshdesk.ts"
import { numberIn } from "./servers/smtp.ts"
import { until } from "./wait.ts"

let freshdesk: Awaited<ReturnType<typeof startFakeFreshdesk>>
let desk: MailDesk
let cases = 0

beforeAll(async () => {
  freshdesk = await startFakeFreshdesk()
  desk = await startMailDesk({
    settings: {
      ...freshdesk.settings,
      "crm.ticket_wait_ms": 400,
    },
  })
})
afterAll(async () => {
  await freshdesk.stop()
  await desk.stop()
})
beforeEach(() => {
  cases++
  freshdesk.tickets.length = 0
  desk.smtp.mails.length = 0
  freshdesk.reply = undefined
  freshdesk.trouble = undefined
  desk.smtp.trouble = undefined
})

/** Escalates a question of this test's own and asks for a ticket; returns the number that the user is shown. */
async function askForTicket(session = `case ${cases}`): Promise<string> {
  // The partner's server may make as many for one user as it likes.
  const headers = { authorization: `Bearer ${desk.partner.apiKey}` }
  const { failure_id } = (
    await desk.send("POST", "/api/agent-failure/", { headers, body: failureBody({ session_id: session }) })
  ).json
  const reply = await desk.send("POST", `/api/agent-failure/${failure_id}/create-ticket`, {
    headers,
    body: TICKET_BODY,
  })
  expect(reply.status).toBe(200)
  return reply.json.ticket_id
}

/** Lets what waits for another try have it now. */
const hurry = () =>
  desk.withDatabase(({ db }) =>
    db.updateTable("outbox").set({ next_at: 0 }).where("state", "=", "pending").execute(),
  )

const waiting = () => desk.withDatabase(({ db }) => listJobs(db, ["pending", "running", "dead"], 100))
const allDone = () => until("every job is done", async () => (await waiting()).length === 0)
const failedOnce = (kind: string) =>
  until(`${kind} has failed`, async () =>
    (await waiting()).some((job) => job.kind === kind && job.state === "pending" && job.lastError),
  )

test("with both up, the user and the mail are told Freshdesk's number", async () => {
  const shown = await askForTicket()
  await allDone()
  expect(freshdesk.tickets.map(({ id }) => String(id))).toEqual([shown])
  expect(freshdesk.tickets[0]?.body).toMatchObject({ email: "jane.smith@company.com", name: "Jane Smith" })
  expect(desk.smtp.mails.map(numberIn)).toEqual([shown])
  expect(desk.smtp.mails[0]).toContain("To: jane.smith@company.com")
})

test("a request and its retry beside it are both told Freshdesk's number, and make one ticket", async () => {
  const shown = await Promise.all([1, 2, 3].map(() => askForTicket()))
  expect(shown).toEqual(["1", "1", "1"])
  await allDone()
  expect(freshdesk.tickets).toHaveLength(1)
  expect(desk.smtp.mails.map(numberIn)).toEqual(["1"])
})

const troubles: [string, () => void, number][] = [
  ["answers 500", () => (freshdesk.reply = () => new Response("", { status: 500 })), 0],
  ["refuses with HTML", () => (freshdesk.reply = () => new Response("<html>502</html>", { status: 502 })), 0],
  ["refuses the right", () => (freshdesk.reply = () => new Response("", { status: 403 })), 0],
  ["answers 500 after creating", () => (freshdesk.trouble = "500 after creating"), 1],
  ["answers with no ticket after creating", () => (freshdesk.trouble = "HTML after creating"), 1],
  ["cuts the line after creating", () => (freshdesk.trouble = "reset"), 1],
]
test.each(troubles)(
  "while Freshdesk %s our own number stands, and one ticket is there in the end",
  async (_, begin, made) => {
    begin()
    const shown = await askForTicket()
    expect(shown).toMatch(/^T-\d+$/)
    await until("the mail is there", () => desk.smtp.mails.length > 0)
    await failedOnce("freshdesk_ticket")
    expect(freshdesk.tickets).toHaveLength(made)
    freshdesk.reply = undefined
    freshdesk.trouble = undefined
    await hurry()
    await allDone()
    expect(freshdesk.tickets).toHaveLength(1)
    expect(desk.smtp.mails.map(numberIn)).toEqual([shown])
    expect(await askForTicket()).toBe(shown)
  },
)

test("Freshdesk's Retry-After is kept, and delivery goes on by itself", async () => {
  freshdesk.reply = () => new Response("", { status: 429, headers: { "retry-after": "1" } })
  const shown = await askForTicket()
  expect(shown).toMatch(/^T-\d+$/)
  freshdesk.reply = undefined
  await allDone()
  expect(freshdesk.tickets).toHaveLength(1)
  expect(desk.smtp.mails.map(numberIn)).toEqual([shown])
})

test("a Freshdesk that hangs after creating keeps nobody waiting, and its ticket is found", async () => {
  freshdesk.trouble = "hang"
  const shown = await askForTicket()
  expect(shown).toMatch(/^T-\d+$/)
  await until("the mail is there", () => desk.smtp.mails.length > 0)
  expect((await waiting()).find(({ kind }) => kind === "freshdesk_ticket")).toMatchObject({
    state: "running",
  })
  await failedOnce("freshdesk_ticket")
  freshdesk.trouble = undefined
  await hurry()
  await allDone()
  expect(freshdesk.tickets).toHaveLength(1)
  expect(desk.smtp.mails.map(numberIn)).toEqual([shown])
})

test("a job retried by hand after an unknown outcome looks for its ticket first", async () => {
  freshdesk.trouble = "reset"
  await askForTicket()
  await failedOnce("freshdesk_ticket")
  freshdesk.trouble = undefined
  const job = (await waiting()).find(({ kind }) => kind === "freshdesk_ticket")
  expect(await desk.withDatabase(({ db }) => retryJob(db, job?.id ?? 0, new Date()))).toBe(true)
  await allDone()
  expect(freshdesk.tickets).toHaveLength(1)
})

test.each(["refuse", "drop"] as const)(
  "a mail server that does not take it (%s) gets it once, later, with the number shown",
  async (trouble) => {
    desk.smtp.trouble = trouble
    desk.smtp.hangUp()
    const shown = await askForTicket()
    expect(shown).toBe("1")
    await failedOnce("ticket_confirmation")
    expect(desk.smtp.mails).toEqual([])
    desk.smtp.trouble = undefined
    await hurry()
    await allDone()
    expect(desk.smtp.mails.map(numberIn)).toEqual(["1"])
  },
)

test("a mail of which nobody knows whether it was taken is sent again, and is the same to every mail program", async () => {
  desk.smtp.trouble = "drop after"
  desk.smtp.hangUp()
  await askForTicket()
  await failedOnce("ticket_confirmation")
  desk.smtp.trouble = undefined
  await hurry()
  await allDone()
  const ids = desk.smtp.mails.map((mail) => /^Message-ID: (.*)$/m.exec(mail)?.[1])
  expect(ids).toEqual([expect.stringMatching(/^<chatd\.[0-9a-f]{40}@/), ids[0]])
})

test("a mail server that stalls keeps neither this ticket nor the next from its number", async () => {
  desk.smtp.trouble = "stall"
  desk.smtp.hangUp()
  const connections = desk.smtp.connections
  expect(await askForTicket("stalled 1")).toBe("1")
  await until("the mail server is being waited for", () => desk.smtp.connections > connections)
  expect(await askForTicket("stalled 2")).toBe("2")
  desk.smtp.trouble = undefined
  desk.smtp.hangUp()
  await failedOnce("ticket_confirmation")
  await hurry()
  await allDone()
  expect(desk.smtp.mails.map(numberIn).sort()).toEqual(["1", "2"])
})

test("several tickets at once are several, each with its own number and mail", async () => {
  const shown = await Promise.all(Array.from({ length: 8 }, (_, i) => askForTicket(`many ${i}`)))
  await allDone()
  expect(new Set(shown).size).toBe(8)
  expect(freshdesk.tickets).toHaveLength(8)
  expect(desk.smtp.mails.map(numberIn).sort()).toEqual([...shown].sort())
})
