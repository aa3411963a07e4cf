import { afterEach, beforeEach, expect, test } from "bun:test"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { intoFile } from "./into-file.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chatd-into-file-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function* brokenOff() {
  yield "number,subject\n"
  throw new Error("The server does not answer.")
}

test.each(["is not there", "is there"])(
  "an export that breaks off leaves no half of itself where the file %s",
  async (was) => {
    const path = join(folder, "tickets.csv")
    if (was === "is there") writeFileSync(path, "of yesterday")
    await expect(intoFile(path, brokenOff())).rejects.toThrow(/^The server does not answer\.$/)
    expect(existsSync(path)).toBe(false)
  },
)

test("a file that may not be written is left as it is", async () => {
  const path = join(folder, "tickets.csv")
  mkdirSync(path)
  await expect(intoFile(path, ["number\n"])).rejects.toThrow("cannot be written")
  expect(existsSync(path)).toBe(true)
})

test("what is written to its end stands there alone", async () => {
  const path = join(folder, "tickets.csv")
  await intoFile(path, ["number\n", "1\n"])
  expect(readFileSync(path, "utf8")).toBe("number\n1\n")
})
