import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import type { Browser, Page } from "playwright-core"
import { openBrowser } from "./browser.ts"
import { type DemoServer, startDemo } from "./demo-server.ts"

setDefaultTimeout(120_000)

const KNOWN = "How do I add my own documents?"
const UNKNOWN = "Which wine goes with fish?"

let browser: Browser
const servers: DemoServer[] = []

beforeAll(async () => {
  browser = await openBrowser()
})

afterAll(async () => {
  await browser.close()
  await Promise.all(servers.map((server) => server.stop()))
})

async function serve(...options: Parameters<typeof startDemo>): Promise<URL> {
  const server = await startDemo(...options)
  servers.push(server)
  return server.url
}

interface Visit {
  page: Page
  /** Paths that were posted to, in order. */
  posts: string[]
  /** What the browser complained about: violations of the policy are among it. */
  complaints: string[]
  close(): Promise<void>
}

async function visit(url: URL, viewport = { width: 1280, height: 800 }): Promise<Visit> {
  const context = await browser.newContext({ viewport, reducedMotion: "reduce" })
  const page = await context.newPage()
  const posts: string[] = []
  const complaints: string[] = []
  page.on("request", (request) => {
    if (request.method() === "POST") posts.push(new URL(request.url()).pathname)
  })
  page.on("console", (message) => {
    if (message.type() !== "log") complaints.push(message.text())
  })
  page.on("pageerror", (error) => complaints.push(error.message))
  await page.goto(new URL("/crm", url).href)
  return { page, posts, complaints, close: () => context.close() }
}

const exampleOf = (page: Page) =>
  page.getByRole("list", { name: "Example questions" }).getByRole("button").first()

async function ask(page: Page, text: string): Promise<void> {
  await page.getByLabel("Your question").fill(text)
  await page.keyboard.press("Enter")
}

