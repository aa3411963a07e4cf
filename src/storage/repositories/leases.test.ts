import { expect, test } from "bun:test"
import { eachDatabase } from "../../../test/databases.ts"
import { claimCursor, moveCursor, releaseCursor } from "./integration-cursors.ts"
import { leaseMailbox, leaveMailbox } from "./mail-readers.ts"

const NOW = new Date("2026-11-21T10:00:00Z")
const after = (ms: number) => new Date(NOW.getTime() + ms)
const LEASE_MS = 60_000
const DAY_MS = 24 * 3_600_000

eachDatabase((_, open) => {
  const takers: [string, (db: Awaited<ReturnType<typeof open>>["db"], who: string, at: Date) => unknown][] = [
    ["a mailbox", (db, who, at) => leaseMailbox(db, "support@acme.example", who, at, LEASE_MS)],
    [
      "a list of changes",
      (db, _, now) => claimCursor(db, "freshdesk", { first: NOW, now, leaseMs: LEASE_MS }),
    ],
  ]
  test.each(takers)(
    "%s is nobody else's while its reader may be at it, and anybody's after it, or once the clock was put back",
    async (_, take) => {
      const { db } = await open()
      expect(await take(db, "one", after(DAY_MS))).toBeDefined()
      expect(await take(db, "two", after(DAY_MS + LEASE_MS / 2))).toBeUndefined()
      // A server that was a day ahead died: nobody waits a day for it.
      expect(await take(db, "two", NOW)).toBeDefined()
      expect(await take(db, "one", after(LEASE_MS / 2))).toBeUndefined()
      expect(await take(db, "one", after(LEASE_MS))).toBeDefined()
    },
  )

  test("a mailbox that another server has taken over is not left by whoever had it before", async () => {
    const { db } = await open()
    const take = (who: string, at: Date) => leaseMailbox(db, "support@acme.example", who, at, LEASE_MS)
    await take("one", NOW)
    await take("two", after(LEASE_MS))
    await leaveMailbox(db, "support@acme.example", "one")
    expect(await take("three", after(LEASE_MS + 1))).toBeUndefined()
    await leaveMailbox(db, "support@acme.example", "two")
    expect(await take("three", after(LEASE_MS + 1))).toBeDefined()
  })

  test("a mailbox that was first looked into by a clock that was ahead was so no later than now", async () => {
    const { db } = await open()
    const since = async (at: Date) =>
      (await leaseMailbox(db, "support@acme.example", "one", at, LEASE_MS))?.since
    expect(await since(after(DAY_MS))).toEqual(after(DAY_MS))
    expect(await since(NOW)).toEqual(NOW)
    expect(await since(after(LEASE_MS))).toEqual(NOW)
  })

  test("how far a list of changes was read never goes back", async () => {
    const { db } = await open()
    const cursor = async () => {
      await releaseCursor(db, "freshdesk")
      return claimCursor(db, "freshdesk", { first: NOW, now: NOW, leaseMs: LEASE_MS })
    }
    expect(await cursor()).toEqual(NOW)
    await moveCursor(db, "freshdesk", after(2_000))
    await moveCursor(db, "freshdesk", after(1_000))
    expect(await cursor()).toEqual(after(2_000))
  })
})
