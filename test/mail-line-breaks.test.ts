import { expect, test } from "bun:test"
import { startDesk } from "./desk.ts"
import { signedInAgent } from "./desk-agents.ts"
import { startImapServer } from "./servers/imap.ts"
import { until } from "./wait.ts"

const IN_A_MINUTE = 60_000

test("mail that waits at the first look is read though the line breaks at it", async () => {
  const imap = await startImapServer()
  imap.deliver(
    "From: Ada <ada@customer.example>\nTo: support@acme.example\nSubject: My kettle leaks\nMessage-ID: <1@customer.example>\n\nSince Monday.\n",
    // What came before makes no ticket.
    { at: new Date(Date.now() + IN_A_MINUTE) },
  )
  imap.breaksAt("SEARCH")
  const desk = await startDesk({
    partnerIn: "imap.partner",
    settings: { ...imap.settings, "imap.address": "support@acme.example", "imap.new": "ticket" },
  })
  await until("the mail is marked", () => imap.unseen().length === 0)
  const agent = await signedInAgent(desk)
  const { json } = await agent.call("GET", "/tickets?view=all")
  expect(json.tickets).toMatchObject([{ subject: "My kettle leaks", source: "mail" }])
  await desk.stop()
  await imap.stop()
}, 60_000)
