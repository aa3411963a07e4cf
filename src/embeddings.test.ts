import { expect, test } from "bun:test"
import { dot } from "../test/model.ts"
import type { Config } from "./config/schema.ts"
import { openConfiguredEmbedder } from "./embeddings.ts"

test.each([
  [503, "unavailable", "does not answer: 503 no"],
  [401, "invalid_input", "cannot be used with the model m: 401 no."],
])("an endpoint that answers with %i is named as %s", async (status, code, said) => {
  using server = Bun.serve({
    port: 0,
    fetch: () => Response.json({ error: { message: "no" } }, { status, headers: { "retry-after-ms": "1" } }),
  })
  const base_url = new URL("/v1", server.url).href
  const config = { embeddings: { model: "m", base_url, api_key: "secret" } } as unknown as Config
  const opening = openConfiguredEmbedder(config)
  await expect(opening).rejects.toMatchObject({ code })
  await expect(opening).rejects.toThrow(`The embedding endpoint ${base_url} ${said}`)
})

test("the vectors of an endpoint's model are centred", async () => {
  const vectorOf = (text: string) => [text.length, 1, 200]
  using server = Bun.serve({
    port: 0,
    async fetch(request) {
      const { input } = (await request.json()) as { input: string[] }
      return Response.json({ data: input.map((text, index) => ({ index, embedding: vectorOf(text) })) })
    },
  })
  const base_url = new URL("/v1", server.url).href
  const config = { embeddings: { model: "m", base_url, api_key: "secret" } } as unknown as Config
  const embedder = await openConfiguredEmbedder(config)
  const [short, long] = await embedder.embed([
    "Why?",
    "Why does it take so long until somebody answers me in this chat?",
  ])
  // As they come from the endpoint their cosine is 0.95.
  expect(dot(short, long)).toBeLessThan(0)
})
