import { realpathSync, statSync } from "node:fs"
import { basename, isAbsolute, join } from "node:path"
import { isPathWithin } from "./path-within.ts"

/** Where sources lie, so that one that is read another way is known again. */
export interface SourcePlaces {
  /** A root in the one way in which it compares with others. */
  root(root: string): string
  /** Of the file that goes by a name under a root; undefined where it is not there, and for what is no file. */
  file(root: string, name: string): string | undefined
  /** Whether all that a root holds is in the other one. */
  isWithin(root: string, wider: string): boolean
}

/** Files by where they lie on the disk, links resolved; sites by their address. */
export const SOURCE_PLACES: SourcePlaces = {
  root(root) {
    if (isAbsolute(root)) return realPath(root) ?? root
    return URL.canParse(root) ? new URL(root).href : root
  },
  file(root, name) {
    if (!isAbsolute(root)) return undefined
    if (statSync(root, { throwIfNoEntry: false })?.isFile()) return realPath(root)
    // Where another folder holds the same name, the root's own stands before it.
    const shorter = [`${root}/`, `${basename(root)}/`].find((prefix) => name.startsWith(prefix))
    return realPath(join(root, name)) ?? (shorter && realPath(join(root, name.slice(shorter.length))))
  },
  isWithin(root, wider) {
    if (!isAbsolute(root) || !isAbsolute(wider)) return false
    return isPathWithin(root, wider)
  },
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}
