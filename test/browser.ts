import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import chromium from "@sparticuz/chromium"
import { type Browser, chromium as playwright } from "playwright-core"

const BUILD = join(import.meta.dir, "../build")

/** A real Chromium: the system's that CHROMIUM_PATH names, else the one inside an npm package. */
export async function openBrowser(): Promise<Browser> {
  chromium.setGraphicsMode = false
  const executablePath = process.env.CHROMIUM_PATH ?? (await unpackedBrowser())
  return playwright.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--headless=shell"] })
}

/** It has its place once it is there as a whole: on a fresh checkout the workers of a test run all want it at once. */
async function unpackedBrowser(): Promise<string> {
  const folder = join(BUILD, "browser")
  const executable = join(folder, "chromium")
  if (existsSync(executable)) return executable
  const own = mkdtempSync(join(BUILD, "browser-"))
  await unpackInto(own)
  try {
    renameSync(own, folder)
  } catch (error) {
    rmSync(own, { recursive: true })
    if (!existsSync(executable)) throw error
  }
  return executable
}

/** The package unpacks into the folder for temporary files. */
async function unpackInto(folder: string): Promise<void> {
  const { TMPDIR } = process.env
  process.env.TMPDIR = folder
  try {
    await chromium.executablePath()
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
}
