import { afterAll, beforeAll, expect, test } from "bun:test"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

let root: string
let executable: string

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "chatd-executable-"))
  executable = join(root, "empty/chatd")
  mkdirSync(join(root, "empty"))
  const arguments_ = ["scripts/build.ts", "--entry", "scripts/probe.ts", "--outfile", executable]
  // The image that the Dockerfile builds in has no git.
  const withoutGit = { ...process.env, PATH: "/nonexistent" }
  const build = Bun.spawnSync([process.execPath, ...arguments_], {
    cwd: join(import.meta.dir, ".."),
    env: withoutGit,
  })
  if (!build.success) throw new Error(build.stderr.toString())
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function run(env: Record<string, string>) {
  const { stdout, stderr, exitCode } = Bun.spawnSync([executable], { cwd: join(root, "empty"), env })
  if (exitCode !== 0) throw new Error(`exit ${exitCode}: ${stderr}`)
  return JSON.parse(stdout.toString()) as { compiled: boolean; commit: string; best: string; rssMB: number }
}

test("embeds and searches alone in an empty folder, and leaves only its cache in the home", () => {
  const home = join(root, "home")
  for (const mode of ["pool", "pool", "inline"]) {
    const report = run({ PATH: "/nonexistent", HOME: home, PROBE: mode })
    expect(report).toMatchObject({
      compiled: true,
      commit: "unknown",
      best: "How do I reset my password?",
    })
    expect(report.rssMB).toBeLessThan(200)
  }
  expect(readdirSync(join(home, ".cache"))).toEqual(["chatd"])
  expect(readdirSync(join(home, ".cache/chatd"))).toHaveLength(1)
  expect(readdirSync(join(root, "empty"))).toEqual(["chatd"])
})

test("several first starts at once do not meet half-written files", async () => {
  const env = { PATH: "/nonexistent", CHATD_CACHE_DIR: join(root, "shared"), PROBE: "inline" }
  const starts = Array.from({ length: 4 }, () => Bun.spawn([executable], { env, stdout: "ignore" }).exited)
  expect(await Promise.all(starts)).toEqual([0, 0, 0, 0])
  expect(existsSync(join(root, "shared"))).toBe(true)
})
