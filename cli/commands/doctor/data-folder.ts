import { accessSync, constants } from "node:fs"
import { resolve } from "node:path"
import type { Config } from "../../../src/config/schema.ts"
import { earlierDatabases } from "../../../src/storage/backup/earlier-databases.ts"
import { inDataFolder, lackOfSpace, makeDataFolder } from "../../../src/storage/data-folder.ts"
import type { Finding } from "./finding.ts"

export function dataFolder({ data }: Config): Finding {
  const what = "data folder"
  try {
    makeDataFolder(data)
    inDataFolder(data, () => accessSync(data, constants.R_OK | constants.W_OK))
    const lack = lackOfSpace(data)
    if (lack) return { what, state: "fault", says: lack }
    const earlier = earlierDatabases(data)
    if (earlier.length === 0) return { what, state: "ok", says: resolve(data) }
    const says = `${resolve(data)}; whoever was erased since is in the earlier databases there: ${earlier.join(", ")}. Delete what you need no more.`
    return { what, state: "warning", says }
  } catch (error) {
    return { what, state: "fault", says: (error as Error).message }
  }
}
