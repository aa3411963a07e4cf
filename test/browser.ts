import { mkdirSync } from "node:fs"
import { join } from "node:path"
import chromium from "@sparticuz/chromium"
import { type Browser, chromium as playwright } from "playwright-core"

/** A real Chromium: the system's that CHROMIUM_PATH names, else the one inside an npm package. */
export async function openBrowser(): Promise<Browser> {
  chromium.setGraphicsMode = false
  const executablePath = process.env.CHROMIUM_PATH ?? (await unpackedBrowser())
  return playwright.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--headless=shell"] })
}

/** The package unpacks it into the folder for temporary files, where another user's copy may lie in the way. */
async function unpackedBrowser(): Promise<string> {
  const { TMPDIR } = process.env
  process.env.TMPDIR = join(import.meta.dir, "../build/browser")
  mkdirSync(process.env.TMPDIR, { recursive: true })
  try {
    return await chromium.executablePath()
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
}
