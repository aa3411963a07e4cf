/** Random numbers that come again with their seed. */
export interface Random {
  readonly seed: number
  /** A whole number from 0 to below `end`. */
  below(end: number): number
}

/** CHATD_TEST_SEED repeats a run. The seed is printed, so that a failure says it. */
export function seeded(what: string): Random {
  const seed = Number(process.env.CHATD_TEST_SEED ?? Date.now() % 1_000_000)
  console.log(`${what}: CHATD_TEST_SEED=${seed}`)
  let state = seed
  return {
    seed,
    below(end) {
      // Mulberry32.
      state = (state + 0x6d2b79f5) | 0
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end)
    },
  }
}
