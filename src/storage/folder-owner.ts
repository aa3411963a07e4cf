import { existsSync, lchownSync, statSync } from "node:fs"
import { dirname } from "node:path"

/**
 * Makes a file; what root makes in another user's folder is that user's, as SQLite does it with its logs. Their server could
 * not open it otherwise.
 */
export function madeForFolderOwner<T>(path: string, make: () => T): T {
  const isNew = !existsSync(path)
  const made = make()
  if (isNew && process.getuid?.() === 0) giveToFolderOwner(path)
  return made
}

function giveToFolderOwner(path: string): void {
  const { uid, gid } = statSync(dirname(path))
  try {
    // Not what a link leads to: whoever has the folder could have root give away anything.
    lchownSync(path, uid, gid)
  } catch {
    // On disks that know no owners, and for a root that may give nothing away, as in some containers, it stays as it is.
  }
}
