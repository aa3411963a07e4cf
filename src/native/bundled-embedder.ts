import { join } from "node:path"
import type { Embedder } from "../../kb/embedder.ts"
import { openEmbedderPool } from "../../kb/embedder-pool.ts"
import type { OnnxEmbedderOptions } from "../../kb/onnx-embedder.ts"
import { bundledModelFolder } from "./files.ts"

/** Of weights and quantisation: change it when the vectors change. */
export const BUNDLED_MODEL_ID = "all-MiniLM-L6-v2-int8-1"

/** What opens the bundled model: all-MiniLM-L6-v2, 384 dimensions, 256 tokens. */
export async function bundledModel(): Promise<Omit<OnnxEmbedderOptions, "threads">> {
  const folder = bundledModelFolder()
  return {
    id: BUNDLED_MODEL_ID,
    model: join(folder, "model.onnx"),
    tokenizer: (await Bun.file(join(folder, "tokenizer.json")).json()) as object,
    maxTokens: 256,
  }
}

/** The bundled model in a worker; nothing to configure, nothing to download. */
export async function openBundledEmbedder({ threads = 1 } = {}): Promise<Embedder> {
  return openEmbedderPool({ ...(await bundledModel()), threads })
}
