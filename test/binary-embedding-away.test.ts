import { afterAll, expect, test } from "bun:test"
import { binaryAlone } from "./binary.ts"
import { until } from "./wait.ts"

const chatd = binaryAlone()
afterAll(() => chatd.remove())

/** An endpoint that is away until it is back. */
function startEndpoint() {
  let isBack = false
  const server = Bun.serve({
    port: 0,
    async fetch(request) {
      if (!isBack) return new Response("away", { status: 503, headers: { "retry-after-ms": "1" } })
      const { input } = (await request.json()) as { input: string[] }
      return Response.json({ data: input.map((_, index) => ({ index, embedding: [1, 0, 0] })) })
    },
  })
  return {
    baseUrl: new URL("/v1", server.url).href,
    comesBack() {
      isBack = true
    },
    stop: () => server.stop(true),
  }
}

test("while the embedding endpoint is away a server starts, serves all but answers, and answers once it is back", async () => {
  const endpoint = startEndpoint()
  const env = { CHATD_LOG_FORMAT: "json" }
  const [partner] = await chatd.json(["partner", "create", "--name", "Acme", "--domain", "acme.example"])
  const server = await chatd.serve([], {
    ...env,
    CHATD_CRM_PARTNER: partner.partnerId,
    CHATD_EMBEDDINGS_BASE_URL: endpoint.baseUrl,
    CHATD_EMBEDDINGS_MODEL: "m",
  })
  const health = async () => {
    const reply = await fetch(`${server.url}/api/health`)
    return ((await reply.json()) as { services: { model: { status: string; detail?: string } } }).services
      .model
  }
  const post = async (path: string, body: unknown) => {
    const reply = await fetch(`${server.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    })
    return { status: reply.status, json: (await reply.json()) as { detail?: string } }
  }
  const ask = () =>
    post("/api/agent/customer/", {
      message: "How long does delivery take?",
      session_id: "s",
      user_info: { agent_id: "1", email: "ada@acme.example", name: "Ada", agency: "A", office: "B" },
    })

  expect(await health()).toMatchObject({ status: "down" })
  const session = await post("/api/chat/sessions", { name: "Ada", email: "ada@acme.example" })
  expect(session.status).toBe(201)
  const refused = await ask()
  expect(refused.status).toBe(503)
  expect(refused.json.detail).not.toContain(endpoint.baseUrl)
  expect(server.err()).toContain("no question is answered until the embedding endpoint answers")

  endpoint.comesBack()
  await until("the model is there", async () => (await health()).status === "healthy")
  expect((await ask()).status).toBe(200)
  server.kill("SIGTERM")
  expect((await server.finished).code).toBe(0)
  endpoint.stop()
}, 60_000)

test("a server that stops while the embedding endpoint is away stops at once", async () => {
  const endpoint = startEndpoint()
  const server = await chatd.serve(["--data", "other"], {
    CHATD_EMBEDDINGS_BASE_URL: endpoint.baseUrl,
    CHATD_EMBEDDINGS_MODEL: "m",
  })
  server.kill("SIGTERM")
  expect((await server.finished).code).toBe(0)
  endpoint.stop()
}, 60_000)
