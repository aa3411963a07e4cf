import { describe, expect, test } from "bun:test"
import { crawl } from "./crawl.ts"
import type { CrawlLimits, CrawlOptions } from "./crawl-limits.ts"
import { ownAddress } from "./page-links.ts"
import { type Answers, playSite } from "./testing-site.ts"

/** Paths of the pages that a crawl gives, and reasons of those that it skips. */
async function run(
  answers: Answers,
  start = "/",
  limits: Partial<CrawlLimits> = {},
  options: CrawlOptions = {},
) {
  using site = playSite(answers)
  const pages: string[] = []
  const skipped: Record<string, string> = {}
  for await (const each of crawl(new URL(start, site.origin), { allowPrivate: true, ...limits }, options)) {
    if ("source" in each) pages.push(each.source.name.replace(site.origin, ""))
    else skipped[each.skipped.replace(site.origin, "")] = each.reason.replaceAll(site.origin, "")
  }
  return { pages: pages.sort(), skipped, asked: site.asked }
}

const links = (...paths: string[]) => paths.map((path) => `<a href="${path}">x</a>`).join("")
const text = (content: string | Uint8Array<ArrayBuffer>, type = "text/plain") =>
  new Response(content, { headers: { "content-type": type } })

describe("crawl", () => {
  test("tells what a rule leaves out from what is broken", async () => {
    using site = playSite({
      "/robots.txt": text("User-agent: *\nDisallow: /no"),
      "/": links("/no", "/hidden", "/gone", "/broken"),
      "/hidden": '<meta name="robots" content="noindex">',
      "/broken": new Response("x", { status: 500 }),
    })
    const byRule: Record<string, boolean> = {}
    for await (const each of crawl(new URL(site.origin), { allowPrivate: true })) {
      if ("skipped" in each) byRule[new URL(each.skipped).pathname] = each.byRule
    }
    expect(byRule).toEqual({ "/no": true, "/hidden": true, "/gone": true, "/broken": false })
    const named = await Array.fromAsync(crawl(new URL("/gone", site.origin), { allowPrivate: true }))
    expect(named).toMatchObject([{ reason: "answers with status 404", byRule: false }])
  })

  test("follows links of the site once, by their normal address", async () => {
    const found = await run({
      "/": links("/a#x", "/a?utm_source=y", "//other.test/", "mailto:a@b", "/c", "/gone", "/d"),
      "/a": links("/", "/b"),
      "/b": `<meta name="robots" content="noindex, nofollow">${links("/hidden")}`,
      "/c": '<link rel="canonical" href="/a">',
      "/d": '<a rel="nofollow" href="/hidden">x</a>',
    })
    expect(found.pages).toEqual(["/", "/a", "/d"])
    expect(found.skipped).toEqual({
      "/gone": "answers with status 404",
      "/a": "is the same page as one before",
      "/b": "asks not to be indexed",
    })
  })

  test("obeys robots.txt, its delay up to a bound, and redirects into what it disallows", async () => {
    const slept: number[] = []
    const found = await run(
      {
        "/robots.txt": text("User-agent: *\nDisallow: /no\nCrawl-delay: 600"),
        "/": links("/no", "/to"),
        "/to": new Response(null, { status: 301, headers: { location: "/no/way" } }),
      },
      "/",
      {},
      { sleep: async (ms) => void slept.push(ms) },
    )
    const disallowed = { "/robots.txt": text("User-agent: *\nDisallow: /"), "/map.xml": "<urlset></urlset>" }
    expect((await run(disallowed, "/map.xml")).skipped).toEqual({ "/map.xml": "is disallowed by robots.txt" })
    expect(found.pages).toEqual(["/"])
    expect(found.skipped).toEqual({
      "/no": "is disallowed by robots.txt",
      "/to": "is disallowed by robots.txt",
    })
    expect(slept).toEqual([10_000, 10_000])
    expect(found.asked).not.toContain("/no/way")
  })

  test("waits where a page asks for it, until one that was waited for gives nothing", async () => {
    const slept: number[] = []
    const busy = (after: string) => new Response("", { status: 429, headers: { "retry-after": after } })
    let asked = 0
    const found = await run(
      {
        "/": links("/soon", "/tomorrow", "/never", "/later"),
        "/soon": () =>
          asked++ === 0 ? busy("2") : new Response("<p>x</p>", { headers: { "content-type": "text/html" } }),
        "/tomorrow": busy("86400"),
        "/never": busy(new Date(Date.now() + 20_000).toUTCString()),
        "/later": busy("1"),
      },
      "/",
      { concurrency: 1 },
      { sleep: async (ms) => void slept.push(Math.ceil(ms / 30_000)) },
    )
    expect(found.pages).toEqual(["/", "/soon"])
    expect(found.skipped).toEqual({
      "/tomorrow": "answers with status 429",
      "/never": "answers with status 429",
      "/later": "answers with status 429",
    })
    expect(slept).toEqual([1, 1, 1])
    expect(found.asked.filter((path) => path === "/later")).toHaveLength(1)
  })

  test("leaves out what robots.txt could be asked about for seconds only", async () => {
    const rule = `Disallow: /${"a*".repeat(24)}b`
    const long = `/${"a".repeat(1_000)}`
    const answers = (rules: number) => ({
      "/robots.txt": text(`User-agent: *\n${`${rule}\n`.repeat(rules)}`),
      "/": links(long),
      [long]: "<p>Ah.</p>",
    })
    expect((await run(answers(100))).pages).toEqual(["/", long])
    const many = await run(answers(6_000))
    expect(many.pages).toEqual(["/"])
    expect(many.skipped).toEqual({ [long]: "is disallowed by robots.txt" })
  })

  test("fetches nothing when robots.txt fails", async () => {
    const found = await run({ "/robots.txt": new Response("x", { status: 503 }), "/": "x" })
    expect(found.skipped).toEqual({ "/": "has no known rules: robots.txt answers with status 503" })
    expect(found.asked).toEqual(["/robots.txt"])
  })

  test("says of a site that cannot be reached why, and not that its robots.txt cannot", async () => {
    const reasons = async (start: string, limits: Partial<CrawlLimits>) =>
      Object.values((await run({}, start, limits)).skipped)
    expect(await reasons("http://127.0.0.1:1/", {})).toEqual([expect.stringMatching(/^cannot be reached \(/)])
    expect(await reasons("http://10.0.0.1/", { allowPrivate: false })).toEqual([
      expect.stringMatching(/^is refused: 10\.0\.0\.1 is in a private network/),
    ])
  })

  test("takes the sitemaps of robots.txt, packed and indexed ones, instead of links", async () => {
    const packed = Bun.gzipSync(
      "<urlset><url><loc>/b?x=1&amp;y=2</loc></url><url><loc>http://other.test/</loc></url></urlset>",
    )
    const answers = {
      "/robots.txt": text("Sitemap: /index.xml"),
      "/index.xml":
        "<sitemapindex><sitemap><loc>/part.xml.gz</loc></sitemap><sitemap><loc>/index.xml</loc></sitemap></sitemapindex>",
      "/part.xml.gz": text(packed, "application/gzip"),
      "/": links("/c"),
      "/b": "b",
    }
    expect((await run(answers)).pages).toEqual(["/", "/b?x=1&y=2"])
    expect((await run(answers, "/part.xml.gz")).pages).toEqual(["/b?x=1&y=2"])
    expect((await run(answers, "/", {}, { single: true })).pages).toEqual(["/"])
  })

  test("reads sitemaps with CDATA, prefixes, attributes and numbered characters", async () => {
    const answers = {
      "/plain.xml": `<?xml version="1.0"?><urlset xmlns:image="x"><url><loc><![CDATA[ /a?x=1&y=2 ]]></loc>
        <image:image><image:loc>/b.png</image:loc></image:image></url><url><loc xml:lang="en">
        /c&#x3F;d&#61;&#x110000;</loc></url></urlset>`,
      "/prefixed.xml": '<ns:urlset xmlns:ns="x"><ns:url><ns:loc>/a</ns:loc></ns:url></ns:urlset>',
      "/a": "a",
      "/c": "c",
    }
    expect((await run(answers, "/plain.xml")).asked).toEqual([
      "/robots.txt",
      "/plain.xml",
      "/a?x=1&y=2",
      "/c?d=",
    ])
    expect((await run(answers, "/prefixed.xml")).pages).toEqual(["/a"])
  })

  test("follows links where a sitemap lists nothing of the site, and says so", async () => {
    const answers = {
      "/robots.txt": text("Sitemap: /map.xml"),
      "/map.xml": "<urlset><url><loc>https://www.other.test/a</loc></url></urlset>",
      "/": links("/a"),
      "/a": "a",
    }
    const found = await run(answers)
    expect(found.pages).toEqual(["/", "/a"])
    expect(found.skipped).toEqual({ "/map.xml": "lists no pages of this site" })
    expect((await run(answers, "/map.xml")).skipped).toEqual({ "/map.xml": "lists no pages of this site" })
  })

  test("takes http addresses of a site that is read by https for its own", () => {
    const own = (address: string, origin: string) => ownAddress(new URL(address), origin)?.href
    expect(own("http://a.test/x?y", "https://a.test")).toBe("https://a.test/x?y")
    expect(own("https://a.test/x", "https://a.test")).toBe("https://a.test/x")
    for (const [address, origin] of [
      ["https://a.test/", "http://a.test"],
      ["http://a.test:8080/", "https://a.test"],
      ["http://a.test/", "https://a.test:8443"],
      ["http://www.a.test/", "https://a.test"],
      ["ftp://a.test/", "https://a.test"],
    ] as const)
      expect(own(address, origin)).toBeUndefined()
  })

  test("tells of sitemaps that give no pages", async () => {
    const index = (...paths: string[]) =>
      `<sitemapindex>${paths.map((path) => `<sitemap><loc>${path}</loc></sitemap>`).join("")}</sitemapindex>`
    const answers = {
      "/robots.txt": text("Sitemap: /index.xml\nSitemap: /missing.xml"),
      "/index.xml": index("/full.xml", "/gone.xml", "/down.xml", "/empty.xml"),
      "/full.xml": "<urlset><url><loc>/a</loc></url></urlset>",
      "/down.xml": new Response("x", { status: 503 }),
      "/empty.xml": text("<urlset></urlset>", "text/xml"),
      "/": "start",
      "/a": "a",
    }
    const found = await run(answers)
    expect(found.pages).toEqual(["/", "/a"])
    expect(found.skipped).toEqual({
      "/gone.xml": "answers with status 404",
      "/down.xml": "answers with status 503",
      "/empty.xml": "lists no pages",
    })
    expect((await run(answers, "/empty.xml")).skipped).toEqual({ "/empty.xml": "lists no pages" })
    expect((await run(answers, "/missing.xml")).skipped).toEqual({
      "/missing.xml": "answers with status 404",
    })
    using site = playSite(answers)
    const told = await Array.fromAsync(crawl(new URL(site.origin), { allowPrivate: true }))
    const skipped = told.filter((each) => "skipped" in each)
    expect(skipped.map(({ byRule, passing }) => [byRule, passing === true])).toEqual([
      // What is listed in one that is gone may be there still.
      [false, true],
      [false, true],
      [true, false],
    ])
  })

  test("reads pages in the charset that they name, and their links", async () => {
    const page = Buffer.from('<meta charset="gbk"><p>\xcd\xcb\xbb\xf5</p><a href="/\xcd\xcb">x</a>', "latin1")
    const answers = { "/": text(page, "text/html"), "/%E9%80%80": "b" }
    expect((await run(answers)).pages).toEqual(["/", "/%E9%80%80"])
  })

  test("stays within its limits, and says so", async () => {
    const site = { "/": links("/1", "/2", "/3"), "/1": links("/deep"), "/2": "2", "/3": "3", "/deep": "4" }
    const few = await run(site, "/", { maxPages: 2 })
    expect(few.pages).toHaveLength(2)
    expect(Object.values(few.skipped)[0]).toContain("the crawl is at its limit")
    const shallow = await run(site, "/", { maxDepth: 1 })
    expect(shallow.pages).toEqual(["/", "/1", "/2", "/3"])
    expect(shallow.skipped).toEqual({
      "/deep": "is left out with 0 others: more than 1 links lead there from the start",
    })
    expect((await run(site, "/", { maxBytesTotal: 10 })).pages).toEqual(["/"])
    expect((await run(site, "/", { allowPrivate: false })).skipped["/"]).toContain("private network")
  })

  test("stops when it is aborted", async () => {
    const controller = new AbortController()
    const answer = () => {
      controller.abort(new Error("enough"))
      return new Response("x")
    }
    const site = { "/": answer }
    expect(run(site, "/", {}, { signal: controller.signal })).rejects.toThrow("enough")
  })
})

test("an index of more sitemaps than are read is told to be cut, so that nothing is pruned", async () => {
  const parts = Array.from({ length: 60 }, (_, at) => `<sitemap><loc>/part-${at}.xml</loc></sitemap>`)
  using site = playSite({
    "/robots.txt": "Sitemap: /index.xml",
    "/index.xml": `<sitemapindex>${parts.join("")}</sitemapindex>`,
    "/": "<p>Home.</p>",
  })
  const found = await Array.fromAsync(crawl(new URL(site.origin), { allowPrivate: true }))
  expect(found).toContainEqual({
    skipped: `${site.origin}/index.xml`,
    reason: "names 60 sitemaps, of which 49 are read",
    byRule: true,
    beyondLimit: true,
  })
})

test("of sitemaps, no more is read than a crawl may need", async () => {
  const many = Array.from({ length: 60 }, (_, at) => `Sitemap: /${at}.xml`)
  const entry = "<url><loc>/a</loc></url>"
  const xml = `<urlset>${entry.repeat(2_000_000)}</urlset>`
  using huge = playSite({
    "/robots.txt": "Sitemap: /sitemap.xml",
    "/sitemap.xml": xml,
    "/a": "<p>A page.</p>",
  })
  const before = process.cpuUsage()
  await Array.fromAsync(crawl(new URL(huge.origin), { allowPrivate: true, maxPages: 2 }))
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1_000).toBeLessThan(2_000)
  using endless = playSite({ "/robots.txt": many.join("\n"), "/": "<p>Home.</p>" })
  const found = await Array.fromAsync(crawl(new URL(endless.origin), { allowPrivate: true }))
  expect(endless.asked.filter((path) => path.endsWith(".xml"))).toHaveLength(50)
  expect(found).toContainEqual(expect.objectContaining({ byRule: true, beyondLimit: true }))
})

