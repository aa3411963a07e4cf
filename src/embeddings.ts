import { existsSync } from "node:fs"
import { centredEmbedder } from "../kb/centred-embedder.ts"
import { type Embedder, EmbedderAway } from "../kb/embedder.ts"
import { openModelFolder } from "../kb/embedder-pool.ts"
import type { Config } from "./config/schema.ts"
import { ChatdError } from "./core/errors.ts"
import { openBundledEmbedder } from "./native/bundled-embedder.ts"

/**
 * Opens the model that the configuration names: the bundled one, a folder's, or one behind an endpoint. What is compared with cosines was
 * found with the bundled one, so that the vectors of others are centred.
 *
 * @param threads workers for the bundled model; 1 is enough to answer, `kb ingest` takes more
 */
export async function openConfiguredEmbedder(config: Config, threads = 1): Promise<Embedder> {
  const { model, base_url, api_key } = config.embeddings
  if (base_url) {
    const { openOpenAiEmbedder } = await import("../kb/openai-embedder.ts")
    try {
      return await centredEmbedder(
        await openOpenAiEmbedder({ baseUrl: base_url, apiKey: api_key ?? "none", model }),
      )
    } catch (error) {
      throw endpointFault(base_url, model, error)
    }
  }
  if (model === "builtin") return openBundledEmbedder({ threads })
  if (existsSync(model)) return centredEmbedder(await openModelFolder(model, threads))
  throw new ChatdError(
    "invalid_input",
    `embeddings.model: there is no folder ${model}; use builtin, a folder with model.onnx and tokenizer.json, or set embeddings.base_url.`,
    { field: "embeddings.model" },
  )
}

function endpointFault(url: string, model: string, cause: unknown): ChatdError {
  const said = (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, "")
  if (cause instanceof EmbedderAway)
    return new ChatdError("unavailable", `The embedding endpoint ${url} does not answer: ${said}.`, { cause })
  return new ChatdError(
    "invalid_input",
    `The embedding endpoint ${url} cannot be used with the model ${model}: ${said}. Look at embeddings.base_url, model and api_key.`,
    { field: "embeddings.base_url", cause },
  )
}
