import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { isDataFolderLocked, LOCK_FILE, lockDataFolder } from "../instance-lock.ts"

export interface Workshop {
  path: string
  remove(): void
}

/**
 * A folder to work in, within another. Those that killed processes left go first: each is a whole copy, and holds people who
 * may have been erased since.
 */
export function openWorkshop(folder: string, prefix: string): Workshop {
  for (const name of readdirSync(folder)) if (name.startsWith(prefix)) removeLeft(join(folder, name))
  const path = mkdtempSync(join(folder, prefix))
  const remove = () => rmSync(path, { recursive: true, force: true })
  try {
    const lock = lockDataFolder(path)
    return {
      path,
      remove() {
        lock.release()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

function removeLeft(path: string): void {
  try {
    if (existsSync(join(path, LOCK_FILE)) && !isDataFolderLocked(path)) rmSync(path, { recursive: true })
  } catch {
    // It is another user's, in a folder of everybody's, and in nobody's way.
  }
}
