import { expect, test } from "bun:test"
import { simpleParser } from "mailparser"
import { signedInAgent } from "./desk-agents.ts"
import { guidePartner } from "./guide-partner.ts"
import { startMailDesk } from "./mail-desk.ts"
import { startWebhookReceiver } from "./servers/webhook-receiver.ts"
import { until } from "./wait.ts"

test.each([false, true])(
  "the team is told by mail, once, that a webhook took nothing for a day (Postgres: %p)",
  async (postgres) => {
    const there = startWebhookReceiver(() => new Response("no", { status: 503 }))
    const desk = await startMailDesk({
      postgres,
      settings: {
        "webhooks.allow_private_addresses": true,
      },
      partnerSettings: (settings) => ({
        ...settings,
        widget: { ...settings.widget, locale: "de" },
        mail: { ...settings.mail, team: ["team@acme.example", "boss@acme.example"] },
      }),
    })
    const admin = await signedInAgent(desk, { email: "admin@acme.example", role: "admin" })
    await admin.call("POST", "/webhooks", { url: `${there.url}?key=hush`, events: ["message.created"] })
    const acme = guidePartner(desk)
    const { id, customerId } = await acme.begin("ada")
    await acme.say(id, customerId, "Hello")
    const webhook = async () => (await admin.call("GET", "/webhooks")).json.webhooks[0]
    await until("it has failed", async () => (await webhook()).lastError)
    // A day goes by.
    await desk.withDatabase(({ db }) =>
      db
        .updateTable("webhook_delivery")
        .set({ first_tried_at: Date.now() - 25 * 3_600_000, next_at: 0 })
        .execute(),
    )
    await until("it is paused", async () => (await webhook()).status === "paused")
    expect(await webhook()).toMatchObject({ reason: "failing", lastError: "It answered with status 503." })
    const raw = await until("the mail is there", () => desk.smtp.mails[0])
    const mail = await simpleParser(raw)
    expect([mail.to].flat().flatMap((to) => to?.value.map(({ address }) => address))).toEqual([
      "team@acme.example",
      "boss@acme.example",
    ])
    expect(mail.subject).toBe("Webhook 1 ist angehalten: einen Tag lang wurde nichts angenommen")
    expect(mail.text).toContain("It answered with status 503.")
    expect(mail.text).toContain("chatd webhooks set 1 --resume")
    expect(mail.text).toContain(there.url)
    expect(raw).not.toContain("hush")
    there.behaves(() => new Response("ok"))
    await admin.call("PATCH", "/webhooks/1", { status: "active" })
    await until("it is told", () => there.received.at(-1)?.body.data.message.content === "Hello")
    expect(desk.smtp.mails).toHaveLength(1)
    await desk.stop()
    await there.stop()
  },
  60_000,
)
