import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from "bun:test"
import type { Browser, BrowserContext, Page } from "playwright-core"
import files from "../build/widget/files.json"
import { openBrowser } from "./browser.ts"
import { ChatServer } from "./servers/chat-server.ts"
import { until } from "./wait.ts"

setDefaultTimeout(60_000)

let browser: Browser
let server: ChatServer
let site: Site
let context: BrowserContext

beforeAll(async () => {
  browser = await openBrowser()
})

afterAll(() => browser.close())

beforeEach(async () => {
  server = new ChatServer()
  for (const [name, { text, type }] of Object.entries(files))
    server.pages.set(
      `/widget/${name}`,
      () => new Response(text, { headers: { "content-type": type, "access-control-allow-origin": "*" } }),
    )
  site = new Site()
  context = await browser.newContext()
})

afterEach(async () => {
  await context.close()
  await Promise.all([server.stop(), site.stop()])
})

/** Somebody's web site, on another origin than chatd. */
class Site {
  head = ""
  body = ""
  headers: Record<string, string> = {}
  #server = Bun.serve({
    port: 0,
    fetch: ({ url }) => {
      const { pathname } = new URL(url)
      if (pathname.endsWith(".js"))
        return new Response(this.script, { headers: { "content-type": "text/javascript" } })
      const html = `<!doctype html><html lang="en"><head><title>Shop</title>${this.head}</head><body>${this.body}</body></html>`
      return new Response(html, { headers: { "content-type": "text/html", ...this.headers } })
    },
  })
  script = ""
  readonly url = `http://127.0.0.1:${this.#server.port}`
  stop = () => this.#server.stop(true)
}

interface Visit {
  page: Page
  /** What was asked of whom, but for the site itself. */
  requests: string[]
  complaints: string[]
}

async function visit(body: string, script = "", headers: Record<string, string> = {}): Promise<Visit> {
  Object.assign(site, { body, script, headers })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const requests: string[] = []
  const complaints: string[] = []
  page.on("request", (request) => {
    if (!request.url().startsWith(site.url)) requests.push(request.url())
  })
  page.on("console", (message) => {
    complaints.push(message.text())
  })
  page.on("pageerror", (error) => complaints.push(error.message))
  await page.goto(site.url)
  return { page, requests, complaints }
}

const tag = (attributes = "") => `<script src="${server.url}/widget/chat-widget.js" ${attributes}></script>`
const bubbleOf = (page: Page) => page.getByRole("button", { name: /^(Chat|الدردشة)/ })
const panelOf = (page: Page) => page.getByRole("dialog")

/** Opens the chat and exchanges greetings, after which its socket is there. */
async function greet(page: Page): Promise<void> {
  await bubbleOf(page).click()
  await page.getByLabel("Your message").fill("Hello")
  await page.getByLabel("Your message").press("Enter")
  await until("the socket is there", () => server.socketCount > 0)
  server.say("Good day")
  await page.getByText("Good day").waitFor()
}

