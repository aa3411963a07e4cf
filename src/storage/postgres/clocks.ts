import { sql } from "kysely"
import type { Database, Db } from "../database.ts"

/** Kept by NTP, clocks differ by a fraction of a second. */
export const CLOCKS_MS = 5_000
const LOOKS = 3

/**
 * By how many milliseconds this machine's clock is ahead of Postgres', or behind it where it is less than 0. Counted as far as it
 * is certain alone: while the answer came a slow line's time went by.
 */
export async function clockAhead(db: Db, now: () => number = Date.now): Promise<number> {
  let ahead = 0
  let shortest = Number.POSITIVE_INFINITY
  for (let look = 0; look < LOOKS; look++) {
    const [asked, began] = [now(), performance.now()]
    const { rows } = await sql<{
      at: string
    }>`select extract(epoch from clock_timestamp()) * 1000 as at`.execute(db)
    const way = performance.now() - began
    if (way >= shortest) continue
    shortest = way
    const between = asked + way / 2 - Number(rows[0]?.at)
    ahead = Math.round(Math.sign(between) * Math.max(0, Math.abs(between) - way / 2))
  }
  return ahead
}

/**
 * What to do about it; undefined where the clocks agree.
 *
 * @param isKnown it was so before: what is about the most would be told of and taken back again and again
 */
export function clocksDiffer(ahead: number, isKnown = false): string | undefined {
  if (Math.abs(ahead) <= (isKnown ? CLOCKS_MS / 2 : CLOCKS_MS)) return undefined
  const by = `${Math.round(Math.abs(ahead) / 1000)} s ${ahead > 0 ? "ahead of" : "behind"}`
  return `this machine's clock is ${by} Postgres': let NTP set both, as \`timedatectl set-ntp true\` does. Of several servers on one database, one whose clock is off ends conversations early or late, and does again what others have under way`
}

/** This machine's time or, where its clock is off, Postgres': what servers must agree on. For who asks once. */
export async function agreedTime({ db, dialect }: Pick<Database, "db" | "dialect">): Promise<number> {
  const ahead = dialect === "postgres" ? await clockAhead(db) : 0
  return Date.now() - (clocksDiffer(ahead) ? ahead : 0)
}
