const FACTOR = 8
const ROUNDS = 5

/**
 * Tells what takes far longer than its input is long, on a machine of any speed: a share of the time that the
 * square of the length would cost, from 1/8 (proportional) to 1 (quadratic).
 *
 * It is processor time, so that other processes do not count, and the least of a few rounds, since a collection
 * or a compilation makes work longer, never shorter.
 *
 * @param prepared what is timed, made for an input that is 8 times (then once) a size of the caller's choice
 */
export async function shareOfSquare(prepared: (times: number) => () => unknown): Promise<number> {
  const small = prepared(1)
  const large = prepared(FACTOR)
  let [less, more] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let round = 0; round < ROUNDS; round++) {
    less = Math.min(less, await processorTime(small))
    more = Math.min(more, await processorTime(large))
    if (more / less <= FACTOR) break
  }
  return more / less / FACTOR ** 2
}

/**
 * Below this share of the square's time, work counts as proportional to its input. Caches and collections make
 * longer inputs dearer: up to 0.23 was seen where nothing looks back.
 */
export const PROPORTIONAL = 0.5

/** @returns microseconds */
async function processorTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return Math.max(1, user + system)
}
