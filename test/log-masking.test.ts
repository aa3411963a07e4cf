import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { sql } from "kysely"
import pino from "pino"
import { LINES } from "../src/log.ts"
import { openVisitor } from "./chat-client.ts"
import { chatBody, USER_INFO } from "./fixtures/crm.ts"
import { leavesTraces, MARKERS, PERSON, startWholeDesk, type WholeDesk, WORD } from "./person.ts"
import { until } from "./wait.ts"

describe.each([false, true])("what is logged of a person's whole day, with Postgres: %p", (postgres) => {
  let whole: WholeDesk
  beforeAll(async () => {
    whole = await startWholeDesk({ postgres, logLevel: "debug" })
  })
  afterAll(() => whole.stop())

  const named = () => whole.desk.log.filter((line) => MARKERS.some((one) => line.toLowerCase().includes(one)))
  const logged = (words: string) => whole.desk.log.some((line) => line.includes(words))

  test("names nobody, whatever goes well", async () => {
    await leavesTraces(whole)
    const { desk, acme } = whole
    // Paths and queries may name people.
    await acme.call("GET", `/api/customers/${encodeURIComponent(PERSON.email)}`)
    await desk.send("GET", `/nowhere/${PERSON.id}?email=${PERSON.email}`)
    const visitor = await openVisitor(desk, { name: PERSON.name, email: PERSON.email })
    const socket = await visitor.socket()
    socket.sendRaw(`{"type":"message","payload":{"text":"${WORD}`)
    await socket.closed
    expect(desk.log.length).toBeGreaterThan(30)
    expect(named()).toEqual([])
    const lines = desk.log.join("\n")
    for (const secret of [desk.partner.apiKey, desk.partner.identitySecret, whole.admin.token])
      expect(lines).not.toContain(secret)
    expect(lines).not.toContain(visitor.session.sessionToken)
  })

  test("and whatever fails", async () => {
    const { desk, acme, admin, smtp, freshdesk, receiver } = whole
    smtp.trouble = "refuse"
    freshdesk.trouble = "reset"
    receiver.behaves(({ raw }) => new Response(raw, { status: 500 }))
    await admin.call("POST", "/tickets", {
      clientId: "failing",
      subject: PERSON.name,
      description: WORD,
      requester: { name: PERSON.name, email: PERSON.email },
    })
    await until("deliveries fail", () => logged("job failed"))
    await until("an event is not taken", () => logged("an event was not taken"))
    // What a database says of a row that it refuses may be all of the row.
    const refusal = `${PERSON.name} <${PERSON.email}> said: ${WORD}`
    await desk.withDatabase(async ({ db }) => {
      if (postgres)
        await sql`create function refuse() returns trigger language plpgsql as $$
          begin raise exception 'the row is refused' using detail = ${sql.lit(refusal)}, hint = ${sql.lit(refusal)}; end $$`.execute(
          db,
        )
      await (postgres
        ? sql`create trigger refused before insert on interaction for each row execute function refuse()`
        : sql`create trigger refused before insert on interaction
            begin select raise(abort, ${sql.lit(`the row is refused: "${refusal}"`)}); end`
      ).execute(db)
    })
    const mine = { user_info: { ...USER_INFO, agent_id: PERSON.id, email: PERSON.email, name: PERSON.name } }
    const { status, json } = await desk.send("POST", "/api/agent/customer/", { body: chatBody(WORD, mine) })
    expect(status).toBe(500)
    const told = desk.log.find((line) => line.includes(json.request_id) && line.includes("request failed"))
    expect(JSON.parse(told ?? "{}")).toMatchObject({
      method: "POST",
      route: "/api/agent/:type/",
      err: { message: expect.stringContaining("the row is refused") },
    })
    expect(JSON.parse(told ?? "{}").err.stack).toContain("    at ")
    await acme.call("PATCH", `/api/customers/${PERSON.id}`, { email: "no address", phone: PERSON.phone })
    expect(named()).toEqual([])
  })
})

test("errors keep where they came up and what kind they are, and lose what they quote", () => {
  const lines: string[] = []
  const log = pino(LINES, { write: (line: string) => void lines.push(line) })
  const refused = Object.assign(new Error(`duplicate key (email)=(${PERSON.email})`), {
    code: "23505",
    constraint: "customer_email",
    detail: `Key (name)=(${PERSON.name}) already exists.`,
    parameters: [PERSON.name],
  })
  const failed = new Error(`It said "${PERSON.name}" to ${PERSON.phone}`, { cause: refused })
  log.error({ err: failed, partner: "partner-1", reason: `550 <${PERSON.email}> unknown` }, "it failed")
  log.error({ err: new AggregateError([refused], "several") }, "several failed")
  const [one, several] = lines.map((line) => JSON.parse(line))
  expect(one).toMatchObject({
    partner: "partner-1",
    reason: "550 <[mail]> unknown",
    err: {
      type: "Error",
      message: "It said [quoted] to [number]",
      cause: { code: "23505", constraint: "customer_email", message: "duplicate key (email)=[values]" },
    },
  })
  expect(one.err.stack).toContain("log-masking.test.ts")
  expect(several.err.errors).toMatchObject([{ code: "23505" }])
  const all = lines.join("").toLowerCase()
  for (const marker of MARKERS) expect(all).not.toContain(marker)
})
