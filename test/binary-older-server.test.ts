import { expect, test } from "bun:test"
import { join } from "node:path"
import { connect } from "../src/storage/database.ts"
import { lockDataFolder } from "../src/storage/instance-lock.ts"
import { migrateTo, newestMigration } from "../src/storage/migrate.ts"
import { announceServer } from "../src/storage/running-server.ts"
import { binaryAlone } from "./binary.ts"

const OLD = "0009_agents"

test("beside a server of an earlier version no command changes its tables", async () => {
  const chatd = binaryAlone()
  const dataDir = join(chatd.folder, "data")
  const database = await connect({ dataDir })
  await migrateTo(database, OLD)
  const lock = lockDataFolder(dataDir)
  // What a server says to who is not signed in.
  using server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: () => new Response(null, { status: 401 }),
  })
  const retract = announceServer(dataDir, server.url)
  try {
    for (const command of [["jobs", "list"], ["queue"], ["migrate"]]) {
      const { code, err } = await chatd.run(command)
      expect({ command, code, err }).toEqual({
        command,
        code: 1,
        err: `The server on ./data (process ${process.pid}) is of an earlier version, and this chatd would change its tables. Restart it with this chatd first.\n`,
      })
    }
    expect((await chatd.run(["migrate", "--status"])).code).toBe(0)
    expect((await chatd.run(["backup", "before.backup"])).code).toBe(0)
    expect(await newestMigration(database)).toBe(OLD)
  } finally {
    retract()
    lock.release()
    await database.close()
  }
  expect((await chatd.run(["jobs", "list"])).code).toBe(0)
  await chatd.remove()
})