describe("the tag alone", () => {
  test("shows the bubble, and asks for nothing more than the configuration", async () => {
    const { page, requests, complaints } = await visit(`<h1>Shop</h1>${tag('data-widget-key="pk_1"')}`)
    await bubbleOf(page).waitFor()
    expect(requests).toEqual([
      `${server.url}/widget/chat-widget.js`,
      `${server.url}/api/chat/config?key=pk_1`,
    ])
    expect(
      await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length),
    ).toBe(0)
    expect(complaints).toEqual([])
  })

  test("loads the chat on hover without storing anything, and opens it on click", async () => {
    const { page, requests } = await visit(tag('data-widget-key="pk_1"'))
    await bubbleOf(page).hover()
    await until("the chat is loaded", () => requests.some((url) => url.includes("/chat-ui.js?v=")))
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
    expect(await bubbleOf(page).getAttribute("aria-expanded")).toBe("false")
    await bubbleOf(page).click()
    await panelOf(page).waitFor({ state: "attached" })
    expect(await bubbleOf(page).getAttribute("aria-expanded")).toBe("true")
    await bubbleOf(page).click()
    await panelOf(page).waitFor({ state: "detached" })
  })

  test("moves nothing on the page, and holds it up by no long task", async () => {
    const watch = `
      window.shifts = []; window.long = []
      new PerformanceObserver((list) => shifts.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true })
      new PerformanceObserver((list) => long.push(...list.getEntries().map((e) => e.duration))).observe({ type: "longtask", buffered: true })`
    // A busy machine makes tasks longer, never shorter: the best of a few visits counts.
    let long: number[] = []
    for (let turn = 0; turn < 5; turn++) {
      const { page } = await visit(
        `<script src="/watch.js"></script><p>Text</p>${tag('data-widget-key="pk_1"')}`,
        watch,
      )
      await bubbleOf(page).click()
      await panelOf(page).waitFor({ state: "attached" })
      expect(await page.evaluate("shifts.length")).toBe(0)
      long = await page.evaluate("long")
      if (long.length === 0) break
    }
    expect(long).toEqual([])
  })
})

