import { afterAll, beforeAll, expect, test } from "bun:test"
import { playSite } from "../kb/web/testing-site.ts"
import { binaryAlone } from "./binary.ts"
import { until } from "./wait.ts"

const page = (title: string, text: string, links = "") =>
  `<html><head><title>${title}</title></head><body><main><h1>${title}</h1><p>${text}</p>${links}</main></body></html>`
const SITE = {
  "/": page(
    "Crumble",
    "Crumble bakes cookies in Lyon since 1999.",
    '<a href="/delivery">Delivery</a> <a href="/returns">Returns</a> <a href="/history">History</a>',
  ),
  "/delivery": page("Delivery", "Cookies are delivered within two days, in a cool box, by bicycle couriers."),
  "/returns": page(
    "Returns",
    "Broken cookies are replaced for free if you send us a photograph within a week.",
  ),
  "/history": page(
    "History",
    "We began with one oven in a garage, and moved to the old bakery ten years later.",
  ),
}
const PRIVATE = { CHATD_KB_ALLOW_PRIVATE_ADDRESSES: "true" }

const chatd = binaryAlone()
const site = playSite(SITE)
let widgetKey: string
beforeAll(async () => {
  const create = ["partner", "create", "--name", "Crumble", "--domain", "crumble.example"]
  const [partner] = await chatd.json([...create, "--origin", site.origin])
  widgetKey = partner.widgetKey
  expect(widgetKey).toStartWith("pk_")
  // The test asks again and again.
  await chatd.json(["partner", "set", partner.partnerId, "limits.address_messages_per_minute=0"])
})
afterAll(async () => {
  site[Symbol.dispose]()
  await chatd.remove()
})

const sites = () => chatd.json(["kb", "sites", "list"])
const articles = async () => (await chatd.json(["kb", "list", "--kb", "main"])).length
const readSince = (time: number) =>
  until("the site has been read", async () => {
    const [one] = await sites()
    return one?.readAt && Date.parse(one.readAt) > time ? one : undefined
  })

test("sites are read, listed, read again and forgotten by hand", async () => {
  expect((await chatd.run(["kb", "sites", "list"])).out).toContain("No site yet.")
  expect(await chatd.json(["kb", "sites", "refresh"])).toEqual([{ refreshed: [] }])
  const foreign = await chatd.run(["kb", "sites", "refresh", "https://cookies.example/about"])
  expect(foreign.code).toBe(1)
  expect(foreign.err).toContain("sites.domains=cookies.example")
  const onPort = await chatd.run(["kb", "sites", "refresh", "https://cookies.example:8443/about"])
  const told = /chatd (partner set \S+ sites\.domains=\S+)/.exec(onPort.err)?.[1] ?? ""
  expect(await chatd.run(told.split(" "))).toMatchObject({ code: 0 })
  expect(told).toEndWith("sites.domains=https://cookies.example:8443")
  expect((await chatd.run(["kb", "sites", "refresh", "not an address"])).code).toBe(2)

  // Without a server it is written down.
  expect(await chatd.json(["kb", "sites", "refresh", `${site.origin}/some/page`])).toEqual([
    { refreshed: [site.origin] },
  ])
  expect(await sites()).toMatchObject([
    { origin: site.origin, reading: false, readAt: null, namedBy: "operator" },
  ])
  expect((await chatd.run(["kb", "sites", "list"])).out).toContain("to be read")

  const server = await chatd.serve([], PRIVATE)
  const first = await readSince(0)
  expect(first).toMatchObject({ pages: 4, articles: 4, unreadable: 0, error: null })
  const hours = (Date.parse(first.nextAt) - Date.parse(first.readAt)) / 3_600_000
  expect(hours).toBeCloseTo(24, 1)
  const shown = await chatd.run(["kb", "sites", "list"])
  expect(shown.out).toMatch(/read +4 +4 +0 +\d+ s ago +in 23 h +operator/)

  const asked = site.asked.length
  await chatd.json(["kb", "sites", "refresh"])
  await readSince(Date.parse(first.readAt))
  expect(site.asked.length).toBeGreaterThan(asked)

  const say = async () => {
    const body = {
      message: "How long does delivery take?",
      session_id: crypto.randomUUID(),
      token: widgetKey,
    }
    const reply = await fetch(`${server.url}/chatbot-response`, {
      method: "POST",
      body: JSON.stringify({ ...body, website_url: site.origin }),
    })
    return ((await reply.json()) as { response: string }).response
  }
  await until("the answer comes from the site", async () => (await say()).includes("two days"))

  const { code, out } = await chatd.run(["kb", "sites", "remove", site.origin])
  expect({ code, out }).toEqual({
    code: 0,
    out: `${site.origin} is read no more; 4 articles of it were removed.\n`,
  })
  expect(await articles()).toBe(0)
  // A page that goes on naming it does not bring it back.
  await until("nothing is known of it", async () => !(await say()).includes("two days"))
  expect(await sites()).toEqual([])
  const again = await chatd.run(["kb", "sites", "remove", site.origin])
  expect(again.code).toBe(3)
  expect(again.err).toContain("Not on the list")
  // By hand it comes back.
  await chatd.json(["kb", "sites", "refresh", site.origin])
  await readSince(0)
  expect(await articles()).toBe(4)
  server.kill()
  await server.finished

  const noted = (action: string) =>
    chatd.count(`audit_entry where actor = 'operator' and action = '${action}'`)
  expect([noted("site_refreshed"), noted("site_removed")]).toEqual([3, 1])
})
