import { afterEach, expect, test } from "bun:test"
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { lockDataFolder } from "./instance-lock.ts"
import { announceServer, runningServer } from "./running-server.ts"

const folders: string[] = []
function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), "chatd-running-"))
  folders.push(dir)
  return dir
}
afterEach(() => {
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
})

test("a server is found as long as it runs, and its file is for nobody else", () => {
  const dir = folder()
  expect(runningServer(dir, true)).toBeUndefined()
  const lock = lockDataFolder(dir)
  const withdraw = announceServer(dir, new URL("http://0.0.0.0:8123/"))
  expect(runningServer(dir, true)).toEqual({ url: "http://127.0.0.1:8123", pid: process.pid })
  expect(statSync(join(dir, "server.json")).mode & 0o777).toBe(0o600)
  withdraw()
  expect(runningServer(dir, true)).toBeUndefined()
  lock.release()
  expect(readdirSync(dir).filter((file) => file.startsWith("server.json"))).toEqual([])
})

test.each([
  ["http://[::]:8123/", "http://[::1]:8123"],
  ["http://localhost:8123/", "http://localhost:8123"],
  ["http://10.1.2.3:8123/", "http://10.1.2.3:8123"],
])("%p is reached from here as %p", (listening, reached) => {
  const dir = folder()
  announceServer(dir, new URL(listening))
  expect(runningServer(dir, false)?.url).toBe(reached)
})

test("what a server that was killed left behind is not taken for one", () => {
  const dir = folder()
  const lock = lockDataFolder(dir)
  announceServer(dir, new URL("http://127.0.0.1:8123/"))
  lock.release()
  // The process is there, as another one may be under its number.
  expect(runningServer(dir, true)).toBeUndefined()
  expect(runningServer(dir, false)).toBeDefined()
  const dead = Bun.spawnSync(["true"]).pid
  writeFileSync(join(dir, "server.json"), JSON.stringify({ url: "http://127.0.0.1:8123", pid: dead }))
  expect(runningServer(dir, false)).toBeUndefined()
})

test("who looks whether a server runs keeps none from starting", async () => {
  const dir = folder()
  lockDataFolder(dir).release()
  announceServer(dir, new URL("http://127.0.0.1:8123/"))
  for (let i = 0; i < 100; i++) {
    expect(runningServer(dir, true)).toBeUndefined()
    const lock = lockDataFolder(dir)
    expect(runningServer(dir, true)).toBeDefined()
    lock.release()
  }
})

test.each(["", "{", "{}", '{"url":1,"pid":2}', '{"url":"x","pid":"y"}'])("%p is no server", (text) => {
  const dir = folder()
  writeFileSync(join(dir, "server.json"), text)
  expect(runningServer(dir, false)).toBeUndefined()
})