describe("the page says what it wants", () => {
  test("by ChatWidget.init, before the document is there, and again", async () => {
    const init = (colour: string) => `ChatWidget.init({ apiKey: "pk_1", customerId: "c-1",
      theme: { primaryColor: "${colour}", headerText: "Help", welcomeMessage: "Hi!" } })`
    const { page } = await visit(
      `${tag()}<script src="/page.js"></script>`,
      `${init("#111111")}\n${init("#ffee00")}`,
    )
    await bubbleOf(page).waitFor()
    expect(await page.locator("#chatd-widget").count()).toBe(1)
    const look = () =>
      bubbleOf(page).evaluate((button) => [
        getComputedStyle(button).backgroundColor,
        getComputedStyle(button).color,
      ])
    expect(await look()).toEqual(["rgb(255, 238, 0)", "rgb(0, 0, 0)"])
    await page.evaluate(init("#222222"))
    expect(await look()).toEqual(["rgb(34, 34, 34)", "rgb(255, 255, 255)"])
    expect(await page.locator("#chatd-widget").count()).toBe(1)
  })

  test("by ChatbotWidgetConfig, also below the tag; EmailJS is told off", async () => {
    const config = `window.ChatbotWidgetConfig = { colors: { primary: "#009688" }, emailJsUserId: "u",
      title: "Embedded Chatbot", backendBaseUrl: "${server.url}", hostUrl: "https://shop.example/" }`
    const { page, requests, complaints } = await visit(`${tag()}<script src="/page.js"></script>`, config)
    await bubbleOf(page).waitFor()
    await until("EmailJS was told off", () => complaints.length > 0)
    expect(requests).toEqual([
      `${server.url}/widget/chat-widget.js`,
      `${server.url}/api/chat/config`,
      expect.stringContaining(`${server.url}/widget/chatbot-config.js?v=`),
    ])
    expect(complaints).toEqual([
      "chatd: mail is sent by the server; the EmailJS settings of ChatbotWidgetConfig are not used.",
    ])
  })

  for (const [place, page] of Object.entries({
    above: (config: string) => `${config}${tag('data-widget-key="pk_1"')}`,
    below: (config: string) => `${tag('data-widget-key="pk_1"')}${config}`,
  }))
    test(`by ChatbotWidgetConfig ${place} a tag that has the key`, async () => {
      const { page: tab, requests } = await visit(
        page('<script src="/page.js"></script>'),
        'window.ChatbotWidgetConfig = { colors: { primary: "#009688" }, title: "Embedded Chatbot" }',
      )
      await bubbleOf(tab).click()
      await panelOf(tab).getByRole("heading", { name: "Embedded Chatbot" }).waitFor()
      const colour = await bubbleOf(tab).evaluate((one) => getComputedStyle(one).backgroundColor)
      expect(colour).toBe("rgb(0, 132, 120)")
      expect(requests.filter((url) => url.includes("config"))).toEqual([
        `${server.url}/api/chat/config?key=pk_1`,
      ])
    })

  test("in numbers, where texts are meant", async () => {
    const { page, complaints } = await visit(
      `${tag()}<script>ChatWidget.init({ apiKey: "pk_1", customerId: 12345, locale: 5, name: 6,
        theme: { headerText: 7, welcomeMessage: 8 }, texts: { send: 9 } })</script>`,
    )
    await bubbleOf(page).click()
    await panelOf(page).getByRole("heading", { name: "7" }).waitFor()
    await panelOf(page).getByText("8").waitFor()
    await page.evaluate('ChatWidget.ask("Hello")')
    await until("a session is opened", () => server.conversations.length > 0)
    expect(server.openings.at(-1)).toMatchObject({ customerId: "12345", name: "6" })
    expect(complaints).toEqual([])
  })

  test("and what it says wrongly is told and left out", async () => {
    const { page, complaints } = await visit(
      `${tag()}<script>ChatWidget.init({ apiKey: "pk_1", baseUrl: 5, customerId: {}, name: ["Ada"], email: false,
        site: "shop.example", locale: {}, theme: { headerText: { en: "Help" }, scheme: "neon", side: "middle",
        primaryColor: null }, texts: { send() {} } })</script>`,
    )
    await bubbleOf(page).click()
    await panelOf(page).getByRole("heading", { name: "Customer Support" }).waitFor()
    await page.evaluate("ChatWidget.init(null), ChatWidget.identify(null), ChatWidget.ask(42)")
    await until("it is asked", () => server.conversations.length > 0 && server.texts.includes("42"))
    expect(server.openings.at(-1)?.customerId).toBeUndefined()
    expect(server.openings.at(-1)?.site).toBeUndefined()
    const ignored =
      "baseUrl customerId name site locale theme.headerText theme.scheme theme.side texts.send".split(" ")
    expect(complaints.map((text) => /^chatd: (\S+) is ignored: /.exec(text)?.[1])).toEqual(ignored)
  })

  test("and what a ChatbotWidgetConfig says wrongly is told by its own name", async () => {
    const config = `window.ChatbotWidgetConfig = { widgetKey: "pk_1", backendBaseUrl: 5, title: { en: "Help" },
      colors: "red", googleClientId: {} }`
    const { page, complaints } = await visit(`${tag()}<script src="/page.js"></script>`, config)
    await bubbleOf(page).click()
    await panelOf(page).getByRole("heading", { name: "Customer Support" }).waitFor()
    const ignored = ["backendBaseUrl", "title", "colors", "googleClientId"]
    expect(complaints.map((text) => /^chatd: (\S+) is ignored: /.exec(text)?.[1])).toEqual(ignored)
  })

  test("which site the chat is about, to the server when a session is opened", async () => {
    const config = `window.ChatbotWidgetConfig = { backendBaseUrl: "${server.url}",
      hostUrl: "https://shop.example/", hostDescription: "A shop that sells anvils" }`
    const { page } = await visit(`<script src="/page.js"></script>${tag()}`, config)
    await bubbleOf(page).waitFor()
    await page.evaluate('ChatWidget.ask("Hello")')
    await until("a session is opened", () => server.openings.length > 0)
    expect(server.openings.at(-1)?.site).toEqual({
      url: "https://shop.example/",
      description: "A shop that sells anvils",
    })
    await until(
      "the message is there",
      () => server.conversations.length > 0 && server.texts.includes("Hello"),
    )
  })

  test("by the ES module", async () => {
    const { page } = await visit(
      '<script type="module" src="/page.js"></script>',
      `import { init, open, on } from "${server.url}/widget/chat-module.js"
       on("open", () => { document.title = "opened" })
       open()
       init({ apiKey: "pk_1", locale: "ar" })`,
    )
    await panelOf(page).waitFor({ state: "attached" })
    expect(await page.title()).toBe("opened")
    expect(await bubbleOf(page).getAttribute("aria-label")).toBe("الدردشة")
  })

  test("and a secret key is refused with what to do instead", async () => {
    const { page, complaints, requests } = await visit(tag('data-widget-key="sk_secret"'))
    await page.waitForLoadState("load")
    expect(complaints).toEqual(["chatd: a secret key must not be in a page. Use the widget key, pk_..."])
    expect(requests.length).toBe(1)
    expect(await page.locator("#chatd-widget").count()).toBe(0)
  })

  test("open, close, toggle, identify, on and destroy do so", async () => {
    const { page } = await visit(tag('data-widget-key="pk_1"'))
    const say = (code: string) => page.evaluate(code)
    await bubbleOf(page).waitFor()
    await say(`window.seen = []
      for (const name of ["open", "close", "message", "session"])
        ChatWidget.on(name, (detail) => seen.push(detail ? [name, detail] : name))
      ChatWidget.identify({ customerId: "c-1", signature: "ab" }); ChatWidget.open()`)
    await panelOf(page).waitFor({ state: "attached" })
    await say("ChatWidget.close()")
    await panelOf(page).waitFor({ state: "detached" })
    await say("ChatWidget.toggle()")
    await panelOf(page).waitFor({ state: "attached" })
    expect(await say("seen")).toEqual(["open", "close", "open"])
    await until("the signed identity was used", () => server.openings.length > 0)
    expect(server.openings[0]).toMatchObject({ identity: { customerId: "c-1", signature: "ab" } })
    await say("ChatWidget.destroy()")
    expect(await page.locator("#chatd-widget").count()).toBe(0)
    await say('ChatWidget.init({ apiKey: "pk_1" })')
    await bubbleOf(page).waitFor()
  })
})

