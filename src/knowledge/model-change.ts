import { setTimeout as sleep } from "node:timers/promises"
import type { EmbedderAway } from "../../kb/embedder.ts"
import type { Logger } from "../log.ts"
import type { Embedders } from "./embedders.ts"
import type { KnowledgeBase } from "./knowledge-store.ts"
import { type ReembedStore, reembed } from "./reembed.ts"

/** Until a model that is away is asked again: it was asked several times already. */
const AWAY_MS = 30_000

/**
 * Brings every knowledge base to the configured model, one after the other, in the background; each goes on serving
 * with its old vectors until its new ones are all there.
 *
 * @param inMemory resolves once what is stored is also what this process answers from
 */
export async function followModelChange(
  store: ReembedStore,
  bases: readonly KnowledgeBase[],
  embedders: Embedders,
  log: Logger,
  signal: AbortSignal,
  inMemory: () => Promise<void>,
): Promise<void> {
  const { current } = embedders
  const outdated = bases.filter((base) => base.modelId !== undefined && base.modelId !== current.id)
  /** Models that go on serving what could not be embedded anew. */
  const failed = new Set<string | undefined>()
  for (const base of outdated) {
    log.info({ kb: base.name, from: base.modelId, to: current.id }, "embedding anew with another model")
    const started = performance.now()
    const whenAway = async (fault: EmbedderAway) => {
      log.warn({ kb: base.name, err: fault }, "the model is away: embedding anew goes on when it is back")
      // Whoever stops it waits no longer.
      await sleep(AWAY_MS, undefined, { signal }).catch(() => {})
    }
    try {
      const swapped = await reembed(store, base.id, current, { signal, whenAway })
      if (swapped)
        log.info(
          { kb: base.name, seconds: Math.round((performance.now() - started) / 1000) },
          "embedded anew",
        )
    } catch (error) {
      log.error({ kb: base.name, err: error }, "the knowledge base cannot be embedded anew")
      failed.add(base.modelId)
    }
  }
  if (signal.aborted || outdated.length === 0) return
  // What is in memory is asked with the old model until it is read anew, which takes a while where it is large.
  const stopped = Promise.withResolvers<void>()
  signal.addEventListener("abort", () => stopped.resolve(), { once: true })
  await Promise.race([inMemory(), stopped.promise])
  if (signal.aborted) return
  for (const modelId of new Set(outdated.flatMap((base) => base.modelId ?? [])))
    if (!failed.has(modelId)) await embedders.retire(modelId)
}
