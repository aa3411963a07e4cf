import type { ReembedStore } from "../knowledge/reembed.ts"
import type { Db } from "./database.ts"
import { changesSince } from "./repositories/kb-articles.ts"
import { swapModel } from "./repositories/kb-swap-model.ts"
import { baseById, basesOf } from "./repositories/knowledge-bases.ts"

/** Knowledge bases of the database. */
export function storedKnowledge(db: Db): ReembedStore {
  return {
    basesOf: (partnerId) => basesOf(db, partnerId),
    baseById: (id) => baseById(db, id),
    changesSince: (kbId, revision) => changesSince(db, kbId, revision),
    swapModel: (base, modelId, articles) => swapModel(db, base, modelId, articles),
  }
}
