import { join } from "node:path"
import type { Browser, BrowserContextOptions, Page } from "playwright-core"
import built from "../build/widget/files.json"

const FOLDER = join(import.meta.dir, "fixtures/widget-gallery")

/** Nothing inline, nothing from elsewhere: what the strictest of pages allow. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; require-trusted-types-for 'script'"

/** Serves a page that shows the chat in any of its states: `/?state=escalation&locale=ar&color=%23ff0`. */
export async function serveGallery(): Promise<{ url: URL; stop(): void }> {
  const files: Readonly<Record<string, { type: string; text: string }>> = built
  const bundle = await Bun.build({
    entrypoints: [join(FOLDER, "gallery.ts")],
    target: "browser",
    define: {
      "process.env.NODE_ENV": '"production"',
      CHAT_PARTS_HASH: '"any"',
    },
  })
  const script = await bundle.outputs[0]?.text()
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch(request) {
      const { pathname } = new URL(request.url)
      if (pathname === "/") {
        const headers = { "content-security-policy": POLICY, "content-type": "text/html" }
        return new Response(Bun.file(join(FOLDER, "index.html")), { headers })
      }
      if (pathname === "/page.css") return new Response(Bun.file(join(FOLDER, "page.css")))
      const text = pathname === "/widget/gallery.js" ? script : files[pathname.replace("/widget/", "")]?.text
      return text === undefined
        ? new Response(null, { status: 404 })
        : new Response(text, { headers: { "content-type": "text/javascript" } })
    },
  })
  return { url: server.url, stop: () => void server.stop(true) }
}

export const DESKTOP = { viewport: { width: 1280, height: 800 } }
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

export interface Look {
  page: Page
  /** What the browser complained about: violations of the policy are among it. */
  complaints: string[]
  close(): Promise<void>
}

/** The chat in one of its states, opened by its bubble. */
export async function look(
  browser: Browser,
  gallery: URL,
  query: Record<string, string>,
  options: BrowserContextOptions = DESKTOP,
): Promise<Look> {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on("console", (message) => complaints.push(message.text()))
  page.on("pageerror", (error) => complaints.push(error.message))
  await page.goto(`${gallery}?${new URLSearchParams(query)}`)
  await page.getByRole("button", { name: "Chat" }).click()
  await page.getByRole("dialog").waitFor()
  // It takes the focus once it is drawn.
  await page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement)
  return { page, complaints, close: () => context.close() }
}
