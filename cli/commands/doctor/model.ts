import type { Config } from "../../../src/config/schema.ts"
import { openConfiguredEmbedder } from "../../../src/embeddings.ts"
import type { Finding } from "./finding.ts"

export async function model(config: Config): Promise<Finding> {
  const what = "model"
  try {
    const started = performance.now()
    const embedder = await openConfiguredEmbedder(config)
    await embedder.embed(["Is the model there?"], "query")
    await embedder.close()
    return {
      what,
      state: "ok",
      says: `${embedder.id}, answered in ${Math.round(performance.now() - started)} ms`,
    }
  } catch (error) {
    return { what, state: "fault", says: `${(error as Error).message} Check the embeddings settings.` }
  }
}
