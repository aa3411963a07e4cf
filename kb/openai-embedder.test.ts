import { heapStats } from "bun:jsc"
import { afterEach, expect, test } from "bun:test"
import { EmbedderAway, TextRefused } from "./embedder.ts"
import { openOpenAiEmbedder } from "./openai-embedder.ts"

interface EmbeddingRequest {
  model: string
  input: string[]
  encoding_format: string
  dimensions?: number
}

let server: Bun.Server<undefined> | undefined
afterEach(async () => server?.stop(true))

/** An endpoint that embeds a text as [its length, 1] unless `fail` answers first; it counts from 1. */
function serve(fail: (count: number, body: EmbeddingRequest) => Response | Promise<Response> | undefined) {
  const requests: EmbeddingRequest[] = []
  const headers: Headers[] = []
  server = Bun.serve({
    port: 0,
    async fetch(request) {
      const body = (await request.json()) as EmbeddingRequest
      requests.push(body)
      headers.push(request.headers)
      const failure = await fail(requests.length, body)
      if (failure) return failure
      const data = body.input.map((text, index) => ({
        object: "embedding",
        index,
        embedding: [text.length, 1],
      }))
      // Out of order, as the format allows.
      return Response.json({ object: "list", data: data.reverse(), model: body.model })
    },
  })
  return { baseUrl: new URL("/v1", server.url).href, requests, headers }
}

const none = () => undefined
const refusal = (status: number, headers: Record<string, string> = {}) =>
  Response.json({ error: { message: `status ${status}` } }, { status, headers })

test("discovers dimensions, batches, and keeps the order of texts", async () => {
  const endpoint = serve(none)
  const embedder = await openOpenAiEmbedder({
    baseUrl: endpoint.baseUrl,
    apiKey: "secret",
    model: "m",
    batchSize: 3,
  })
  expect(embedder.dimensions).toBe(2)
  expect(embedder.id).toBe("m-2")
  const texts = Array.from({ length: 8 }, (_, index) => "x".repeat(index + 1))
  const vectors = await embedder.embed(texts)
  for (const [index, vector] of vectors.entries()) {
    expect((vector[0] as number) / (vector[1] as number)).toBeCloseTo(index + 1, 3)
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
  }
  expect(endpoint.requests.slice(1).map(({ input }) => input.length)).toEqual([3, 3, 2])
  expect(endpoint.requests[1]?.encoding_format).toBe("float")
  expect(endpoint.headers[1]?.get("authorization")).toBe("Bearer secret")
  expect(await embedder.embed([])).toEqual([])
})

test("tries again after 429 and 5xx", async () => {
  const endpoint = serve((count) => {
    if (count === 2) return refusal(429, { "retry-after-ms": "5" })
    if (count === 3) return refusal(503, { "retry-after-ms": "5" })
    return undefined
  })
  const embedder = await openOpenAiEmbedder({ baseUrl: endpoint.baseUrl, model: "m" })
  expect(await embedder.embed(["a"])).toHaveLength(1)
  expect(endpoint.requests).toHaveLength(4)
})

test("gives up after the retries, and at once on a refusal that will not change", async () => {
  const busy = serve(() => refusal(429, { "retry-after-ms": "1" }))
  expect(openOpenAiEmbedder({ baseUrl: busy.baseUrl, model: "m", retries: 2 })).rejects.toThrow("status 429")
  await Bun.sleep(200)
  expect(busy.requests).toHaveLength(3)
  await server?.stop(true)
  const closed = serve(() => refusal(401))
  expect(openOpenAiEmbedder({ baseUrl: closed.baseUrl, model: "m" })).rejects.toThrow("status 401")
  await Bun.sleep(50)
  expect(closed.requests).toHaveLength(1)
})

test("embeds all others where one text is refused, and fewer at once where they are too many", async () => {
  const endpoint = serve((_count, { input }) => {
    if (input.includes("too long")) return refusal(400)
    return input.length > 2 ? refusal(422) : undefined
  })
  const embedder = await openOpenAiEmbedder({ baseUrl: endpoint.baseUrl, model: "m" })
  expect(await embedder.embed(["a", "b", "c", "d", "e"])).toHaveLength(5)
  await expect(embedder.embed(["a", "too long"])).rejects.toBeInstanceOf(TextRefused)
})