test("what is taken away before the document is there does not come", async () => {
  site.head = `${tag()}<script>ChatWidget.init({ apiKey: "pk_1" }); ChatWidget.destroy()</script>`
  const { page, requests } = await visit("<h1>Shop</h1>")
  await page.waitForLoadState("load")
  expect(requests).toEqual([`${server.url}/widget/chat-widget.js`])
  await page.evaluate('ChatWidget.init({ apiKey: "pk_1" })')
  await bubbleOf(page).waitFor()
})

describe("a base URL", () => {
  const init = (baseUrl: string) =>
    `${tag()}<script>ChatWidget.init({ apiKey: "pk_1", baseUrl: "${baseUrl}" })</script>`

  test("at which something else answers is said to be wrong", async () => {
    const { page, complaints } = await visit(init(site.url))
    await until("the page is told", () => complaints.length > 0)
    expect(complaints).toEqual([`chatd: no chatd at ${site.url}/api/chat/config?key=pk_1`])
    expect(await page.locator("#chatd-widget").count()).toBe(0)
  })

  test("may be a path of the page's own site", async () => {
    const html = { headers: { "content-type": "text/html" } }
    server.pages.set("/shop", () => new Response(init("/"), html))
    const page = await context.newPage()
    await page.goto(`${server.url}/shop`)
    await greet(page)
  })

  test("may be a path of the page's own site, for the module in a bundle too", async () => {
    const html = { headers: { "content-type": "text/html" } }
    const script = `<script type="module">import { init } from "/bundle.js"; init({ apiKey: "pk_1", baseUrl: "/" })</script>`
    server.pages.set("/shop", () => new Response(script, html))
    server.pages.set(
      "/bundle.js",
      () => new Response(files["chat-module.js"].text, { headers: { "content-type": "text/javascript" } }),
    )
    const page = await context.newPage()
    await page.goto(`${server.url}/shop`)
    await greet(page)
  })

  test("that is empty, as of a variable that is not set, is where the script came from", async () => {
    const { page } = await visit(init(""))
    await bubbleOf(page).waitFor()
  })
})

