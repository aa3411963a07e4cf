import { closeSync, createWriteStream, openSync, readSync, statSync } from "node:fs"
import { finished } from "node:stream/promises"
import { CommandFailure, EXIT } from "./failure.ts"

/**
 * Writes what comes while it comes. It is about customers: a file that was not there is for its owner alone.
 *
 * @throws {CommandFailure} where the file cannot be written, or is a database
 */
export async function intoFile(path: string, parts: Iterable<string> | AsyncIterable<string>): Promise<void> {
  if (isDatabase(path))
    throw new CommandFailure(
      `${path} is a database, or a backup of one, and would be destroyed. Name another file.`,
      EXIT.usage,
    )
  const file = createWriteStream(path, { mode: 0o600 })
  const done = finished(file)
  done.catch(() => {})
  try {
    for await (const part of parts)
      if (!file.write(part)) await Promise.race([new Promise((resolve) => file.once("drain", resolve)), done])
    file.end()
    await done
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    throw new CommandFailure(`${path} cannot be written: ${(error as Error).message}`)
  }
}

/** What every file of SQLite begins with. */
const MAGIC = Buffer.from("SQLite format 3\0")

function isDatabase(path: string): boolean {
  const head = Buffer.alloc(MAGIC.length)
  // A pipe waits for who writes into it.
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false
  try {
    const file = openSync(path, "r")
    try {
      readSync(file, head, 0, head.length, 0)
    } finally {
      closeSync(file)
    }
  } catch {
    return false
  }
  return head.equals(MAGIC)
}
