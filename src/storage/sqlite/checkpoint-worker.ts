/** Copies the write-ahead log into the database, on a connection and a thread of its own. */
import { Database as BunSqlite } from "bun:sqlite"

declare const self: Worker

let sqlite: BunSqlite | undefined

self.onmessage = ({ data }: MessageEvent<{ path: string }>) => {
  sqlite ??= new BunSqlite(data.path)
  // Passive: it waits for nobody, and nobody waits for it.
  sqlite.run("pragma wal_checkpoint(passive)")
  self.postMessage("done")
}