describe("the chat opens and is written in", () => {
  for (const [where, script] of [
    [
      "where the browser forbids storage, and talk between tabs with it",
      `for (const name of ["localStorage", "sessionStorage", "BroadcastChannel"])
        Object.defineProperty(window, name, { get() { throw new DOMException("insecure", "SecurityError") } })`,
    ],
    ["on a page with MooTools", "window.Event = function (event) { this.event = event }"],
    [
      "on a page whose own WebSocket is a mere function around the browser's",
      `const Socket = window.WebSocket
       window.WebSocket = function (url) { return new Socket(url) }`,
    ],
    [
      "on a page with Prototype",
      `Array.prototype.entries = function () { return this.slice() }
       Array.from = (some) => Array.prototype.slice.call(some)`,
    ],
  ] as const)
    test(where, async () => {
      const { page } = await visit(`<script src="/page.js"></script>${tag('data-widget-key="pk_1"')}`, script)
      await greet(page)
      await page.getByLabel("Your message").fill("Over the socket")
      await page.getByLabel("Your message").press("Enter")
      await until("it is stored", () => server.texts.includes("Over the socket"))
    })
})

test("a message with an address is shown where the browser cannot yet tell good ones", async () => {
  const { page } = await visit(
    `<script src="/page.js"></script>${tag('data-widget-key="pk_1"')}`,
    "delete URL.canParse",
  )
  await greet(page)
  server.say("See [returns](https://shop.example/returns).")
  await page.getByRole("link", { name: "returns" }).waitFor()
})

test.each([
  ["its colour", 'theme: { primaryColor: "#0f766e" }'],
  ["nothing", ""],
])("a browser that is too old for it has no chat, and a page that says %s goes on", async (_, options) => {
  const { page, complaints } = await visit(
    `<script src="/page.js"></script>${tag()}
    <script>ChatWidget.init({ apiKey: "pk_1", ${options} }); document.title = "it went on"</script>`,
    // As of Safari before 16.4.
    'window.CSSStyleSheet = class { constructor() { throw new TypeError("Illegal constructor") } }',
  )
  await until("it is told", () => complaints.length > 0)
  expect(complaints).toEqual(["chatd: Illegal constructor"])
  expect(await page.title()).toBe("it went on")
  expect(await page.locator("#chatd-widget").count()).toBe(0)
})

describe("where a page is in the place of the server's replies", () => {
  test("a visitor who has been here keeps the chat, which is told to be away and tries again", async () => {
    const { page } = await visit(tag('data-widget-key="pk_1"'))
    await greet(page)
    server.trouble = { http: "a page", sockets: "refuse" }
    await page.reload()
    await panelOf(page).getByRole("alert").getByText("Unable to connect right now.").waitFor()
    server.trouble = {}
    await panelOf(page).getByRole("button", { name: "Try again" }).click()
    await page.getByText("Good day").waitFor()
  })
})

describe("a listener of the page's", () => {
  const listening = (listener: string) =>
    `${tag()}<script>window.seen = []
      for (const name of ["open", "session", "message"]) {
        ChatWidget.on(name, ${listener})
        ChatWidget.on(name, () => seen.push(name))
      }
      ChatWidget.init({ apiKey: "pk_1" })</script>`

  test("that throws holds nobody up, and the page hears of it", async () => {
    const { page, complaints } = await visit(
      listening("(detail) => { throw new Error('a bug of the page') }"),
    )
    await greet(page)
    expect(await page.evaluate("seen")).toEqual(["open", "session", "message"])
    expect(complaints).toContain("a bug of the page")
  })

  test("may take the widget away", async () => {
    const { page } = await visit(listening("(session) => session && ChatWidget.destroy()"))
    await bubbleOf(page).click()
    await page.getByLabel("Your message").fill("Hello")
    await page.getByLabel("Your message").press("Enter")
    await page.waitForFunction(() => !document.getElementById("chatd-widget"))
    await until("no socket stays", () => server.socketCount === 0)
  })
})

