import { createWriteStream } from "node:fs"
import { finished } from "node:stream/promises"
import { CommandFailure } from "./failure.ts"

/**
 * Writes what comes while it comes. It is about customers: a file that was not there is for its owner alone.
 *
 * @throws {CommandFailure} where the file cannot be written
 */
export async function intoFile(path: string, parts: Iterable<string> | AsyncIterable<string>): Promise<void> {
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
