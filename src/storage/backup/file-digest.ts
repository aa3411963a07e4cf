import type { Database as BunSqlite } from "bun:sqlite"
import { closeSync, openSync, readSync, writeSync } from "node:fs"
import { INFO_TABLE } from "./tables.ts"

/** Stands where the digest is to stand, while it is made. */
export const NO_DIGEST = "0".repeat(64)

const AT_ONCE = 1024 * 1024

/** What a finished backup says of all its bytes, and where it says so; undefined in those of earlier versions. */
export interface WrittenDigest {
  digest: string
  /** Of the file's page that it stands in. */
  page: { start: number; size: number }
}

/** @param file a finished backup */
export function writtenDigest(file: BunSqlite): WrittenDigest | undefined {
  const columns = file.query(`select name from pragma_table_info('${INFO_TABLE}')`).values().flat()
  if (!columns.includes("digest")) return undefined
  const { digest } = file.query(`select digest from ${INFO_TABLE}`).get() as { digest: string }
  const { size } = file.query("select page_size as size from pragma_page_size").get() as { size: number }
  // The row's first column: whatever does not fit into the table's first page, it does.
  const { number } = file
    .query("select rootpage as number from sqlite_master where name = ?")
    .get(INFO_TABLE) as { number: number }
  return { digest, page: { start: (number - 1) * size, size } }
}

/** The digest of a file's bytes, as they are where no digest stands in it yet. */
export function digestOf(path: string, { digest, page }: WrittenDigest): string {
  const file = openSync(path, "r")
  try {
    const from = placeOf(file, digest, page)
    const hash = new Bun.CryptoHasher("sha256")
    const chunk = Buffer.alloc(AT_ONCE)
    for (let at = 0; ; ) {
      const length = readSync(file, chunk, 0, AT_ONCE, at)
      if (length === 0) return hash.digest("hex")
      for (let i = Math.max(from, at); i < Math.min(from + digest.length, at + length); i++)
        chunk[i - at] = NO_DIGEST.charCodeAt(0)
      hash.update(chunk.subarray(0, length))
      at += length
    }
  } finally {
    closeSync(file)
  }
}

/** Writes a backup's digest where none stands yet; nobody may have the file open. */
export function writeDigest(path: string, written: WrittenDigest): void {
  const digest = digestOf(path, written)
  const file = openSync(path, "r+")
  try {
    writeSync(file, digest, placeOf(file, written.digest, written.page))
  } finally {
    closeSync(file)
  }
}

function placeOf(file: number, digest: string, { start, size }: WrittenDigest["page"]): number {
  const page = Buffer.alloc(size)
  readSync(file, page, 0, size, start)
  const within = page.indexOf(digest)
  if (within === -1) throw new Error("The digest is not where it should be.")
  return start + within
}
