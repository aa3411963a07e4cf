import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import type { Browser, Locator, Page } from "playwright-core"
import { axeFaults } from "./axe.ts"
import { openBrowser } from "./browser.ts"
import { type DemoServer, startDemo } from "./demo-server.ts"
import { startDesk } from "./desk.ts"
import { visit } from "./visit.ts"

setDefaultTimeout(120_000)

let browser: Browser
let server: DemoServer

beforeAll(async () => {
  ;[browser, server] = await Promise.all([openBrowser(), startDemo()])
})

afterAll(async () => {
  await browser.close()
  await server.stop()
})

const launcherOf = (page: Page) => page.locator("#chatd-widget .launcher")
const chatOf = (page: Page) => page.getByRole("dialog")
const snippetOf = (page: Page) => page.locator("#snippet-text").textContent()
const colourOf = (place: Locator) => place.evaluate((element) => getComputedStyle(element).backgroundColor)

describe("the widget on the demo page", () => {
  test("is asked an example question, and answers it with its sources", async () => {
    const { page, complaints, requests, close } = await visit(browser, server.url)
    const examples = page.getByRole("list", { name: "Example questions" }).getByRole("button")
    expect(await examples.count()).toBe(5)
    const question = (await examples.first().textContent()) ?? ""
    await examples.first().click()
    await chatOf(page).getByLabel("Name").fill("Ada")
    await chatOf(page).getByLabel("E-mail").fill("ada@example.com")
    await page.keyboard.press("Enter")
    await chatOf(page).getByText(question).waitFor()
    await chatOf(page).getByText("Was this helpful?").waitFor()
    await chatOf(page)
      .getByText(/^1 source$/)
      .waitFor()
    expect(await axeFaults(page)).toEqual([])
    expect(complaints).toEqual([])
    expect(requests.filter((request) => !request.includes(server.url.host))).toEqual([])
    await close()
  })

  test("follows every choice at once, and goes back on reset", async () => {
    const { page, complaints, close } = await visit(browser, server.url)
    await page.getByRole("button", { name: "Ask a question" }).click()
    await chatOf(page).getByLabel("Name").waitFor()
    const initial = await colourOf(launcherOf(page))
    await page.getByRole("radio", { name: "Teal" }).check()
    await page.getByRole("textbox", { name: "Title" }).fill("Tea </script> time")
    await page.getByRole("combobox", { name: "Language" }).selectOption("de")
    await page.getByRole("radio", { name: "Left" }).check()
    await page.getByRole("radio", { name: "Dark" }).check()
    await chatOf(page).getByRole("button", { name: "Chat starten" }).waitFor()
    await chatOf(page).getByRole("heading", { name: "Tea </script> time" }).waitFor()
    expect(await colourOf(launcherOf(page))).toBe("rgb(15, 118, 110)")
    expect((await chatOf(page).boundingBox())?.x).toBe(20)
    await page.getByRole("button", { name: "Reset" }).click()
    await chatOf(page).getByRole("heading", { name: "Customer Support" }).waitFor()
    await chatOf(page).getByRole("button", { name: "Start chat" }).waitFor()
    expect(await colourOf(launcherOf(page))).toBe(initial)
    expect((await chatOf(page).boundingBox())?.x).toBeGreaterThan(800)
    expect(complaints).toEqual([])
    await close()
  })
})

describe("the snippets", () => {
  test("carry the key, this server's address and what was chosen; the server can be told to keep it", async () => {
    const { page, close } = await visit(browser, server.url)
    expect(await snippetOf(page)).toMatch(
      new RegExp(
        `^<script src="${server.url.origin}/widget/chat-widget\\.js" data-widget-key="pk_\\w+" async></script>$`,
      ),
    )
    expect(await page.locator("#keep").isVisible()).toBe(false)
    await page.getByLabel("Any other").fill("#ff8800")
    await page.getByRole("textbox", { name: "Title" }).fill("Ada's </script>")
    expect(await page.locator("#keep-text").textContent()).toMatch(
      /^chatd partner set partner-\w+ widget\.primary_color=#ff8800 'widget\.texts\.title=Ada'\\''s <\/script>'$/,
    )
    await page.getByRole("tab", { name: "Script tag" }).press("ArrowRight")
    expect(await page.getByRole("tabpanel", { name: "init()" }).isVisible()).toBe(true)
    expect(await snippetOf(page)).toContain(
      'theme: {\n      primaryColor: "#ff8800",\n      headerText: "Ada\'s \\u003c/script>",\n    },',
    )
    await page.keyboard.press("ArrowRight")
    expect(await snippetOf(page)).toContain(`backendBaseUrl: "${server.url.origin}"`)
    await page.keyboard.press("End")
    expect(await snippetOf(page)).toStartWith(
      `import { init } from "${server.url.origin}/widget/chat-module.js"`,
    )
    await close()
  })

  for (const way of ["Script tag", "init()", "Global config", "ES module"]) {
    test(`work on another site: ${way}`, async () => {
      const demo = await visit(browser, server.url)
      if (way !== "Script tag") await demo.page.getByRole("textbox", { name: "Title" }).fill("</script> & co")
      await demo.page.getByRole("tab", { name: way }).click()
      const snippet = (await snippetOf(demo.page)) ?? ""
      await demo.close()
      const html = way === "ES module" ? `<script type="module">${snippet}</script>` : snippet
      const site = Bun.serve({
        port: 0,
        fetch: () => new Response(`<!doctype html>${html}`, { headers: { "content-type": "text/html" } }),
      })
      const { page, close } = await visit(browser, `http://localhost:${site.port}`)
      await launcherOf(page).click()
      const title = way === "Script tag" ? "Customer Support" : "</script> & co"
      await chatOf(page).getByRole("heading", { name: title }).waitFor()
      await close()
      await site.stop(true)
    })
  }

  test("are copied at a press", async () => {
    const { page, close } = await visit(browser, server.url, {
      permissions: ["clipboard-write", "clipboard-read"],
    })
    await page.getByRole("button", { name: "Copy" }).first().click()
    await page.getByRole("status").getByText("Copied").waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe((await snippetOf(page)) ?? "")
    await close()
  })
})

