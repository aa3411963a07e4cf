import { isAbsolute, relative, sep } from "node:path"

/** Whether a path is the folder or in it; both absolute, links resolved. */
export function isPathWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
