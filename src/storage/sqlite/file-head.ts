import { closeSync, openSync, readSync, statSync } from "node:fs"

/** What every file of SQLite begins with. @see https://www.sqlite.org/fileformat.html */
const MAGIC = "SQLite format 3\0"
/** Where in the file it says how it is written, and that it is with a log beside it, as a database is and no backup. */
const WRITTEN_AT = 18
const WITH_LOG = 2

/**
 * Whether a file is of SQLite, whatever it is called, and wherever it was moved.
 *
 * @throws where it cannot be read
 */
export function isSqliteFile(path: string): boolean {
  return headOf(path) !== undefined
}

/**
 * The same of one that is written with a log beside it.
 *
 * @throws where it cannot be read
 */
export function hasLogBeside(path: string): boolean {
  return headOf(path)?.[WRITTEN_AT] === WITH_LOG
}

function headOf(path: string): Buffer | undefined {
  // A pipe waits for who writes into it.
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return undefined
  const head = Buffer.alloc(WRITTEN_AT + 1)
  const file = openSync(path, "r")
  try {
    readSync(file, head, 0, head.length, 0)
  } finally {
    closeSync(file)
  }
  return head.toString("latin1", 0, MAGIC.length) === MAGIC ? head : undefined
}