describe("a sitemap with pages that are not there", () => {
  const found = async (listed: readonly string[]) => {
    using site = playSite({
      "/sitemap.xml": `<urlset>${listed.map((path) => `<url><loc>${path}</loc></url>`).join("")}</urlset>`,
      "/a": "<p>A page.</p>",
    })
    return await Array.fromAsync(crawl(new URL("/sitemap.xml", site.origin), { allowPrivate: true }))
  }

  test("is read, and they are passed over", async () => {
    const [page, gone] = (await found(["/gone", "/a"])).sort((a) => ("source" in a ? -1 : 1))
    expect(page).toHaveProperty("source")
    expect(gone).toMatchObject({ reason: "answers with status 404", byRule: true })
    expect(gone).not.toHaveProperty("passing")
  })

  test("is broken where none is there: nothing may be taken for gone", async () => {
    const all = await found(["/gone", "/lost"])
    expect(all).toMatchObject([
      { byRule: false, passing: true },
      { byRule: false, passing: true },
    ])
  })

  test.each([
    ["is there", new Response("gone", { status: 404 }), "answers with status 404"],
    [
      "is open",
      '<title>Sign in</title><h1>Sign in</h1><form><input type="password"></form>',
      "asks to sign in",
    ],
  ])("is broken where nothing but the start %s: nothing may be taken for gone", async (_, answer, reason) => {
    const site = (listed: readonly string[]) =>
      playSite({
        "/robots.txt": text("Sitemap: /sitemap.xml"),
        "/sitemap.xml": `<urlset>${listed.map((path) => `<url><loc>${path}</loc></url>`).join("")}</urlset>`,
        "/": "<p>Welcome.</p>",
        "/a": answer,
        "/b": answer,
        "/c": "<p>A page.</p>",
      })
    const skippedIn = async (listed: readonly string[]) => {
      using played = site(listed)
      const all = await Array.fromAsync(crawl(new URL("/", played.origin), { allowPrivate: true }))
      return all.filter((each) => "skipped" in each)
    }
    const passing = { reason, byRule: false, passing: true }
    expect(await skippedIn(["/", "/a", "/b"])).toMatchObject([passing, passing])
    const [first, ...others] = await skippedIn(["/", "/a", "/b", "/c"])
    expect([first, ...others]).toMatchObject([
      { reason, byRule: true },
      { reason, byRule: true },
    ])
    expect(first).not.toHaveProperty("passing")
  })
})

