import { afterAll, beforeAll, expect, test } from "bun:test"
import { changeSettings } from "./answering.ts"
import { openVisitor } from "./chat-client.ts"
import { type Desk, startDesk } from "./desk.ts"
import { signedInAgent } from "./desk-agents.ts"
import { type FakeChatbot, startFakeChatbot } from "./servers/chatbot.ts"
import { until } from "./wait.ts"

let chatbot: FakeChatbot
let desk: Desk
beforeAll(async () => {
  chatbot = startFakeChatbot()
  desk = await startDesk({ postgres: true, settings: { "external_chatbot.allow_private_addresses": true } })
  const admin = await signedInAgent(desk, { role: "admin" })
  await changeSettings(admin, { "answering.mode": "external", "answering.external.url": chatbot.url })
})
afterAll(async () => {
  await desk.stop()
  await chatbot.stop()
})

test("a server that starts does not ask a chatbot what another is asking it", async () => {
  const answered = Promise.withResolvers<void>()
  chatbot.behaves(async ({ body }) => {
    if (body.message === "slow") await answered.promise
    return Response.json({ reply: `You said: ${body.message}` })
  })
  const said = () => chatbot.posted.map(({ body }) => body.message)
  const visitor = await openVisitor(desk)
  const socket = await visitor.socket()
  const asked = await visitor.call("POST", "/messages", { clientId: "1", text: "slow" })
  await until("the chatbot is asked", () => said().includes("slow"))
  const elsewhere = await desk.another()
  const { id, sessionToken } = (await openVisitor(desk)).session
  await fetch(`${elsewhere}/api/chat/sessions/${id}/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${sessionToken}` },
    body: JSON.stringify({ clientId: "1", text: "quick" }),
  })
  await until("the other server asks", () => said().includes("quick"))
  expect(said()).toEqual(["slow", "quick"])
  answered.resolve()
  expect((await socket.messageOf("bot", asked.json.seq)).payload.text).toBe("You said: slow")
  await socket.close()
})
