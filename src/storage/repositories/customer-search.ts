import { type SqlBool, sql } from "kysely"
import type { StoredCustomer } from "../../core/customers.ts"
import type { FindCustomersPorts } from "../../core/find-customers.ts"
import { asInAddresses } from "../../email-address.ts"
import { nextTurn } from "../../next-turn.ts"
import type { Db } from "../database.ts"
import { customerByExternalId, customerOf } from "./customers.ts"

/** Customers that are looked through at once. */
const PAGE = 5_000

export function findCustomersPorts(db: Db): FindCustomersPorts {
  return {
    searchCustomers: (partnerId, words, before, limit) =>
      searchCustomers(db, partnerId, words, before, limit),
    customerByExternalId: (partnerId, externalId, verified) =>
      customerByExternalId(db, partnerId, externalId, verified),
  }
}

async function searchCustomers(
  db: Db,
  partnerId: string,
  words: readonly string[],
  before: StoredCustomer | undefined,
  limit: number,
): Promise<StoredCustomer[]> {
  const found: StoredCustomer[] = []
  for (let last = before?.id; ; ) {
    const { n, first } = await pageOf(db, partnerId, last, words.length === 0 ? limit : PAGE)
    if (first === null) return found
    let query = db
      .selectFrom("customer")
      .selectAll()
      .where("partner_id", "=", partnerId)
      .where("id", ">=", first)
    if (last !== undefined) query = query.where("id", "<", last)
    for (const word of words) query = query.where(contains(word))
    const rows = await query
      .orderBy("id", "desc")
      .limit(limit - found.length)
      .execute()
    found.push(...rows.map(customerOf))
    if (found.length >= limit || n < PAGE) return found
    last = first
    // Whoever came meanwhile is served first.
    await nextTurn()
  }
}

/** How many of the next customers are looked at in one go, and which is the first of them. */
function pageOf(db: Db, partnerId: string, last: number | undefined, size: number) {
  const page = db
    .selectFrom("customer")
    .select("id")
    .where("partner_id", "=", partnerId)
    .$if(last !== undefined, (query) => query.where("id", "<", last ?? 0))
    .orderBy("id", "desc")
    .limit(size)
  return db
    .selectFrom(page.as("page"))
    .select((eb) => [eb.fn.countAll<number>().as("n"), eb.fn.min<number | null>("id").as("first")])
    .executeTakeFirstOrThrow()
}

const ASCII = /^[\0-\x7f]*$/

/**
 * SQLite knows the case of ASCII only: a word is also looked for as it is written at the beginning of a name, and as the
 * domain of an address.
 */
function contains(word: string) {
  const lower = word.toLowerCase()
  const [first = ""] = lower
  const capital = first.toUpperCase() + lower.slice(first.length)
  const forms = ASCII.test(word)
    ? [lower]
    : [...new Set([word, lower, capital, word.toUpperCase(), asInAddresses(word)])]
  const tests = forms.map((form) => {
    const pattern = `%${form.replace(/[\\%_]/g, "\\$&")}%`
    return sql<SqlBool>`(lower(coalesce(name, '') || ' ' || coalesce(email, '') || ' ' || external_id) like lower(${pattern}) escape '\\')`
  })
  return sql<SqlBool>`(${sql.join(tests, sql` or `)})`
}

/** How many conversations each of these customers has. */
export async function conversationCounts(
  db: Db,
  customerIds: readonly number[],
): Promise<Map<number, number>> {
  if (customerIds.length === 0) return new Map()
  const rows = await db
    .selectFrom("conversation")
    .select("customer_id")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("customer_id", "in", customerIds)
    .groupBy("customer_id")
    .execute()
  return new Map(rows.map((row) => [row.customer_id, row.n]))
}
