import { readdirSync } from "node:fs"

/** What a restore sets aside, and what an upgrade keeps. */
export const SET_ASIDE = "replaced-"
export const BEFORE_UPGRADE = "before-"

/** Names of the earlier databases in a data folder: everybody is in them who was erased since. */
export function earlierDatabases(dataDir: string): string[] {
  try {
    return readdirSync(dataDir)
      .filter((name) => name.startsWith(SET_ASIDE) || name.startsWith(BEFORE_UPGRADE))
      .sort()
  } catch {
    return []
  }
}
