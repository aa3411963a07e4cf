import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { EmbeddedFile, EmbeddedFiles } from "./embedded.ts"

/** Where unpacked files may live, best first. `CHATD_CACHE_DIR` is for a server whose home is read-only. */
export function cacheRoots(env: Readonly<Record<string, string | undefined>> = process.env): string[] {
  const roots: string[] = []
  if (env.CHATD_CACHE_DIR) roots.push(env.CHATD_CACHE_DIR)
  if (env.XDG_CACHE_HOME) roots.push(join(env.XDG_CACHE_HOME, "chatd"))
  if (env.LOCALAPPDATA) roots.push(join(env.LOCALAPPDATA, "chatd", "cache"))
  if (env.HOME) roots.push(join(env.HOME, ".cache", "chatd"))
  roots.push(join(tmpdir(), `chatd-${process.getuid?.() ?? "user"}`))
  return roots
}

/**
 * Writes the files into `<root>/<hash>` of the first root that takes them, unless they are there already.
 *
 * Several processes may do so at once: each file is written beside its place, synced and renamed, so that what stands
 * under its name is whole. Folders are private to this user, since code is loaded from them.
 *
 * @returns the folder.
 * @throws if no root takes them; the message says why for each.
 */
export function unpack(embedded: EmbeddedFiles, roots: readonly string[] = cacheRoots()): string {
  const faults: string[] = []
  for (const root of roots) {
    try {
      const folder = join(root, embedded.hash)
      ensurePrivateFolder(root)
      ensurePrivateFolder(folder)
      for (const file of embedded.files) {
        ensureFile(folder, file)
        requireRunnable(join(folder, file.name))
      }
      return folder
    } catch (error) {
      faults.push(`${root}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new Error(
    `no folder to unpack the embedding library into; set CHATD_CACHE_DIR to one that can be written, and is not mounted noexec\n${faults.join("\n")}`,
  )
}

function ensurePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const stat = lstatSync(folder)
  if (!stat.isDirectory()) throw new Error(`${folder} is not a folder`)
  if (!process.getuid) return
  // Somebody else may have made it first (a temporary folder is everybody's) and could swap the libraries in it.
  if (stat.uid !== process.getuid()) throw new Error(`${folder} belongs to another user`)
  if (stat.mode & 0o022) throw new Error(`${folder} can be written by other users`)
}

/** What cannot be run cannot be loaded either, and its loader says nothing of a mount. */
function requireRunnable(path: string): void {
  try {
    accessSync(path, constants.X_OK)
  } catch {
    throw new Error("nothing there may be run: it is mounted noexec")
  }
}

function ensureFile(folder: string, file: EmbeddedFile): void {
  const path = join(folder, file.name)
  if (statSync(path, { throwIfNoEntry: false })?.size === file.bytes) return
  const partial = `${path}.${process.pid}-${crypto.randomUUID()}`
  try {
    const bytes = readFileSync(file.path)
    const descriptor = openSync(partial, "wx", 0o600)
    try {
      let written = 0
      while (written < bytes.length) written += writeSync(descriptor, bytes, written)
      fchmodSync(descriptor, 0o500)
      // Without it a power cut could leave a file of the right size and no content behind the new name.
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(partial, path)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
}
