import type { CommandFailure } from "./failure.ts"

/**
 * Long work that Ctrl-C, or whoever manages services, ends where it looks at the signal; the second time the command ends at once.
 *
 * @param failure what the signal's reason is then
 */
export async function interruptible<T>(
  failure: CommandFailure,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController()
  const interrupt = () => stop.abort(failure)
  process.once("SIGINT", interrupt)
  process.once("SIGTERM", interrupt)
  try {
    return await work(stop.signal)
  } finally {
    process.off("SIGINT", interrupt)
    process.off("SIGTERM", interrupt)
  }
}
