import { expect, test } from "bun:test"
import { eachDatabase } from "../../test/databases.ts"
import { makePartner } from "../../test/fixtures/partner.ts"
import type { NewEvent } from "../core/conversations/log.ts"
import { openConversationLog } from "./conversations/conversation-log.ts"
import { togetherOn } from "./conversations/together.ts"
import { insertConversation } from "./repositories/conversations.ts"
import { createVisitor } from "./repositories/customers.ts"
import { summaryStore } from "./summary-store.ts"

const fail = (error: unknown) => {
  throw error
}

eachDatabase((_name, open) => {
  test("the last message and the unread ones are those of the log, whichever way each was written", async () => {
    const database = await open()
    const { id: partnerId } = await makePartner(database)
    const { id: customerId } = await createVisitor(database.db, { partnerId }, new Date())
    const { id } = await database.db
      .transaction()
      .execute((trx) =>
        insertConversation(trx, { partnerId, customerId, publicId: "cs_1", page: undefined }, new Date()),
      )
    const { log, unplaced, close } = openConversationLog(database, () => {}, fail)
    const summaries = summaryStore(database, unplaced, () => false)
    const together = togetherOn(
      database,
      () => {},
      () => ({}),
    )
    const said = (kind: "customer" | "bot", text: string): NewEvent => ({
      type: "message",
      sender: { kind, id: kind },
      text,
    })
    const byBatch = (event: NewEvent) => log.append(id, () => ({ events: [event] }))
    /** As a bot's answer, a ticket and a mail are. */
    const alongside = (event: NewEvent) =>
      together(id, (within) => within.log.append(id, () => ({ events: [event] })))
    const digest = async ({ conversation }: Awaited<ReturnType<typeof byBatch>>) => {
      const { lastMessage, unread } = (await summaries.digests([conversation])).get(id) ?? {}
      return [lastMessage?.seq, lastMessage?.text, unread]
    }
    await byBatch(said("customer", "one"))
    expect(await digest(await alongside(said("bot", "two")))).toEqual([2, "two", [1]])
    expect(await digest(await alongside(said("customer", "three")))).toEqual([3, "three", [1, 3]])
    expect(await digest(await byBatch(said("customer", "four")))).toEqual([4, "four", [1, 3, 4]])
    await close()
  })
})
