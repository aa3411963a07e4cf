import type { KnowledgeReader } from "../knowledge/knowledge-store.ts"
import type { Db } from "./database.ts"
import { changesSince } from "./repositories/kb-articles.ts"
import { baseById, basesOf } from "./repositories/knowledge-bases.ts"

/** Reads knowledge bases from the database. */
export function storedKnowledge(db: Db): KnowledgeReader {
  return {
    basesOf: (partnerId) => basesOf(db, partnerId),
    baseById: (id) => baseById(db, id),
    changesSince: (kbId, revision) => changesSince(db, kbId, revision),
  }
}
