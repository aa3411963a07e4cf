import { HttpConnection } from "../driver/http.ts"
import { messageName, messageText, storedFaults } from "../driver/ledger.ts"
import { AGENTS, CUSTOMERS, type Figures, type Part } from "./part.ts"

const CONNECTIONS = 64
const WARM_MS = 1_000

/** Messages by HTTP, one at a time on each of so many kept-alive connections. */
export const httpPost: Part = async ({ target, server }, seconds): Promise<Figures> => {
  const sessions = await target.openSessions(server.port, CUSTOMERS, AGENTS)
  const sent = sessions.map(() => 0)
  let posting = true
  let answered = 0
  const client = async (first: number) => {
    const http = await HttpConnection.open(server.port)
    // A customer's messages all go through one connection, so that their order is known.
    for (let customer = first; posting; customer += CONNECTIONS) {
      if (customer >= sessions.length) customer = first
      const session = sessions[customer]
      if (!session) break
      const number = sent[customer] ?? 0
      sent[customer] = number + 1
      const name = messageName(customer, number)
      const { head, body } = target.post(session, name, messageText(name))
      const reply = await http.request(head, body)
      if (reply.status !== 201) throw new Error(`a message was answered with ${reply.status}: ${reply.body}`)
      answered++
    }
    http.close()
  }
  const clients = Promise.all(Array.from({ length: CONNECTIONS }, (_, i) => client(i)))
  await Promise.race([Bun.sleep(WARM_MS), clients])
  const before = { at: performance.now(), answered }
  await Promise.race([Bun.sleep(seconds * 1_000), clients])
  const rate = ((answered - before.answered) * 1_000) / (performance.now() - before.at)
  posting = false
  await clients
  await server.kill()
  return { post: rate, ...storedFaults(target.storedNames(), sent) }
}
