import { Database } from "bun:sqlite"
import { expect, test } from "bun:test"
import { join } from "node:path"
import { binaryAlone } from "./binary.ts"

test("a database of a newer chatd is said to be that, and not waited for", async () => {
  const chatd = binaryAlone()
  try {
    expect((await chatd.run(["partner", "create", "--name", "Acme", "--domain", "acme.example"])).code).toBe(
      0,
    )
    const sqlite = new Database(join(chatd.folder, "data/chatd.db"))
    sqlite.run("insert into kysely_migration (name, timestamp) values ('9999_later', '2099-01-01')")
    sqlite.close()
    const { code, err } = await chatd.run(["ticket", "list"])
    expect({ code, err }).toEqual({
      code: 1,
      err: "This database has migration 9999_later, which this chatd does not know: it was opened by a newer one. Use that or a later version.\n",
    })
  } finally {
    await chatd.remove()
  }
})
