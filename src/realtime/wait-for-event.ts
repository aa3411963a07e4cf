import type { Encoding, Hub, Subscriber, Topic } from "./hub.ts"

const NOTHING: Encoding = { event: () => undefined, signal: () => undefined }

/**
 * Reads, and where there is nothing yet, reads again after the topic's next event, at most so many milliseconds later, and
 * at once where one of the signals says so. It listens before it reads: what is committed in between is not waited for in
 * vain. Whoever has nothing more to hear there meanwhile, as who is signed out, gets nothing.
 */
export async function readOrWait<T>(
  hub: Hub,
  topic: Topic,
  ms: number,
  signals: readonly AbortSignal[],
  read: () => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const done = new AbortController()
  const next = waitForEvent(hub, topic, ms, [...signals, done.signal])
  try {
    const found = await read()
    if (found.length > 0 || ms === 0) return found
    return (await next) === "gone" ? [] : await read()
  } finally {
    done.abort()
  }
}

/** Resolves at the next event of the topic, or after so many milliseconds, or when a signal says so. */
function waitForEvent(
  hub: Hub,
  topic: Topic,
  ms: number,
  signals: readonly AbortSignal[],
): Promise<"look" | "gone"> {
  const { promise, resolve } = Promise.withResolvers<"look" | "gone">()
  const look = () => resolve("look")
  const waiter: Subscriber = {
    encoding: NOTHING,
    take: look,
    flush() {},
    refresh: look,
    gone: () => resolve("gone"),
    signal() {},
  }
  hub.subscribe(topic, waiter)
  const timer = setTimeout(look, ms)
  for (const signal of signals) {
    if (signal.aborted) look()
    // Taken back below: a signal may outlive thousands of those who wait.
    else signal.addEventListener("abort", look, { once: true })
  }
  return promise.finally(() => {
    clearTimeout(timer)
    for (const signal of signals) signal.removeEventListener("abort", look)
    hub.unsubscribe(topic, waiter)
  })
}
