import { setTimeout as pause } from "node:timers/promises"
import { sql } from "kysely"
import { nextTurn } from "../../next-turn.ts"
import type { Database, Db } from "../database.ts"
import { whileBusy } from "../sqlite/busy.ts"
import { BELONGINGS } from "./belongings.ts"

/** Pages of the index that are rewritten at a time: nobody else is served meanwhile. */
const MERGED_PAGES = 500
/** What is erased beside what belongs to somebody. */
const ALONG = ["message_index", "kb_article", "kb_vector", "audit_entry"]
const ATTEMPTS = 20
const AGAIN_MS = 100
/** Longer nobody waits for Postgres, which goes on meanwhile. */
const VACUUM_WITHIN_MS = 20_000

/**
 * Takes what was deleted out of the files. SQLite overwrites what it frees; what stays are the words of messages, which
 * the index only marks as gone until it is rewritten, and the log of changes. On Postgres the space is given free to be
 * written anew.
 *
 * @returns false where it is not done yet: another process keeps the log from being emptied, or a table from being vacuumed, or
 *   there is too much of it to be waited for
 */
export async function scrub(database: Database): Promise<boolean> {
  if (database.dialect === "postgres")
    return Promise.race([vacuumed(database), pause(VACUUM_WITHIN_MS, false, { ref: false })])
  const { sqlite } = database
  if (!sqlite) return false
  const { handle, lock, patienceMs } = sqlite
  const changes = () => (handle.query("select total_changes() as n").get() as { n: number } | null)?.n ?? 0
  // A negative number begins with everything that there is, and goes on with each call.
  for (let pages = -MERGED_PAGES; ; pages = MERGED_PAGES) {
    const done = await whileBusy(patienceMs, () =>
      lock.run(() => {
        const before = changes()
        handle.query("insert into message_index (message_index, rank) values ('merge', ?)").run(pages)
        return changes() - before < 2
      }),
    )
    if (done) break
    await nextTurn()
  }
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { busy } = (await lock.run(() => handle.query("pragma wal_checkpoint(truncate)").get())) as {
      busy: number
    }
    if (busy === 0) return true
    await pause(AGAIN_MS)
  }
  return false
}

/** The vacuum of a database that is under way, and the one after it. */
interface Vacuums {
  now: Promise<boolean>
  next: Promise<boolean> | undefined
}

const vacuums = new WeakMap<Db, Vacuums>()

/** Of many who are erased at once each would hold a connection that messages wait for: those who come meanwhile share the next one. */
function vacuumed({ db }: Database): Promise<boolean> {
  const begin = (): Promise<boolean> => {
    const now = vacuum(db).finally(() => vacuums.delete(db))
    vacuums.set(db, { now, next: undefined })
    return now
  }
  const underWay = vacuums.get(db)
  if (!underWay) return begin()
  underWay.next ??= underWay.now.then(begin)
  return underWay.next
}

async function vacuum(db: Db): Promise<boolean> {
  try {
    for (const table of [...BELONGINGS.map(({ table: theirs }) => theirs), ...ALONG])
      await sql`vacuum ${sql.table(table)}`.execute(db)
    return true
  } catch {
    // What was erased is erased, and Postgres vacuums by itself: whoever asked for it is not to be told that it failed.
    return false
  }
}
