import { createWriteStream, lstatSync, rmSync } from "node:fs"
import { finished } from "node:stream/promises"
import { isSqliteFile } from "../src/storage/sqlite/file-head.ts"
import { CommandFailure, EXIT } from "./failure.ts"

/**
 * Writes what comes while it comes. It is about customers: a file that was not there is for its owner alone. Where it breaks
 * off, no file is left: half of one looks like a whole one.
 *
 * @throws {CommandFailure} where the file cannot be written, or is a database; what the parts throw as it is
 */
export async function intoFile(path: string, parts: Iterable<string> | AsyncIterable<string>): Promise<void> {
  if (isDatabase(path))
    throw new CommandFailure(
      `${path} is a database, or a backup of one, and would be destroyed. Name another file.`,
      EXIT.usage,
    )
  const file = createWriteStream(path, { mode: 0o600 })
  let isOpened = false
  file.once("open", () => {
    isOpened = true
  })
  const done = finished(file)
  done.catch(() => {})
  try {
    for await (const part of parts)
      if (!file.write(part)) await Promise.race([new Promise((resolve) => file.once("drain", resolve)), done])
    file.end()
    await done
  } catch (error) {
    const isOfFile = error === file.errored
    file.destroy()
    await done.catch(() => {})
    // What could not be opened is as it was.
    if (isOpened && lstatSync(path, { throwIfNoEntry: false })?.isFile()) rmSync(path, { force: true })
    if (!isOfFile) throw error
    throw new CommandFailure(`${path} cannot be written: ${(error as Error).message}`)
  }
}

function isDatabase(path: string): boolean {
  try {
    return isSqliteFile(path)
  } catch {
    return false
  }
}
