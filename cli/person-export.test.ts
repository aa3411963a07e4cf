import { afterAll, afterEach, expect, test } from "bun:test"
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { isTaken, writeExport } from "./person-export.ts"

const above = mkdtempSync(join(tmpdir(), "chatd-export-"))
afterEach(() => {
  for (const one of readdirSync(above)) rmSync(join(above, one), { recursive: true })
})
afterAll(() => rmSync(above, { recursive: true }))

test("files are put together of their parts, under names of ours, for nobody else to read", () => {
  const part = (attachment_id: number, part: number, text: string) => ({
    attachment_id,
    part,
    content: Buffer.from(text).toString("base64"),
  })
  const folder = join(above, "ada")
  const count = writeExport(folder, {
    records: {
      customer: [{ id: 1, name: "Ada" }],
      attachment: [
        { id: 7, name: "../../evil.txt" },
        { id: 8, name: "b.txt" },
      ],
      attachment_part: [part(7, 10, "!"), part(8, 0, "other"), part(7, 0, "Grüße, "), part(7, 9, "Ada")],
    },
  })
  expect(count).toBe(2)
  expect(readdirSync(above)).toEqual(["ada"])
  expect(readdirSync(folder).sort()).toEqual(["file-1", "file-2", "person.json"])
  expect(readFileSync(join(folder, "file-1"), "utf8")).toBe("Grüße, Ada!")
  expect(readFileSync(join(folder, "file-2"), "utf8")).toBe("other")
  const { records } = JSON.parse(readFileSync(join(folder, "person.json"), "utf8"))
  expect(records).toEqual({
    customer: [{ id: 1, name: "Ada" }],
    attachment: [
      { id: 7, name: "../../evil.txt", file: "file-1" },
      { id: 8, name: "b.txt", file: "file-2" },
    ],
  })
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, "file-1")).mode & 0o777).toBe(0o600)
})

test("a folder that is there is used where it is empty, and nobody else can read it then", () => {
  const folder = join(above, "bob")
  expect(isTaken(folder)).toBe(false)
  mkdirSync(folder)
  chmodSync(folder, 0o755)
  expect(isTaken(folder)).toBe(false)
  writeExport(folder, { records: {} })
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(isTaken(folder)).toBe(true)
  writeFileSync(join(above, "file"), "")
  expect(() => isTaken(join(above, "file"))).toThrow()
})
