import { z } from "zod"

const MOST_CHARACTERS = 8_192
/** Partners' programs read it in languages whose parsers give up somewhere: Python's at about a thousand. */
const DEEPEST = 20

/** What a message may bear for its partner's own programs. */
export const metadataSchema = z
  .record(z.string().max(100), z.unknown())
  .refine((value) => !isDeeperThan(DEEPEST, value), {
    error: `must be nested at most ${DEEPEST} levels deep`,
    abort: true,
  })
  .refine((value) => JSON.stringify(value).length <= MOST_CHARACTERS, "must be at most 8 KB of JSON")

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner))
}
