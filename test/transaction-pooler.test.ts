import { afterAll, expect, test } from "bun:test"
import { binaryAlone } from "./binary.ts"
import { dropDatabase, freshDatabase } from "./postgres/shared.ts"
import { startTransactionPooler } from "./servers/transaction-pooler.ts"

const chatd = binaryAlone()
afterAll(() => chatd.remove())

test("a pooler that passes no notifications on is told of by the server's log and by doctor", async () => {
  const url = await freshDatabase()
  const pooler = await startTransactionPooler(url)
  const server = await chatd.serve([], { CHATD_DATABASE_URL: pooler.url, CHATD_LOG_FORMAT: "json" })
  const doctor = (database: string) => chatd.run(["doctor"], { CHATD_DATABASE_URL: database })

  await server.says("a pooler in transaction mode is before Postgres")
  expect((await doctor(pooler.url)).out).toMatch(/warning +database +postgres; a pooler in transaction mode/)
  expect((await doctor(url)).out).toMatch(/ok +database +postgres\n/)
  const direct = await chatd.serve(["--data", "direct"], {
    CHATD_DATABASE_URL: url,
    CHATD_LOG_LEVEL: "debug",
  })
  direct.kill("SIGTERM")
  expect((await direct.finished).err).not.toContain("a pooler in transaction mode")

  server.kill("SIGTERM")
  await server.finished
  await pooler.stop()
  await dropDatabase(url)
}, 60_000)
