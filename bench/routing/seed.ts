import { postMessage } from "../../src/core/conversations/post-message.ts"
import { waitForPerson } from "../../src/core/conversations/request-person.ts"
import { customerSender } from "../../src/core/conversations/senders.ts"
import { NOTHING_TRIED } from "../../src/core/conversations/why.ts"
import { createPartner } from "../../src/core/create-partner.ts"
import { OPERATOR_SECRET, OperatorTokens } from "../../src/http/operator-tokens.ts"
import { sessionPorts } from "../../src/storage/conversation-ports.ts"
import { openConversationLog } from "../../src/storage/conversations/conversation-log.ts"
import { partnerPorts } from "../../src/storage/core-ports.ts"
import { type DatabaseLocation, openDatabase } from "../../src/storage/database.ts"
import { ensureCustomer } from "../../src/storage/repositories/customers.ts"
import { serverSecret } from "../../src/storage/repositories/server-secrets.ts"

export interface Seeded {
  partnerId: string
  widgetKey: string
  /** Of the operator's command line. */
  operatorToken: string
  /** Of an agent's client, by their number. */
  tokenOf(number: number): string
}

/** A partner with agents who are away, and customers who wait for a person. */
export async function seed(
  location: DatabaseLocation,
  agents: { count: number; capacity: number },
  waiting: number,
): Promise<Seeded> {
  const database = await openDatabase(location)
  const { db } = database
  const partner = await createPartner(partnerPorts(database), {
    name: "Bench",
    domain: "bench.example",
    allowedOrigins: [],
  })
  const at = Date.now()
  for (let number = 1; number <= agents.count; number++) {
    const named = { number, email: `agent-${number}@bench.example`, name: `Agent ${number}`, role: "agent" }
    const state = { capacity: agents.capacity, presence: "away", created_at: at, updated_at: at }
    await db
      .insertInto("agent")
      .values({ partner_id: partner.id, ...named, ...state })
      .execute()
  }
  await db.updateTable("partner").set({ last_agent: agents.count }).where("id", "=", partner.id).execute()
  const log = openConversationLog(database, () => {}, console.error)
  const { startConversation } = sessionPorts(database, "bench")
  const ports = { log: log.log, isStaffed: async () => true, languageFor: async () => "en" as const }
  for (let i = 0; i < waiting; i++) {
    const identity = { partnerId: partner.id, externalId: `customer-${i}`, verified: true }
    const customer = await ensureCustomer(db, identity, new Date())
    const { id } = await startConversation(customer, undefined)
    const sender = customerSender(customer)
    const text = "Where is my parcel? It should have been here on Monday."
    await postMessage(ports, partner, {
      conversationId: id,
      sender,
      clientId: "1",
      text,
    })
    await log.log.append(id, (now, at) => {
      const why = { reason: "asked", question: text, ...NOTHING_TRIED } as const
      return waitForPerson(now, partner, { sender, at, word: "Somebody comes.", why }) ?? { events: [] }
    })
  }
  await log.close()
  const tokens = new OperatorTokens(await serverSecret(db, OPERATOR_SECRET))
  const tokenOf = (agentNumber?: number) => tokens.issue({ partnerId: partner.id, agentNumber }, new Date())
  await database.close()
  return { partnerId: partner.id, widgetKey: partner.widgetKey, operatorToken: tokenOf(), tokenOf }
}
