import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Page } from "playwright-core"
import { until } from "./wait.ts"
import { WidgetSite } from "./widget-site.ts"

setDefaultTimeout(120_000)

let site: WidgetSite

beforeAll(async () => {
  site = await WidgetSite.start()
})

afterAll(() => site.stop())

/** Bytes on the wire. */
async function compressedSize(path: string): Promise<number> {
  const reply = await fetch(`${site.url}${path}`, {
    headers: { "accept-encoding": "gzip" },
    decompress: false,
  })
  expect(reply.headers.get("content-encoding")).toBe("gzip")
  return (await reply.arrayBuffer()).byteLength
}

/** What is kept in the browser for the page. */
function kept(page: Page): Promise<number> {
  return page.evaluate(
    async () => localStorage.length + sessionStorage.length + (await indexedDB.databases()).length,
  )
}

test("the page that embeds it asks nobody but chatd, and keeps nothing before the visitor acts", async () => {
  const { page, context, chat, requests, close } = await site.visit()
  await chat.launcher.waitFor()
  const own = (request: string) => request.includes(site.pages)
  expect(
    requests.filter((request) => !own(request)).map((request) => request.replace(/key=.*/, "key=")),
  ).toEqual([`GET ${site.url}/widget/chat-widget.js`, `GET ${site.url}/api/chat/config?key=`])
  await chat.launcher.hover()
  await until("the chat is fetched on hover", () =>
    requests.some((request) => request.includes("/chat-ui.js?v=")),
  )
  expect(await kept(page)).toBe(0)
  await chat.start()
  await chat.say("Hello!")
  await chat.answers.first().waitFor()
  expect(requests.filter((request) => !own(request) && !request.includes(site.url))).toEqual([])
  expect(await context.cookies()).toEqual([])
  await close()
})

test("loader and chat are as small as promised, as they are served", async () => {
  const loader = await (await fetch(`${site.url}/widget/chat-widget.js`)).text()
  const chat = /chat-ui\.js\?v=[\w-]+/.exec(loader)?.[0]
  expect(await compressedSize("/widget/chat-widget.js")).toBeLessThanOrEqual(4 * 1024)
  expect(await compressedSize("/widget/chat-module.js")).toBeLessThanOrEqual(4 * 1024)
  expect(await compressedSize(`/widget/${chat}`)).toBeLessThanOrEqual(30 * 1024)
})

test("nothing moves and nothing stalls while it loads", async () => {
  // A busy machine makes tasks longer, never shorter: the best of a few visits counts.
  let longest = Number.POSITIVE_INFINITY
  for (let turn = 0; turn < 5 && longest > 50; turn++) {
    const { page, chat, close } = await site.visit("/plain.html")
    await page.addInitScript(() => {
      const seen: PerformanceEntry[] = []
      Object.assign(window, { seen })
      for (const type of ["layout-shift", "longtask"])
        new PerformanceObserver((list) => seen.push(...list.getEntries())).observe({ type, buffered: true })
    })
    await page.reload()
    await chat.open()
    await chat.panel.getByRole("button", { name: "Start chat" }).waitFor()
    const entries = await page.evaluate(() =>
      (window as unknown as { seen: PerformanceEntry[] }).seen.map(({ entryType, duration }) => ({
        entryType,
        duration,
      })),
    )
    expect(entries.filter(({ entryType }) => entryType === "layout-shift")).toEqual([])
    longest = Math.max(0, ...entries.map(({ duration }) => duration))
    await close()
  }
  expect(longest).toBeLessThanOrEqual(50)
})

test("a conversation takes memory for what is said in it, however long it becomes", async () => {
  const { page, context, chat, close } = await site.visit()
  const devtools = await context.newCDPSession(page)
  const used = async () => {
    await devtools.send("HeapProfiler.collectGarbage")
    return (await devtools.send("Runtime.getHeapUsage")).usedSize
  }
  await chat.start()
  await chat.say("Hello!")
  await chat.answers.first().waitFor()
  const before = await used()
  const messages = 40
  for (let nth = 1; nth <= messages; nth++) {
    await chat.say("Hello!")
    await chat.answers.nth(nth).waitFor()
  }
  expect((await used()) - before).toBeLessThan(messages * 75_000)
  await close()
})
