/** Puts numbered events in order: each is handed on once, when all before it are there. */
export interface EventOrder<E extends { seq: number }> {
  /** The number of the last event that was handed on. */
  readonly last: number
  /** Whether events are held back because one before them is missing. */
  readonly gap: boolean
  /** The events that are due now that this one came. */
  take(event: E): E[]
  /** The same for a list of all events after `last`: a number that is missing there does not exist. */
  takeAll(events: readonly E[]): E[]
}

export function createEventOrder<E extends { seq: number }>(after: number): EventOrder<E> {
  let last = after
  const early = new Map<number, E>()

  function due(): E[] {
    const events: E[] = []
    for (let next = early.get(last + 1); next; next = early.get(last + 1)) {
      early.delete(++last)
      events.push(next)
    }
    return events
  }

  return {
    get last() {
      return last
    },
    get gap() {
      return early.size > 0
    },
    take(event) {
      if (event.seq > last) early.set(event.seq, event)
      return due()
    },
    takeAll(events) {
      const fresh = events.filter((event) => event.seq > last).sort((a, b) => a.seq - b.seq)
      for (const { seq } of fresh) {
        last = seq
        early.delete(seq)
      }
      return [...fresh, ...due()]
    },
  }
}
