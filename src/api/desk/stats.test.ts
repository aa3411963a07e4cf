import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"
import { type GuidePartner, guidePartner } from "../../../test/guide-partner.ts"
import { until } from "../../../test/wait.ts"
import { DEFINITIONS } from "../../core/stats/definitions.ts"

const DAY = new Date().toISOString().slice(0, 10)
const PAST = "2026-01-05"

describe.each([false, true])("figures of days, with Postgres: %p", (postgres) => {
  let desk: Desk
  let acme: GuidePartner
  let admin: SignedInAgent
  let agent: SignedInAgent
  let other: SignedInAgent
  beforeAll(async () => {
    desk = await startDesk({ postgres })
    acme = guidePartner(desk)
    admin = await signedInAgent(desk, { role: "admin" })
    agent = await signedInAgent(desk, { email: "bob@acme.example", name: "Bob", role: "agent" })
    other = await signedInAgent(desk, { email: "eve@other.example", role: "admin" }, desk.other)
    const { id, customerId } = await acme.begin("cust-stats")
    await acme.say(id, customerId, "Hello, is somebody there?")
    await agent.call("POST", `/conversations/${id}/messages`, { clientId: "a", text: "I am." })
    await agent.call("POST", `/conversations/${id}/close`)
  })
  afterAll(() => desk.stop())

  test("are of today unless told, with what each means; another partner's are its own", async () => {
    const report = await until("the conversation counts", async () => {
      const { json } = await admin.call("GET", "/stats")
      return json.outcomes.answered_by_person === 1 && json
    })
    expect(report).toMatchObject({
      from: DAY,
      to: DAY,
      timeZone: "UTC",
      conversations: 1,
      open: 0,
      messages: { agent: 1 },
      resolution: { person: { count: 1 } },
      before: null,
      days: [{ day: DAY, conversations: 1 }],
      definitions: [...DEFINITIONS],
    })
    expect(report.agents).toMatchObject([
      { number: 1, conversations: 0 },
      { number: 2, name: "Bob", conversations: 1, messages: 1 },
    ])
    expect((await other.call("GET", "/stats")).json).toMatchObject({ conversations: 0, timeZone: "UTC" })
  })

  test("an agent gets the partner's and their own, an admin anybody's", async () => {
    const { json } = await agent.call("GET", "/stats")
    expect(json.conversations).toBe(1)
    expect(json.agents.map(({ number }: { number: number }) => number)).toEqual([2])
    expect((await agent.call("GET", "/stats?agent=2")).status).toBe(200)
    expect((await agent.call("GET", "/stats?agent=1")).json).toMatchObject({ error: "forbidden" })
    const one = (await admin.call("GET", "/stats?agent=2")).json
    expect(one.agents.map(({ name }: { name: string }) => name)).toEqual(["Bob"])
    expect((await admin.call("GET", "/stats?agent=9")).json).toMatchObject({ error: "not_found" })
  })

  test.each([
    ["from=yesterday", "from"],
    ["from=2026-02-30", "from"],
    ["to=2199-01-01", "to"],
    [`from=${DAY}&to=2026-01-01`, "from"],
    ["from=2001-01-01", "from"],
    ["agent=0", "agent"],
  ])("%s is refused", async (query, field) => {
    expect((await admin.call("GET", `/stats?${query}`)).json).toMatchObject({ error: "invalid_input", field })
  })

  test("their conversations come as rows, to admins", async () => {
    const reply = await admin.call("GET", `/stats/conversations?from=${PAST}&to=${DAY}`)
    expect(reply.headers.get("content-type")).toBe("text/csv; charset=utf-8")
    expect(reply.headers.get("content-disposition")).toContain(`conversations-${PAST}-${DAY}.csv`)
    const [head, row, ...rest] = reply.text.split("\r\n")
    expect(rest).toEqual([""])
    const cells = Object.fromEntries((head ?? "").split(",").map((name, i) => [name, row?.split(",")[i]]))
    expect(cells).toMatchObject({
      conversation: "1",
      day: DAY,
      customer: "v-cust-stats",
      outcome: "answered_by_person",
      agent_messages: "1",
      agents: "2:1",
      last_agent: "2",
    })
    const theirs = await other.call("GET", `/stats/conversations?from=${PAST}&to=${DAY}`)
    expect(theirs.text.split("\r\n")).toHaveLength(2)
    expect((await agent.call("GET", `/stats/conversations?from=${DAY}&to=${DAY}`)).status).toBe(403)
    expect((await admin.call("GET", "/stats/conversations")).json).toMatchObject({ field: "from" })
  })

  test("days are counted anew by admins, and the audit log says so; a day that is not over is not stored", async () => {
    expect((await admin.call("POST", "/stats/run", { from: PAST, to: "2026-01-07" })).json).toEqual({
      days: 3,
    })
    expect((await admin.call("POST", "/stats/run", { from: DAY })).json).toEqual({ days: 1 })
    const stored = await desk.withDatabase(({ db }) =>
      db.selectFrom("daily_figure").select(["partner_id", "day"]).orderBy("day").execute(),
    )
    expect(stored).toEqual(
      ["2026-01-05", "2026-01-06", "2026-01-07"].map((day) => ({ partner_id: desk.partner.id, day })),
    )
    const { entries } = (await admin.call("GET", "/audit?limit=2")).json
    expect(entries[1]).toMatchObject({
      actor: "ada@acme.example",
      action: "figures_counted",
      details: { from: PAST, to: "2026-01-07" },
    })
    expect((await agent.call("POST", "/stats/run", { from: PAST })).status).toBe(403)
    for (const [body, field] of [
      [{ from: PAST, to: "2026-03-01" }, "to"],
      [{ from: "2199-01-01" }, "to"],
      [{}, "from"],
      [{ from: PAST, day: 1 }, "day"],
    ] as const)
      expect((await admin.call("POST", "/stats/run", body)).json).toMatchObject({
        error: "invalid_input",
        field,
      })
  })

  test("nothing is told to who has no token", async () => {
    for (const [method, path] of [
      ["GET", "stats"],
      ["GET", `stats/conversations?from=${DAY}&to=${DAY}`],
      ["POST", "stats/run"],
    ] as const)
      expect((await desk.send(method, `/api/desk/${path}`)).status).toBe(401)
  })
})
