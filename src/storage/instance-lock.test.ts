import { afterEach, expect, test } from "bun:test"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Running, startScript } from "../../test/process.ts"
import { until } from "../../test/wait.ts"
import { lockDataFolder } from "./instance-lock.ts"

const dataDir = mkdtempSync(join(tmpdir(), "chatd-lock-"))
let processes: Running[] = []
afterEach(async () => {
  for (const process of processes) process.kill("SIGKILL")
  await Promise.all(processes.map((process) => process.finished))
  processes = []
  rmSync(dataDir, { recursive: true, force: true })
})

function contend(): Running {
  const process = startScript("test/scripts/hold-lock.ts", { dataDir })
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
    const all = Array.from({ length: 5 }, contend)
    await until("all have an answer", () => all.every((one) => /held|refused/.test(one.out() + one.err())))
    const holders = all.filter((one) => one.out().includes("held"))
    expect(holders).toHaveLength(1)
    const others = all.filter((one) => !holders.includes(one))
    for (const other of others) expect(other.out()).toStartWith("refused: A chatd server already runs")
    for (const one of all) one.kill("SIGKILL")
    await Promise.all(all.map((one) => one.finished))
  }
})
