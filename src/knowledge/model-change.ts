import type { Logger } from "../log.ts"
import type { Embedders } from "./embedders.ts"
import type { KnowledgeBase } from "./knowledge-store.ts"
import { type ReembedStore, reembed } from "./reembed.ts"

/**
 * Brings every knowledge base to the configured model, one after the other, in the background; each goes on serving
 * with its old vectors until its new ones are all there.
 */
export async function followModelChange(
  store: ReembedStore,
  bases: readonly KnowledgeBase[],
  embedders: Embedders,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  const { current } = embedders
  const outdated = bases.filter((base) => base.modelId !== undefined && base.modelId !== current.id)
  for (const base of outdated) {
    log.info({ kb: base.name, from: base.modelId, to: current.id }, "embedding anew with another model")
    const started = performance.now()
    const swapped = await reembed(store, base.id, current, { signal })
    if (swapped)
      log.info({ kb: base.name, seconds: Math.round((performance.now() - started) / 1000) }, "embedded anew")
  }
  if (signal.aborted) return
  for (const modelId of new Set(outdated.flatMap((base) => base.modelId ?? [])))
    await embedders.retire(modelId)
}
