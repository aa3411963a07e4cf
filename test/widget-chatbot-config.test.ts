import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import type { Browser } from "playwright-core"
import { binaryAlone } from "./binary.ts"
import { openBrowser } from "./browser.ts"
import { ChatPanel } from "./chat-panel.ts"
import { CLIENT, startGoogleKeys } from "./servers/google-keys.ts"
import { visit } from "./visit.ts"
import { until } from "./wait.ts"

setDefaultTimeout(120_000)

/** What Google's script does for a page, as far as it can be told from it. */
const GOOGLE = `window.google = { accounts: { id: {
  initialize(options) { this.options = options },
  renderButton(place) {
    const button = document.createElement("button")
    button.textContent = "Sign in with Google"
    button.onclick = () => this.options.callback({ credential: window.CREDENTIAL, clientId: this.options.client_id })
    place.append(button)
  },
} } }`
const page = (title: string, text: string, more = "") =>
  `<!doctype html><html lang="en"><head><title>${title}</title></head><body><main><h1>${title}</h1><p>${text}</p></main>${more}</body></html>`

const chatd = binaryAlone()
let browser: Browser
let google: Awaited<ReturnType<typeof startGoogleKeys>>
let backend = ""
let apiKey = ""
const client = CLIENT
const shop = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  fetch({ url }) {
    const html = site[new URL(url).pathname]?.()
    return html
      ? new Response(html, { headers: { "content-type": "text/html" } })
      : new Response("no", { status: 404 })
  },
})
const site: Record<string, () => string> = {
  "/": () => page("Crumbl", "Crumbl bakes cookies in Lyon since 1999.", `${LINKS}${tag()}`),
  "/delivery": () =>
    page("Delivery", "Cookies are delivered within two days, in a cool box, by bicycle couriers."),
  "/returns": () =>
    page("Returns", "Broken cookies are replaced for free if you send us a photograph within a week."),
  "/history": () =>
    page("History", "We began with one oven in a garage, and moved to the old bakery ten years later."),
}
const LINKS = '<a href="/delivery">Delivery</a> <a href="/returns">Returns</a> <a href="/history">History</a>'
/** As such a page has it, every setting of it. */
const tag = () => `<script>
  window.ChatbotWidgetConfig = {
    colors: { primary: "#009688", primaryDark: "#00695c", accent: "#b2dfdb" },
    emailJsUserId: "", emailJsServiceId: "", emailJsSupportTemplateId: "", emailJsUserTemplateId: "",
    title: "Embedded Chatbot",
    backendBaseUrl: "${backend}",
    googleClientId: "${client}",
    hostUrl: "${shop.url.origin}/",
    hostDescription: "Crumbl Cookies is a cookie company that sells cookies",
    calendlyUrl: "",
  };
</script><script src="${backend}/widget/chat-widget.js"></script>`

beforeAll(async () => {
  google = await startGoogleKeys()
  const create = ["partner", "create", "--name", "Crumbl", "--domain", "crumbl.example"]
  const [partner] = await chatd.json([...create, "--origin", shop.url.origin])
  apiKey = partner.apiKey
  await chatd.json(["partner", "set", partner.partnerId, `google.client_ids=${CLIENT}`])
  const server = await chatd.serve([], {
    CHATD_CRM_PARTNER: partner.partnerId,
    CHATD_GOOGLE_JWKS_URL: google.url,
    CHATD_KB_ALLOW_PRIVATE_ADDRESSES: "true",
  })
  backend = server.url
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await Promise.all([google.stop(), shop.stop(true)])
  await chatd.remove()
})

async function visitShop(credential: string, script: string | null = GOOGLE) {
  const visited = await visit(browser, "about:blank")
  const { context, page: tab } = visited
  await context.route("https://accounts.google.com/gsi/client", (route) =>
    script === null ? route.abort() : route.fulfill({ contentType: "text/javascript", body: script }),
  )
  await tab.addInitScript((token) => Object.assign(window, { CREDENTIAL: token }), credential)
  await tab.goto(shop.url.href)
  const chat = new ChatPanel(tab)
  await chat.launcher.waitFor()
  return { ...visited, tab, chat, button: tab.getByRole("button", { name: "Sign in with Google" }) }
}

const chats = async () => {
  const reply = await fetch(`${backend}/all-chats`, { headers: { authorization: `Bearer ${apiKey}` } })
  return ((await reply.json()) as { chats: { user: { id: string; verified: boolean } }[] }).chats
}

