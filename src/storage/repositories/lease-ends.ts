import { type SqlBool, sql } from "kysely"

/** A lease that ends this many of its times from now was given by a clock that was put back since; others' are a little off. */
const FARTHEST = 10

/** Whether the row's lease keeps nobody away: it has ended, or ends later than any that is to be believed. */
export function leaseIsOver(now: number, leaseMs: number) {
  return sql<SqlBool>`(lease_until <= ${now} or lease_until > ${now + FARTHEST * leaseMs})`
}