describe("the page", () => {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const viewport of [
      { width: 360, height: 740 },
      { width: 1280, height: 800 },
      { width: 2000, height: 1000 },
    ]) {
      test(`fits ${viewport.width} px in ${colorScheme}, and axe finds nothing`, async () => {
        const { page, close } = await visit(browser, server.url, { viewport, colorScheme })
        await launcherOf(page).waitFor()
        await page.getByRole("textbox", { name: "Title" }).fill("x".repeat(80))
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width)
        expect(await axeFaults(page)).toEqual([])
        await close()
      })
    }
  }

  test("shows what is chosen, and colours to choose from, where the system sets all colours", async () => {
    const { page, close } = await visit(browser, server.url, { forcedColors: "active" })
    await launcherOf(page).waitFor()
    const pictureOf = (name: string) => page.getByRole("radio", { name }).locator("..").screenshot()
    expect((await pictureOf("Teal")).equals(await pictureOf("Green"))).toBe(false)
    for (const name of ["Teal", "Left", "Dark"]) {
      const before = await pictureOf(name)
      await page.getByRole("radio", { name }).check()
      // The focus is not what the picture shows.
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
      expect({ name, changed: !before.equals(await pictureOf(name)) }).toEqual({ name, changed: true })
    }
    const edgeOf = (name: string) =>
      page.getByRole("tab", { name }).evaluate((tab) => getComputedStyle(tab).borderBlockEndColor)
    expect(await edgeOf("Script tag")).not.toBe(await edgeOf("init()"))
    await close()
  })

  test("is asked for again but sent once, under a strict policy", async () => {
    const first = await fetch(server.url)
    expect(first.headers.get("content-security-policy")).toStartWith("default-src 'none'; script-src 'self'")
    expect(await first.text()).not.toMatch(/<script>|style=|onclick=|\{\{/)
    const again = await fetch(server.url, { headers: { "if-none-match": first.headers.get("etag") ?? "" } })
    expect(again.status).toBe(304)
  })
})

test("a language of a region that the server says is what the page shows, until another is chosen", async () => {
  const desk = await startDesk({
    partnerSettings: (settings) => ({ ...settings, widget: { ...settings.widget, locale: "pt-BR" } }),
  })
  const { page, complaints, close } = await visit(browser, desk.url)
  await page.getByRole("tab", { name: "init()" }).click()
  const language = page.getByRole("combobox", { name: "Language" })
  expect(await language.inputValue()).toBe("pt-BR")
  expect(await language.getByRole("option").first().textContent()).toBe("português (Brasil)")
  expect(await snippetOf(page)).not.toContain("locale")
  await language.selectOption("pt")
  expect(await snippetOf(page)).toContain('locale: "pt"')
  await page.getByRole("button", { name: "Reset" }).click()
  expect(await language.inputValue()).toBe("pt-BR")
  expect(complaints).toEqual([])
  await close()
  await desk.stop()
})

test("without a partner the page says what to do", async () => {
  const empty = await startDemo({}, { demo: false })
  const { page, complaints, close } = await visit(browser, empty.url)
  await page.getByText("chatd partner create --name Acme --domain acme.com").waitFor()
  await page.getByText("CHATD_CRM_PARTNER").waitFor()
  expect(await axeFaults(page)).toEqual([])
  expect(complaints).toEqual([])
  await close()
  await empty.stop()
})