test("names the text that it has no numbers for, and not the others", async () => {
  const endpoint = serve((_count, { input }) => {
    if (!input.includes("odd")) return undefined
    return Response.json({ data: input.map((_, index) => ({ index, embedding: [null, 1] })) })
  })
  const embedder = await openOpenAiEmbedder({ baseUrl: endpoint.baseUrl, model: "m" })
  expect(await embedder.embed(["a", "b"])).toHaveLength(2)
  await expect(embedder.embed(["a", "odd", "b"])).rejects.toBeInstanceOf(TextRefused)
})

test("says that it is away, which may pass, and not that a text is refused", async () => {
  const passing = [503, 500, 429, 408]
  const endpoint = serve((count) =>
    count > 1 ? refusal(passing[count - 2] ?? 401, { "retry-after-ms": "1" }) : undefined,
  )
  const embedder = await openOpenAiEmbedder({ baseUrl: endpoint.baseUrl, model: "m", retries: 0 })
  for (const _ of passing) await expect(embedder.embed(["a"])).rejects.toBeInstanceOf(EmbedderAway)
  // A key that is refused will be refused again.
  await expect(embedder.embed(["a"])).rejects.not.toBeInstanceOf(EmbedderAway)
  await server?.stop(true)
  await expect(embedder.embed(["a"])).rejects.toBeInstanceOf(EmbedderAway)
})

test("does not wait for ever", async () => {
  const endpoint = serve((count) => (count > 1 ? Bun.sleep(5_000).then(() => refusal(500)) : undefined))
  const embedder = await openOpenAiEmbedder({
    baseUrl: endpoint.baseUrl,
    model: "m",
    timeout: 500,
    retries: 0,
  })
  expect(embedder.embed(["a"])).rejects.toThrow("timed out")
})

test("gives a question up sooner than what is read in, for which nobody waits", async () => {
  const held = Promise.withResolvers<void>()
  const endpoint = serve((count, { input }) => {
    if (count === 1) return undefined
    return held.promise.then(() =>
      Response.json({ data: input.map((_, index) => ({ index, embedding: [1, 0] })) }),
    )
  })
  const embedder = await openOpenAiEmbedder({ baseUrl: endpoint.baseUrl, model: "m", questionTimeout: 50 })
  const reading = embedder.embed(["a"])
  await expect(embedder.embed(["b"], "query")).rejects.toBeInstanceOf(EmbedderAway)
  held.resolve()
  expect(await reading).toHaveLength(1)
})

test("keeps nothing of what was asked", async () => {
  const embedder = await openOpenAiEmbedder({ baseUrl: serve(none).baseUrl, model: "m" })
  const signals = () => {
    Bun.gc(true)
    return heapStats().objectTypeCounts.AbortSignal ?? 0
  }
  const before = signals()
  for (let i = 0; i < 150; i++) await embedder.embed([`question ${i}`], i % 3 ? "query" : "passage")
  expect(signals() - before).toBeLessThan(75)
})

test("refuses answers that lack vectors or change their size", async () => {
  const endpoint = serve((count) => {
    if (count === 2) return Response.json({ data: [{ index: 0, embedding: [1, 0] }] })
    if (count === 3) return Response.json({ data: [{ index: 0, embedding: [1, 0, 0] }] })
    if (count === 4) return Response.json({ data: [{ index: 0, embedding: "AAAA" }] })
    return undefined
  })
  const embedder = await openOpenAiEmbedder({ baseUrl: endpoint.baseUrl, model: "m" })
  await expect(embedder.embed(["a", "b"])).rejects.toThrow("1 vectors for 2 texts")
  await expect(embedder.embed(["a"])).rejects.toThrow("3 dimensions after 2")
  await expect(embedder.embed(["a"])).rejects.toThrow("something else")
})

test("cuts texts to the window", async () => {
  const endpoint = serve(none)
  const embedder = await openOpenAiEmbedder({ baseUrl: endpoint.baseUrl, model: "m", maxTokens: 100 })
  await embedder.embed(["word ".repeat(1_000), "汉".repeat(1_000), ""])
  for (const text of endpoint.requests[1]?.input ?? []) {
    expect(text.length).toBeGreaterThan(0)
    expect(embedder.countTokens(text)).toBeLessThanOrEqual(100)
  }
})
