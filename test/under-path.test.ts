import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Browser } from "playwright-core"
import { openBrowser } from "./browser.ts"
import { type DemoServer, startDemo } from "./demo-server.ts"
import { visit } from "./visit.ts"

setDefaultTimeout(120_000)

let browser: Browser
let server: DemoServer
let proxy: Bun.Server<undefined>
let root: string

/** A proxy that has the server at /support/ and nothing else. */
beforeAll(async () => {
  ;[browser, server] = await Promise.all([openBrowser(), startDemo()])
  proxy = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const { pathname, search } = new URL(request.url)
      if (!pathname.startsWith("/support/")) return new Response("Nothing is here.", { status: 404 })
      const answer = await fetch(new URL(pathname.slice("/support".length) + search, server.url), {
        method: request.method,
        headers: request.headers,
        body: request.body,
        redirect: "manual",
        decompress: false,
      })
      return new Response(answer.body, answer)
    },
  })
  root = `http://127.0.0.1:${proxy.port}/support/`
})

afterAll(async () => {
  await browser.close()
  await proxy.stop(true)
  await server.stop()
})

const outside = (requests: readonly string[]) => requests.filter((request) => !request.includes(root))

test("the demo page works under a path of a proxy, and names it in what is to be pasted", async () => {
  const { page, complaints, requests, close } = await visit(browser, root)
  await page.locator("#chatd-widget .launcher").waitFor()
  expect(await page.locator("#snippet-text").textContent()).toContain(`src="${root}widget/chat-widget.js"`)
  expect(
    await page.getByRole("link", { name: "its health" }).evaluate((link: HTMLAnchorElement) => link.href),
  ).toBe(`${root}api/health`)
  expect(complaints).toEqual([])
  expect(outside(requests)).toEqual([])
  await close()
})

test("the CRM's page works under a path of a proxy", async () => {
  const { page, complaints, requests, close } = await visit(browser, `${root}crm`)
  const answered = page.waitForResponse((response) => response.url().startsWith(`${root}api/agent/`))
  await page.getByRole("listitem").getByRole("button").first().click()
  expect((await answered).status()).toBe(200)
  await page.getByRole("link", { name: "chatd" }).click()
  await page.waitForURL(root)
  expect(complaints).toEqual([])
  expect(outside(requests)).toEqual([])
  await close()
})

test.each(["docs", "docs/"])(
  "the documents at %s are read and tried under a path of a proxy",
  async (path) => {
    const { page, complaints, requests, close } = await visit(browser, `${root}${path}`)
    await page.getByRole("navigation").getByRole("link").last().click()
    await page.locator(".opblock").first().waitFor()
    expect(page.url()).toStartWith(`${root}${path}?api=`)
    await page.goto(`${root}${path}?api=chat#/Sessions/openSession`)
    const open = page.locator("[id$=-openSession]")
    await open.getByRole("button", { name: "Try it out" }).click()
    await open.locator("textarea.body-param__text").fill('{"widgetKey":"pk_nobody"}')
    const tried = page.waitForRequest((request) => request.method() === "POST")
    await open.getByRole("button", { name: "Execute" }).click()
    expect((await tried).url()).toStartWith(`${root}api/chat/`)
    expect(complaints.filter((complaint) => !/status of 4\d\d/.test(complaint))).toEqual([])
    expect(outside(requests)).toEqual([])
    await close()
  },
)
