/** Of more the one that was told longest ago is forgotten: of some there are as many as people name. */
const MOST_KINDS = 1_000

/** Of what happens again and again one in so long is told of each kind, with how many were not. */
export function seldom(pauseMs: number, now: () => number = Date.now) {
  const kinds = new Map<string, { at: number; unsaid: number }>()
  /** @returns what goes along with the one that is told; undefined where it is not to be told */
  return (kind: string): { more?: number } | undefined => {
    const last = kinds.get(kind)
    // A clock that was put back makes nothing silent.
    if (last && Math.abs(now() - last.at) < pauseMs) {
      last.unsaid++
      return undefined
    }
    kinds.delete(kind)
    kinds.set(kind, { at: now(), unsaid: 0 })
    const [oldest] = kinds.keys()
    if (oldest !== undefined && kinds.size > MOST_KINDS) kinds.delete(oldest)
    return last?.unsaid ? { more: last.unsaid } : {}
  }
}
