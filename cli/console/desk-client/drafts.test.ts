import { afterAll, expect, test } from "bun:test"
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { until } from "../../../test/wait.ts"
import { DraftFile, draftsFile } from "./drafts.ts"

const folder = mkdtempSync(join(tmpdir(), "chatd-drafts-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const outgoing = { clientId: "a", conversation: 1, kind: "message" as const, text: "on its way", at: 5 }

test("what is written and what is not stored yet survive a crash, for their owner alone", async () => {
  const path = join(folder, "a", "drafts.json")
  const file = new DraftFile(path)
  expect(file.read()).toEqual({ drafts: [], outbox: [] })
  file.keep({ conversation: 1, kind: "note", text: "half a" })
  file.keep({ conversation: 1, kind: "note", text: "half a note" })
  await until(
    "the draft is on the disk",
    () => existsSync(path) && readFileSync(path, "utf8").includes("half a note"),
  )
  file.keepOutbox([outgoing])
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(new DraftFile(path).read()).toEqual({
    drafts: [{ conversation: 1, kind: "note", text: "half a note" }],
    outbox: [outgoing],
  })
  file.keep({ conversation: 1, kind: "note", text: "" })
  file.keepOutbox([])
  expect(existsSync(path)).toBe(false)
})

test("a file that is damaged is put aside", () => {
  const path = join(folder, "damaged.json")
  writeFileSync(path, "{")
  expect(new DraftFile(path).read()).toEqual({ drafts: [], outbox: [] })
  expect(existsSync(`${path}.damaged`)).toBe(true)
})

test("each account of each server has its own", () => {
  const environment = { HOME: "/home/grace" }
  const one = draftsFile("https://a.example partner-a grace@acme.com", environment)
  expect(one).toStartWith("/home/grace/.local/state/chatd/drafts/")
  expect(draftsFile("https://b.example partner-a grace@acme.com", environment)).not.toBe(one)
  expect(draftsFile("x", { ...environment, XDG_STATE_HOME: "/state" })).toStartWith("/state/chatd/drafts/")
})
