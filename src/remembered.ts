const MOST = 1_000

/**
 * A look-up that asks again only when the last answer is older than `ttlMs`; calls that overlap share one. Failures are
 * not remembered.
 */
export function remembered<Key, Value>(
  load: (key: Key) => Promise<Value>,
  ttlMs: number,
  now: () => number = () => performance.now(),
): (key: Key) => Promise<Value> {
  const known = new Map<Key, { until: number; value: Promise<Value> }>()
  return (key) => {
    const found = known.get(key)
    if (found && found.until > now()) return found.value
    // Keys come from callers: whoever invents them must not fill the memory.
    if (known.size >= MOST) known.clear()
    const entry = { until: now() + ttlMs, value: load(key) }
    known.set(key, entry)
    entry.value.catch(() => {
      if (known.get(key) === entry) known.delete(key)
    })
    return entry.value
  }
}
