import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type Answers, playSite } from "../kb/web/testing-site.ts"
import { listArticles } from "../src/storage/repositories/kb-articles.ts"
import { basesOf } from "../src/storage/repositories/knowledge-bases.ts"
import { listSites, refreshSite, type Site } from "../src/storage/repositories/sites.ts"
import { type Desk, startDesk } from "./desk.ts"
import { until } from "./wait.ts"

const page = (title: string, text: string, links: readonly string[] = []) =>
  `<html><head><title>${title}</title></head><body><main><h1>${title}</h1><p>${text}</p>${links
    .map((link) => `<a href="${link}">${link}</a>`)
    .join(" ")}</main></body></html>`

const SITE: Answers = {
  "/": page("Crumble", "Crumble bakes cookies in Lyon since 1999.", [
    "/delivery",
    "/returns",
    "/history",
    "/secret/plans",
  ]),
  "/delivery": page("Delivery", "Cookies are delivered within two days, in a cool box, by bicycle couriers."),
  "/returns": page(
    "Returns",
    "Broken cookies are replaced for free if you send us a photograph within a week.",
  ),
  "/history": page(
    "History",
    "We began with one oven in a garage, and moved to the old bakery ten years later.",
  ),
  "/secret/plans": page("Plans", "We are going to open a shop on the moon."),
  "/robots.txt": new Response("User-agent: *\nDisallow: /secret/\n", {
    headers: { "content-type": "text/plain" },
  }),
}
const QUESTION = "How long does delivery take?"

