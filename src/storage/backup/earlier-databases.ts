import { readdirSync } from "node:fs"

/** What a restore sets aside, and what an upgrade keeps. */
export const SET_ASIDE = "replaced-"
export const BEFORE_UPGRADE = "before-"
/** Where copies are made, which stay where the process is killed meanwhile. */
export const BACKING_UP = ".chatd-backup-"
export const TRYING_UPGRADE = ".upgrade-check-"
export const RESTORING = ".restoring"

const BEGINNINGS = [SET_ASIDE, BEFORE_UPGRADE, BACKING_UP, TRYING_UPGRADE]

/** Names of the earlier databases in a data folder: everybody is in them who was erased since. */
export function earlierDatabases(dataDir: string): string[] {
  try {
    return readdirSync(dataDir)
      .filter((name) => BEGINNINGS.some((begin) => name.startsWith(begin)) || name.endsWith(RESTORING))
      .sort()
  } catch {
    return []
  }
}
