import { describe, expect, test } from "bun:test"
import { crawl } from "./crawl.ts"
import { links, run, text } from "./testing-crawl.ts"
import { playSite } from "./testing-site.ts"

describe("a crawl by sitemaps", () => {
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
