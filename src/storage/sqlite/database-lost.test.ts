import { Database as BunSqlite } from "bun:sqlite"
import { expect, test } from "bun:test"
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { open } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, relative } from "node:path"
import { startScript } from "../../../test/process.ts"
import { DATABASE_FILE } from "../data-folder.ts"
import { SERVER_FILE } from "../running-server.ts"
import { type DatabaseLost, requireNoneLost } from "./database-lost.ts"

test("a database that another process makes at this moment, and serves, is none that has gone", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "chatd-lost-"))
  const announced = join(dataDir, SERVER_FILE)
  Bun.spawnSync(["mkfifo", announced])
  const opening = startScript("test/scripts/open-database.ts", { dataDir })
  // Opened as soon as the other reads it, who then waits for what is written.
  const served = await open(announced, "w")
  const made = new BunSqlite(join(dataDir, DATABASE_FILE), { create: true })
  made.run("pragma journal_mode = wal")
  made.close()
  await served.writeFile(JSON.stringify({ url: "http://127.0.0.1:8000", pid: process.pid }))
  await served.close()
  const { code, err } = await opening.finished
  expect({ code, err }).toEqual({ code: 0, err: "" })
  rmSync(dataDir, { recursive: true })
})

test("what is to be removed for an empty one is removed by what is said, typed as it stands anywhere", () => {
  const outside = mkdtempSync(join(tmpdir(), "chatd-lost-"))
  const dataDir = join(outside, "Grace's data")
  mkdirSync(dataDir)
  writeFileSync(join(dataDir, `${DATABASE_FILE}-wal`), "left")
  const server = { url: "http://127.0.0.1:8000", pid: process.pid }
  writeFileSync(join(dataDir, SERVER_FILE), JSON.stringify(server))
  const said = () => {
    try {
      requireNoneLost(relative(process.cwd(), dataDir))
    } catch (error) {
      return (error as DatabaseLost).message
    }
    return ""
  }
  const [command = ""] = /rm .*$/.exec(said()) ?? []
  expect(Bun.spawnSync(["sh", "-c", command], { cwd: "/" }).stderr.toString()).toBe("")
  expect(readdirSync(dataDir)).toEqual([])
  expect(said()).toBe("")
  rmSync(outside, { recursive: true })
})
