import type { Db } from "./database.ts"

const EVERY_MS = 500
/** Until what could not be taken over is tried again: it may be read to its end, and everybody else's looked at, to fail once more. */
const PAUSE_MS = 5_000

/**
 * Calls back when a knowledge base was made, changed or removed, by this process or another. One small query twice a
 * second: `kb ingest` in another process must be answered from within two seconds.
 */
export function watchRevisions(
  db: Db,
  onChange: () => Promise<void>,
  onFault: (error: unknown) => void,
  { everyMs = EVERY_MS, pauseMs = PAUSE_MS } = {},
): { stop(): void } {
  // The first look always calls back: something may have changed since the caller loaded.
  let seen: string | undefined
  let tried: string | undefined
  let again = 0
  let busy = false
  const timer = setInterval(async () => {
    if (busy) return
    busy = true
    try {
      const now = await fingerprint(db)
      if (now === seen || (now === tried && performance.now() < again)) return
      tried = now
      await onChange()
      seen = now
    } catch (error) {
      // A later look finds what this one missed.
      again = performance.now() + pauseMs
      onFault(error)
    } finally {
      busy = false
    }
  }, everyMs)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}

async function fingerprint(db: Db): Promise<string> {
  const rows = await db.selectFrom("kb").select(["id", "revision"]).orderBy("id").execute()
  return rows.map((row) => `${row.id}:${row.revision}`).join()
}
