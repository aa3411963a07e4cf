import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import { pictureDifference } from "./picture-difference.ts"
import { type SiteVisit, WidgetSite } from "./widget-site.ts"

setDefaultTimeout(120_000)

/** Rounded corners and shadows let a little of the page through. */
const SAME = 0.005

let site: WidgetSite

beforeAll(async () => {
  site = await WidgetSite.start()
})

afterAll(() => site.stop())

/** The widget in its states, without what differs with the time of day. */
async function pictures({ page, chat }: SiteVisit): Promise<Uint8Array[]> {
  const options = { animations: "disabled" } as const
  await hideTimes(page)
  const bubble = await chat.launcher.screenshot(options)
  await chat.open()
  const form = await chat.panel.screenshot(options)
  await chat.panel.getByLabel("Name").fill("Ada Lovelace")
  await chat.panel.getByLabel("E-mail").fill("ada@example.com")
  await chat.panel.getByRole("button", { name: "Start chat" }).click()
  await chat.say("What is chatd?")
  await chat.panel.getByText("Was this helpful?").waitFor()
  return [bubble, form, await chat.panel.screenshot(options)]
}

async function hideTimes(page: Page): Promise<void> {
  await page.locator("#chatd-widget").evaluate((host) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync("time, .day { visibility: hidden }")
    host.shadowRoot?.adoptedStyleSheets.push(sheet)
  })
}

/** Where everything of the host page's own is and how it looks, in a line each. */
function outline(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("body, body *:not(#chatd-widget, script)")].flatMap((element, index) => {
      const style = getComputedStyle(element)
      const { x, y, width, height } = element.getBoundingClientRect()
      const name = `${index} ${element.tagName}`
      // The order of custom properties is the browser's own whim.
      const looks = [...style].filter((property) => !property.startsWith("--"))
      return [
        `${name} at ${x} ${y} ${width} ${height}`,
        ...looks.map((property) => `${name} ${property}: ${style.getPropertyValue(property)}`),
      ]
    }),
  )
}

function unlike(some: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others)
  return some.filter((line) => !known.has(line))
}

describe("the page's styles do not reach in, and ours do not reach out", () => {
  let plain: Uint8Array[]
  beforeAll(async () => {
    const visit = await site.visit()
    plain = await pictures(visit)
    await visit.close()
  })

  for (const name of ["hostile", "bootstrap", "tailwind"]) {
    test(`on a page with ${name} styles`, async () => {
      const bare = await site.visit(`/${name}.html?without`)
      const without = await outline(bare.page)
      await bare.close()
      const visit = await site.visit(`/${name}.html`)
      await visit.chat.launcher.waitFor()
      expect(unlike(await outline(visit.page), without)).toEqual([])
      const differences = (await pictures(visit)).map((picture, index) =>
        pictureDifference(picture, plain[index] ?? new Uint8Array()),
      )
      expect(Math.max(...differences)).toBeLessThan(SAME)
      expect(unlike(await outline(visit.page), without)).toEqual([])
      await visit.close()
    })
  }
})

test("a page with a strict policy sees no violation, through a whole conversation", async () => {
  const visit = await site.visit("/strict.html")
  await pictures(visit)
  await visit.chat.panel.getByRole("button", { name: "Emoji" }).click()
  await visit.chat.panel.getByRole("button", { name: "😀" }).waitFor()
  expect(visit.complaints).toEqual([])
  await visit.close()
})

describe("the widget is put in by", () => {
  test("ChatWidget.init", async () => {
    const { chat, close } = await site.visit("/init.html")
    await chat.start()
    await chat.panel.getByRole("heading", { name: "Fern & Field" }).waitFor()
    await chat.panel.getByText("Hello! What may we brew for you?").waitFor()
    expect(await chat.launcher.evaluate((button) => getComputedStyle(button).backgroundColor)).toBe(
      "rgb(15, 118, 110)",
    )
    await close()
  })

  test("window.ChatbotWidgetConfig", async () => {
    const { chat, close } = await site.visit("/global.html")
    await chat.open()
    await chat.panel.getByRole("heading", { name: "Embedded Chatbot" }).waitFor()
    await close()
  })

  test("the ES module", async () => {
    const { page, chat, complaints, close } = await site.visit("/module.html")
    await chat.open()
    await chat.panel.getByRole("heading", { name: "By module" }).waitFor()
    expect(await page.title()).toBe("opened")
    expect(complaints).toEqual([])
    await close()
  })
})

test("a single-page site keeps its widget open from route to route, and after a reload", async () => {
  const { page, chat, complaints, close } = await site.visit("/shop")
  await chat.start()
  await chat.say("Hello!")
  await chat.answers.first().waitFor()
  await page.getByRole("link", { name: "About" }).click()
  await page.getByText("This is /about").waitFor()
  expect(await chat.panel.isVisible()).toBe(true)
  expect(await chat.said()).toEqual(["Hello!"])
  await page.reload()
  await chat.answers.first().waitFor()
  expect(await page.locator("#chatd-widget").count()).toBe(1)
  expect(complaints).toEqual([])
  await close()
})

test("a page in Arabic has a widget that reads from right to left, in its own corner", async () => {
  const { page, chat, complaints, close } = await site.visit("/rtl.html")
  await chat.open()
  const form = chat.panel.locator("form")
  await form.waitFor()
  expect(await form.evaluate((element) => getComputedStyle(element).direction)).toBe("rtl")
  const [box, width] = [await chat.panel.boundingBox(), page.viewportSize()?.width ?? 0]
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBe(width - 20)
  expect(complaints).toEqual([])
  await close()
})
