import { accessSync, constants, existsSync } from "node:fs"
import { dirname, resolve } from "node:path"
import type { Config } from "../../../src/config/schema.ts"
import { earlierDatabases } from "../../../src/storage/backup/earlier-databases.ts"
import { inDataFolder, lackOfSpace } from "../../../src/storage/data-folder.ts"
import type { Finding } from "./finding.ts"

export function dataFolder({ data }: Config): Finding {
  const what = "data folder"
  try {
    const there = nearestThere(resolve(data))
    // With what it would take to make something there: a file is none.
    inDataFolder(data, () => accessSync(`${there}/.`, constants.R_OK | constants.W_OK))
    const lack = lackOfSpace(there)
    if (lack) return { what, state: "fault", says: lack }
    if (there !== resolve(data)) return { what, state: "warning", says: `${resolve(data)} is not there yet` }
    const earlier = earlierDatabases(data)
    if (earlier.length === 0) return { what, state: "ok", says: resolve(data) }
    const says = `${resolve(data)}; whoever was erased since is in the earlier databases there: ${earlier.join(", ")}. Delete what you need no more.`
    return { what, state: "warning", says }
  } catch (error) {
    return { what, state: "fault", says: (error as Error).message }
  }
}

/** The folder, or the one in which it would be made; who only looks makes none. */
function nearestThere(folder: string): string {
  return existsSync(folder) ? folder : nearestThere(dirname(folder))
}
