import { expect, test } from "bun:test"
import { openVisitor } from "./chat-client.ts"
import { startDesk } from "./desk.ts"
import { startFakeChatbot } from "./servers/chatbot.ts"
import { until } from "./wait.ts"

test("what is being answered while a server begins to answer what was left is not asked once more", async () => {
  const chatbot = startFakeChatbot()
  const replies = Promise.withResolvers<void>()
  chatbot.behaves(async ({ body }) => {
    await replies.promise
    return Response.json({ reply: `You said: ${body.message}` })
  })
  let isAway = true
  const endpoint = Bun.serve({
    port: 0,
    async fetch(request) {
      if (isAway) return new Response("away", { status: 503, headers: { "retry-after-ms": "1" } })
      const { input } = (await request.json()) as { input: string[] }
      return Response.json({ data: input.map((_, index) => ({ index, embedding: [1, 0, 0] })) })
    },
  })
  const desk = await startDesk({
    settings: {
      "embeddings.base_url": new URL("/v1", endpoint.url).href,
      "embeddings.model": "m",
      "external_chatbot.allow_private_addresses": true,
    },
    partnerSettings: (settings) => ({
      ...settings,
      answering: {
        ...settings.answering,
        mode: "external",
        external: { ...settings.answering.external, url: chatbot.url, timeoutSeconds: 30 },
      },
    }),
  })
  const visitor = await openVisitor(desk)
  await visitor.call("POST", "/messages", { clientId: "one", text: "One" })
  await until("the chatbot is asked", () => chatbot.posted.length === 1)
  isAway = false
  const health = async () => (await desk.send("GET", "/api/health")).json.services.model.status
  await until("questions can be answered", async () => (await health()) === "healthy")
  replies.resolve()
  await visitor.ask("Two")
  expect(chatbot.posted.map(({ body }) => body.message)).toEqual(["One", "Two"])
  await desk.stop()
  await endpoint.stop(true)
  await chatbot.stop()
}, 60_000)
