import { afterEach, expect, setDefaultTimeout, test } from "bun:test"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { byConversation, type FaultDesk, faultDesk } from "./faults/fault-desk.ts"
import { Visitor } from "./faults/visitor.ts"
import { until } from "./wait.ts"

setDefaultTimeout(120_000)

const VISITORS = 6
const MOST_UNACKNOWLEDGED = 30

let desk: FaultDesk
let talking = false
const visitors: Visitor[] = []
afterEach(async () => {
  talking = false
  for (const { link } of visitors.splice(0)) link.stop()
  await desk.stop()
})

const acknowledged = () =>
  visitors.flatMap(({ session, outbox }) =>
    [...outbox.acknowledged].map((id) => `${session.customerId} ${id}`),
  )

/** They say something whenever what they said before is acknowledged, until told to stop. */
async function keepTalking(): Promise<void> {
  while (talking) {
    for (const visitor of visitors) while (visitor.outbox.size < MOST_UNACKNOWLEDGED) visitor.say()
    await new Promise((next) => setImmediate(next))
  }
}

test("a backup under load holds all that was acknowledged before it, whole conversations, and serves again", async () => {
  desk = await faultDesk()
  const { chatd } = desk
  const server = await desk.serve()
  for (let i = 0; i < VISITORS; i++) visitors.push(await Visitor.enter(desk.url, desk.partner.widgetKey))
  talking = true
  const done = keepTalking()
  await until("there is load", () => acknowledged().length > 1_000)
  const before = acknowledged()
  const [told] = await chatd.json(["backup", "night.backup"])
  const after = acknowledged()
  expect(after.length).toBeGreaterThan(before.length)
  talking = false
  await done
  server.kill("SIGTERM")
  expect((await server.finished).code).toBe(0)

  await chatd.json(["restore", "night.backup", "--data", "restored"])
  const stored = desk.events("restored")
  byConversation(stored)
  const names = new Set(stored.map(({ sender_id, client_id }) => `${sender_id} ${client_id}`))
  expect(before.filter((name) => !names.has(name))).toEqual([])
  expect(told.rows.event).toBe(stored.length)

  // Who was in the middle of it goes on where the backup ends.
  const again = await chatd.serve(["--data", "restored"])
  const [visitor] = visitors as [Visitor]
  const { id, sessionToken } = visitor.session
  const reply = await fetch(`${again.url}/api/chat/sessions/${id}/messages?after=0&limit=1`, {
    headers: { authorization: `Bearer ${sessionToken}` },
  })
  expect(reply.status).toBe(200)
  const [entry] = await chatd.json(["partner", "show", desk.partner.partnerId, "--data", "restored"])
  expect(entry).toMatchObject({ partnerId: desk.partner.partnerId })
})

test("restoring is refused while a server runs, over another database, and for what is no backup", async () => {
  desk = await faultDesk()
  const { chatd } = desk
  await chatd.json(["backup", "b"])
  const server = await desk.serve()
  const busy = await chatd.run(["restore", "b", "--force"])
  expect(busy).toMatchObject({ code: 1, err: expect.stringContaining("already runs") })
  server.kill("SIGTERM")
  await server.finished
  expect(await chatd.run(["restore", "b"])).toMatchObject({
    code: 1,
    err: expect.stringContaining("--force"),
  })
  expect(await chatd.run(["restore", "chatd", "--data", "other"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("not a finished backup"),
  })
  expect(await chatd.run(["restore", "nowhere"])).toMatchObject({ code: 3 })
  const { code, out } = await chatd.run(["restore", "b", "--force"])
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringMatching(/^Restored 0 conversations .*\n.*replaced-/),
  })
})

test("an upgrade that has nothing to do says so", async () => {
  desk = await faultDesk()
  const { chatd } = desk
  expect(await chatd.run(["upgrade", "--check"])).toMatchObject({
    code: 0,
    out: expect.stringContaining("already"),
  })
  expect(await chatd.json(["upgrade"])).toMatchObject([{ pending: [], upgraded: false, backup: null }])
  expect(readdirSync(join(chatd.folder, "data")).filter((name) => name.includes("backup"))).toEqual([])
})
