import { expect, test } from "bun:test"
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
