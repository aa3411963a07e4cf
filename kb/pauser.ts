/** How long to work before others get the thread, in milliseconds. */
const SLICE = 5

/** Something to await in a long loop: lets other events run whenever a slice of time is used up. */
export function pauser(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < SLICE) return
    await new Promise((resolve) => setImmediate(resolve))
    since = performance.now()
  }
}
