import { expect, test } from "bun:test"
import { sql } from "kysely"
import { eachDatabase } from "../../test/databases.ts"
import type { Db } from "./database.ts"
import { GroupCommit } from "./group-commit.ts"

async function withTable(db: Db): Promise<void> {
  await sql`create table note (number integer primary key)`.execute(db)
}

function note(number: number) {
  return async (trx: Db) => {
    await sql`insert into note values (${number})`.execute(trx)
    return number
  }
}

async function notes(db: Db): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`select number from note order by number`.execute(db)
  return rows.map((row) => Number(row.number))
}

/** Counts the transactions that a database is asked for. */
function counted(db: Db): { db: Db; transactions(): number } {
  let count = 0
  const counting = new Proxy(db, {
    get(target, name) {
      if (name === "transaction") count++
      const value = Reflect.get(target, name, target)
      return typeof value === "function" ? value.bind(target) : value
    },
  })
  return { db: counting, transactions: () => count }
}

eachDatabase((_, open) => {
  test("writes that come together share a transaction, and each gets its own result", async () => {
    const database = await open({ migrate: false })
    await withTable(database.db)
    const { db, transactions } = counted(database.db)
    const commits = new GroupCommit(db)
    const results = await Promise.all(Array.from({ length: 32 }, (_, i) => commits.write(note(i))))
    expect(results).toEqual(Array.from({ length: 32 }, (_, i) => i))
    expect(transactions()).toBe(1)
    expect(await notes(database.db)).toHaveLength(32)
  })

  test("what is told was stored first", async () => {
    const { db } = await open({ migrate: false })
    await withTable(db)
    const commits = new GroupCommit(db)
    for (const number of [1, 2, 3]) {
      await commits.write(note(number))
      expect(await notes(db)).toContain(number)
    }
  })

  test("a write that fails takes no other with it", async () => {
    const { db } = await open({ migrate: false })
    await withTable(db)
    const commits = new GroupCommit(db)
    const [first, twin, other] = await Promise.allSettled([1, 1, 2].map((n) => commits.write(note(n))))
    expect([first?.status, twin?.status, other?.status]).toEqual(["fulfilled", "rejected", "fulfilled"])
    expect(await notes(db)).toEqual([1, 2])
    expect(await commits.write(note(3))).toBe(3)
  })
})
