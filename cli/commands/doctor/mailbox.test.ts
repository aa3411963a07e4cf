import { afterEach, expect, test } from "bun:test"
import { loadConfig } from "../../../src/config/load.ts"
import { startImapServer } from "../../../test/servers/imap.ts"
import { mailIn } from "./mail.ts"
import { services } from "./services.ts"

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

async function toldOf(removesOne: boolean, after: string) {
  const imap = await startImapServer({ removesOne })
  stops.push(imap.stop)
  const flags = { ...imap.settings, "imap.address": "support@acme.example", "imap.after": after }
  const findings = await services(loadConfig({ environment: {}, flags }))
  return findings.find(({ what }) => what === "imap")
}

test("a mailbox whose server moves nothing by itself is warned of where mails are to be moved", async () => {
  expect(await toldOf(false, "move:Archive")).toEqual({
    what: "imap",
    state: "warning",
    says: "imap.after is move:Archive, and localhost has neither MOVE nor UIDPLUS: mails that were read stay in INBOX, marked as seen. Set imap.after to seen, and let a rule of your server move them",
  })
  expect(await toldOf(true, "move:Archive")).toMatchObject({ state: "ok" })
  expect(await toldOf(false, "seen")).toMatchObject({ state: "ok" })
})

test("forms are told of, and the mailbox's own address among them where nobody says which mails are forged", () => {
  const told = (settings: Record<string, string>) => {
    const imap = { "imap.host": "h", "imap.address": "Support@acme.example", "imap.new": "ticket" }
    const forms = { "imap.partner": "p", "imap.form_senders": "web@acme.example, support@acme.example" }
    return mailIn(loadConfig({ environment: {}, flags: { ...imap, ...forms, ...settings } }), [])
      .filter(({ says }) => says.includes("form"))
      .map(({ state, says }) => `${state}: ${says}`)
  }
  const read = "ok: tickets of forms that mail from web@acme.example, support@acme.example"
  expect(told({ "imap.authserv_id": "mx" })).toEqual([read])
  expect(told({})).toEqual([
    expect.stringMatching(
      /^warning: imap.form_senders names the mailbox's own address, and imap.authserv_id/,
    ),
    read,
  ])
  expect(told({ "imap.form_senders": "web@acme.example" })).toHaveLength(1)
  expect(told({ "imap.form_senders": "" })).toEqual([])
})
