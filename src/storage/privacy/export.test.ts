import { expect, test } from "bun:test"
import { eachDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { createVisitor } from "../repositories/customers.ts"
import { exportPerson } from "./export.ts"

const CONVERSATIONS = 400
const ROWS_AT_ONCE = 100

eachDatabase((_name, open) => {
  test("while somebody of many conversations is exported, others are served", async () => {
    const database = await open()
    const { id: partnerId } = await makePartner(database)
    const { id: customerId } = await createVisitor(database.db, { partnerId }, new Date())
    const rows = Array.from({ length: CONVERSATIONS }, (_, i) => ({
      partner_id: partnerId,
      number: i + 1,
      public_id: `cs_${i}`,
      customer_id: customerId,
      status: "closed",
      handler: "bot",
      created_at: i,
      updated_at: i,
    }))
    for (let i = 0; i < rows.length; i += ROWS_AT_ONCE)
      await database.db
        .insertInto("conversation")
        .values(rows.slice(i, i + ROWS_AT_ONCE))
        .execute()

    let served = false
    setImmediate(() => {
      served = true
    })
    const subject = { partnerId, customerIds: [customerId], userIds: [], emails: [] }
    const { records } = await exportPerson(database, subject)
    expect(records.conversation).toHaveLength(CONVERSATIONS)
    expect(served).toBe(true)
  })
})
