import { expect } from "bun:test"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const FOLDER = join(import.meta.dir, "../screens")

/** Compares a screen with the one in the file; `CHATD_STORE_SCREENS=1` writes it anew, to be looked at before it is kept. */
export function expectStored(name: string, text: string, folder = FOLDER): void {
  const path = join(folder, `${name}.txt`)
  if (process.env.CHATD_STORE_SCREENS) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(path, `${text}\n`)
  }
  expect(`${text}\n`).toBe(existsSync(path) ? readFileSync(path, "utf8") : `there is no ${path}`)
}
