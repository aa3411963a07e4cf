import { afterEach, expect, test } from "bun:test"
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { writeExport } from "./person-export.ts"

const above = mkdtempSync(join(tmpdir(), "chatd-export-"))
afterEach(() => rmSync(above, { recursive: true, force: true }))

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