describe("of one who signed out nothing is left to the next", () => {
  const input = (page: Page) => page.getByLabel("Your message")

  test("of what they began, also on a page where the chat was not opened", async () => {
    const { page } = await visit(tag('data-widget-key="pk_1"'))
    await bubbleOf(page).click()
    await input(page).fill("a secret")
    await page.evaluate("ChatWidget.close()")
    await panelOf(page).waitFor({ state: "detached" })
    await page.reload()
    await bubbleOf(page).waitFor()
    await page.evaluate('ChatWidget.destroy(); ChatWidget.init({ apiKey: "pk_1" })')
    await bubbleOf(page).click()
    expect(await input(page).inputValue()).toBe("")
  })

  test("of their name and address", async () => {
    const who = { customerId: "c-1", signature: "ab", name: "Ada", email: "ada@example.com" }
    const { page } = await visit(
      `${tag()}<script>ChatWidget.init(${JSON.stringify({ apiKey: "pk_1", ...who })})
        ChatWidget.identify({ phone: "+44 20 7946 0000" })
        ChatWidget.identify({ customerId: "c-2", signature: "cd", name: "Bob" })</script>`,
    )
    await bubbleOf(page).click()
    await until("a session is asked for", () => server.openings[0])
    const { name, email, phone, identity } = server.openings[0] ?? {}
    expect<object>({ name, email, phone, identity }).toEqual({
      name: "Bob",
      identity: { customerId: "c-2", signature: "cd" },
    })
  })
})

test("a tag with a key begins what one without began", async () => {
  const { page, requests } = await visit(
    `${tag()}${tag('data-widget-key="pk_1"')}${tag('data-widget-key="pk_1"')}`,
  )
  await bubbleOf(page).waitFor()
  expect(requests.filter((url) => url.includes("config"))).toEqual([`${server.url}/api/chat/config?key=pk_1`])
})

describe("the bubble's colour", () => {
  for (const [color, shown] of [
    ["#0f766e", "rgb(15, 118, 110)"],
    ["oklch(0.5 0.13 250)", /^rgb\(2\d, 10\d, 1[67]\d\)$/],
    ["color-mix(in srgb, black, black)", "rgb(0, 0, 0)"],
    ["color(display-p3 0 0 1)", "rgb(0, 0, 255)"],
    // What is none, or lets the page through, is the default.
    ["var(--brand)", "rgb(56, 118, 204)"],
    ["#0f766e80", "rgb(56, 118, 204)"],
    ["oklch(0.5 0.13 250 / 0.5)", "rgb(56, 118, 204)"],
    ["teal-ish", "rgb(56, 118, 204)"],
  ] as const)
    test(`may be ${color}`, async () => {
      const { page } = await visit(
        `${tag()}<script>ChatWidget.init({ apiKey: "pk_1", theme: { primaryColor: "${color}" } })</script>`,
      )
      const found = await bubbleOf(page).evaluate((one) => getComputedStyle(one).backgroundColor)
      expect(found).toMatch(shown)
    })
})

test("what was open is open on the next page, and unread messages are counted where it was not", async () => {
  const { page } = await visit(tag('data-widget-key="pk_1"'))
  await bubbleOf(page).click()
  await panelOf(page).waitFor({ state: "attached" })
  await page.goto(`${site.url}/next`)
  await panelOf(page).waitFor({ state: "attached" })
  // A session, as a client of the chat API opens it.
  const reply = await fetch(`${server.url}/api/chat/sessions`, { method: "POST", body: "{}" })
  const { sessionToken } = (await reply.json()) as { sessionToken: string }
  await bubbleOf(page).click()
  await page.evaluate(
    ([name, token]) => {
      const stored = JSON.parse(localStorage.getItem(name ?? "") ?? "{}")
      localStorage.setItem(name ?? "", JSON.stringify({ ...stored, token, liveUntil: Date.now() + 60_000 }))
    },
    [`chatd ${server.url} pk_1`, sessionToken],
  )
  await page.reload()
  await until("the page listens", () => server.socketCount > 0)
  server.say("Are you there?")
  await page.getByRole("button", { name: "Chat (1)" }).waitFor()
  expect(await panelOf(page).count()).toBe(0)
})

