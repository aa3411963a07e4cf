import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"
import { until } from "../../../test/wait.ts"
import type { Summary } from "./protocol.ts"

describe.each([false, true])("a chat that was only opened, with Postgres: %p", (postgres) => {
  let desk: Desk
  let admin: SignedInAgent
  beforeAll(async () => {
    desk = await startDesk({ postgres })
    admin = await signedInAgent(desk, { role: "admin" })
  })
  afterAll(() => desk.stop())

  /** A visitor's session, which ends as soon as `say` was said in it. */
  async function openAndClose(say?: string) {
    const { json } = await desk.send("POST", "/api/chat/sessions", {
      body: { widgetKey: desk.partner.widgetKey },
    })
    const headers = { authorization: `Bearer ${json.sessionToken}` }
    const session = `/api/chat/sessions/${json.id}`
    if (say !== undefined)
      await desk.send("POST", `${session}/messages`, { headers, body: { clientId: "a", text: say } })
    expect((await desk.send("POST", `${session}/close`, { headers })).status).toBe(200)
    return (await desk.send("GET", `${session}/events?after=0`, { headers })).json
  }
  const get = async (path: string) => (await admin.call("GET", path)).json

  test("is no conversation either once it is over, though its client is told that it is", async () => {
    await openAndClose("Hello")
    const { events } = await openAndClose()
    expect(events).toMatchObject([{ type: "status", seq: 1, payload: { status: "closed" } }])
    expect(await get("/today")).toMatchObject({ conversations: 1, closed: 1 })
    await until("the first counts", async () => (await get("/stats")).conversations > 0)
    expect(await get("/stats")).toMatchObject({ conversations: 1 })
    const { conversations } = await get("/conversations?view=closed")
    expect(conversations.map(({ number }: Summary) => number)).toEqual([1])
    const headers = { authorization: `Bearer ${admin.token}` }
    expect((await desk.send("GET", "/all-chats", { headers })).json).toMatchObject({
      total: 1,
      chats: [{ conversation_id: 1 }],
    })
  })
})
