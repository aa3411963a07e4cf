import { basename, resolve } from "node:path"
import type { Embedder } from "../kb/embedder.ts"
import type { Config } from "./config/schema.ts"
import { openConfiguredEmbedder } from "./embeddings.ts"
import { Embedders } from "./knowledge/embedders.ts"
import { Knowledge } from "./knowledge/knowledge.ts"
import { followModelChange } from "./knowledge/model-change.ts"
import type { Logger } from "./log.ts"
import { BUNDLED_MODEL_ID, openBundledEmbedder } from "./native/bundled-embedder.ts"
import type { Database } from "./storage/database.ts"
import { allBases } from "./storage/repositories/knowledge-bases.ts"
import { watchRevisions } from "./storage/revision-watch.ts"
import { storedKnowledge } from "./storage/stored-knowledge.ts"

/** Learning takes a second for a thousand articles, and minutes for a hundred thousand chunks. */
const LEARN_FIRST = 1_000

/** The knowledge bases as they are stored now, and the model that they are searched with. */
export function startKnowledge(config: Config, { db }: Database) {
  const store = storedKnowledge(db)
  const knowledge = new Knowledge(store, LEARN_FIRST)
  const watch = watchRevisions(db, () => knowledge.refresh())
  const model = Promise.withResolvers<Embedders>()
  // Whoever waits for it hears of a failure; so does whoever loads it.
  model.promise.catch(() => {})
  const stopping = new AbortController()
  let changing = Promise.resolve()

  async function open(embedder: Embedder | undefined): Promise<Embedders> {
    try {
      return new Embedders(embedder ?? (await openConfiguredEmbedder(config)))
    } catch (error) {
      model.reject(error)
      throw error
    }
  }

  return {
    knowledge,
    /** Resolves when the model is loaded. */
    embedders: (): Promise<Embedders> => model.promise,
    /**
     * Loads the model, and has what was embedded with another one embedded anew meanwhile.
     *
     * @param embedder the configured one, where it is open already
     */
    async load(log: Logger, embedder: Embedder | undefined): Promise<void> {
      const embedders = await open(embedder)
      model.resolve(embedders)
      const bases = await allBases(db)
      // What was embedded with the bundled model goes on serving with it while another takes over.
      const isBundled = embedders.current.id === BUNDLED_MODEL_ID
      if (!isBundled && bases.some(({ modelId }) => modelId === BUNDLED_MODEL_ID))
        embedders.add(await openBundledEmbedder())
      // Earlier versions had the name of a model's folder alone.
      const { model: folder, base_url } = config.embeddings
      if (!isBundled && !base_url) embedders.addFormerId(basename(resolve(folder)))
      changing = followModelChange(store, bases, embedders, log, stopping.signal).catch((error) =>
        log.error({ err: error }, "the knowledge base cannot be embedded anew"),
      )
    },
    /** Follows no more changes; questions are still answered. */
    async stop(): Promise<void> {
      watch.stop()
      stopping.abort()
      await changing
    },
    /** Only after `load`. */
    async close(): Promise<void> {
      await (await model.promise).close()
    },
  }
}