test("what was said before is not read out on the next page, and what comes is", async () => {
  const { page } = await visit(
    `<script src="/page.js"></script>${tag('data-widget-key="pk_1"')}`,
    `window.said = []
     const attach = Element.prototype.attachShadow
     Element.prototype.attachShadow = function (options) {
       const root = attach.call(this, options)
       new MutationObserver((changes) => {
         for (const { addedNodes } of changes)
           for (const node of addedNodes)
             if (/(Good|Another) day/.test(node.textContent)) said.push(node.closest("[aria-live]")?.ariaLive)
       }).observe(root, { childList: true, subtree: true })
       return root
     }`,
  )
  await greet(page)
  await page.reload()
  await page.getByText("Good day").waitFor()
  await until("the socket is there", () => server.socketCount > 0)
  const before = (await page.evaluate("said")) as string[]
  expect(before.length).toBeGreaterThan(0)
  expect(new Set(before)).toEqual(new Set(["off"]))
  await page.locator("[role=log][aria-live=polite]").waitFor()
  server.say("Another day")
  await page.getByText("Another day").waitFor()
  expect(await page.evaluate("said.at(-1)")).toBe("polite")
})

test("a click is kept until the chat can be loaded", async () => {
  const { page } = await visit(tag('data-widget-key="pk_1"'))
  const ui = server.pages.get("/widget/chat-ui.js")
  server.pages.set("/widget/chat-ui.js", () => new Response(null, { status: 503 }))
  await bubbleOf(page).click()
  await page.waitForEvent("console", (message) =>
    message.text().startsWith("chatd: the chat could not be loaded."),
  )
  if (ui) server.pages.set("/widget/chat-ui.js", ui)
  await panelOf(page).waitFor({ state: "attached" })
})

test("what was asked while the chat could not be loaded is not said by whoever comes next", async () => {
  const { page } = await visit(tag('data-widget-key="pk_1"'))
  await bubbleOf(page).waitFor()
  await page.clock.install()
  const ui = server.pages.get("/widget/chat-ui.js")
  server.pages.set("/widget/chat-ui.js", () => new Response(null, { status: 503 }))
  const failed = page.waitForEvent("console", (message) =>
    message.text().startsWith("chatd: the chat could not be loaded."),
  )
  await page.evaluate("ChatWidget.ask('private')")
  await failed
  if (ui) server.pages.set("/widget/chat-ui.js", ui)
  await page.evaluate("ChatWidget.destroy(); ChatWidget.init({ apiKey: 'pk_1' })")
  await bubbleOf(page).waitFor()
  await page.clock.runFor(10_000)
  await bubbleOf(page).click()
  const input = page.getByLabel("Your message")
  await input.fill("anew")
  await input.press("Enter")
  await until("it is stored", () => server.conversations.length > 0 && server.texts.includes("anew"))
  expect(server.texts).toEqual(["anew"])
})

