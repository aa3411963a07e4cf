import { readdir, stat } from "node:fs/promises"
import { basename, join } from "node:path"
import { isReadable } from "../../../kb/readers/extensions.ts"
import { isVisible } from "../../../kb/readers/folder.ts"

/**
 * How many files there are to read and how large they are together, so that progress can say how long it takes. What
 * cannot be looked at, or goes meanwhile, counts as nothing: reading tells of it.
 */
export async function measureFolder(root: string): Promise<{ files: number; bytes: number }> {
  const info = await stat(root).catch(() => undefined)
  if (info?.isFile()) return { files: 1, bytes: info.size }
  const total = { files: 0, bytes: 0 }
  for (const entry of await readdir(root, { withFileTypes: true }).catch(() => [])) {
    if (!isVisible(basename(entry.name))) continue
    const path = join(root, entry.name)
    if (entry.isDirectory()) {
      const below = await measureFolder(path)
      total.files += below.files
      total.bytes += below.bytes
    } else if (entry.isFile() && isReadable(entry.name)) {
      total.files++
      total.bytes += (await stat(path).catch(() => undefined))?.size ?? 0
    }
  }
  return total
}
