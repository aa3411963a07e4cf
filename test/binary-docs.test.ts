import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import type { Browser, Page } from "playwright-core"
import { axeFaults } from "./axe.ts"
import { binaryAlone, type Serving } from "./binary.ts"
import { openBrowser } from "./browser.ts"
import { visit } from "./visit.ts"

setDefaultTimeout(120_000)

let binary: ReturnType<typeof binaryAlone>
let server: Serving
let browser: Browser
let widgetKey: string

beforeAll(async () => {
  binary = binaryAlone()
  const partner = await binary.partner()
  widgetKey = partner.widgetKey
  ;[server, browser] = await Promise.all([binary.serve(), openBrowser()])
})
afterAll(async () => {
  await browser.close()
  await binary.remove()
})

const operation = (page: Page, id: string) => page.locator(`[id$="-${id}"].opblock`)

describe("the page at /docs, in the executable", () => {
  for (const { colorScheme, width, ground } of [
    { colorScheme: "light", width: 1280, ground: "rgb(246, 247, 249)" },
    { colorScheme: "dark", width: 1280, ground: "rgb(20, 23, 28)" },
    { colorScheme: "light", width: 360, ground: "rgb(246, 247, 249)" },
    { colorScheme: "dark", width: 360, ground: "rgb(20, 23, 28)" },
  ] as const)
    test(`shows each contract in ${colorScheme} at ${width} px, and asks no other host`, async () => {
      const { page, requests, complaints, close } = await visit(browser, `${server.url}/docs`, {
        viewport: { width, height: 800 },
        colorScheme,
      })
      const contracts = page.getByRole("navigation", { name: "Contracts" }).getByRole("link")
      for (const [label, id] of [
        ["Partner", "createConversation"],
        ["Chat", "openSession"],
        ["Desk", "signIn"],
        ["CRM", "askQuestion"],
        ["Chatbot", "chatbotResponse"],
        ["Incoming", "freshdeskChanged"],
      ] as const) {
        await contracts.getByText(label, { exact: true }).click()
        await operation(page, id).locator(".opblock-summary-control").click()
        await operation(page, id).getByText("Responses", { exact: true }).waitFor()
        const pale = (await axeFaults(page)).filter((fault) => fault.startsWith("color-contrast"))
        expect(pale).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
        expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(ground)
      }
      expect(requests.filter((request) => !request.includes(new URL(server.url).host))).toEqual([])
      expect(requests.length).toBeGreaterThan(10)
      expect(complaints).toEqual([])
      await close()
    })

  test("tries a call, and goes on with the token that it gave", async () => {
    const { page, complaints, close } = await visit(
      browser,
      `${server.url}/docs?api=chat#/Sessions/openSession`,
    )
    const open = operation(page, "openSession")
    await open.getByRole("button", { name: "Try it out" }).click()
    await open.locator("textarea.body-param__text").fill(JSON.stringify({ widgetKey, name: "Ada" }))
    await open.getByRole("button", { name: "Execute" }).click()
    const reply = open.locator(".live-responses-table .response-col_description")
    await reply.getByText("sessionToken").waitFor()
    const { sessionToken } = JSON.parse(
      (await reply.locator(".highlight-code code").first().textContent()) ?? "",
    )
    await page.getByRole("button", { name: "Authorize" }).click()
    const dialog = page.locator(".modal-ux")
    const scheme = dialog.locator(".auth-container", { hasText: "sessionToken" })
    await scheme.locator("input").fill(sessionToken)
    await scheme.getByRole("button", { name: "Apply credentials" }).click()
    await dialog.getByRole("button", { name: "Close" }).last().click()
    const list = operation(page, "listSessions")
    await list.locator(".opblock-summary-control").click()
    await list.getByRole("button", { name: "Try it out" }).click()
    await list.getByRole("button", { name: "Execute" }).click()
    await list.locator(".live-responses-table").getByText('"preview"').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  test("takes what does not exist for the first contract", async () => {
    const html = await (await fetch(`${server.url}/docs?api=%3Cb%3E`)).text()
    expect(html).toContain('data-document="./docs/openapi/partner.json"')
    expect(html).not.toMatch(/<b>|\{\{/)
  })

  test("is sent compressed to who takes it, and once to who has it", async () => {
    for (const path of ["/docs/swagger-ui-bundle.js", "/docs/openapi/chat.json", "/docs/chat-api.md"]) {
      const get = (headers: Record<string, string>) =>
        fetch(server.url + path, { headers, decompress: false } as RequestInit)
      const plain = await get({ "accept-encoding": "identity" })
      const compressed = await get({ "accept-encoding": "gzip" })
      expect(compressed.headers.get("content-encoding")).toBe("gzip")
      const bytes = new Uint8Array(await compressed.arrayBuffer())
      expect(new TextDecoder().decode(Bun.gunzipSync(bytes))).toBe(await plain.text())
      const etag = compressed.headers.get("etag") ?? ""
      expect((await get({ "if-none-match": etag })).status).toBe(304)
    }
  })
})
