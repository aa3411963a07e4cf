import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { until } from "../wait.ts"
import { Agent } from "./agent.ts"
import { byConversation, type FaultDesk, faultDesk } from "./fault-desk.ts"
import { seeded } from "./random.ts"
import { Visitor } from "./visitor.ts"

setDefaultTimeout(120_000)

const CUTS = 1_000
const VISITORS = 12
const AGENTS = 3
/** Most messages of a client that wait for their acknowledgement. */
const MOST_UNACKNOWLEDGED = 5

let desk: FaultDesk
beforeAll(async () => {
  desk = await faultDesk()
  await desk.serve()
})
afterAll(() => desk.stop())

test("a thousand connections are cut under load: everything arrives everywhere, once and in order", async () => {
  const random = seeded("disconnects")
  const answerOf = (agent: Agent, { type, payload }: { type: string; payload: Record<string, unknown> }) => {
    if (type === "message" && !payload.isFromAgent)
      agent.say(Number(payload.conversationId), `re: ${payload.content}`)
  }
  const agents = Array.from(
    { length: AGENTS },
    (_, i) => new Agent(desk.url, desk.partner.apiKey, i + 1, answerOf),
  )
  const visitors = await Promise.all(
    Array.from({ length: VISITORS }, () => Visitor.enter(desk.url, desk.partner.widgetKey)),
  )
  for (const [i, { session }] of visitors.entries()) {
    const agent = agents[i % AGENTS] as Agent
    agent.follow(session.conversationId)
    agent.say(session.conversationId, "How can I help you?")
  }
  await until("the agents have come in", () => visitors.every(({ last }) => last >= 2))

  const links = [...visitors, ...agents].map(({ link }) => link)
  let cuts = 0
  const cutOne = () => {
    const link = links[random.below(links.length)]
    if (!link?.isOpen) return
    if (random.below(2) === 0) link.cut()
    else desk.proxy.cut(random.below(desk.proxy.open))
    cuts++
  }
  await new Promise<void>((resolve) => {
    const round = () => {
      for (const visitor of visitors)
        if (visitor.outbox.size < MOST_UNACKNOWLEDGED && random.below(2) === 0) visitor.say()
      for (let i = 0; i < 1 + random.below(3); i++) cutOne()
      if (cuts < CUTS) setTimeout(round, 1 + random.below(8))
      else resolve()
    }
    round()
  })

  const agentOf = (visitor: Visitor) => agents[visitors.indexOf(visitor) % AGENTS] as Agent
  await until(
    "everything has arrived",
    () =>
      [...visitors, ...agents].every(({ outbox }) => outbox.isEmpty) &&
      visitors.every(
        (visitor) => visitor.last === agentOf(visitor).seen.get(visitor.session.conversationId)?.length,
      ) &&
      visitors.every(
        ({ seen, outbox }) =>
          seen.filter(({ payload }) => payload.text?.startsWith("re: ")).length === outbox.said.length,
      ),
    30_000,
  )
  const stored = [...byConversation(desk.events()).values()]
  expect(cuts).toBeGreaterThanOrEqual(CUTS)
  expect(links.reduce((sum, { opened }) => sum + opened, 0)).toBeGreaterThan(CUTS / 2)
  for (const visitor of visitors) {
    const { wrongs, seen, outbox, session } = visitor
    expect({ seed: random.seed, wrongs }).toEqual({ seed: random.seed, wrongs: [] })
    const own = seen.filter(({ payload }) => payload.sender?.kind === "customer")
    expect(own.map(({ payload }) => payload.clientId)).toEqual(outbox.said)
    const replies = seen.flatMap(({ payload }) => (payload.text?.startsWith("re: ") ? [payload.text] : []))
    expect(replies).toEqual(own.map(({ payload }) => `re: ${payload.text}`))
    const atAgent = agentOf(visitor).seen.get(session.conversationId) ?? []
    expect(atAgent.map(({ seq, payload }) => [seq, payload.content])).toEqual(
      seen.map(({ seq, payload }) => [seq, payload.text]),
    )
    const rows = stored.find((events) => events.some(({ sender_id }) => sender_id === session.customerId))
    expect(rows?.map(({ text }) => text ?? undefined)).toEqual(seen.map(({ payload }) => payload.text))
  }
  for (const link of links) link.stop()
})
