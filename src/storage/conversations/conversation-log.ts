import { ChatdError } from "../../core/errors.ts"
import type { Database, DirectSqlite } from "../database.ts"
import { whileBusy } from "../sqlite/busy.ts"
import { BatchingLog, type Entry, type OnCommitted, type WriteBatch } from "./batching-log.ts"
import { writeBatch } from "./kysely-batch.ts"
import { Placing } from "./placing.ts"
import { SqliteBatchWriter } from "./sqlite-batch.ts"
import { UnplacedEvents } from "./unplaced-events.ts"

export interface OpenLog {
  log: BatchingLog
  /** On SQLite: events that a reader does not find in their places yet. */
  unplaced: UnplacedEvents
  /** Resolves when everything that was asked for is written. */
  close(): Promise<void>
}

/**
 * The conversations' log on either database.
 *
 * @param onCommitted told of every write, in the order of commits, before its writer is
 * @param onFault told of faults that lose nothing
 */
export function openConversationLog(
  database: Database,
  onCommitted: OnCommitted,
  onFault: (error: unknown) => void,
): OpenLog {
  const { sqlite } = database
  const unplaced = new UnplacedEvents()
  const placing = sqlite && new Placing(sqlite.handle, unplaced, onFault)
  const write = sqlite
    ? sqliteWriter(sqlite, unplaced)
    : (entries: readonly Entry[], at: number) => writeBatch(database, entries, at)
  const log = new BatchingLog(translatingFaults(write), (batch) => {
    onCommitted(batch)
    placing?.notice()
  })
  return {
    log,
    unplaced,
    async close() {
      await log.idle()
      placing?.stop()
    },
  }
}

function sqliteWriter({ handle, lock, hot, patienceMs }: DirectSqlite, unplaced: UnplacedEvents): WriteBatch {
  const writer = new SqliteBatchWriter(handle, hot, unplaced)
  return (entries, at) => whileBusy(patienceMs, () => lock.run(() => writer.write(entries, at)))
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
