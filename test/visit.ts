import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core"

export interface Visit {
  page: Page
  context: BrowserContext
  /** Every request, by method and address. */
  requests: string[]
  /** What the browser complained about: violations of a content security policy are among it. */
  complaints: string[]
  close(): Promise<void>
}

/** A visitor of their own, with storage of their own, on a page. */
export async function visit(
  browser: Browser,
  url: string | URL,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: "reduce",
    locale: "en-GB",
    ...options,
  })
  const requests: string[] = []
  const complaints: string[] = []
  context.on("request", (request) => requests.push(`${request.method()} ${request.url()}`))
  context.on("console", (message) => {
    if (message.type() !== "log") complaints.push(`${message.text()} ${message.location().url}`)
  })
  context.on("weberror", (error) => complaints.push(error.error().message))
  await context.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      console.error("violates the page's policy", violatedDirective, blockedURI),
    ),
  )
  const page = await context.newPage()
  await page.goto(String(url))
  return { page, context, requests, complaints, close: () => context.close() }
}
