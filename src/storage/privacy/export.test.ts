import { expect, test } from "bun:test"
import { eachDatabase } from "../../../test/databases.ts"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { insertAttachment, PART_BYTES } from "../repositories/attachments.ts"
import { createVisitor } from "../repositories/customers.ts"
import { erase } from "./erase.ts"
import { exportPerson } from "./export.ts"

const CONVERSATIONS = 400
const ROWS_AT_ONCE = 100
const PARTS = 80

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
    const { counts, json } = await exportPerson(database, subject)
    const { records } = JSON.parse((await Array.fromAsync(json())).join(""))
    expect(counts.conversation).toBe(CONVERSATIONS)
    expect(records.conversation).toHaveLength(CONVERSATIONS)
    expect(served).toBe(true)
  })

  test("files are given out and erased a few parts at a time", async () => {
    const database = await open()
    const { id: partnerId } = await makePartner(database)
    const { id: customerId } = await createVisitor(database.db, { partnerId }, new Date())
    const conversation = {
      partner_id: partnerId,
      number: 1,
      public_id: "cs_1",
      customer_id: customerId,
      status: "closed",
      handler: "bot",
      created_at: 1,
      updated_at: 1,
    } as const
    const { id: conversationId } = await database.db
      .insertInto("conversation")
      .values(conversation)
      .returning("id")
      .executeTakeFirstOrThrow()
    const content = crypto.getRandomValues(new Uint8Array(PARTS * PART_BYTES))
    const [publicId, place] = ["file", { conversationId }]
    const file = {
      publicId,
      partnerId,
      place,
      seq: 1,
      name: "a.pdf",
      type: "application/pdf",
      agentsOnly: false,
    }
    await database.db.transaction().execute((trx) => insertAttachment(trx, { ...file, content }, new Date()))
    const subject = { partnerId, customerIds: [customerId], userIds: [], emails: [] }

    const pieces = await Array.fromAsync((await exportPerson(database, subject)).json())
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(content.length / 2)
    const { records } = JSON.parse(pieces.join(""))
    const parts: { content: string }[] = records.attachment_part
    expect(Buffer.concat(parts.map((part) => Buffer.from(part.content, "base64"))).equals(content)).toBe(true)

    let [turns, isErasing] = [0, true]
    const turn = () => {
      turns++
      if (isErasing) setImmediate(turn)
    }
    setImmediate(turn)
    const receipt = await erase(database, subject, "tester", () => {})
    isErasing = false
    expect(receipt?.erased).toMatchObject({ attachment: 1, attachment_part: PARTS })
    expect(turns).toBeGreaterThan(PARTS / 10)
    const left = await database.db.selectFrom("attachment_part").select("part").execute()
    expect(left).toEqual([])
  })
})
