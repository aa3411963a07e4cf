import { expect, test } from "bun:test"
import { eachDatabase } from "../../test/databases.ts"
import { makePartner } from "../../test/fixtures/partner.ts"
import { handOff } from "../core/conversations/hand-off.ts"
import { conversationStore, handoffPorts, sessionPorts } from "./conversation-ports.ts"
import { UnplacedEvents } from "./conversations/unplaced-events.ts"
import { ensureCustomer } from "./repositories/customers.ts"

eachDatabase((_name, open) => {
  test("conversations and tickets of one customer at once wait for each other in one order", async () => {
    const database = await open()
    const partner = await makePartner(database)
    const identity = { partnerId: partner.id, externalId: "ada", verified: true }
    const customer = await ensureCustomer(database.db, identity, new Date())
    const sessions = sessionPorts(database, "secret")
    const forms = {
      ...handoffPorts(database, () => {}, { jobsForChange: () => [], wake: () => {} }),
      store: conversationStore(database, new UnplacedEvents()),
      languageFor: async () => "en" as const,
      mail: false,
      allow: () => {},
    }
    const conversation = await sessions.startConversation(customer, undefined)
    const told = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const form = { clientId: `f${i}`, name: "Ada", email: "ada@example.com", message: "Help" }
        const [ticketId] = await Promise.all([
          handOff(forms, partner, customer, conversation, { ...form, phone: `+${i}`, priority: "low" }),
          sessions.openConversation(customer, () => false, { page: undefined }),
          sessions.startConversation(customer, undefined),
        ])
        return ticketId
      }),
    )
    expect(new Set(told).size).toBe(20)
  })
})
