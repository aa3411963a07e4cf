import { expect, test } from "bun:test"
import { eachDatabase } from "../../test/databases.ts"
import { makePartner } from "../../test/fixtures/partner.ts"
import { idsOfTime } from "./ids-by-time.ts"

const DAY_MS = 86_400_000
/** Hundreds of a day. */
const WRITTEN = Array.from({ length: 900 }, (_, i) => Math.floor(i / 300) * DAY_MS + (i % 300) * 60_000)

eachDatabase((_, open) => {
  test.each([
    ["that runs ahead", 5 * DAY_MS],
    ["that is behind", 0],
  ])("what a clock %s writes between hides nothing else of its day", async (_, at) => {
    const database = await open()
    const { id: partner_id } = await makePartner(database)
    const times = WRITTEN.map((time, i) => (i >= 445 && i < 455 ? at : time))
    const rows = times.map((created_at, i) => ({
      partner_id,
      session_id: "s",
      message_id: `${i}`,
      helpful: 1,
      rating: "{}",
      created_at,
    }))
    for (let i = 0; i < rows.length; i += 100)
      await database.db
        .insertInto("feedback")
        .values(rows.slice(i, i + 100))
        .execute()
    const stored = await database.db.selectFrom("feedback").select(["id", "created_at"]).execute()
    const ranges: { after: number; upTo: number }[] = []
    for await (const range of idsOfTime(database.db, "feedback", DAY_MS, 2 * DAY_MS)) ranges.push(range)
    const ofTheDay = stored.filter(({ created_at }) => created_at >= DAY_MS && created_at < 2 * DAY_MS)
    expect(ofTheDay).toHaveLength(290)
    const isRead = (id: number) => ranges.some(({ after, upTo }) => id > after && id <= upTo)
    expect(ofTheDay.filter(({ id }) => !isRead(id))).toEqual([])
  })
})
