import { expect, test } from "bun:test"
import { eachDatabase } from "../../../test/databases.ts"
import { claimCursor } from "./integration-cursors.ts"
import { leaseMailbox } from "./mail-readers.ts"

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
})
