import { afterAll, expect, test } from "bun:test"
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { until } from "../../../test/wait.ts"
import { DraftFile, draftsFile } from "./drafts.ts"

const folder = mkdtempSync(join(tmpdir(), "chatd-drafts-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const outgoing = { clientId: "a", conversation: 1, kind: "message" as const, text: "on its way", at: 5 }

const written = (conversation: number, text: string, kind: "message" | "note" = "message") => ({
  conversation,
  kind,
  chars: [...text],
})

const unexpected = (fault: unknown) => {
  throw new Error(`It cannot be kept: ${fault}`)
}

test("what is written and what is not stored yet survive a crash, for their owner alone", async () => {
  const path = join(folder, "a", "drafts.json")
  const file = new DraftFile(path, unexpected)
  expect(file.read()).toEqual({ drafts: [], outbox: [] })
  file.keep(written(1, "half a", "note"))
  file.keep(written(1, "half a note", "note"))
  await until(
    "the draft is on the disk",
    () => existsSync(path) && readFileSync(path, "utf8").includes("half a note"),
  )
  file.keepOutbox([outgoing])
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(new DraftFile(path, unexpected).read()).toEqual({
    drafts: [{ conversation: 1, kind: "note", text: "half a note" }],
    outbox: [outgoing],
  })
  file.keep(written(1, "", "note"))
  file.keepOutbox([])
  expect(existsSync(path)).toBe(false)
})

test("a file that is damaged is put aside", () => {
  const path = join(folder, "damaged.json")
  writeFileSync(path, "{")
  expect(new DraftFile(path, unexpected).read()).toEqual({ drafts: [], outbox: [] })
  expect(existsSync(`${path}.damaged`)).toBe(true)
})

test("where nothing can be kept it is told once, and again when it can; nothing is thrown into the typing", async () => {
  const blocked = join(folder, "blocked")
  writeFileSync(blocked, "a file, where a folder is wanted")
  const told: unknown[] = []
  const file = new DraftFile(join(blocked, "drafts.json"), (fault) => told.push(fault))
  expect(file.read()).toEqual({ drafts: [], outbox: [] })
  file.keepOutbox([outgoing])
  file.keep(written(1, "half a reply"))
  file.flush()
  expect(told).toEqual([expect.objectContaining({ code: "EEXIST" })])
  rmSync(blocked)
  file.keep(written(1, "half a reply, and more"))
  await until("it is told", () => told.length > 1)
  expect(told[1]).toBeUndefined()
  expect(readFileSync(join(blocked, "drafts.json"), "utf8")).toContain("half a reply, and more")
})

test("two consoles of one account leave each other's drafts and messages alone", () => {
  const path = join(folder, "two.json")
  const draft = (conversation: number, text: string) => ({ conversation, kind: "message" as const, text })
  const old = new DraftFile(path, unexpected)
  old.keep(written(1, "from before"))
  old.keep(written(2, "from before"))
  old.flush()
  const [one, two] = [new DraftFile(path, unexpected), new DraftFile(path, unexpected)]
  one.read()
  two.read()
  one.keep(written(1, ""))
  one.keep(written(3, "of the first"))
  one.keepOutbox([outgoing])
  two.keep(written(4, "of the second"))
  two.flush()
  const kept = new DraftFile(path, unexpected).read()
  expect(kept.outbox).toEqual([outgoing])
  expect(kept.drafts.map(({ conversation }) => conversation).sort()).toEqual([2, 3, 4])
  one.keepOutbox([])
  two.keep(written(4, ""))
  two.flush()
  expect(new DraftFile(path, unexpected).read()).toEqual({
    drafts: [draft(2, "from before"), draft(3, "of the first")],
    outbox: [],
  })
})

test("each account of each server has its own", () => {
  const environment = { HOME: "/home/grace" }
  const one = draftsFile("https://a.example partner-a grace@acme.com", environment)
  expect(one).toStartWith("/home/grace/.local/state/chatd/drafts/")
  expect(draftsFile("https://b.example partner-a grace@acme.com", environment)).not.toBe(one)
  expect(draftsFile("x", { ...environment, XDG_STATE_HOME: "/state" })).toStartWith("/state/chatd/drafts/")
})
