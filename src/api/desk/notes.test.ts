import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"
import { type GuidePartner, guidePartner } from "../../../test/guide-partner.ts"
import { openSocket } from "../../../test/socket-client.ts"
import { startSmtp } from "../../../test/servers/smtp.ts"
import { until } from "../../../test/wait.ts"

const SECRET = "zebra: do not refund this one"

describe.each([false, true])("notes, with Postgres: %p", (postgres) => {
  let desk: Desk
  let acme: GuidePartner
  let ada: SignedInAgent
  let smtp: Awaited<ReturnType<typeof startSmtp>>

  beforeAll(async () => {
    smtp = await startSmtp()
    desk = await startDesk({
      postgres,
      settings: { "smtp.host": "127.0.0.1", "smtp.port": smtp.port, "smtp.from": "desk@acme.example" },
    })
    acme = guidePartner(desk)
    ada = await signedInAgent(desk)
  })
  afterAll(async () => {
    await desk.stop()
    await smtp.stop()
  })
})
