import type { Appended, ConversationLog } from "../../core/conversations/log.ts"
import type { Together } from "../../core/conversations/together.ts"
import { ChatdError } from "../../core/errors.ts"
import type { Database, Db } from "../database.ts"
import type { OnCommitted } from "./batching-log.ts"
import { appendWithin } from "./kysely-batch.ts"

/**
 * Work on a conversation in a transaction of its own, with the conversation held from its beginning; what was committed
 * is told as the log tells its own.
 *
 * @param portsOf what the work needs beside the log, on the transaction
 */
export function togetherOn<Ports>(
  database: Database,
  onCommitted: OnCommitted,
  portsOf: (trx: Db) => Ports,
): Together<Ports> {
  return async (conversationId, work) => {
    const written: Appended[] = []
    const result = await database.db.transaction().execute(async (trx) => {
      let held = trx.selectFrom("conversation").select("id").where("id", "=", conversationId)
      if (database.dialect === "postgres") held = held.forUpdate()
      // Whose it was may have been erased meanwhile.
      if (!(await held.executeTakeFirst()))
        throw new ChatdError("not_found", "There is no such conversation.")
      const log: ConversationLog = {
        async append(id, decide, name) {
          const appended = await appendWithin(trx, database, id, decide, Date.now(), name)
          written.push(appended)
          return appended
        },
      }
      return work({ ...portsOf(trx), log })
    })
    onCommitted(written)
    return result
  }
}
