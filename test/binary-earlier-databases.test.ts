import { afterAll, expect, test } from "bun:test"
import { join } from "node:path"
import { connect } from "../src/storage/database.ts"
import { migrateTo } from "../src/storage/migrate.ts"
import { binaryAlone } from "./binary.ts"

const chatd = binaryAlone()
afterAll(() => chatd.remove())

test("earlier databases in the data folder are told of, since they hold whoever was erased", async () => {
  const older = await connect({ dataDir: join(chatd.folder, "data") })
  await migrateTo(older, "0025_actor_names")
  await older.close()
  const [{ backup }] = await chatd.json(["upgrade"])
  expect(backup).toBe("data/before-0026_found_at_once.backup")
  await chatd.partner()
  const made = await chatd.run(["ticket", "create", "Broken", "--name", "Zed", "--email", "zed@acme.example"])
  expect(made.code).toBe(0)

  const { code, out } = await chatd.run(["doctor"])
  expect(code).toBe(0)
  expect(out).toMatch(/warning +data folder .*before-0026_found_at_once\.backup/)
  const erased = await chatd.run(["privacy", "erase", "zed@acme.example", "--yes"])
  expect(erased.code).toBe(0)
  expect(erased.out).toMatch(/Earlier databases,.*\n +data\/before-0026_found_at_once\.backup/)
})
