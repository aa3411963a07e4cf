import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import { axeFaults } from "./axe.ts"
import { until } from "./wait.ts"
import { WidgetSite } from "./widget-site.ts"

setDefaultTimeout(120_000)

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

let site: WidgetSite

beforeAll(async () => {
  site = await WidgetSite.start()
})

afterAll(() => site.stop())

/** The name of what has the focus, in the widget or on the page. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const active = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement
    const labels = active instanceof HTMLInputElement ? [...(active.labels ?? [])] : []
    return active?.getAttribute("aria-label") ?? labels[0]?.textContent?.trim() ?? active?.textContent ?? ""
  })
}

async function tabTo(page: Page, name: string | RegExp, key = "Tab"): Promise<void> {
  for (let turn = 0; turn < 12; turn++) {
    if ((await focused(page)).match(name)) return
    await page.keyboard.press(key)
  }
  throw new Error(`${key} does not lead to ${name}: ${await focused(page)}`)
}

test("by keyboard alone: open, introduce oneself, ask, rate, close, and be where one was", async () => {
  const { page, chat, complaints, close } = await site.visit()
  await chat.launcher.waitFor()
  await tabTo(page, /^Chat/)
  await page.keyboard.press("Enter")
  await until("the form has the focus", async () => (await focused(page)).startsWith("Name"))
  await page.keyboard.type("Ada")
  await tabTo(page, /^E-mail/)
  await page.keyboard.type("ada@example.com")
  await page.keyboard.press("Enter")
  await until("the composer has the focus", async () => (await focused(page)) === "Your message")
  await page.keyboard.type("What is chatd?")
  await page.keyboard.press("Enter")
  await chat.panel.getByText("Was this helpful?").waitFor()
  expect(await focused(page)).toBe("Your message")
  await tabTo(page, "Helpful", "Shift+Tab")
  await page.keyboard.press("Space")
  await chat.panel.getByText("Thanks!").waitFor()
  await page.keyboard.press("Escape")
  await chat.panel.waitFor({ state: "detached" })
  await until("the bubble has the focus again", async () => (await focused(page)).startsWith("Chat"))
  expect(complaints).toEqual([])
  await close()
})

for (const colorScheme of ["light", "dark"] as const) {
  test(`on a phone it takes the whole screen, in ${colorScheme}`, async () => {
    const { page, chat, complaints, close } = await site.visit("/plain.html", { ...PHONE, colorScheme })
    await chat.launcher.tap()
    await chat.panel.waitFor()
    expect(await chat.panel.boundingBox()).toEqual({ x: 0, y: 0, ...PHONE.viewport })
    expect(await axeFaults(page)).toEqual([])
    await chat.panel.getByLabel("Name").fill("Ada")
    await chat.panel.getByLabel("E-mail").fill("ada@example.com")
    await chat.panel.getByRole("button", { name: "Start chat" }).tap()
    await chat.input.waitFor()
    // Smaller ones make a phone zoom in.
    expect(
      await chat.input.evaluate((input) => Number.parseFloat(getComputedStyle(input).fontSize)),
    ).toBeGreaterThanOrEqual(16)
    await chat.say("What is chatd?")
    await chat.panel.getByText("Was this helpful?").waitFor()
    expect(await axeFaults(page)).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })
}

test("above a phone's keyboard the composer stays in sight", async () => {
  const { page, chat, close } = await site.visit("/plain.html", PHONE)
  await chat.start()
  await page.evaluate(() => {
    // As a browser tells of a keyboard of 344 px.
    const viewport = window.visualViewport
    if (!viewport) throw new Error("There is no visual viewport.")
    Object.defineProperty(viewport, "height", { value: 500 })
    viewport.dispatchEvent(new Event("resize"))
  })
  await until("the chat fits above it", async () => (await chat.panel.boundingBox())?.height === 500)
  const box = await chat.input.boundingBox()
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(500)
  await close()
})
