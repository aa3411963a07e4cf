import { ChatdError } from "../../core/errors.ts"
import type { Database } from "../database.ts"
import { whileBusy } from "../sqlite/busy.ts"
import { Checkpoints } from "../sqlite/checkpoints.ts"
import { BatchingLog, type OnCommitted, type WriteBatch } from "./batching-log.ts"
import { writeBatch } from "./kysely-batch.ts"
import { SqliteBatchWriter } from "./sqlite-batch.ts"

export interface OpenLog {
  log: BatchingLog
  /** Resolves when everything that was asked for is written. */
  close(): Promise<void>
}

/**
 * The conversations' log on either database.
 *
 * @param onCommitted told of every write, in the order of commits, before its writer is
 */
export function openConversationLog(database: Database, onCommitted: OnCommitted): OpenLog {
  const checkpoints = database.sqlite && new Checkpoints(database.sqlite.handle)
  const log = new BatchingLog(translatingFaults(writerOf(database)), (batch) => {
    onCommitted(batch)
    checkpoints?.written(batch.length)
  })
  return {
    log,
    async close() {
      await log.idle()
      checkpoints?.stop()
    },
  }
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
