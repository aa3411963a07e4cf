import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import type { Browser } from "playwright-core"
import { en } from "../widget/i18n/en.ts"
import ar from "../widget/i18n/lang/ar.ts"
import type { PlainKey } from "../widget/i18n/texts.ts"
import { axeFaults } from "./axe.ts"
import { openBrowser } from "./browser.ts"
import { STATES } from "./fixtures/widget-gallery/states.ts"
import { DESKTOP, look, PHONE, serveGallery } from "./widget-gallery.ts"

setDefaultTimeout(120_000)

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
        const all = [...(await axeFaults(page)), ...complaints]
        if (all.length > 0) found[state] = all
        await close()
      }
      expect(found).toEqual({})
    })
})
