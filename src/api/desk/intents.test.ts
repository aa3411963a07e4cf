import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { changeSettings } from "../../../test/answering.ts"
import { openVisitor } from "../../../test/chat-client.ts"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"
import { until } from "../../../test/wait.ts"

describe.each([false, true])("a partner's examples of intents, with Postgres: %p", (postgres) => {
  let desk: Desk
  let admin: SignedInAgent
  let other: SignedInAgent
  beforeAll(async () => {
    desk = await startDesk({ postgres })
    admin = await signedInAgent(desk, { role: "admin" })
    other = await signedInAgent(desk, { role: "admin", email: "eve@other.example" }, desk.other)
  })
  afterAll(() => desk.stop())

  const tested = async (who: SignedInAgent, text: string) =>
    (await who.call("POST", "/intents/test", { texts: [text] })).json.intents[0]

  test("are added once, listed, audited and removed, each partner its own", async () => {
    const crate = { intent: "order", text: "Has my crate left the yard?" }
    const added = await admin.call("POST", "/intents/examples", crate)
    expect(added).toMatchObject({ status: 201, json: crate })
    const again = await admin.call("POST", "/intents/examples", {
      ...crate,
      text: ` Has my crate  left the yard? `,
    })
    expect(again).toMatchObject({ status: 200, json: { id: added.json.id } })
    expect((await admin.call("POST", "/intents/examples", { ...crate, intent: "booking" })).status).toBe(409)
    expect((await admin.call("GET", "/intents/examples")).json.examples).toEqual([added.json])
    expect((await other.call("GET", "/intents/examples")).json.examples).toEqual([])
    const { id } = added.json
    expect((await other.call("DELETE", `/intents/examples/${id}`)).status).toBe(404)
    for (const none of [`x${id}`, `${id}.5`, `0${id}`, "-1", "9".repeat(20)])
      expect((await admin.call("DELETE", `/intents/examples/${none}`)).status).toBe(404)
    expect((await admin.call("DELETE", `/intents/examples/${id}`)).status).toBe(204)
    expect((await admin.call("DELETE", `/intents/examples/${id}`)).status).toBe(404)
    const { entries } = (await admin.call("GET", "/audit")).json
    const actions = entries.map(({ action }: { action: string }) => action)
    expect(actions.filter((action: string) => action.startsWith("intent_"))).toEqual([
      "intent_example_removed",
      "intent_example_added",
    ])
  })

  test("are an admin's, and are checked", async () => {
    const agent = await signedInAgent(desk, { email: "grace@acme.example" })
    const example = { intent: "order", text: "Where is my crate?" }
    expect((await agent.call("POST", "/intents/examples", example)).status).toBe(403)
    for (const [field, body] of [
      ["intent", { ...example, intent: "gossip" }],
      ["text", { ...example, text: " ?! " }],
      ["text", { ...example, text: "x".repeat(301) }],
    ] as const) {
      const { status, json } = await admin.call("POST", "/intents/examples", body)
      expect(status).toBe(422)
      expect(JSON.stringify(json)).toContain(field)
    }
    expect((await agent.call("POST", "/intents/test", { texts: [] })).status).toBe(422)
    expect((await agent.call("POST", "/intents/test", { texts: Array(101).fill("x") })).status).toBe(422)
  })

  test("change what messages are taken for, in a running server and for this partner alone", async () => {
    const sentence = "did the yellow container roll out yet"
    expect((await tested(admin, sentence)).by).not.toBe("example")
    const texts = ["Did the yellow container roll out?", "Has the container rolled out yet?"]
    for (const text of texts) await admin.call("POST", "/intents/examples", { intent: "order", text })
    const found = await tested(admin, sentence)
    expect(found).toMatchObject({ name: "order", by: "example" })
    expect(found.nearest[0]).toMatchObject({ intent: "order", own: true })
    expect((await tested(other, sentence)).by).not.toBe("example")
    const { payload } = await (await openVisitor(desk)).ask(sentence)
    expect(payload.intent.name).toBe("order")
    expect(payload.text).toContain("a person from our team can")
  })

  test("serve languages that the model does not know", async () => {
    await admin.call("POST", "/intents/examples", {
      intent: "booking",
      text: "Шукаю вільне віконце на манікюр",
    })
    expect(await tested(admin, "шукаю вільне віконце на манікюр")).toMatchObject({
      name: "booking",
      by: "example",
    })
    expect(await tested(admin, "Шукаю вільне віконечко на манікюр!")).toMatchObject({ name: "booking" })
  })

  test("order ids are found by what they look like", async () => {
    await changeSettings(admin, { "intents.order_ids": "ORD-######,@@-###-@" })
    const texts = "what about ord-123456 and ab-123-c, not ORD-12"
    const found = await until("the pattern is known", async () => {
      const { entities } = await tested(admin, texts)
      return entities.orderIds.length > 0 && entities.orderIds
    })
    expect(found).toEqual(["ORD-123456", "AB-123-C"])
    const reply = await admin.call("PATCH", "/settings", { set: { "intents.order_ids": "(a+)+$" } })
    expect(reply.status).toBe(422)
  })
})
