import { afterAll, beforeAll, expect, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"

let desk: Desk
let admin: SignedInAgent
beforeAll(async () => {
  desk = await startDesk()
  admin = await signedInAgent(desk, { email: "admin@acme.example", role: "admin" })
})
afterAll(() => desk.stop())

const long = "a".repeat(6_000)

test.each<[string, string, Record<string, unknown>, string]>([
  ["/sign-in", "email", { email: long, password: "x" }, "must have at most 254 characters"],
  ["/agents", "email", { email: long, name: "Ada" }, "must have at most 254 characters"],
  ["/agents", "name", { email: "ada@acme.example", name: long }, "must have at most 200 characters"],
  ["/agents", "name", { email: "ada@acme.example", name: 5 }, "must be a string"],
  ["/agents", "name", { email: "ada@acme.example" }, "is required"],
  ["/webhooks", "url", { url: `https://a.example/${long}` }, "must have at most 2000 characters"],
  ["/webhooks", "url", { url: 17 }, "must be a string"],
  ["/canned-replies", "shortcut", { shortcut: long, text: "Hello" }, "must have at most 40 characters"],
  ["/intents/examples", "text", { intent: "human", text: long }, "must have at most 300 characters"],
])("POST %s says of %s what is wrong with it", async (path, field, body, fault) => {
  const { status, json } = await admin.call("POST", path, body)
  expect({ status, detail: json.detail }).toEqual({ status: 422, detail: `${field}: ${fault}.` })
})

test("a search for more than anybody types is none that fails", async () => {
  const { status, json } = await admin.call("GET", `/search?q=${"a".repeat(301)}`)
  expect({ status, json }).toEqual({ status: 200, json: { hits: [], more: false } })
})
