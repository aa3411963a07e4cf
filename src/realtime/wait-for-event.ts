import type { Encoding, Hub, Subscriber, Topic } from "./hub.ts"

const NOTHING: Encoding = { event: () => undefined, signal: () => undefined }

/** Resolves at the next event of the topic, or after so many milliseconds, or when the signal says so. */
export function waitForEvent(hub: Hub, topic: Topic, ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const waiter: Subscriber = {
    encoding: NOTHING,
    take: () => resolve(),
    flush() {},
    refresh: () => resolve(),
    signal() {},
  }
  hub.subscribe(topic, waiter)
  const timer = setTimeout(resolve, ms)
  const aborted = () => resolve()
  signal.addEventListener("abort", aborted, { once: true })
  return promise.finally(() => {
    clearTimeout(timer)
    signal.removeEventListener("abort", aborted)
    hub.unsubscribe(topic, waiter)
  })
}
