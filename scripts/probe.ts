/** Proves a compiled executable: embeds in this thread and in a worker, searches once, reports what it cost. */
import { Index, MetricKind, ScalarKind } from "usearch"
import { openOnnxEmbedder } from "../kb/onnx-embedder.ts"
import { bundledModel, openBundledEmbedder } from "../src/native/bundled-embedder.ts"
import { isCompiled } from "../src/native/files.ts"

declare const CHATD_VERSION: string
declare const CHATD_COMMIT: string

async function probe(): Promise<void> {
  const embedder =
    process.env.PROBE === "inline"
      ? await openOnnxEmbedder(await bundledModel())
      : await openBundledEmbedder({ threads: Number(process.env.PROBE_THREADS || 1) })
  const texts = ["How do I reset my password?", "Where is my parcel?", "Cats sleep a lot."]
  const index = new Index({
    dimensions: embedder.dimensions,
    metric: MetricKind.IP,
    quantization: ScalarKind.F16,
    connectivity: 16,
    expansion_add: 128,
    expansion_search: 64,
    multi: false,
  })
  for (const [key, vector] of (await embedder.embed(texts)).entries()) index.add(BigInt(key), vector)
  const [question] = await embedder.embed(["I forgot my password"], "query")
  const found = index.search(question as Float32Array, 1, 1)
  const best = Number(found.keys[0])
  const ready = performance.now()
  Bun.gc(true)
  await Bun.sleep(200)
  console.log(
    JSON.stringify({
      compiled: isCompiled,
      version: typeof CHATD_VERSION === "string" ? CHATD_VERSION : null,
      commit: typeof CHATD_COMMIT === "string" ? CHATD_COMMIT : null,
      best: texts[best],
      readyMs: Math.round(ready),
      rssMB: Math.round(process.memoryUsage().rss / 1e6),
    }),
  )
  await embedder.close()
  if (best !== 0) process.exitCode = 1
}

void probe()
