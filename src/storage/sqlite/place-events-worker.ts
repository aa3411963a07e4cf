/** Brings events to their places on a connection and a thread of its own, and copies the write-ahead log meanwhile. */
import { Database as BunSqlite } from "bun:sqlite"
import { placeEvents } from "./place-events.ts"

declare const self: Worker

let sqlite: BunSqlite | undefined

self.onmessage = ({ data }: MessageEvent<{ path: string }>) => {
  try {
    sqlite ??= open(data.path)
    placeEvents(sqlite)
    // Passive: it waits for nobody, and nobody waits for it.
    sqlite.run("pragma wal_checkpoint(passive)")
    self.postMessage({})
  } catch (error) {
    self.postMessage({ error: String(error) })
  }
}

function open(path: string): BunSqlite {
  const opened = new BunSqlite(path)
  opened.run("pragma busy_timeout = 5000")
  // Places can be made again out of the events: nobody waits for the disk here.
  opened.run("pragma synchronous = normal")
  return opened
}