test("a page that was made for such a chatbot needs nothing but chatd's address", async () => {
  const { tab, chat, button, requests, complaints, close } = await visitShop(
    await google.token({ name: "Åsa Öberg" }),
  )
  // A little darker, so that white can be read on it.
  const colour = await chat.launcher.evaluate((one) => getComputedStyle(one).backgroundColor)
  expect(colour).toBe("rgb(0, 132, 120)")
  const asksGoogle = () => requests.some((one) => one.includes("accounts.google.com"))
  expect(asksGoogle()).toBe(false)
  await chat.open()
  await chat.panel.getByRole("heading", { name: "Embedded Chatbot" }).waitFor()
  // In the place of the form that asks who is there.
  await button.waitFor()
  expect(asksGoogle()).toBe(true)
  expect(await button.evaluate((one) => one.closest("#chatd-widget")?.shadowRoot === null)).toBe(false)
  const [shown, panel] = await Promise.all([button.boundingBox(), chat.panel.boundingBox()])
  if (!shown || !panel) throw new Error("It is not shown")
  expect(shown.x).toBeGreaterThanOrEqual(panel.x)
  expect(shown.x + shown.width).toBeLessThanOrEqual(panel.x + panel.width)
  await button.click()
  await chat.input.waitFor()
  expect(await button.count()).toBe(0)
  await chat.say("Hello")
  await chat.answers.first().waitFor()
  expect((await chats())[0]?.user).toMatchObject({ id: "google:110169484474386276334", verified: true })

  // The site is read meanwhile, and answers come from it; on the next page they are still who they are.
  const listed = await until("the site has been read", async () => {
    const [one] = await chatd.json(["kb", "sites", "list"])
    return one?.readAt && one
  })
  expect(listed).toMatchObject({ origin: shop.url.origin, namedBy: "page", articles: 4 })
  await tab.goto(`${shop.url.origin}/`)
  await chat.input.waitFor()
  await chat.say("What does your company do?")
  await chat.answers.getByText("Crumbl Cookies is a cookie company that sells cookies").waitFor()
  await chat.say("How long does delivery take?")
  await chat.answers.getByText("two days").waitFor()
  expect(await button.count()).toBe(0)
  expect((await chats()).map(({ user }) => user.verified)).toEqual([true])
  // There was no live session to go on with: the browser counts that among its faults.
  expect(complaints.filter((one) => !one.endsWith("/api/chat/sessions"))).toEqual([])
  await close()
})

test("whom the page signs out is signed out of the chat, on the next page too", async () => {
  const { tab, chat, button, close } = await visitShop(
    await google.token({ sub: "4", email: "dee@gmail.com" }),
  )
  await chat.open()
  await button.click()
  await chat.input.waitFor()
  await chat.say("A secret of mine")
  await chat.answers.first().waitFor()
  await tab.evaluate("ChatWidget.destroy(); ChatWidget.init()")
  await chat.open()
  await button.waitFor()
  expect(await chat.said()).toEqual([])
  await tab.evaluate("ChatWidget.destroy()")
  await tab.reload()
  await button.waitFor()
  expect(await chat.said()).toEqual([])
  await close()
})

test("who does not sign in fills in the form, and may sign in later", async () => {
  const { chat, button, close } = await visitShop(await google.token({ sub: "2", email: "bob@gmail.com" }))
  await chat.start()
  await chat.say("Hello")
  await chat.answers.first().waitFor()
  await button.click()
  await button.waitFor({ state: "detached" })
  await chat.say("Hello again")
  await until("they are known", async () => (await chats()).some(({ user }) => user.id === "google:2"))
  await close()
})

test("what Google does not give, nobody misses", async () => {
  const { chat, button, complaints, close } = await visitShop("", null)
  await chat.start()
  await chat.say("Hello")
  await chat.answers.first().waitFor()
  expect(await button.count()).toBe(0)
  expect(complaints.some((one) => one.includes("Google's sign-in could not be loaded"))).toBe(true)
  await close()
})

test("whose sign-in is not taken any more is offered it anew, and can write without", async () => {
  const { tab, chat, button, close } = await visitShop(
    await google.token({ sub: "3", email: "cy@gmail.com" }),
  )
  const stale = (await google.token({ sub: "3", email: "cy@gmail.com" })).replace(/\.[^.]*$/, ".c3RhbGU")
  await tab.evaluate(
    ([name = "", kept = ""]) => sessionStorage.setItem(name, kept),
    [`chatd google ${client}`, stale],
  )
  await tab.reload()
  await chat.open()
  await button.waitFor()
  await chat.say("Hello")
  await chat.answers.first().waitFor()
  await button.click()
  await button.waitFor({ state: "detached" })
  await chat.say("Hello again")
  await until("they are known", async () => (await chats()).some(({ user }) => user.id === "google:3"))
  await close()
})
