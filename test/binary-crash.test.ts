import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test"
import { binaryAlone } from "./binary.ts"
import { failureBody, TICKET_BODY } from "./fixtures/crm.ts"
import { startFakeFreshdesk } from "./servers/freshdesk.ts"
import { numberIn, startSmtpServer } from "./servers/smtp.ts"
import { until } from "./wait.ts"

const chatd = binaryAlone()
let freshdesk: Awaited<ReturnType<typeof startFakeFreshdesk>>
let smtp: Awaited<ReturnType<typeof startSmtpServer>>

beforeAll(async () => {
  freshdesk = await startFakeFreshdesk()
  smtp = await startSmtpServer()
})
beforeEach(() => {
  freshdesk.tickets.length = 0
  smtp.mails.length = 0
})
afterAll(async () => {
  await chatd.remove()
  smtp.hangUp()
  await freshdesk.stop()
  await smtp.stop()
})

const serve = () =>
  chatd.serve(["--demo"], {
    CHATD_FRESHDESK_DOMAIN: "acme",
    CHATD_FRESHDESK_API_KEY: "key",
    CHATD_FRESHDESK_BASE_URL: freshdesk.url,
    CHATD_SMTP_HOST: "127.0.0.1",
    CHATD_SMTP_PORT: String(smtp.port),
    CHATD_SMTP_REQUIRE_TLS: "false",
    CHATD_SMTP_FROM: "support@acme.example",
    CHATD_CRM_TICKET_WAIT_MS: "300",
  })

async function post(url: string, path: string, body: unknown) {
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
  return (await (await fetch(url + path, init)).json()) as { failure_id: string; ticket_id: string }
}

const openJobs = () => chatd.count("outbox where state <> 'done'")
const allDone = () => until("every job is done", () => openJobs() === 0, 30_000)

test("killed after Freshdesk made the ticket and before we know of it: one ticket, one mail", async () => {
  const server = await serve()
  freshdesk.trouble = "hang"
  const { failure_id } = await post(server.url, "/api/agent-failure/", failureBody({ session_id: "one" }))
  void post(server.url, `/api/agent-failure/${failure_id}/create-ticket`, TICKET_BODY).catch(() => {})
  await until("Freshdesk has the ticket", () => freshdesk.tickets.length > 0)
  server.kill("SIGKILL")
  await server.finished
  freshdesk.trouble = undefined
  // The ticket, its confirmation, and the mail to the team.
  expect(openJobs()).toBe(3)

  const next = await serve()
  const again = await post(next.url, `/api/agent-failure/${failure_id}/create-ticket`, TICKET_BODY)
  await allDone()
  expect(freshdesk.tickets).toHaveLength(1)
  expect(smtp.mails.map(numberIn)).toEqual([again.ticket_id])
  next.kill("SIGTERM")
  expect((await next.finished).code).toBe(0)
})

test("killed while the mail is on its way: it is sent again under the same id, with the number shown", async () => {
  const server = await serve()
  smtp.trouble = "stall"
  const { failure_id } = await post(server.url, "/api/agent-failure/", failureBody({ session_id: "two" }))
  const connections = smtp.connections
  const { ticket_id } = await post(server.url, `/api/agent-failure/${failure_id}/create-ticket`, TICKET_BODY)
  expect(ticket_id).toBe("1")
  await until("the mail server is being waited for", () => smtp.connections > connections)
  server.kill("SIGKILL")
  await server.finished
  smtp.hangUp()
  smtp.trouble = undefined
  const next = await serve()
  await allDone()
  expect(freshdesk.tickets).toHaveLength(1)
  expect(smtp.mails.map(numberIn)).toEqual([ticket_id])
  next.kill("SIGTERM")
  expect((await next.finished).code).toBe(0)
})

test("killed again and again while tickets come in: none is lost, none is doubled", async () => {
  const told = new Map<string, string>()
  for (let round = 0; round < 3; round++) {
    const server = await serve()
    const asks = Array.from({ length: 4 }, async (_, i) => {
      const { failure_id } = await post(
        server.url,
        "/api/agent-failure/",
        failureBody({ session_id: `r${round} ${i}` }),
      )
      const { ticket_id } = await post(
        server.url,
        `/api/agent-failure/${failure_id}/create-ticket`,
        TICKET_BODY,
      )
      told.set(failure_id, ticket_id)
    })
    await Promise.race(asks)
    server.kill("SIGKILL")
    await Promise.allSettled(asks)
    await server.finished
  }
  const last = await serve()
  await allDone()
  const tickets = chatd.count("ticket") - 2
  expect(tickets).toBeGreaterThanOrEqual(told.size)
  expect(freshdesk.tickets).toHaveLength(tickets)
  const keys = freshdesk.tickets.flatMap(({ tags }) => tags.filter((tag) => tag.startsWith("chatd-")))
  expect(new Set(keys).size).toBe(tickets)
  const numbers = new Set(smtp.mails.map(numberIn))
  expect(numbers.size).toBe(tickets)
  for (const number of told.values()) expect(numbers).toContain(number)
  last.kill("SIGTERM")
  expect((await last.finished).code).toBe(0)
})