describe("a hostile page", () => {
  const css = `<style>
    * { all: unset !important; display: none !important; visibility: hidden !important }
    html, body, p { display: block !important; visibility: visible !important }
    div { position: static !important; transform: rotate(3deg) !important; opacity: 0 !important; width: 900px !important }
    p { position: fixed !important; inset: 0 !important; z-index: 2147483646 !important }</style><p>over all</p>`

  test("does not reach the bubble", async () => {
    const { page } = await visit(`${css}${tag('data-widget-key="pk_1"')}`)
    await bubbleOf(page).waitFor()
    const box = await bubbleOf(page).boundingBox()
    expect(box).toEqual({ x: 1280 - 20 - 60, y: 720 - 20 - 60, width: 60, height: 60 })
    // It is on top: the click arrives.
    await bubbleOf(page).click()
    await panelOf(page).waitFor({ state: "attached" })
  })

  test("that swaps its body keeps the widget", async () => {
    const { page } = await visit(tag('data-widget-key="pk_1"'))
    await bubbleOf(page).waitFor()
    for (let turn = 0; turn < 2; turn++) {
      await page.evaluate(() => {
        document.body = document.createElement("body")
      })
      await bubbleOf(page).waitFor()
    }
  })

  test("that swaps its body leaves the reader and the writer where they are", async () => {
    const { page } = await visit(tag('data-widget-key="pk_1"'))
    await bubbleOf(page).click()
    const input = page.getByLabel("Your message")
    await input.fill("Hello")
    await input.press("Enter")
    await until("the socket is there", () => server.socketCount > 0)
    for (let i = 0; i < 30; i++) server.say(`Line ${i}`)
    await page.getByText("Line 29").waitFor()
    const list = page.getByRole("log")
    await list.evaluate((log) => log.scrollTo({ top: 40 }))
    // What was scrolled is known with the next frame.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    await input.pressSequentially("half a ")
    await page.evaluate(() => {
      document.body = document.createElement("body")
    })
    await page.keyboard.type("sentence")
    expect(await input.inputValue()).toBe("half a sentence")
    expect(await list.evaluate((log) => log.scrollTop)).toBe(40)
  })

  for (const style of ["transform: translateZ(0)", "will-change: transform", "contain: paint"])
    test(`whose body has ${style} has the bubble in its corner`, async () => {
      const { page } = await visit(
        `<style>body { ${style}; height: 4000px }</style>${tag('data-widget-key="pk_1"')}`,
      )
      await bubbleOf(page).waitFor()
      const box = await bubbleOf(page).boundingBox()
      expect(box).toEqual({ x: 1280 - 20 - 60, y: 720 - 20 - 60, width: 60, height: 60 })
    })

  test("is printed without the chat", async () => {
    const { page } = await visit(tag('data-widget-key="pk_1"'))
    await bubbleOf(page).click()
    await panelOf(page).waitFor()
    await page.emulateMedia({ media: "print" })
    await panelOf(page).waitFor({ state: "hidden" })
  })

  test("with a strict policy that names no style and no inline script works", async () => {
    const policy = `default-src 'none'; script-src ${server.url}; connect-src ${server.url} ${server.url.replace("http", "ws")}`
    const { page, complaints } = await visit(tag('data-widget-key="pk_1"'), "", {
      "content-security-policy": policy,
    })
    await bubbleOf(page).click()
    await panelOf(page).waitFor({ state: "attached" })
    expect(complaints).toEqual([])
  })

  test("with a nonce and trusted types works", async () => {
    const policy = `script-src 'nonce-abc' 'strict-dynamic'; object-src 'none'; base-uri 'none'; style-src 'none'; require-trusted-types-for 'script'`
    const { page, complaints } = await visit(tag('data-widget-key="pk_1" nonce="abc"'), "", {
      "content-security-policy": policy,
    })
    await bubbleOf(page).click()
    await panelOf(page).waitFor({ state: "attached" })
    expect(complaints).toEqual([])
  })
})

test("a key that the server refuses is said, and nothing is drawn", async () => {
  server.pages.set("/api/chat/config", () =>
    Response.json(
      { detail: "A valid widget key is required; it begins with pk_.", error: "unauthenticated" },
      { status: 401, headers: { "access-control-allow-origin": "*" } },
    ),
  )
  const { page, complaints } = await visit(tag('data-widget-key="your-api-key"'))
  await until("it is said", () =>
    complaints.includes("chatd: A valid widget key is required; it begins with pk_."),
  )
  expect(await page.locator("#chatd-widget").count()).toBe(0)
})
