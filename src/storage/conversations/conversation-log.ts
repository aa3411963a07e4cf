import { ChatdError } from "../../core/errors.ts"
import type { Database } from "../database.ts"
import { whileBusy } from "../sqlite/busy.ts"
import { BatchingLog, type OnCommitted, type WriteBatch } from "./batching-log.ts"
import { writeBatch } from "./kysely-batch.ts"
import { SqliteBatchWriter } from "./sqlite-batch.ts"

/**
 * The conversations' log on either database.
 *
 * @param onCommitted told of every write, in the order of commits, before its writer is
 */
export function openConversationLog(database: Database, onCommitted: OnCommitted): BatchingLog {
  return new BatchingLog(translatingFaults(writerOf(database)), onCommitted)
}

function writerOf(database: Database): WriteBatch {
  const { sqlite } = database
  if (!sqlite) return (entries, at) => writeBatch(database, entries, at)
  const writer = new SqliteBatchWriter(sqlite.handle)
  return (entries, at) => whileBusy(sqlite.patienceMs, () => sqlite.lock.run(() => writer.write(entries, at)))
}

/** A full disk or a locked database is told to the sender as what it is: not stored, and worth another attempt. */
function translatingFaults(write: WriteBatch): WriteBatch {
  return async (entries, at) => {
    try {
      return await write(entries, at)
    } catch (cause) {
      throw new ChatdError("unavailable", "The message could not be stored just now. Please try again.", {
        cause,
      })
    }
  }
}
