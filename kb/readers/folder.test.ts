import { afterAll, describe, expect, test } from "bun:test"
import { mkdir, mkdtemp, rename, rm, symlink, truncate, unlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Found, findSources } from "./folder.ts"
import { MAX_SOURCE_BYTES } from "./reader.ts"
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
    "huge.txt",
  ]
  for (const name of names) await writeFile(join(folder, name), "x")
  await writeFile(join(root, "secret.md"), "x")
  await truncate(join(folder, "huge.txt"), MAX_SOURCE_BYTES + 1)
  await symlink(join(root, "secret.md"), join(folder, "link.md"))
  await symlink(join(folder, "nowhere.md"), join(folder, "gone.md"))
  await symlink(folder, join(folder, "loop"))
  await symlink(join(folder, "b"), join(folder, "b", "again"))
  await symlink(join(folder, "a.md"), join(folder, "same.md"))
  expect(await Array.fromAsync(findSources(folder), nameOf)).toEqual([
    "a.md",
    "b/c.Html",
    "gone.md cannot be read (ENOENT). Check that it exists and may be read.",
    "huge.txt is larger than 25 MB. Split it.",
    "passed over: link.md links out of the folder",
    "same.md",
    "z.TXT",
  ])
  expect(await Array.fromAsync(findSources(join(folder, "e.exe")), nameOf)).toEqual(["e.exe"])
})

describe("a watch", () => {
  const folderOf = async (name: string) => {
    const folder = join(root, name)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, "a.md"), "x")
    return folder
  }
  /** One that is only looked through when a test is over. */
  const LONG = 3_600_000
  const begin = async (folder: string, lookMs = LONG) => {
    const watch = watchFolder(folder, { stableMs: 60, lookMs })
    await watch.ready
    const news = watch[Symbol.asyncIterator]()
    return {
      next: async () => (await news.next()).value,
      again: () => watch.again(),
      [Symbol.asyncDispose]: () => watch.close(),
    }
  }

  test("tells that a file has changed or is gone, and nothing of others", async () => {
    const folder = await folderOf("watched")
    const watch = watchFolder(folder, { stableMs: 60, lookMs: LONG })
    await watch.ready
    const news = watch[Symbol.asyncIterator]()
    const first = news.next()
    await writeFile(join(folder, "no.exe"), "x")
    await writeFile(join(folder, "~$a.docx"), "x")
    await writeFile(join(folder, "b.md"), "x")
    expect((await first).value).toBe("changed")
    await unlink(join(folder, "a.md"))
    expect((await news.next()).value).toBe("changed")
    const last = news.next()
    await watch.close()
    expect((await last).done).toBe(true)
  }, 60_000)

  test("sees what a link leads to", async () => {
    const folder = await folderOf("release-1")
    await symlink(folder, join(root, "current"))
    await using watch = await begin(join(root, "current"))
    const first = watch.next()
    await writeFile(join(folder, "a.md"), "other")
    expect(await first).toBe("changed")
  }, 60_000)

  test("sees another folder that took the place of the one that it began with, and what changes in it", async () => {
    const folder = await folderOf("docs")
    const other = await folderOf("docs-new")
    await using watch = await begin(folder, 50)
    const first = watch.next()
    await rename(folder, join(root, "docs-old"))
    await rename(other, folder)
    const told = [await first]
    while (told.at(-1) === "gone") told.push(await watch.next())
    expect(told.at(-1)).toBe("changed")
    const next = watch.next()
    await writeFile(join(folder, "a.md"), "other")
    expect(await next).toBe("changed")
  }, 60_000)

  test("outlives its folder", async () => {
    const folder = await folderOf("passing")
    await using watch = await begin(folder, 50)
    await rm(folder, { recursive: true })
    const told = [await watch.next()]
    while (told.at(-1) !== "gone") told.push(await watch.next())
    await folderOf("passing")
    expect(await watch.next()).toBe("changed")
  }, 60_000)

  test("tells a change once more to who could not take it", async () => {
    await using watch = await begin(await folderOf("refused"), 50)
    watch.again()
    expect(await watch.next()).toBe("changed")
  }, 60_000)
})
