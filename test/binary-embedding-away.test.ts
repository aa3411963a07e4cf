import { afterAll, expect, test } from "bun:test"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { runningServer, SERVER_FILE } from "../src/storage/running-server.ts"
import { binaryAlone } from "./binary.ts"
import { until } from "./wait.ts"

const chatd = binaryAlone()
afterAll(() => chatd.remove())

/** An endpoint that is away until it is back, which it tells nobody before `held` is. */
function startEndpoint(held: Promise<void> = Promise.resolve()) {
  let isBack = false
  const server = Bun.serve({
    port: 0,
    async fetch(request) {
      await held
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
    goes() {
      isBack = false
    },
    stop: () => server.stop(true),
  }
}

const QUESTION = {
  message: "How long does delivery take?",
  session_id: "s",
  user_info: { agent_id: "1", email: "ada@acme.example", name: "Ada", agency: "A", office: "B" },
}

async function post(server: string, path: string, body: unknown) {
  const reply = await fetch(new URL(path, server), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  })
  return { status: reply.status, json: (await reply.json()) as { detail?: string } }
}

test("while the embedding endpoint is away a server starts, serves all but answers, and answers once it is back", async () => {
  const endpoint = startEndpoint()
  const partner = await chatd.partner()
  const env = {
    CHATD_LOG_FORMAT: "json",
    CHATD_CRM_PARTNER: partner.partnerId,
    CHATD_EMBEDDINGS_BASE_URL: endpoint.baseUrl,
    CHATD_EMBEDDINGS_MODEL: "m",
  }
  const server = await chatd.serve([], env)
  const health = async () => {
    const reply = await fetch(`${server.url}/api/health`)
    return ((await reply.json()) as { services: { model: { status: string; detail?: string } } }).services
      .model
  }
  const ask = (message = QUESTION.message) =>
    post(server.url, "/api/agent/customer/", { ...QUESTION, message })

  expect(await health()).toMatchObject({ status: "down" })
  const session = await post(server.url, "/api/chat/sessions", { name: "Ada", email: "ada@acme.example" })
  expect(session.status).toBe(201)
  const refused = await ask()
  expect(refused.status).toBe(503)
  expect(refused.json.detail).not.toContain(endpoint.baseUrl)
  expect(server.err()).toContain("no question is answered until the embedding endpoint answers")

  endpoint.comesBack()
  await until("the model is there", async () => (await health()).status === "healthy")
  expect((await ask()).status).toBe(200)

  await Bun.write(join(chatd.folder, "parking.md"), "# Parking\n\nYou park behind the house.\n")
  expect((await chatd.run(["kb", "ingest", "parking.md"], env)).code).toBe(0)
  endpoint.goes()
  let asked = 0
  await until(
    "the endpoint is missed once more",
    async () => (await ask(`Where can I park ${++asked} cars?`)).status === 503,
  )
  server.kill("SIGTERM")
  expect((await server.finished).code).toBe(0)
  endpoint.stop()
}, 120_000)

test("a server that stops while the embedding endpoint is away stops at once", async () => {
  const endpoint = startEndpoint()
  const server = await chatd.serve(["--data", "other"], {
    CHATD_EMBEDDINGS_BASE_URL: endpoint.baseUrl,
    CHATD_EMBEDDINGS_MODEL: "m",
  })
  server.kill("SIGTERM")
  expect((await server.finished).code).toBe(0)
  endpoint.stop()
}, 120_000)

test("who asked before the endpoint was known to be away is told so, too", async () => {
  const held = Promise.withResolvers<void>()
  const endpoint = startEndpoint(held.promise)
  const data = ["--data", "early"]
  const partner = await chatd.partner(data)
  const server = chatd.begin(["serve", "--port", "0", ...data], {
    CHATD_CRM_PARTNER: partner.partnerId,
    CHATD_EMBEDDINGS_BASE_URL: endpoint.baseUrl,
    CHATD_EMBEDDINGS_MODEL: "m",
  })
  const { url } = await until("it serves", () => runningServer(join(chatd.folder, "early"), true))
  const asked = post(url, "/api/agent/customer/", QUESTION)
  // By then the question is there, too.
  expect((await post(url, "/api/chat/sessions", { name: "Ada" })).status).toBe(201)
  held.resolve()
  expect((await asked).status).toBe(503)
  server.kill("SIGTERM")
  expect((await server.finished).code).toBe(0)
  endpoint.stop()
}, 120_000)

test("a server that is stopped while it starts is announced no more", async () => {
  const endpoint = startEndpoint(Promise.withResolvers<void>().promise)
  const server = chatd.begin(["serve", "--port", "0", "--data", "starting"], {
    CHATD_EMBEDDINGS_BASE_URL: endpoint.baseUrl,
    CHATD_EMBEDDINGS_MODEL: "m",
  })
  const data = join(chatd.folder, "starting")
  await until("it serves", () => runningServer(data, true))
  server.kill("SIGTERM")
  expect((await server.finished).code).toBe(0)
  expect(existsSync(join(data, SERVER_FILE))).toBe(false)
  endpoint.stop()
}, 120_000)

test("an endpoint that says nothing at all keeps no server from starting, nor from stopping", async () => {
  const endpoint = startEndpoint(Promise.withResolvers<void>().promise)
  const server = await chatd.serve(["--data", "silent"], {
    CHATD_EMBEDDINGS_BASE_URL: endpoint.baseUrl,
    CHATD_EMBEDDINGS_MODEL: "m",
  })
  server.kill("SIGTERM")
  expect((await server.finished).code).toBe(0)
  endpoint.stop()
}, 120_000)
