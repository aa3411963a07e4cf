import { afterEach, beforeEach, describe, expect, test } from "bun:test"
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Running, startScript } from "../../test/process.ts"
import { until } from "../../test/wait.ts"
import { openDatabase } from "./database.ts"
import { lockDataFolder } from "./instance-lock.ts"

const dataDir = mkdtempSync(join(tmpdir(), "chatd-lock-"))
let processes: Running[] = []
afterEach(async () => {
  for (const process of processes) process.kill("SIGKILL")
  await Promise.all(processes.map((process) => process.finished))
  processes = []
  rmSync(dataDir, { recursive: true, force: true })
})

function contend(uid?: number): Running {
  const process = startScript("test/scripts/hold-lock.ts", { dataDir, uid })
  processes.push(process)
  return process
}

test("a second server on a folder is refused and told of the first", async () => {
  const holder = contend()
  await holder.says("held")
  const second = contend()
  await second.says("refused")
  expect(second.out()).toMatch(new RegExp(`already runs on ${dataDir}: process ${holder.pid}, started 20`))
  expect(() => lockDataFolder(dataDir)).toThrow(`process ${holder.pid}`)
})

test("the lock can be had once its holder was killed or has let go", async () => {
  const holder = contend()
  await holder.says("held")
  holder.kill("SIGKILL")
  await holder.finished
  const lock = lockDataFolder(dataDir)
  expect(() => lockDataFolder(dataDir)).toThrow(`process ${process.pid}`)
  lock.release()
  lockDataFolder(dataDir).release()
})

test("of several that start at once exactly one gets it, and the others are told so", async () => {
  for (let round = 0; round < 3; round++) {
    const all = Array.from({ length: 5 }, () => contend())
    await until("all have an answer", () => all.every((one) => /held|refused/.test(one.out() + one.err())))
    const holders = all.filter((one) => one.out().includes("held"))
    expect(holders).toHaveLength(1)
    const others = all.filter((one) => !holders.includes(one))
    for (const other of others) expect(other.out()).toStartWith("refused: A chatd server already runs")
    for (const one of all) one.kill("SIGKILL")
    await Promise.all(all.map((one) => one.finished))
  }
})

const isRoot = process.getuid?.() === 0
if (!isRoot) console.warn("Only root makes files of other users: folders of others are not tried.")
describe.skipIf(!isRoot)("in another user's folder", () => {
  const NOBODY = 65_534

  beforeEach(() => {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    chownSync(dataDir, NOBODY, NOBODY)
  })

  test("what root makes is that user's, whose server could not lock it otherwise", async () => {
    lockDataFolder(dataDir).release()
    await (await openDatabase({ dataDir })).close()
    const owners = ["server.lock", "chatd.db"].map((name) => statSync(join(dataDir, name)).uid)
    expect(owners).toEqual([NOBODY, NOBODY])
    const holder = contend(NOBODY)
    await holder.says("held")
    await contend(NOBODY).says("refused")
  })

  test("root gives away nothing that was there before", () => {
    writeFileSync(join(dataDir, "server.lock"), "")
    lockDataFolder(dataDir).release()
    expect(statSync(join(dataDir, "server.lock")).uid).toBe(0)
  })

  test("a lock that cannot be written holds nobody off, and is refused", async () => {
    writeFileSync(join(dataDir, "server.lock"), "", { mode: 0o644 })
    const refused = contend(NOBODY)
    await refused.says("refused")
    expect(refused.out()).toContain(`'${join(dataDir, "server.lock")}'`)
    expect(existsSync(join(dataDir, "server.pid"))).toBe(false)
  })

  test("what root's command left that was killed is in nobody's way", async () => {
    writeFileSync(join(dataDir, "server.pid"), "process 1", { mode: 0o644 })
    await contend(NOBODY).says("held")
  })
})