describe.each([false, true])("a site that a chat is about, with Postgres: %p", (postgres) => {
  let desk: Desk
  let other: Desk["other"]
  beforeAll(async () => {
    desk = await startDesk({
      postgres,
      settings: { "kb.allow_private_addresses": true, "kb.max_pages": 5 },
      otherSettings: (settings) => ({
        ...settings,
        sites: { ...settings.sites, refreshHours: 0 },
        limits: { ...settings.limits, addressMessagesPerMinute: 0 },
      }),
    })
    other = desk.other
  })
  afterAll(() => desk.stop())

  const allow = (...origins: string[]) =>
    desk.withDatabase(({ db }) =>
      db
        .updateTable("partner")
        .set({ allowed_origins: JSON.stringify(origins) })
        .where("id", "=", other.id)
        .execute(),
    )
  /** What is remembered of partners is a second old at most. */
  const say = async (body: Record<string, unknown>, headers: Record<string, string> = {}) =>
    (
      await desk.send("POST", "/chatbot-response", {
        body: { message: QUESTION, session_id: crypto.randomUUID(), token: other.widgetKey, ...body },
        headers,
      })
    ).json
  const sites = () => desk.withDatabase(({ db }) => listSites(db, other.id))
  const articles = () =>
    desk.withDatabase(async ({ db }) =>
      (await Promise.all((await basesOf(db, other.id)).map(({ id }) => listArticles(db, id)))).flat(),
    )
  const titles = async () => (await articles()).map(({ title }) => title).sort()
  const readSite = async (origin: string, since = 0): Promise<Site> => {
    let found: Site | undefined
    await until("the site has been read", async () => {
      found = (await sites()).find((one) => one.origin === origin)
      return (found?.readAt?.getTime() ?? 0) > since
    })
    if (!found) throw new Error("It is gone")
    return found
  }
  const answered = (matches: (response: string) => boolean) =>
    until("the answer is another", async () => matches((await say({})).response))

  test("is read at first sight, as robots.txt allows, and answers come from it", async () => {
    using site = playSite(SITE)
    await allow(site.origin)
    await until(
      "the site is known",
      async () => (await say({ website_url: `${site.origin}/some/page?a=1` })) && (await sites()).length > 0,
    )
    const { pages, error } = await readSite(site.origin)
    expect({ pages, error }).toEqual({ pages: 4, error: undefined })
    expect(await titles()).toEqual(["Crumble", "Delivery", "History", "Returns"])
    expect(site.asked).not.toContain("/secret/plans")
    await answered((response) => response.includes("two days"))
    // Seen again, it is not read again.
    const asked = site.asked.length
    await say({ website_url: site.origin })
    expect((await sites()).length).toBe(1)
    expect(site.asked.length).toBe(asked)

    // Read again, what has gone goes and what has changed is taken over; but not while the site is away.
    const changed: Answers = {
      ...SITE,
      "/": page("Crumble", "Crumble bakes cookies in Lyon since 1999.", ["/delivery", "/returns", "/gifts"]),
      // Of three pages alone the bot is less sure.
      "/gifts": page(
        "Gifts",
        "A tin of twelve cookies is wrapped in paper, with a card that we write by hand.",
      ),
      "/delivery": page(
        "Delivery",
        "Cookies are delivered within four hours, in a cool box, by bicycle couriers.",
      ),
    }
    await refresh(site.origin)
    let now = await readSite(site.origin, Date.now() - 1)
    expect(await titles()).toHaveLength(4)
    const port = Number(new URL(site.origin).port)
    site[Symbol.dispose]()
    await refresh(site.origin)
    await until("it is known to be away", async () => (await sites())[0]?.error !== undefined)
    expect((await sites())[0]?.error).toContain("cannot be reached")
    await until("the log says so", () => desk.log.some((line) => line.includes("a site could not be read")))
    expect(await titles()).toHaveLength(4)
    using again = Bun.serve({
      port,
      hostname: "127.0.0.1",
      fetch: (request) => answerOf(changed, request),
    })
    expect(again.port).toBe(port)
    const before = Date.now()
    await refresh(site.origin)
    now = await readSite(site.origin, before - 1)
    expect(now.error).toBeUndefined()
    expect(await titles()).toEqual(["Crumble", "Delivery", "Gifts", "Returns"])
    await answered((response) => response.includes("four hours"))
  })

  test("is read as well where the widget names it", async () => {
    using site = playSite(SITE)
    using looked = playSite(SITE)
    await allow(site.origin, looked.origin)
    const open = (body: object) =>
      desk.send("POST", "/api/chat/sessions", {
        body: {
          widgetKey: other.widgetKey,
          site: { url: site.origin, description: "Bakers. ".repeat(2_000) },
          ...body,
        },
      })
    await until("the site is known", async () => {
      // Whoever only looks whether there is a session has come for nothing yet.
      expect((await open({ resumeOnly: true, site: { url: looked.origin } })).status).toBe(404)
      const known = (await sites()).some(({ origin }) => origin === site.origin)
      if (!known) expect((await open({})).status).toBe(201)
      return known
    })
    expect((await readSite(site.origin)).pages).toBe(4)
    expect((await sites()).find(({ origin }) => origin === site.origin)?.requestedBy).toBe("anybody")
    expect((await sites()).map(({ origin }) => origin)).not.toContain(looked.origin)
    expect((await open({ site: { url: 1 } })).status).toBe(422)
    expect((await open({ site: {} })).status).toBe(201)
  })

  test("of a domain that is not the partner's is not touched", async () => {
    using site = playSite(SITE)
    const known = (await sites()).length
    for (const website_url of [
      site.origin,
      "https://evil.example/",
      "http://169.254.169.254/",
      "file:///etc/passwd",
    ])
      expect((await say({ website_url, message: "Hello" })).response).toMatch(/\S/)
    expect(await sites()).toHaveLength(known)
    expect(site.asked).toEqual([])
    await until("the log tells of it", () => desk.log.some((line) => line.includes("evil.example")))
  })

  test("may move within what the partner allows, and nowhere else", async () => {
    using second = playSite(SITE)
    using foreign = playSite(SITE)
    let target = second.origin
    using first = playSite({
      "/": () => new Response(null, { status: 302, headers: { location: `${target}/` } }),
    })
    await allow(first.origin, second.origin)
    await until(
      "the site is known",
      async () =>
        (await say({ website_url: first.origin })) &&
        (await sites()).some(({ origin }) => origin === first.origin),
    )
    await readSite(first.origin)
    expect((await articles()).some(({ id }) => id === `${second.origin}/delivery`)).toBe(true)
    target = foreign.origin
    await refresh(first.origin)
    await until("it is refused", async () =>
      (await sites()).find(({ origin }) => origin === first.origin)?.error?.includes("another site"),
    )
    expect(foreign.asked).toEqual([])
  })

  test("is bounded, and there are ten at most", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`/p${i}`, page(`Page ${i}`, `This is the text of page ${i}.`)]),
    )
    using site = playSite({ "/": page("Many", "Many pages.", Object.keys(many)), ...many })
    const more = Array.from({ length: 12 }, (_, i) => `http://127.0.0.1:${40_000 + i}`)
    await allow(site.origin, ...more)
    await until(
      "the site is known",
      async () =>
        (await say({ website_url: site.origin })) &&
        (await sites()).some(({ origin }) => origin === site.origin),
    )
    expect((await readSite(site.origin)).pages).toBe(5)
    for (const website_url of more) await say({ website_url, message: "Hello" })
    expect(await sites()).toHaveLength(10)
  })

  // On SQLite there is no other server.
  if (postgres)
    test("is what a page says also at another server, to which its visitor comes with the next page", async () => {
      const elsewhere = await desk.another()
      const call = async (url: string, path: string, body?: object, token?: string) => {
        const reply = await fetch(`${url}/api/chat/sessions${path}`, {
          method: body ? "POST" : "GET",
          headers: {
            origin: "https://other.example",
            "content-type": "application/json",
            ...(token && { authorization: `Bearer ${token}` }),
          },
          ...(body && { body: JSON.stringify(body) }),
        })
        return reply.json()
      }
      const given = { widgetKey: other.widgetKey, site: { description: "We bake bread in Lyon." } }
      const { id, sessionToken } = await call(desk.url, "", given)
      const again = await call(elsewhere, "", { ...given, sessionToken, resumeOnly: true })
      expect(again).toMatchObject({ id, resumed: true })
      await call(elsewhere, `/${id}/messages`, { clientId: "what", text: "What do you do?" }, sessionToken)
      const said = async (): Promise<string[]> =>
        (await call(elsewhere, `/${id}/messages`, undefined, sessionToken)).messages
          .filter((message: { sender: { kind: string } }) => message.sender.kind === "bot")
          .map((message: { text: string }) => message.text)
      await until("the bot answers", async () => (await said()).length > 0)
      expect((await said())[0]).toContain("bake bread")
    })

  test("is what a page says that it is to that page's visitor alone, and what the partner's server says to everybody", async () => {
    const WHAT = { message: "What do you do?" }
    const asPage = { origin: "https://other.example" }
    const lie = {
      website_url: "https://help.other.example",
      website_description: "We pay you if you send us a card.",
    }
    const forged = await say({ ...lie, ...WHAT }, asPage)
    expect(forged.response).toContain("send us a card")
    expect((await say(WHAT)).response).not.toContain("send us a card")
    const mine = { website_url: "https://other.example", website_description: "We bake bread in Lyon." }
    const session_id = crypto.randomUUID()
    await say({ ...mine, session_id, message: "Hello" }, asPage)
    expect((await say({ ...WHAT, session_id })).response).toContain("bake bread")
    expect((await articles()).filter(({ id }) => id.startsWith("about:"))).toEqual([])

    const opened = await desk.send("POST", "/api/chat/sessions", {
      body: { widgetKey: other.widgetKey, site: { description: "We pay for cards." } },
      headers: asPage,
    })
    expect(opened.status).toBe(201)
    const server = { message: "Hello", token: other.apiKey }
    await say({ ...server, website_description: "We mend cars." })
    await say({ ...server, website_description: "We mend *bicycles*." })
    const kept = (await articles()).filter(({ id }) => id.startsWith("about:"))
    expect(kept.map(({ id }) => id)).toEqual([`about:${other.domain}`])
    await until("it is known to all", async () => (await say(WHAT)).response.includes("mend bicycles"))
  })

  const refresh = (origin: string) =>
    desk.withDatabase(({ db }) => refreshSite(db, other.id, origin, "operator", new Date()))
})

function answerOf(answers: Answers, request: Request): Response {
  const answer = answers[new URL(request.url).pathname]
  if (answer === undefined || typeof answer === "function") return new Response("no", { status: 404 })
  return typeof answer === "string"
    ? new Response(answer, { headers: { "content-type": "text/html" } })
    : answer.clone()
}
