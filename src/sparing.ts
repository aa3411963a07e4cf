/**
 * Something that costs as much as there is of it, done for whoever asks: those who ask meanwhile share it, and it is done
 * again only when `times` as long has passed as it took, or `mostMs`. Failures are no different.
 */
export function sparing<Value>(
  load: () => Promise<Value>,
  times: number,
  mostMs: number,
  now: () => number = () => performance.now(),
): () => Promise<Value> {
  let last: Promise<Value> | undefined
  let again = Number.NEGATIVE_INFINITY
  return () => {
    if (last && now() < again) return last
    const since = now()
    const value = load()
    // Until it is done, however long that is.
    again = Number.POSITIVE_INFINITY
    last = value
    const done = () => {
      again = now() + Math.min(mostMs, times * (now() - since))
    }
    value.then(done, done)
    return value
  }
}
