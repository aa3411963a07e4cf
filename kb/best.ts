/** The `limit` largest by `value`, largest first; of equals the earlier. Without sorting all the others. */
export function best<T>(items: Iterable<T>, limit: number, value: (item: T) => number): T[] {
  const kept: { item: T; value: number }[] = []
  for (const item of items) {
    const its = value(item)
    if (kept.length >= limit && !(its > (kept.at(-1)?.value ?? Number.POSITIVE_INFINITY))) continue
    let at = kept.length
    while (at > 0 && its > (kept[at - 1]?.value ?? 0)) at--
    kept.splice(at, 0, { item, value: its })
    if (kept.length > limit) kept.pop()
  }
  return kept.map((one) => one.item)
}
