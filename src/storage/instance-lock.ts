import { Database as BunSqlite } from "bun:sqlite"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { ChatdError } from "../core/errors.ts"

/**
 * Makes sure that one server runs on a data folder. The lock is an open transaction on a small database of its own:
 * the system releases it with the process, however that ends.
 *
 * @throws {ChatdError} `conflict` naming the other process
 */
export function lockDataFolder(dataDir: string): { release(): void } {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const lock = new BunSqlite(join(dataDir, "server.lock"), { create: true })
  lock.run("pragma journal_mode = delete")
  lock.run("pragma busy_timeout = 0")
  lock.run("create table if not exists holder (pid integer, since text)")
  noteHolder(lock)
  try {
    lock.run("begin immediate")
  } catch (cause) {
    const holder = lock.query<{ pid: number; since: string }, []>("select pid, since from holder").get()
    lock.close()
    const who = holder ? `process ${holder.pid}, started ${holder.since}` : "another process"
    throw new ChatdError(
      "conflict",
      `A chatd server already runs on ${dataDir}: ${who}. Stop it, or use another --data folder.`,
      {
        cause,
      },
    )
  }
  return { release: () => lock.close() }
}

/** Fails silently where somebody holds the lock: then theirs is the name that stands. */
function noteHolder(lock: BunSqlite): void {
  try {
    lock.run("delete from holder")
    lock.run("insert into holder values (?, ?)", [process.pid, new Date().toISOString()])
  } catch {
    // Held: said by the caller.
  }
}
