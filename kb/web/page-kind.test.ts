import { describe, expect, test } from "bun:test"
import { crawl } from "./crawl.ts"
import { links, run } from "./testing-crawl.ts"
import { playSite } from "./testing-site.ts"

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
