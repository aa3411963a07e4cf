import { expect, test } from "bun:test"
import { eachDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { insertConversation } from "./conversations.ts"
import { createVisitor } from "./customers.ts"
import { isVouchedFor, vouchFor } from "./reply-notices.ts"

eachDatabase((_name, open) => {
  test("a server vouches for its customers for as long as it says, and not at all in a conversation that was erased meanwhile", async () => {
    const database = await open()
    const { db } = database
    const { id: partnerId } = await makePartner(database)
    const { id: customerId } = await createVisitor(db, { partnerId }, new Date())
    const about = { partnerId, customerId, publicId: "cs_1", page: undefined }
    const { id } = await db.transaction().execute((trx) => insertConversation(trx, about, new Date()))
    await vouchFor(db, id, 10)
    await vouchFor(db, id, 30)
    await vouchFor(db, id, 20)
    expect(await isVouchedFor(db, id, 29)).toBe(true)
    expect(await isVouchedFor(db, id, 30)).toBe(false)
    await vouchFor(db, id + 1, 30)
    expect(await isVouchedFor(db, id + 1, 1)).toBe(false)
  })
})
