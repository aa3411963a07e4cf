import { expect, test } from "bun:test"
import { binaryAlone } from "./binary.ts"
import { freshKey } from "./sealed.ts"

test("a backup from before the keys were rotated is restored with the keys that the server has now", async () => {
  const chatd = binaryAlone()
  const before = freshKey()
  const now = { CHATD_ENCRYPTION_KEY: freshKey(), CHATD_ENCRYPTION_OLD_KEYS: before }
  const made = ["partner", "create", "--name", "Acme", "--domain", "acme.example"]
  expect((await chatd.run(made, { CHATD_ENCRYPTION_KEY: before })).code).toBe(0)
  expect((await chatd.run(["backup", "b"])).code).toBe(0)
  const { code, err } = await chatd.run(["restore", "b", "--data", "restored"], now)
  expect({ code, err }).toEqual({ code: 0, err: "" })
  expect((await chatd.run(["partner", "list", "--data", "restored"], now)).out).toContain("Acme")
  await chatd.remove()
})