describe("a page that is no article", () => {
  const page = (title: string, body: string) =>
    `<!doctype html><html><head><title>${title}</title></head><body><header><a href="/x">Acme</a></header><main>${body}</main></body></html>`
  const field = '<form><input name="mail"><input type="password"></form>'
  const teaser = '<h2><a href="/a">Shipping</a></h2><p>We ship to all countries …</p>'
  const read = async (path: string, html: string) =>
    (await run({ "/": links(path), [path]: html })).skipped[path]

  test.each([
    [
      "Page not found | Acme",
      "<h1>Page not found</h1><p>It does not exist or has been moved. Back to <a href='/'>home</a>.</p>",
    ],
    ["404", "<h1>Oops!</h1><h2>404</h2><p>We can't find the page you're looking for.</p>"],
    [
      "Seite nicht gefunden – Acme",
      "<h1>Seite nicht gefunden</h1><p>Zurück zur <a href='/'>Startseite</a></p>",
    ],
    [
      "Acme",
      "<h1>This page doesn't exist</h1><p>The article you were looking for is no longer available.</p>",
    ],
    ["Page introuvable", "<h1>Page introuvable</h1><p>Retour à l'accueil</p>"],
  ])("is one that is not there: %s", async (title, body) => {
    expect(await read("/p", page(title, body))).toBe("says that the page is not there")
  })

  test.each([
    ["Log in | Acme", "<h1>Log in</h1>"],
    ["Create your account", "<h1>Create your account</h1>"],
    ["Anmelden", "<h1>Anmelden</h1>"],
  ])("is one to sign in by: %s", async (title, body) => {
    expect(await read("/p", page(title, `${body}${field}`))).toBe("asks to sign in")
  })

  test.each(["/tag/shipping", "/blog/page/2", "/2024/05/", "/help?page=3", "/author/mia"])(
    "is a list of others: %s",
    async (path) => {
      expect(await read(path, page("Blog", teaser))).toBe("is a list of other pages")
    },
  )

  test.each([
    ["/search?q=tent", "is a search"],
    ["/?s=tent", "is a search"],
  ])("is a search, which is not even asked for: %s", async (path, reason) => {
    const found = await run({ "/": links(path), [path]: page("Results", teaser) })
    expect(found.skipped[path]).toBe(reason)
    expect(found.asked).not.toContain(path)
  })

  test.each([
    ["/errors/404", "404 Not Found", "<h1>404 Not Found</h1><p>No invoice has this id. Check the id.</p>"],
    [
      "/help/missing",
      "Page not found",
      `<h1>Page not found</h1>${"<p>Clear the cache of your browser if a page that you moved is not found. </p>".repeat(8)}`,
    ],
    [
      "/hilfe/ausverkauft",
      "Artikel nicht verfügbar?",
      "<h1>Artikel nicht verfügbar?</h1><p>Ist ein gesuchter Artikel gerade ausverkauft, schreiben wir Ihnen, wenn er wieder da ist.</p>",
    ],
    ["/help/log-in", "Log in", "<h1>Log in</h1><p>Open the app and type your code.</p>"],
    ["/help/passwords", "Passwords", `<h1>Passwords</h1><p>Twelve letters at least.</p>${field}`],
    [
      "/docs/tags/create",
      "Create a tag",
      '<h1>Create a tag</h1><h2><a href="#steps">Steps</a></h2><p>Open a thread and press the plus sign. <a href="/a">More</a></p>',
    ],
    ["/archive/2024/05", "May", "<h1>What was new in May</h1><p>Dark mode is there.</p>"],
    ["/search", "Search", "<h1>Search</h1><p>Use quotes to search for a phrase.</p>"],
  ])("is none of these: %s", async (path, title, body) => {
    const found = await run({ "/": links(path), [path]: page(title, body) })
    expect(found.pages).toContain(path)
  })

  test("is what is meant where somebody names it, unless it is not there or asks to sign in", async () => {
    const site = {
      "/tag/a": page("A", teaser),
      "/in": page("Sign in", `<h1>Sign in</h1>${field}`),
      "/a": "<p>A.</p>",
    }
    expect((await run(site, "/tag/a")).pages).toEqual(["/a", "/tag/a"])
    using played = playSite(site)
    const [found] = await Array.fromAsync(crawl(new URL("/in", played.origin), { allowPrivate: true }))
    expect(found).toMatchObject({ reason: "asks to sign in", byRule: false })
  })

  test("is the same page as it is printed", async () => {
    const found = await run({ "/": links("/a", "/a?print=1"), "/a": "<p>A.</p>" })
    expect(found.pages).toEqual(["/", "/a"])
    expect(found.asked).not.toContain("/a?print=1")
  })
})
