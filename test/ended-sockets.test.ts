import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import type { PartnerSettings } from "../src/core/partner-settings.ts"
import { revokeKey } from "../src/storage/repositories/partner-keys.ts"
import { beginRemoval } from "../src/storage/repositories/partner-removal.ts"
import { type Desk, startDesk } from "./desk.ts"
import { signedInAgent } from "./desk-agents.ts"
import { changeSettings } from "./fixtures/partner.ts"
import { guidePartner } from "./guide-partner.ts"
import { openSocket } from "./socket-client.ts"

const PARTNER_GONE = { code: 4401, reason: "This partner is not served here any more." }
const KEY_GONE = {
  code: 4401,
  reason: "The key that opened this socket is not valid any more. Connect with a valid one.",
}
const BARE_GONE = {
  code: 4401,
  reason: "clientId alone opens no socket any more. Connect with &token=, the conversation's sessionToken.",
}

const withBareIds = (settings: PartnerSettings): PartnerSettings => ({
  ...settings,
  sockets: { ...settings.sockets, bareClientId: true },
})

describe.each([false, true])("open sockets, with Postgres: %p", (postgres) => {
  let desk: Desk
  /** A server that is told nothing by the one that is asked. */
  let elsewhere: string
  beforeAll(async () => {
    desk = await startDesk({ postgres, partnerSettings: withBareIds, otherSettings: withBareIds })
    elsewhere = postgres ? await desk.another() : desk.url
  })
  afterAll(() => desk.stop())

  const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

  test("of a bare id are closed when these are switched off, and others stay", async () => {
    const other = guidePartner(desk, desk.other)
    const { customerId, sessionToken } = await other.begin("bare-1")
    const fromPageOf = ({ domain }: { domain: string }) => ({ origin: `https://${domain}` })
    const bare = await openSocket(`${elsewhere}/ws?clientId=${customerId}`, fromPageOf(desk.other))
    await bare.settled()
    const neighbour = await guidePartner(desk).begin("bare-2")
    const staying = [
      await openSocket(`${elsewhere}/ws?clientId=${neighbour.customerId}`, fromPageOf(desk.partner)),
      await openSocket(`${elsewhere}/ws`, bearer(desk.other.apiKey)),
      await openSocket(`${elsewhere}/ws?clientId=${customerId}&token=${sessionToken}`),
    ]
    await desk.withDatabase((database) =>
      changeSettings(database, desk.other, (settings) => ({
        ...settings,
        sockets: { ...settings.sockets, bareClientId: false },
      })),
    )
    expect(await bare.closed).toEqual(BARE_GONE)
    for (const socket of staying) {
      await socket.settled()
      socket.close()
    }
  })

  test("that a revoked key opened are closed, others stay", async () => {
    const { apiKey, widgetKey, id } = desk.partner
    const { customerId, sessionToken } = await guidePartner(desk).beginFromPage()
    const servers = await openSocket(`${elsewhere}/ws`, bearer(apiKey))
    const agents = await openSocket(`${elsewhere}/ws?clientId=agent-2`, bearer(apiKey))
    const visitors = await openSocket(`${elsewhere}/ws?clientId=${customerId}&key=${widgetKey}`)
    const customers = await openSocket(`${elsewhere}/ws?clientId=${customerId}&token=${sessionToken}`)
    await desk.withDatabase(({ db }) => revokeKey(db, id, apiKey, new Date()))
    expect([await servers.closed, await agents.closed]).toEqual([KEY_GONE, KEY_GONE])
    // Each of them answers still.
    await visitors.settled()
    await desk.withDatabase(({ db }) => revokeKey(db, id, widgetKey, new Date()))
    expect(await visitors.closed).toEqual(KEY_GONE)
    await customers.settled()
    customers.close()
  })

  test("of a partner who is removed are closed, whoever they are of", async () => {
    const servers = await openSocket(`${elsewhere}/ws`, bearer(desk.other.apiKey))
    const { json: session } = await desk.send("POST", "/api/chat/sessions", {
      body: { widgetKey: desk.other.widgetKey },
    })
    const agent = await signedInAgent(desk, {}, desk.other)
    const doors = [
      servers,
      await openSocket(`${elsewhere}/ws/chat/${session.id}?token=${session.sessionToken}`),
      await openSocket(`${elsewhere}/ws/desk`, bearer(agent.token)),
    ]
    await desk.withDatabase(({ db }) =>
      db.transaction().execute((trx) => beginRemoval(trx, desk.other.id, new Date())),
    )
    const closed = await Promise.all(doors.map((socket) => socket.closed))
    expect(closed.map(({ code }) => code)).toEqual([4401, 4401, 4401])
    expect(closed.slice(0, 2)).toEqual([PARTNER_GONE, PARTNER_GONE])
  })
})
