import { afterAll, expect, test } from "bun:test"
import { mkdir, mkdtemp, rm, symlink, unlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Found, findSources } from "./folder.ts"
import { watchFolder } from "./watch.ts"

const root = await mkdtemp(join(tmpdir(), "readers-"))
afterAll(() => rm(root, { recursive: true }))

function nameOf(found: Found): string {
  if ("source" in found) return found.source.name
  return "unreadable" in found ? found.unreadable.message : `passed over: ${found.name} ${found.passedOver}`
}

test("a folder gives its readable files, sorted, and passes over links out of it", async () => {
  const folder = join(root, "kb")
  await mkdir(join(folder, "b/node_modules"), { recursive: true })
  const names = [
    "z.TXT",
    "a.md",
    "b/c.Html",
    "b/node_modules/d.md",
    ".hidden.md",
    "~$a.docx",
    "e.exe",
    "b/.git.md",
  ]
  for (const name of names) await writeFile(join(folder, name), "x")
  await writeFile(join(root, "secret.md"), "x")
  await symlink(join(root, "secret.md"), join(folder, "link.md"))
  await symlink(folder, join(folder, "loop"))
  await symlink(join(folder, "a.md"), join(folder, "same.md"))
  expect(await Array.fromAsync(findSources(folder), nameOf)).toEqual([
    "a.md",
    "b/c.Html",
    "passed over: link.md links out of the folder",
    "same.md",
    "z.TXT",
  ])
  expect(await Array.fromAsync(findSources(join(folder, "e.exe")), nameOf)).toEqual(["e.exe"])
})

test("a watch tells what has changed and what is gone", async () => {
  const folder = join(root, "watched")
  await mkdir(folder)
  const watch = watchFolder(folder, 60)
  await watch.ready
  const changes = watch[Symbol.asyncIterator]()
  await writeFile(join(folder, "no.exe"), "x")
  await writeFile(join(folder, "~$a.docx"), "x")
  await writeFile(join(folder, "a.md"), "x")
  expect((await changes.next()).value).toEqual({ name: "a.md", kind: "changed" })
  await unlink(join(folder, "a.md"))
  expect((await changes.next()).value).toEqual({ name: "a.md", kind: "removed" })
  const last = changes.next()
  await watch.close()
  expect((await last).done).toBe(true)
}, 10_000)

test("whoever reads the whole folder has what waits told no more", async () => {
  const folder = join(root, "storm")
  await mkdir(folder)
  const [watch, slower] = [watchFolder(folder, 60), watchFolder(folder, 300)]
  await Promise.all([watch.ready, slower.ready])
  for (const name of ["a.md", "b.md", "c.md"]) await writeFile(join(folder, name), "x")
  const seen = slower[Symbol.asyncIterator]()
  for (let told = 0; told < 3; told++) await seen.next()
  watch.skipWaiting()
  await writeFile(join(folder, "d.md"), "x")
  expect((await watch[Symbol.asyncIterator]().next()).value).toEqual({ name: "d.md", kind: "changed" })
  await Promise.all([watch.close(), slower.close()])
})
