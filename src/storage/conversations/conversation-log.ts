import { ChatdError } from "../../core/errors.ts"
import { nextTurn } from "../../next-turn.ts"
import type { Database, DirectSqlite } from "../database.ts"
import { whileBusy } from "../sqlite/busy.ts"
import { placeLeftEvents } from "../sqlite/place-left-events.ts"
import { BatchingLog, type OnCommitted, type WriteBatch } from "./batching-log.ts"
import { writeBatch } from "./kysely-batch.ts"
import { SqliteBatchWriter } from "./sqlite-batch.ts"
import { UnplacedEvents } from "./unplaced-events.ts"

/** After so long without a write, events go to their places. */
const QUIET_MS = 250
/** So many in one transaction: a millisecond or two in which nobody else is served. */
const PLACED_TOGETHER = 512

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
  return database.sqlite
    ? sqliteLog(database.sqlite, onCommitted, onFault)
    : postgresLog(database, onCommitted)
}

function postgresLog(database: Database, onCommitted: OnCommitted): OpenLog {
  const write: WriteBatch = (entries, at) => writeBatch(database, entries, at)
  const log = new BatchingLog(translatingFaults(write), onCommitted)
  return { log, unplaced: new UnplacedEvents(), close: () => log.idle() }
}

function sqliteLog(
  { handle, lock, hot, unplaced, patienceMs, sealing }: DirectSqlite,
  onCommitted: OnCommitted,
  onFault: (error: unknown) => void,
): OpenLog {
  placeLeftEvents(handle)
  const writer = new SqliteBatchWriter(handle, hot, unplaced, sealing)
  const write: WriteBatch = (entries, at) =>
    whileBusy(patienceMs, () => lock.run(() => writer.write(entries, at)))
  // Readers by other ways look at every event that has no place: few are left where nobody writes.
  const tidy = whenQuiet(
    QUIET_MS,
    async () => {
      while (unplaced.count > 0) {
        await lock.run(() => writer.place(PLACED_TOGETHER))
        await nextTurn()
      }
    },
    onFault,
  )
  const log = new BatchingLog(translatingFaults(write), (batch) => {
    onCommitted(batch)
    tidy.notice()
  })
  return {
    log,
    unplaced,
    async close() {
      await log.idle()
      tidy.stop()
    },
  }
}

/** Does work once nothing has been noticed for so long. */
function whenQuiet(ms: number, work: () => Promise<void>, onFault: (error: unknown) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let noticedAt = 0
  const look = () => {
    timer = undefined
    const left = noticedAt + ms - performance.now()
    if (left > 0) timer = setTimeout(look, left)
    else work().catch(onFault)
  }
  return {
    notice(): void {
      noticedAt = performance.now()
      timer ??= setTimeout(look, ms)
    },
    stop: () => clearTimeout(timer),
  }
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
