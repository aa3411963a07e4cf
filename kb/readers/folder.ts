import type { Dirent } from "node:fs"
import { readdir, readFile, realpath, stat } from "node:fs/promises"
import { basename, join } from "node:path"
import { isReadable, isUnknownDocument } from "./extensions.ts"
import { isPathWithin } from "./path-within.ts"
import { MAX_SOURCE_BYTES, type Source, UnreadableSource } from "./reader.ts"

/** What a walk comes upon and no source is made of, by a fault or by a rule. `isFolder`: it is or may be a folder, whose files are not known. */
type LeftOut = { unreadable: UnreadableSource; isFolder?: true } | { name: string; passedOver: string }

/** A file that was found: its source, or why it has none. */
export type Found = { source: Source } | LeftOut

const NOT_READ = "is of a format that is not read: save it as DOCX, PDF, CSV or Markdown"

/** Whether a walk goes into a file or folder of this name: not if hidden, a lock of Office's, nor installed packages. */
export function isVisible(name: string): boolean {
  return !name.startsWith(".") && !name.startsWith("~$") && name !== "node_modules"
}

/**
 * The readable files of a folder, or a single file, sorted by path; each is read when it is asked for. Names are
 * relative to the folder, with slashes. Files of other formats are passed over, documents with a word; a single file never is.
 * @throws the file system's error when `root` itself cannot be read
 */
export function findSources(root: string): AsyncGenerator<Found> {
  return find(root, load)
}

/**
 * What tells whether `findSources` would find something else now: where the folder lies, and each of its files' size and
 * times. Undefined where there is none.
 */
export async function stateOfFolder(root: string): Promise<string | undefined> {
  const state = new Bun.CryptoHasher("sha256")
  try {
    const real = await realpath(root)
    state.update(`${real} ${(await stat(real)).ino}\n`)
    for await (const found of find(real, look)) state.update(`${JSON.stringify(lineOf(found))}\n`)
  } catch {
    return undefined
  }
  return state.digest("hex")
}

interface Looked {
  look: string
}

async function look(path: string, name: string): Promise<Looked> {
  const { ino, size, mtimeMs, ctimeMs } = await stat(path)
  return { look: [name, ino, size, mtimeMs, ctimeMs].join("\0") }
}

function lineOf(found: Looked | LeftOut): string {
  if ("look" in found) return found.look
  return "unreadable" in found ? found.unreadable.message : `${found.name}\0${found.passedOver}`
}

type Take<T> = (path: string, name: string) => Promise<T>

async function* find<T>(root: string, take: Take<T>): AsyncGenerator<T | LeftOut> {
  const real = await realpath(root)
  if ((await stat(real)).isDirectory()) yield* walk({ root: real, seen: new Set([real]), take }, real, "")
  else yield await take(real, basename(root))
}

interface Walk<T> {
  root: string
  /** Real paths of the folders on the way, as links may lead in circles. */
  seen: Set<string>
  take: Take<T>
}

async function* walk<T>(context: Walk<T>, folder: string, prefix: string): AsyncGenerator<T | LeftOut> {
  const entries = await listFolder(folder, prefix)
  if (entries instanceof UnreadableSource) yield { unreadable: entries, isFolder: true }
  else
    for (const entry of entries) yield* visit(context, entry, join(folder, entry.name), prefix + entry.name)
}

async function* visit<T>(
  context: Walk<T>,
  entry: Dirent,
  path: string,
  name: string,
): AsyncGenerator<T | LeftOut> {
  try {
    const real = entry.isSymbolicLink() ? await realpath(path) : path
    if (!isPathWithin(real, context.root)) {
      yield { name, passedOver: "links out of the folder" }
      return
    }
    const isFolder = entry.isSymbolicLink() ? (await stat(real)).isDirectory() : entry.isDirectory()
    if (!isFolder) {
      if (isReadable(name)) yield await context.take(real, name)
      else if (isUnknownDocument(name)) yield { name, passedOver: NOT_READ }
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
