import { describe, expect, test } from "bun:test"
import { crawl } from "./crawl.ts"
import type { CrawlLimits } from "./crawl-limits.ts"
import { ownAddress } from "./page-links.ts"
import { links, run, text } from "./testing-crawl.ts"
import { playSite } from "./testing-site.ts"

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

  test("takes documents like pages, and both leave out what their header asks to", async () => {
    const asking = (type: string, robots: string, body = "x") =>
      new Response(body, { headers: { "content-type": type, "x-robots-tag": robots } })
    const found = await run({
      "/": links("/guide.pdf", "/draft.pdf", "/old.pdf", "/internal", "/leaf"),
      "/guide.pdf": text("%PDF-", "application/pdf"),
      "/draft.pdf": asking("application/pdf", "noindex"),
      "/old.pdf": asking("application/pdf", "nofollow, None"),
      "/internal": asking("text/html", "NOINDEX", links("/behind")),
      "/leaf": asking("text/html", "nofollow", links("/unseen")),
      "/behind": "<p>Found through a page that is not taken itself.</p>",
      "/unseen": "x",
    })
    expect(found.pages).toEqual(["/", "/behind", "/guide.pdf", "/leaf"])
    const hidden = "asks not to be indexed"
    expect(found.skipped).toEqual({ "/draft.pdf": hidden, "/old.pdf": hidden, "/internal": hidden })
  })

  test("takes the results of a search that somebody names, and no others", async () => {
    const found = await run({ "/search": links("/search?q=b", "/a"), "/a": "x" }, "/search?q=a")
    expect(found.pages).toEqual(["/a", "/search?q=a"])
    expect(found.skipped).toEqual({ "/search?q=b": "is a search" })
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
