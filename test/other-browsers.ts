import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Running, start } from "./process.ts"
import { until } from "./wait.ts"

/** A browser that is not Chromium, where the system has one, with one page in it. */
export interface OtherBrowser {
  go(url: string | URL): Promise<void>
  /** What an expression of the page's comes to; of objects nothing comes over. */
  evaluate(expression: string): Promise<unknown>
  /** Moves the pointer and presses keys, as WebDriver writes it. */
  perform(actions: readonly object[]): Promise<void>
  close(): Promise<void>
}

/** Those that can be had, by name; of others, what is missing. */
export const OTHERS: Readonly<
  Record<string, { missing: string | undefined; open(): Promise<OtherBrowser> }>
> = {
  Firefox: { missing: missing("firefox-esr"), open: openFirefox },
  WebKit: { missing: missing("WebKitWebDriver") ?? missing("Xvfb"), open: openWebKit },
}

function missing(program: string): string | undefined {
  return Bun.which(program) ? undefined : `There is no ${program} here.`
}

/** A page has the focus though nobody looks at it, and nothing that greets new users takes it. */
const FIREFOX_PREFERENCES = {
  "focusmanager.testmode": true,
  "browser.aboutwelcome.enabled": false,
  "browser.startup.page": 0,
  "datareporting.policy.dataSubmissionPolicyBypassNotification": true,
  "termsofuse.bypassNotification": true,
}

/** Over WebDriver BiDi, which it speaks itself. */
async function openFirefox(): Promise<OtherBrowser> {
  const home = mkdtempSync(join(tmpdir(), "chatd-firefox-"))
  const preferences = Object.entries(FIREFOX_PREFERENCES).map(
    ([name, value]) => `user_pref("${name}", ${value})\n`,
  )
  writeFileSync(join(home, "user.js"), preferences.join(""))
  const options = ["--headless", "--no-remote", "--profile", home, "--remote-debugging-port", "0"]
  const firefox = start(["firefox-esr", ...options], { env: { PATH: process.env.PATH ?? "", HOME: home } })
  const address = await until(
    "Firefox listens",
    () => /BiDi listening on (ws:\S+)/.exec(firefox.err())?.[1],
    60_000,
  )
  const socket = new WebSocket(`${address}/session`)
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = reject
  })
  const waiting = new Map<number, (reply: { result?: unknown; message?: string }) => void>()
  socket.onmessage = ({ data }) => {
    const reply = JSON.parse(String(data))
    waiting.get(reply.id)?.(reply)
    waiting.delete(reply.id)
  }
  let count = 0
  async function send<T>(method: string, params: object): Promise<T> {
    const id = ++count
    const { result, message } = await new Promise<{ result?: unknown; message?: string }>((resolve) => {
      waiting.set(id, resolve)
      socket.send(JSON.stringify({ id, method, params }))
    })
    if (result === undefined) throw new Error(`${method}: ${message}`)
    return result as T
  }
  await send("session.new", { capabilities: {} })
  const { context } = await send<{ context: string }>("browsingContext.create", { type: "window" })
  await send("browsingContext.activate", { context })
  return {
    go: (url) => send("browsingContext.navigate", { context, url: String(url), wait: "complete" }),
    async evaluate(expression) {
      const { result } = await send<{ result?: { value?: unknown } }>("script.evaluate", {
        expression,
        target: { context },
        awaitPromise: true,
      })
      return result?.value
    },
    perform: (actions) => send("input.performActions", { context, actions }),
    async close() {
      await send("browser.close", {})
      await firefox.finished
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Over WebDriver, on a screen that nobody sees. */
async function openWebKit(): Promise<OtherBrowser> {
  const home = mkdtempSync(join(tmpdir(), "chatd-webkit-"))
  const screen = start(["Xvfb", "-displayfd", "1", "-screen", "0", "1400x1000x24"])
  const display = await until("there is a screen", () => screen.out().trim())
  const port = freePort()
  const driver = start(["WebKitWebDriver", `--port=${port}`], {
    env: { PATH: process.env.PATH ?? "", HOME: home, DISPLAY: `:${display}`, LC_ALL: "C.UTF-8" },
  })
  async function send<T>(method: string, path: string, body?: object): Promise<T> {
    const reply = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    })
    const { value } = (await reply.json()) as { value: T & { message?: string } }
    if (!reply.ok) throw new Error(`${path}: ${value.message}`)
    return value
  }
  await until("WebKit's driver listens", () => send("GET", "/status").catch(() => undefined))
  const { sessionId } = await send<{ sessionId: string }>("POST", "/session", { capabilities: {} })
  const session = `/session/${sessionId}`
  await send("POST", `${session}/window/rect`, { x: 0, y: 0, width: 1280, height: 840 })
  return {
    go: (url) => send("POST", `${session}/url`, { url: String(url) }),
    evaluate: (expression) =>
      send("POST", `${session}/execute/sync`, { script: `return ${expression}`, args: [] }),
    perform: (actions) => send("POST", `${session}/actions`, { actions }),
    async close() {
      await send("DELETE", session)
      await ended(driver)
      await ended(screen)
      rmSync(home, { recursive: true, force: true })
    },
  }
}

async function ended(process: Running): Promise<void> {
  process.kill()
  await process.finished
}

function freePort(): number {
  const server = Bun.serve({ port: 0, fetch: () => new Response() })
  const { port } = server
  server.stop(true)
  return port ?? 0
}
