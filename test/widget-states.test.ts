import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import { readFileSync } from "node:fs"
import type axe from "axe-core"
import type { Browser, Page } from "playwright-core"
import { en } from "../widget/i18n/en.ts"
import ar from "../widget/i18n/lang/ar.ts"
import type { PlainKey } from "../widget/i18n/texts.ts"
import { openBrowser } from "./browser.ts"
import { STATES } from "./fixtures/widget-gallery/states.ts"
import { DESKTOP, look, PHONE, serveGallery } from "./widget-gallery.ts"

setDefaultTimeout(120_000)

declare const window: { axe: typeof axe }

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8")
let browser: Browser
let gallery: { url: URL; stop(): void }

beforeAll(async () => {
  gallery = await serveGallery()
  browser = await openBrowser()
})

afterAll(async () => {
  await browser.close()
  gallery.stop()
})

/** What axe finds, in a line each. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
  })
}

/** Pages beside the conversation are reached through the menu. */
const BEHIND_MENU: Readonly<Record<string, PlainKey>> = {
  history: "earlier",
  "history-none": "earlier",
  reading: "earlier",
  mail: "transcriptMail",
  end: "endChat",
}

describe("axe finds nothing", () => {
  const looks = [
    { name: "desktop, light", options: DESKTOP, query: {} },
    { name: "desktop, dark", options: { ...DESKTOP, colorScheme: "dark" }, query: {} },
    { name: "phone, light, pale theme", options: PHONE, query: { color: "#ffe14d" } },
    {
      name: "phone, dark, dark theme, Arabic",
      options: { ...PHONE, colorScheme: "dark" },
      query: { color: "#101820", locale: "ar" },
    },
  ] as const
  for (const { name, options, query } of looks)
    test(`in any state: ${name}`, async () => {
      const found: Record<string, string[]> = {}
      for (const state of [...Object.keys(STATES), "mail", "end"]) {
        const { page, complaints, close } = await look(browser, gallery.url, { state, ...query }, options)
        const entry = BEHIND_MENU[state]
        if (entry) {
          const texts = "locale" in query ? ar : en
          await page.getByRole("button", { name: texts.menu }).click()
          await page.getByRole("button", { name: texts[entry] }).click()
        }
        const all = [...(await faults(page)), ...complaints]
        if (all.length > 0) found[state] = all
        await close()
      }
      expect(found).toEqual({})
    })
})
