import { join } from "node:path"
import { learnIntents, writeWeights } from "../src/answers/intent/classifier.ts"
import { openBundledEmbedder } from "../src/native/bundled-embedder.ts"

/*
 * Learns intents with the bundled model and writes what the executable carries. Run it after a change of
 * src/answers/intent/phrases.ts or cues.ts; a test fails until then.
 */

const embedder = await openBundledEmbedder()
const weights = await learnIntents(embedder)
const file = join(import.meta.dir, "../src/answers/intent/weights.json")
await Bun.write(file, `${JSON.stringify({ model: embedder.id, weights: writeWeights(weights) }, null, 2)}\n`)
await embedder.close()
