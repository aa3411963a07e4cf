import type { Dirent } from "node:fs"
import { readdir, readFile, realpath, stat } from "node:fs/promises"
import { basename, join } from "node:path"
import { isPathWithin } from "./path-within.ts"
import { isReadable } from "./read-source.ts"
import { MAX_SOURCE_BYTES, type Source, UnreadableSource } from "./reader.ts"

/**
 * A file that was found: its source, or why it has none, by a fault or by a rule. `isFolder`: it is or may be a folder,
 * whose files are not known.
 */
export type Found =
  | { source: Source }
  | { unreadable: UnreadableSource; isFolder?: true }
  | { name: string; passedOver: string }

/** Whether a walk goes into a file or folder of this name: not if hidden, a lock of Office's, nor installed packages. */
export function isVisible(name: string): boolean {
  return !name.startsWith(".") && !name.startsWith("~$") && name !== "node_modules"
}

/**
 * The readable files of a folder, or a single file, sorted by path; each is read when it is asked for. Names are
 * relative to the folder, with slashes. Files of other formats are passed over; a single file never is.
 * @throws the file system's error when `root` itself cannot be read
 */
export async function* findSources(root: string): AsyncGenerator<Found> {
  const real = await realpath(root)
  if ((await stat(real)).isDirectory()) yield* walk({ root: real, seen: new Set([real]) }, real, "")
  else yield await load(real, basename(root))
}

interface Walk {
  root: string
  /** Real paths of the folders on the way, as links may lead in circles. */
  seen: Set<string>
}

async function* walk(context: Walk, folder: string, prefix: string): AsyncGenerator<Found> {
  const entries = await listFolder(folder, prefix)
  if (entries instanceof UnreadableSource) yield { unreadable: entries, isFolder: true }
  else
    for (const entry of entries) yield* visit(context, entry, join(folder, entry.name), prefix + entry.name)
}

async function* visit(context: Walk, entry: Dirent, path: string, name: string): AsyncGenerator<Found> {
  try {
    const real = entry.isSymbolicLink() ? await realpath(path) : path
    if (!isPathWithin(real, context.root)) {
      yield { name, passedOver: "links out of the folder" }
      return
    }
    const isFolder = entry.isSymbolicLink() ? (await stat(real)).isDirectory() : entry.isDirectory()
    if (!isFolder) {
      if (isReadable(name)) yield await load(real, name)
    } else if (!context.seen.has(real)) {
      context.seen.add(real)
      yield* walk(context, real, `${name}/`)
    }
  } catch (error) {
    // A link that leads nowhere hides no files; one that cannot be followed may.
    const isGone = error instanceof Error && "code" in error && error.code === "ENOENT"
    yield { unreadable: unreadable(name, error), ...(!isGone && { isFolder: true }) }
  }
}

async function listFolder(folder: string, prefix: string): Promise<Dirent[] | UnreadableSource> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.filter(({ name }) => isVisible(name)).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    return unreadable(prefix || folder, error)
  }
}

/** One file as a source; its size is checked before it is read. */
async function load(path: string, name: string): Promise<Found> {
  try {
    const info = await stat(path)
    if (!info.isFile()) throw new UnreadableSource(name, "is no regular file", "Remove it.")
    if (info.size > MAX_SOURCE_BYTES) {
      const most = MAX_SOURCE_BYTES / 1024 / 1024
      throw new UnreadableSource(name, `is larger than ${most} MB`, "Split it.")
    }
    return { source: { name, bytes: new Uint8Array(await readFile(path)) } }
  } catch (error) {
    return { unreadable: unreadable(name, error) }
  }
}

function unreadable(name: string, error: unknown): UnreadableSource {
  if (error instanceof UnreadableSource) return error
  const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : ""
  return new UnreadableSource(name, `cannot be read${code}`, "Check that it exists and may be read.", {
    cause: error,
  })
}
