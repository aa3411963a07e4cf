import { accessSync, constants } from "node:fs"
import { resolve } from "node:path"
import type { Config } from "../../../src/config/schema.ts"
import { inDataFolder, lackOfSpace, makeDataFolder } from "../../../src/storage/data-folder.ts"
import type { Finding } from "./finding.ts"

export function dataFolder({ data }: Config): Finding {
  const what = "data folder"
  try {
    makeDataFolder(data)
    inDataFolder(data, () => accessSync(data, constants.R_OK | constants.W_OK))
    const lack = lackOfSpace(data)
    return lack ? { what, state: "fault", says: lack } : { what, state: "ok", says: resolve(data) }
  } catch (error) {
    return { what, state: "fault", says: (error as Error).message }
  }
}
