const MOST = 1_000

export interface Remembered<Key, Value> {
  (key: Key): Promise<Value>
  /** Whatever was remembered is asked for again: it has just changed. */
  forget(): void
}

/**
 * A look-up that asks again only when the last answer is older than `ttlMs`; calls that overlap share one. Failures are
 * not remembered.
 */
export function remembered<Key, Value>(
  load: (key: Key) => Promise<Value>,
  ttlMs: number,
  now: () => number = () => performance.now(),
): Remembered<Key, Value> {
  const known = new Map<Key, { until: number; value: Promise<Value> }>()
  const lookUp = (key: Key) => {
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
  return Object.assign(lookUp, { forget: () => known.clear() })
}
