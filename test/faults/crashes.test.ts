import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { until } from "../wait.ts"
import { byConversation, type FaultDesk, faultDesk } from "./fault-desk.ts"
import { seeded } from "./random.ts"
import { Visitor } from "./visitor.ts"

setDefaultTimeout(120_000)

const VISITORS = 8
const ROUNDS = 3
/** Most messages of a client that wait for their acknowledgement. */
const MOST_UNACKNOWLEDGED = 30

let desk: FaultDesk
const visitors: Visitor[] = []
beforeAll(async () => {
  desk = await faultDesk()
})
afterEach(() => {
  for (const { link } of visitors.splice(0)) link.stop()
})
afterAll(() => desk.stop())

async function enter(): Promise<void> {
  for (let i = 0; i < VISITORS; i++) visitors.push(await Visitor.enter(desk.url, desk.partner.widgetKey))
}

/** Lets the visitors talk until each has seen so many more of its messages acknowledged. */
async function talk(acknowledged: number): Promise<void> {
  const goals = visitors.map(({ outbox }) => outbox.acknowledged.size + acknowledged)
  await until("the visitors have talked", () => {
    for (const visitor of visitors) if (visitor.outbox.size < MOST_UNACKNOWLEDGED) visitor.say()
    return visitors.every(({ outbox }, i) => outbox.acknowledged.size >= (goals[i] ?? 0))
  })
}

/** Everything acknowledged is on the disk, whatever became of the server. */
function expectNothingLost(): void {
  const stored = new Set(desk.events().map(({ sender_id, client_id }) => `${sender_id} ${client_id}`))
  const lost = visitors.flatMap(({ session: { customerId }, outbox }) =>
    [...outbox.acknowledged].filter((name) => !stored.has(`${customerId} ${name}`)),
  )
  expect(lost).toEqual([])
}

async function expectAllAnsweredOnce(seed: number): Promise<void> {
  const botsOf = ({ seen }: Visitor) => seen.filter(({ payload }) => payload.sender?.kind === "bot")
  await until(
    "everything is acknowledged and answered",
    () =>
      visitors.every(
        (visitor) => visitor.outbox.isEmpty && botsOf(visitor).length >= visitor.outbox.said.length,
      ),
    60_000,
  )
  const stored = [...byConversation(desk.events()).values()]
  for (const visitor of visitors) {
    const { wrongs, seen, outbox, session } = visitor
    expect({ seed, wrongs }).toEqual({ seed, wrongs: [] })
    const own = seen.filter(({ payload }) => payload.sender?.kind === "customer")
    expect(own.map(({ payload }) => payload.clientId)).toEqual(outbox.said)
    const rows = stored.find((events) => events.some(({ sender_id }) => sender_id === session.customerId))
    expect(rows?.map(({ text }) => text ?? undefined)).toEqual(seen.map(({ payload }) => payload.text))
    const answers = rows?.flatMap(({ sender_kind, client_id }) => (sender_kind === "bot" ? [client_id] : []))
    const named = answers?.filter((name) => name !== null)
    expect(named?.sort()).toEqual(own.map(({ seq }) => `answer:${seq}`).sort())
  }
}

test("killed again and again under load: nothing acknowledged is lost or doubled, each answer is given once", async () => {
  const random = seeded("kills")
  let server = await desk.serve()
  await enter()
  for (let round = 0; round < ROUNDS; round++) {
    await talk(40 + random.below(40))
    server.kill("SIGKILL")
    await server.finished
    expectNothingLost()
    server = await desk.serve()
  }
  await talk(3)
  await expectAllAnsweredOnce(random.seed)
  server.kill("SIGTERM")
  expect((await server.finished).code).toBe(0)
})

test("told to stop under load: every client is told to come back, and finds everything", async () => {
  const random = seeded("stops")
  let server = await desk.serve()
  await enter()
  for (let round = 0; round < ROUNDS; round++) {
    await talk(40 + random.below(40))
    const told = visitors.map(({ link }) => link.closeCodes.length)
    server.kill("SIGTERM")
    expect((await server.finished).code).toBe(0)
    expectNothingLost()
    expect(visitors.map(({ link }, i) => link.closeCodes[told[i] ?? 0])).toEqual(visitors.map(() => 1001))
    server = await desk.serve()
  }
  await talk(3)
  await expectAllAnsweredOnce(random.seed)
  server.kill("SIGTERM")
  await server.finished
})
