import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { isDataFolderLocked } from "./instance-lock.ts"

/** A server as the commands beside it find it. */
export interface FoundServer {
  /** As it is reached from this machine. */
  url: string
  pid: number
  /** Where its data are, unless they are in this folder. */
  database?: "postgres"
}

/** In the data folder. */
export const SERVER_FILE = "server.json"

/** Writes where the server listens into its data folder, for nobody else to read; returns what removes it. */
export function announceServer(dataDir: string, listening: URL, isOnPostgres = false): () => void {
  const found: FoundServer = {
    url: localUrl(listening),
    pid: process.pid,
    ...(isOnPostgres && { database: "postgres" }),
  }
  const path = join(dataDir, SERVER_FILE)
  const fresh = `${path}.${process.pid}`
  // On Postgres nothing else needs the folder.
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  writeFileSync(fresh, `${JSON.stringify(found)}\n`, { mode: 0o600 })
  renameSync(fresh, path)
  return () => {
    // Another may have taken its place.
    if (read(path)?.pid === process.pid) rmSync(path, { force: true })
  }
}

/**
 * The server that runs on a data folder; undefined where none does, whatever one that was killed has left behind.
 *
 * @param isLocking false on Postgres, where no server locks its folder
 */
export function runningServer(dataDir: string, isLocking: boolean): FoundServer | undefined {
  const found = read(join(dataDir, SERVER_FILE))
  if (!found) return undefined
  return (isLocking ? isDataFolderLocked(dataDir) : isAlive(found.pid)) ? found : undefined
}

/** The server that runs beside a data folder and keeps its data on Postgres; undefined where none does. */
export function serverOnPostgres(dataDir: string): FoundServer | undefined {
  const found = read(join(dataDir, SERVER_FILE))
  const isThere = found?.database === "postgres" && found.pid !== process.pid && isAlive(found.pid)
  return isThere ? found : undefined
}

/** Whether a server had its data in the folder itself, and was not stopped. */
export function servedHere(dataDir: string): boolean {
  const found = read(join(dataDir, SERVER_FILE))
  return found !== undefined && found.database === undefined
}

function read(path: string): FoundServer | undefined {
  try {
    const { url, pid, database } = JSON.parse(readFileSync(path, "utf8"))
    if (typeof url !== "string" || !Number.isInteger(pid)) return undefined
    return { url, pid, ...(database === "postgres" && { database }) }
  } catch {
    return undefined
  }
}

/** A server on all addresses is reached on this machine's own. */
function localUrl({ hostname, port, protocol }: URL): string {
  const own: Record<string, string> = { "0.0.0.0": "127.0.0.1", "[::]": "[::1]" }
  return `${protocol}//${own[hostname] ?? hostname}:${port}`
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}