describe("the CRM page", () => {
  let url: URL
  beforeAll(async () => {
    url = await serve()
  })

  test("answers the first question with its sources, and takes one rating", async () => {
    const { page, posts, complaints, close } = await visit(url)
    expect(await page.getByRole("list", { name: "Example questions" }).getByRole("button").count()).toBe(3)
    await exampleOf(page).click()
    await page.getByText(/Sources · \d+\s%\ssure/).waitFor()
    expect(await page.getByText("Would you like to create a support ticket?").count()).toBe(0)
    await page.getByRole("button", { name: "Helpful", exact: true }).click()
    await page.getByText("Thanks!").waitFor()
    expect(await page.getByRole("button", { name: "Not helpful" }).isDisabled()).toBe(true)
    expect(posts).toEqual(["/api/agent/customer/", "/api/feedback"])
    expect(complaints).toEqual([])
    await close()
  })

  test("records the failure at once and makes a ticket on yes", async () => {
    const { page, posts, complaints, close } = await visit(url)
    await ask(page, UNKNOWN)
    await page
      .getByText("I couldn't find a confident answer. Would you like to create a support ticket?")
      .waitFor()
    await page.waitForFunction(
      () => performance.getEntriesByName(`${location.origin}/api/agent-failure/`).length,
    )
    expect(posts).toEqual(["/api/agent/customer/", "/api/agent-failure/"])
    expect(await page.getByText("Was this helpful?").count()).toBe(0)
    await page.getByRole("button", { name: "Yes, Create Ticket" }).click()
    await page.getByText(/^Hi Jane, I've created support ticket #T-\d+ for you\./).waitFor()
    expect(posts.at(-1)).toMatch(/^\/api\/agent-failure\/[^/]+\/create-ticket$/)
    expect(complaints).toEqual([])
    await close()
  })

  test("takes a no, by keyboard only from the first key on", async () => {
    const { page, posts, complaints, close } = await visit(url)
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "")
    await page.getByRole("button", { name: "Send" }).waitFor()
    const example = await exampleOf(page).textContent()
    for (let i = 0; i < 6 && (await focused()) !== example; i++) await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await page.getByText("Was this helpful?").waitFor()
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Space")
    await page.getByText("Thanks!").waitFor()
    for (
      let i = 0;
      i < 6 && !(await page.getByLabel("Your question").evaluate((node) => node === document.activeElement));
      i++
    )
      await page.keyboard.press("Tab")
    await page.keyboard.type(UNKNOWN)
    await page.keyboard.press("Enter")
    await page.getByRole("button", { name: "No Thanks" }).waitFor()
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await page.getByText("No problem! Feel free to ask another question.").waitFor()
    expect(posts.at(-1)).toMatch(/^\/api\/agent-failure\/[^/]+\/decline$/)
    expect(await page.getByLabel("Your question").evaluate((node) => node === document.activeElement)).toBe(
      true,
    )
    expect(complaints).toEqual([])
    await close()
  })

  test("says when the server cannot be reached, and keeps the question", async () => {
    const { page, close } = await visit(url)
    await page.context().setOffline(true)
    await ask(page, KNOWN)
    await page.getByText("Unable to connect right now. Please try again shortly.").waitFor()
    expect(await page.getByLabel("Your question").inputValue()).toBe(KNOWN)
    await close()
  })

  test("fits a phone, whatever the length of a word", async () => {
    const { page, close } = await visit(url, { width: 375, height: 812 })
    await ask(page, "x".repeat(400))
    await page.getByRole("button", { name: "No Thanks" }).waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375)
    await close()
  })

  test("starts anew with a session of its own", async () => {
    const { page, close } = await visit(url)
    const sessions: string[] = []
    page.on("request", (request) => {
      if (request.url().endsWith("/api/agent/customer/")) sessions.push(request.postDataJSON().session_id)
    })
    await ask(page, KNOWN)
    await page.getByText("Was this helpful?").waitFor()
    await page.getByRole("button", { name: "New conversation" }).click()
    await exampleOf(page).waitFor()
    expect(await page.getByText("Was this helpful?").count()).toBe(0)
    await ask(page, KNOWN)
    await page.getByText("Was this helpful?").waitFor()
    expect(new Set(sessions).size).toBe(2)
    expect(sessions[0]).toMatch(/^customer-session-\d+$/)
    await close()
  })

  test("may speak behind a proxy with TLS, where a foreign page may not", async () => {
    const statusFor = async (origin: string) => {
      const headers = { origin, "content-type": "application/json" }
      return (await fetch(new URL("/api/feedback", url), { method: "POST", headers, body: "{}" })).status
    }
    expect(await statusFor(`https://${url.host}`)).toBe(422)
    expect(await statusFor("https://evil.example")).toBe(403)
    expect(await statusFor("null")).toBe(403)
  })

  test("is asked for again but sent once, under a strict policy", async () => {
    const page = new URL("/crm", url)
    const first = await fetch(page)
    expect(first.headers.get("content-security-policy")).toStartWith("default-src 'none'; script-src 'self'")
    expect(await first.text()).not.toMatch(/<script>|style=|onclick=/)
    const again = await fetch(page, { headers: { "if-none-match": first.headers.get("etag") ?? "" } })
    expect(again.status).toBe(304)
  })
})

test("past the limit the page says when to come back and sends nothing more", async () => {
  const { page, posts, close } = await visit(await serve({ "crm.limit_per_user": 1 }))
  await ask(page, KNOWN)
  await page.getByText("Was this helpful?").waitFor()
  await ask(page, UNKNOWN)
  await page.getByText("You've reached your query limit. Please try again in 60 minutes.").waitFor()
  expect(await page.getByRole("button", { name: "Send" }).isDisabled()).toBe(true)
  await page.keyboard.press("Enter")
  expect(posts.length).toBe(2)
  await close()
})

test("without a partner the page says where to read what to do", async () => {
  const { page, complaints, close } = await visit(await serve({}, { demo: false }))
  await page.getByRole("link", { name: "See what to do" }).waitFor()
  expect(await page.getByLabel("Your question").isVisible()).toBe(false)
  expect(complaints).toEqual([])
  await close()
})
