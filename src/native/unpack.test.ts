import { afterEach, beforeEach, expect, test } from "bun:test"
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { cacheRoots, unpack } from "./unpack.ts"

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "chatd-unpack-"))
  writeFileSync(join(root, "source"), "library")
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const embedded = () => ({ hash: "abc", files: [{ name: "lib.so", path: join(root, "source"), bytes: 7 }] })

test("writes whole files into a private folder and leaves nothing else", () => {
  const folder = unpack(embedded(), [join(root, "cache")])
  expect(folder).toBe(join(root, "cache/abc"))
  expect(readFileSync(join(folder, "lib.so"), "utf8")).toBe("library")
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(readdirSync(folder)).toEqual(["lib.so"])
})

test("uses what is there, and mends what a full disk cut off", () => {
  const path = join(unpack(embedded(), [join(root, "cache")]), "lib.so")
  utimesSync(path, 1, 1)
  unpack(embedded(), [join(root, "cache")])
  expect(statSync(path).mtimeMs).toBe(1000)
  chmodSync(path, 0o600)
  writeFileSync(path, "lib")
  unpack(embedded(), [join(root, "cache")])
  expect(readFileSync(path, "utf8")).toBe("library")
})

test("takes the next root when one is a file or open to other users, and says why none would do", () => {
  writeFileSync(join(root, "file"), "")
  mkdirSync(join(root, "open"))
  chmodSync(join(root, "open"), 0o777)
  const bad = [join(root, "file"), join(root, "open")]
  expect(unpack(embedded(), [...bad, join(root, "good")])).toBe(join(root, "good/abc"))
  expect(() => unpack(embedded(), bad)).toThrow("can be written by other users")
  expect(() => unpack(embedded(), bad)).toThrow("CHATD_CACHE_DIR")
})

test("takes the next root where nothing may be run, as on one that is mounted noexec", () => {
  const barred = join(root, "barred")
  // Root, too, may run nothing there.
  chmodSync(join(unpack(embedded(), [barred]), "lib.so"), 0o400)
  expect(unpack(embedded(), [barred, join(root, "good")])).toBe(join(root, "good/abc"))
  expect(() => unpack(embedded(), [barred])).toThrow("mounted noexec")
})

test("prefers the operator's folder to the user's and a temporary one", () => {
  const roots = cacheRoots({ CHATD_CACHE_DIR: "/a", XDG_CACHE_HOME: "/b", HOME: "/c" })
  expect(roots.slice(0, 3)).toEqual(["/a", "/b/chatd", "/c/.cache/chatd"])
  expect(cacheRoots({})).toHaveLength(1)
})
