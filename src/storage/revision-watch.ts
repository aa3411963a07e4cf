import type { Db } from "./database.ts"

const POLL_MS = 500

/**
 * Calls back when a knowledge base was made, changed or removed, by this process or another. One small query twice a
 * second: `kb ingest` in another process must be answered from within two seconds.
 */
export function watchRevisions(
  db: Db,
  onChange: () => Promise<void>,
  onFault: (error: unknown) => void,
): { stop(): void } {
  // The first look always calls back: something may have changed since the caller loaded.
  let seen: string | undefined
  let busy = false
  const timer = setInterval(async () => {
    if (busy) return
    busy = true
    try {
      const now = await fingerprint(db)
      if (now !== seen) await onChange()
      seen = now
    } catch (error) {
      // The next look finds what this one missed.
      onFault(error)
    } finally {
      busy = false
    }
  }, POLL_MS)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}

async function fingerprint(db: Db): Promise<string> {
  const rows = await db.selectFrom("kb").select(["id", "revision"]).orderBy("id").execute()
  return rows.map((row) => `${row.id}:${row.revision}`).join()
}
