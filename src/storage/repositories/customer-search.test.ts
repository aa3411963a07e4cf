import { expect, test } from "bun:test"
import { eachDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { findCustomers } from "../../core/find-customers.ts"
import { findCustomersPorts } from "./customer-search.ts"

const CUSTOMERS = 6_000
const ROWS_AT_ONCE = 500

eachDatabase((_name, open) => {
  test("who searches thousands of customers finds them page by page, and lets others go on", async () => {
    const { db, ...database } = await open()
    const { id: partnerId } = await makePartner({ ...database, db })
    const other = await makePartner({ ...database, db }, { name: "Other", domain: "other.example" })
    const nameOf = (n: number) => (n % 1_000 === 7 ? `Ada Seldom ${n}` : `Bob ${n}`)
    // Another partner's are among them.
    const isTheirs = (n: number) => n % 500 === 8
    const rows = Array.from({ length: CUSTOMERS }, (_, n) => ({
      partner_id: isTheirs(n) ? other.id : partnerId,
      verified: 1,
      external_id: `customer-${n}`,
      name: isTheirs(n) ? `Ada Seldom ${n}` : nameOf(n),
      created_at: n,
      updated_at: n,
    }))
    for (let i = 0; i < rows.length; i += ROWS_AT_ONCE)
      await db
        .insertInto("customer")
        .values(rows.slice(i, i + ROWS_AT_ONCE))
        .execute()
    const search = async (text: string, before?: string) => {
      const { customers, more } = await findCustomers(findCustomersPorts(db), partnerId, {
        text,
        before,
        limit: 3,
      })
      return { ids: customers.map(({ externalId }) => externalId), more }
    }

    expect(await search("SELDOM ada")).toEqual({
      ids: ["customer-5007", "customer-4007", "customer-3007"],
      more: true,
    })
    expect(await search("seldom", "v-customer-3007")).toEqual({
      ids: ["customer-2007", "customer-1007", "customer-7"],
      more: false,
    })
    let served = false
    setImmediate(() => {
      served = true
    })
    expect(await search("never")).toEqual({ ids: [], more: false })
    expect(served).toBe(true)
    expect(await search("", "v-customer-2")).toEqual({ ids: ["customer-1", "customer-0"], more: false })
  })
})
