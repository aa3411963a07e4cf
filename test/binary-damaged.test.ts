import { Database } from "bun:sqlite"
import { afterEach, beforeEach, expect, test } from "bun:test"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { binaryAlone } from "./binary.ts"

const PAGE = 4096

let chatd: ReturnType<typeof binaryAlone>
beforeEach(async () => {
  chatd = binaryAlone()
  await chatd.partner()
})
afterEach(() => chatd.remove())

const file = () => join(chatd.folder, "data/chatd.db")

/** Overwrites the pages of the file, counted from zero. */
function damage(from: number, to: number): void {
  const bytes = readFileSync(file())
  bytes.fill(0xff, from * PAGE, to * PAGE)
  writeFileSync(file(), bytes)
}

test("damage in pages that a start does not read is found by doctor, and no backup is made of it", async () => {
  const sqlite = new Database(file())
  sqlite.run("create table filler as select randomblob(200000) as bytes")
  const { page } = sqlite.query("select rootpage as page from sqlite_master where name = 'filler'").get() as {
    page: number
  }
  sqlite.run("pragma wal_checkpoint(truncate)")
  sqlite.close()
  damage(page - 1, page)
  expect(await chatd.run(["doctor"])).toMatchObject({
    code: 1,
    out: expect.stringMatching(/fault +database +The database is damaged/),
  })
  const { code, err } = await chatd.run(["backup", "b"])
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("The database is damaged") })
  expect(existsSync(join(chatd.folder, "b"))).toBe(false)
})

test("a damaged database is said to be that, and a restored backup takes its place", async () => {
  await chatd.json(["backup", "b"])
  damage(0, 1)
  for (const command of [
    ["serve", "--port", "0"],
    ["partner", "list"],
    ["upgrade", "--check"],
  ]) {
    const { code, err } = await chatd.run(command)
    expect({ command, code, err }).toEqual({
      command,
      code: 1,
      err: expect.stringContaining("The database is damaged (file is not a database)."),
    })
  }
  expect((await chatd.run(["restore", "b", "--force"])).code).toBe(0)
  expect((await chatd.json(["partner", "list"])).length).toBe(1)
})

test("a backup whose entry the audit log does not take is one, and says so", async () => {
  const sqlite = new Database(file())
  sqlite.run(
    "create trigger no_entries before insert on audit_entry begin select raise(abort, 'not now'); end",
  )
  sqlite.close()
  const { code, err } = await chatd.run(["backup", "b"])
  expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining("The backup is made, but") })
  expect(existsSync(join(chatd.folder, "b"))).toBe(true)
})
