import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { Client } from "pg"
import { type BinaryDesk, binaryDesk } from "../binary-desk.ts"
import { type FakeChatbot, startFakeChatbot } from "../servers/chatbot.ts"
import { until } from "../wait.ts"

setDefaultTimeout(60_000)

let desk: BinaryDesk
let chatbot: FakeChatbot
beforeAll(async () => {
  desk = await binaryDesk("postgres")
  writeFileSync(join(desk.folder, "chatd.toml"), "[external_chatbot]\nallow_private_addresses = true\n")
  chatbot = startFakeChatbot()
  const settings = ["answering.mode=external", `answering.external.url=${chatbot.url}`]
  expect(await desk.run("settings", "set", ...settings)).toMatchObject({ code: 0 })
})
afterAll(async () => {
  await chatbot.stop()
  await desk.remove()
})

async function query(sql: string, values: readonly unknown[]): Promise<void> {
  const client = new Client({ connectionString: desk.env.CHATD_DATABASE_URL })
  await client.connect()
  await client.query(sql, [...values])
  await client.end()
}

/** As if so much time had passed since anything happened. */
function later(seconds: number, sessions?: readonly { id: string }[]): Promise<void> {
  return query(
    "update conversation set updated_at = updated_at - $1 where $2::text[] is null or public_id = any($2)",
    [seconds * 1000, sessions?.map(({ id }) => id) ?? null],
  )
}

/** Conversations that wait as this one does, and came before it. */
function many({ id }: { id: string }, count: number): Promise<void> {
  return query(
    `insert into conversation (partner_id, number, public_id, customer_id, status, handler, last_seq, last_message_at, last_from, created_at, updated_at)
    select partner_id, number + 1000 + n, public_id || n, customer_id, status, handler, last_seq, last_message_at - n, last_from, created_at, updated_at
    from conversation, generate_series(1, $2) n where public_id = $1`,
    [id, count],
  )
}

test("what a server was answering when it was lost is answered by another, once", async () => {
  const [lost, other] = [await desk.serve(), await desk.serve()]
  const session = await desk.visit(lost)
  chatbot.behaves(() => new Promise<Response>(() => {}))
  for (const text of ["Is anybody there?", "I have a question."]) await desk.say(lost, session, text)
  await until("it is being answered", () => chatbot.posted.length === 1)
  lost.kill("SIGKILL")
  await lost.finished
  chatbot.behaves(() => Response.json({ reply: "I am." }))
  await later(60)
  const answers = await until(
    "both are answered",
    async () => {
      const said = (await desk.seen(other, session)).flatMap(({ payload }) => payload?.text ?? [])
      return said.length >= 4 && said
    },
    20_000,
  )
  expect(answers).toEqual(["Is anybody there?", "I have a question.", "I am.", "I am."])
  expect(chatbot.posted).toHaveLength(2)
  other.kill()
  expect((await other.finished).code).toBe(0)
})

test("a chatbot that takes its time is not asked by another server meanwhile, and what that one answered is not asked again", async () => {
  expect(await desk.run("settings", "set", "answering.external.timeoutSeconds=120")).toMatchObject({
    code: 0,
  })
  const [slow, other] = [await desk.serve(), await desk.serve()]
  const waits = Promise.withResolvers<void>()
  chatbot.behaves(async ({ body: { message } }) => {
    const isFirst = chatbot.posted.filter(({ body }) => body.message === message).length === 1
    if (isFirst && ["patient", "one"].includes(message)) await waits.promise
    return Response.json({ reply: `To ${message}.` })
  })
  const [patient, left] = [await desk.visit(slow), await desk.visit(slow)]
  const asked = () => chatbot.posted.map(({ body }) => body.message)
  await desk.say(slow, patient, "patient")
  await until("it is asked", () => asked().includes("patient"))
  for (const text of ["one", "two"]) await desk.say(slow, left, text)
  await until("it is asked", () => asked().includes("one"))
  await later(60, [patient])
  await many(patient, 200)
  await later(300, [left])
  const isAnswered = async () =>
    (await desk.seen(other, left)).some(({ payload }) => payload?.text === "To two.")
  await until("another server answers what was left", isAnswered, 20_000)
  expect(asked()).toEqual(["patient", "one", "one", "two"])
  waits.resolve()
  await desk.say(slow, left, "three")
  await until("the first one goes on", () => asked().includes("three"))
  expect(asked()).toEqual(["patient", "one", "one", "two", "three"])
  for (const server of [slow, other]) {
    server.kill()
    expect((await server.finished).code).toBe(0)
  }
})
