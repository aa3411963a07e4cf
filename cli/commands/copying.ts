import type { CopyWatch } from "../../src/storage/backup/from-sqlite.ts"
import { CommandFailure, EXIT } from "../failure.ts"
import { interruptible } from "../interruptible.ts"
import { duration, ProgressLine } from "../progress.ts"

/**
 * Copies a database with a line of progress; Ctrl-C stops it, and leaves nothing behind.
 *
 * @param doing what the line begins with
 */
export async function copying<T>(doing: string, copy: (watch: CopyWatch) => Promise<T>): Promise<T> {
  const stopped = new CommandFailure("Stopped; nothing was changed.", EXIT.interrupted)
  const line = new ProgressLine()
  const began = performance.now()
  try {
    return await interruptible(stopped, (signal) =>
      copy({
        signal,
        onProgress({ table, rows, total }) {
          const seconds = (performance.now() - began) / 1000
          const left = rows > 0 ? `, ${duration((seconds * (total - rows)) / rows)} left` : ""
          line.show(`${doing} ${table}: ${rows} of ${total} rows${left}`)
        },
      }),
    )
  } finally {
    line.clear()
  }
}

/** `12 rows`, `3,400 conversations`. */
export function counted(count: number, what: string): string {
  return `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`
}

/** `900 KB`, `1.2 GB`. */
export function size(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB"]
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const amount = bytes / 1000 ** power
  return `${amount >= 10 || power === 0 ? Math.round(amount) : amount.toFixed(1)} ${units[power]}`
}
