import type { Config } from "../../../src/config/schema.ts"
import { openConfiguredEmbedder } from "../../../src/embeddings.ts"
import type { Finding } from "./finding.ts"

export async function model(config: Config): Promise<Finding> {
  const what = "model"
  try {
    // What compares vectors asks more of the machine than the model does, and no server starts without it.
    await import("../../../kb/vector-index.ts")
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
    const { message } = error as Error
    // What is wrong with the bundled one stands in no setting.
    const isBundled = config.embeddings.model === "builtin" && !config.embeddings.base_url
    return { what, state: "fault", says: isBundled ? message : `${message} Check the embeddings settings.` }
  }
}
