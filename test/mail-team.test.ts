import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { simpleParser } from "mailparser"
import { listJobs } from "../src/storage/repositories/outbox.ts"
import { type Desk, startDesk } from "./desk.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { startSmtpServer } from "./servers/smtp.ts"
import { until } from "./wait.ts"

setDefaultTimeout(60_000)

let smtp: Awaited<ReturnType<typeof startSmtpServer>>
let desk: Desk
let agent: SignedInAgent
beforeAll(async () => {
  smtp = await startSmtpServer()
  desk = await startDesk({
    settings: { ...smtp.settings, "smtp.from": "Support <support@acme.example>" },
    partnerSettings: (settings) => ({
      ...settings,
      mail: { ...settings.mail, team: ["grace@acme.example", "boss@acme.example"] },
    }),
  })
  agent = await signedInAgent(desk)
})
afterAll(async () => {
  smtp.hangUp()
  await desk.stop()
  await smtp.stop()
})

test("who of a team is to get a mail later gets it later, and nobody gets it twice", async () => {
  smtp.greylisted.add("grace@acme.example")
  await agent.call("POST", "/tickets", {
    clientId: "one",
    description: "The kettle leaks",
    requester: { name: "Ada", email: "ada@example.com" },
  })
  const teamMail = () =>
    desk.withDatabase(async ({ db }) => {
      const all = await listJobs(db, ["pending", "running", "done", "dead"], 10, ["ticket_team_mail"])
      return all[0]
    })
  const waiting = await until("it waits for one of them", async () => {
    const job = await teamMail()
    return job?.state === "pending" && job.lastError ? job : undefined
  })
  expect(waiting.lastError).toBe("The mail server asks for patience for grace@acme.example.")
  smtp.greylisted.clear()
  await desk.withDatabase(({ db }) =>
    db.updateTable("outbox").set({ next_at: 0 }).where("state", "=", "pending").execute(),
  )
  await until("it is sent", async () => (await teamMail())?.state === "done")
  const mails = await Promise.all(smtp.mails.map((mail) => simpleParser(mail)))
  const toTeam = mails.filter(({ subject }) => subject?.startsWith("New ticket"))
  expect(new Set(toTeam.map(({ messageId }) => messageId)).size).toBe(1)
  expect(smtp.recipients.filter((address) => address !== "ada@example.com")).toEqual([
    "boss@acme.example",
    "grace@acme.example",
  ])
})
