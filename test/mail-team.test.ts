import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { listJobs } from "../src/storage/repositories/outbox.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { type MailDesk, startMailDesk } from "./mail-desk.ts"
import { until } from "./wait.ts"

setDefaultTimeout(60_000)

let desk: MailDesk
let agent: SignedInAgent
beforeAll(async () => {
  desk = await startMailDesk({
    partnerSettings: (settings) => ({
      ...settings,
      mail: { ...settings.mail, team: ["grace@acme.example", "boss@acme.example"] },
    }),
  })
  agent = await signedInAgent(desk)
})
afterAll(() => desk.stop())

test("who of a team is to get a mail later gets it later, and nobody gets it twice", async () => {
  desk.smtp.greylisted.add("grace@acme.example")
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
  desk.smtp.greylisted.clear()
  await desk.withDatabase(({ db }) =>
    db.updateTable("outbox").set({ next_at: 0 }).where("state", "=", "pending").execute(),
  )
  await until("it is sent", async () => (await teamMail())?.state === "done")
  const mails = await desk.smtp.read()
  const toTeam = mails.filter(({ subject }) => subject?.startsWith("New ticket"))
  expect(new Set(toTeam.map(({ messageId }) => messageId)).size).toBe(1)
  expect(desk.smtp.recipients.filter((address) => address !== "ada@example.com")).toEqual([
    "boss@acme.example",
    "grace@acme.example",
  ])
})
