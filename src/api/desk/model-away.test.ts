import { expect, test } from "bun:test"
import { startDesk } from "../../../test/desk.ts"
import { signedInAgent } from "../../../test/desk-agents.ts"
import { guidePartner } from "../../../test/guide-partner.ts"

test("while the embedding endpoint is away agents read who waits, and words alone say how they feel", async () => {
  const endpoint = Bun.serve({
    port: 0,
    fetch: () => new Response("away", { status: 503, headers: { "retry-after-ms": "1" } }),
  })
  const desk = await startDesk({
    settings: { "embeddings.base_url": new URL("/v1", endpoint.url).href, "embeddings.model": "m" },
    partnerSettings: (settings) => ({ ...settings, answering: { ...settings.answering, mode: "agent" } }),
  })
  const acme = guidePartner(desk)
  const agent = await signedInAgent(desk)
  await agent.call("PATCH", "/me", { presence: "online" })
  const socket = await acme.connectAgent(agent.agent.number)
  const { id, customerId } = await acme.begin("angry")
  await acme.say(id, customerId, "This is terrible, I am really angry about it!")

  const { status, json } = await agent.call("GET", `/conversations/${id}`)
  expect(status).toBe(200)
  expect(json.why).toMatchObject({
    sentiment: { label: "negative" },
    summary: ["This is terrible, I am really angry about it!"],
  })
  socket.close()
  await desk.stop()
  await endpoint.stop(true)
}, 60_000)
