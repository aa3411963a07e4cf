import { afterAll, expect, test } from "bun:test"
import { cpSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { binaryAlone } from "./binary.ts"

const chatd = binaryAlone()
const data = join(chatd.folder, "data")
afterAll(() => chatd.remove())

test.each([
  ["the data folder is deleted", () => rmSync(data, { recursive: true })],
  [
    "the database's file is replaced by a copy",
    () => {
      cpSync(join(data, "chatd.db"), join(data, "copy"))
      renameSync(join(data, "copy"), join(data, "chatd.db"))
    },
  ],
])("when %s, the server ends and says why, instead of taking what would be lost", async (_, lose) => {
  const server = await chatd.serve([], { CHATD_LOG_FORMAT: "json" })
  lose()
  const { code, err } = await server.finished
  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringContaining("chatd.db was deleted or replaced while the server ran"),
  })
})
