import { Database as BunSqlite } from "bun:sqlite"
import { afterEach, expect, spyOn, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { signedInAgent } from "../../../test/desk-agents.ts"
import { openSocket } from "../../../test/socket-client.ts"
import { createVisitor } from "../../storage/repositories/customers.ts"
import type { Summary } from "./protocol.ts"

const WAITING = 1_050
const ROWS_AT_ONCE = 100

let desk: Desk
afterEach(() => desk.stop())

/** Each waits longer than the one before it. */
async function fillQueue(): Promise<void> {
  const partnerId = desk.partner.id
  await desk.withDatabase(async ({ db }) => {
    const { id: customerId } = await createVisitor(db, { partnerId }, new Date())
    const rows = Array.from({ length: WAITING }, (_, i) => ({
      partner_id: partnerId,
      number: 1_000 + i,
      public_id: `cs_${i}`,
      customer_id: customerId,
      status: "waiting",
      handler: "person",
      last_seq: 2,
      queued_at: Date.now() - i * 1_000,
      created_at: Date.now(),
      updated_at: Date.now(),
    }))
    for (let i = 0; i < rows.length; i += ROWS_AT_ONCE)
      await db
        .insertInto("conversation")
        .values(rows.slice(i, i + ROWS_AT_ONCE))
        .execute()
  })
}

test("who comes to a long queue is shown everybody's place in it, and it is not read for every page", async () => {
  desk = await startDesk()
  const { token } = await signedInAgent(desk)
  await fillQueue()
  const asked = spyOn(BunSqlite.prototype, "query")
  const socket = await openSocket(`${desk.url}/ws/desk`, { authorization: `Bearer ${token}` })
  socket.send({ type: "hello", payload: {} })
  await socket.next("ready")
  const reads = asked.mock.calls.filter(([query]) => /^select "id", "number", "queued_at"/.test(query))
  asked.mockRestore()
  socket.close()

  const lines = socket.frames
    .filter(({ type }) => type === "conversations")
    .flatMap(({ payload }) => payload.conversations as Summary[])
  const places = lines.map(({ number, position }) => [number, position])
  expect(places).toEqual(Array.from({ length: WAITING }, (_, i) => [1_000 + WAITING - 1 - i, i + 1]))
  expect(reads.length).toBeWithin(1, 4)
})
