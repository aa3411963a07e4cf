import chromium from "@sparticuz/chromium"
import { type Browser, chromium as playwright } from "playwright-core"

/** A real Chromium: the system's that CHROMIUM_PATH names, else the one inside an npm package. */
export async function openBrowser(): Promise<Browser> {
  chromium.setGraphicsMode = false
  const executablePath = process.env.CHROMIUM_PATH ?? (await chromium.executablePath())
  return playwright.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--headless=shell"] })
}
