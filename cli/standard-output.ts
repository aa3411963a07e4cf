import { EXIT } from "./failure.ts"

const gone = new AbortController()

/** Aborted once nobody reads our output any more, as after `chatd … | head`. That is no fault, and what was begun is finished. */
export const unread: AbortSignal = gone.signal

/** From here on output that cannot be written, as on a full disk, ends the process with a word of why. */
export function watchStandardOutput(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") {
      gone.abort()
      return
    }
    console.error(`The output could not be written: ${error.message}`)
    process.exit(EXIT.no)
  })
}
