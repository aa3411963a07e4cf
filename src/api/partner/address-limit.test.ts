import { afterAll, beforeAll, expect, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type GuidePartner, guidePartner } from "../../../test/guide-partner.ts"
import type { PartnerSettings } from "../../core/partner-settings.ts"

const AT_MOST = 3

let desk: Desk
let acme: GuidePartner
beforeAll(async () => {
  const bounded = (settings: PartnerSettings): PartnerSettings => ({
    ...settings,
    limits: { ...settings.limits, addressMessagesPerMinute: AT_MOST },
  })
  desk = await startDesk({ partnerSettings: bounded, otherSettings: bounded })
  acme = guidePartner(desk)
})
afterAll(() => desk.stop())

const customers = (name: string, count: number) =>
  Promise.all(Array.from({ length: count }, (_, i) => acme.begin(`${name}-${i}`)))

test("the partner's server speaks for any number of customers, and each of them is bounded for themselves", async () => {
  const many = await customers("relayed", AT_MOST + 3)
  const replies = await Promise.all(many.map(({ id, customerId }) => acme.say(id, customerId, "Hello")))
  expect(replies.map(({ status }) => status)).toEqual(many.map(() => 200))

  const server = await acme.connectServer()
  for (const { id, customerId } of many)
    server.send({ type: "message", payload: { conversationId: id, senderId: customerId, content: "Again" } })
  const acknowledged = []
  for (const _ of many) acknowledged.push((await server.next("message")).payload.content)
  expect(acknowledged).toEqual(many.map(() => "Again"))
  await server.close()
})

test("customers who call themselves share the bound of their address", async () => {
  const many = await customers("themselves", AT_MOST + 1)
  const replies = await Promise.all(
    many.map(({ id, customerId: senderId, sessionToken }) =>
      acme.call(
        "POST",
        "/api/partner/messages",
        { conversationId: id, senderId, content: "Hello" },
        acme.bearer(sessionToken),
      ),
    ),
  )
  expect(replies.map(({ status }) => status).sort()).toEqual([...Array(AT_MOST).fill(200), 429])
})

test("a chatbot's client on the partner's server is no visitor's address either", async () => {
  const ask = (session_id: string, token: string) =>
    desk.send("POST", "/chatbot-response", { body: { message: "Hello", session_id, token } })
  const { apiKey, widgetKey } = desk.other
  for (let i = 0; i < AT_MOST; i++) expect((await ask(`relayed-${i}`, apiKey)).status).toBe(200)
  const statuses = []
  for (let i = 0; i < AT_MOST; i++) statuses.push((await ask(`from-a-page-${i}`, widgetKey)).status)
  // A new session and its first message count.
  expect(statuses).toEqual([200, 429, 429])
})
