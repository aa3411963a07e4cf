import { describe, expect, test } from "bun:test"
import { checkAddress, isPublic, RefusedAddress } from "./address-guard.ts"
import { fetchPage } from "./fetch-page.ts"
import { playSite } from "./testing-site.ts"

const local = { allowPrivate: true }
const html = (headers = {}) => ({ headers: { "content-type": "text/html", ...headers } })

describe("address guard", () => {
  test.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "168.63.129.16",
    "100.100.100.200",
    "fd00:ec2::254",
    "198.18.0.1",
    "192.0.0.192",
    "240.0.0.1",
    "nonsense",
  ])("refuses %s", (address) => expect(isPublic(address)).toBe(false))

  test.each(["8.8.8.8", "2606:4700::1111"])("lets %s pass", (address) => expect(isPublic(address)).toBe(true))

  test("sees through spellings, and looks at all addresses of a name", async () => {
    const resolve = async () => ["8.8.8.8", "10.0.0.1"]
    const urls = [
      "http://2130706433/",
      "http://0x7f.1/",
      "http://[::ffff:7f00:1]/",
      "http://x.test/",
      "ftp://8.8.8.8/",
      "http://u:p@8.8.8.8/",
    ]
    for (const url of urls)
      expect(checkAddress(new URL(url), { resolve })).rejects.toBeInstanceOf(RefusedAddress)
    expect(await checkAddress(new URL("http://x.test/"), { resolve: async () => ["8.8.8.8"] })).toBe(
      "8.8.8.8",
    )
  })

  test("asks the system where nothing else says where a name is", async () => {
    const here = new URL("http://localhost/")
    expect(checkAddress(here)).rejects.toThrow(/^localhost is in a private network \((?:127\.|::1)/)
    expect(isPublic(await checkAddress(here, { allowPrivate: true }))).toBe(false)
  })
})

describe("fetching", () => {
  test("connects to the address that was checked, with the name as host", async () => {
    using site = playSite({
      "/": (request) =>
        new Response(`${request.headers.get("host")} ${request.headers.get("user-agent")}`, html()),
    })
    const url = new URL(site.origin.replace("127.0.0.1", "help.test"))
    const found = await fetchPage(url, { ...local, version: "1.2", resolve: async () => ["127.0.0.1"] })
    const text = found.kind === "page" ? new TextDecoder().decode(found.bytes) : found
    expect(text).toBe(`${url.host} chatd/1.2 (+knowledge base)`)
  })

  test("checks every redirect, and follows five", async () => {
    const hop = (to: string) => new Response(null, { status: 302, headers: { location: to } })
    using site = playSite({
      "/loop": hop("/loop"),
      "/private": hop("http://10.0.0.1/"),
      "/file": hop("file:///etc/passwd"),
      "/a": hop("b"),
      "/b": "ok",
      "/bad": hop("http://"),
    })
    const start = (path: string) => new URL(path, site.origin.replace("127.0.0.1", "help.test"))
    // Only the name of the test may be on loopback.
    const resolve = async () => ["127.0.0.1"]
    expect(await fetchPage(start("/loop"), { ...local, resolve })).toMatchObject({
      reason: "redirects more than 5 times",
    })
    expect(site.asked).toHaveLength(6)
    expect(await fetchPage(start("/a"), { ...local, resolve })).toMatchObject({
      kind: "page",
      url: start("/b"),
    })
    expect(await fetchPage(start("/bad"), { ...local, resolve })).toMatchObject({
      reason: "redirects to no valid address",
    })
    const file = await fetchPage(start("/file"), { ...local, resolve })
    expect(file).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("is refused: file: addresses"),
    })
    const refuse = (url: URL) =>
      checkAddress(url, {}).then(
        () => undefined,
        (error: Error) => error.message,
      )
    const inside = await fetchPage(start("/private"), { ...local, resolve, refuse })
    expect(inside).toMatchObject({ reason: "10.0.0.1 is in a private network (10.0.0.1)" })
    expect(await fetchPage(new URL("/b", site.origin))).toMatchObject({
      reason: expect.stringContaining("private network"),
    })
  })

  test("bounds time and size, also of packed and dripping bodies", async () => {
    const packed = Bun.gzipSync(new Uint8Array(1_000_000))
    const drip = () => {
      let timer: Timer
      const body = new ReadableStream({
        start: (controller) => {
          timer = setInterval(() => controller.enqueue("x"), 20)
        },
        cancel: () => clearInterval(timer),
      })
      return new Response(body, html())
    }
    using site = playSite({
      "/big": "x".repeat(2000),
      "/bomb": () => new Response(packed, html({ "content-encoding": "gzip" })),
      "/drip": drip,
    })
    const get = (path: string, options = {}) =>
      fetchPage(new URL(path, site.origin), { ...local, maxBytes: 1000, ...options })
    expect(await get("/big")).toMatchObject({ reason: "is larger than 1000 bytes" })
    expect(await get("/bomb")).toMatchObject({ reason: "is larger than 1000 bytes" })
    expect(await get("/drip", { timeoutMs: 150 })).toMatchObject({ reason: "took too long to answer" })
    expect(get("/drip", { signal: AbortSignal.timeout(50) })).rejects.toThrow()
  })

  test("asks for what has changed, and tells other answers", async () => {
    using site = playSite({
      "/": (request) =>
        new Response(
          "x",
          request.headers.get("if-none-match") === '"1"' ? { status: 304 } : html({ etag: '"1"' }),
        ),
      "/zip": new Response("x", { headers: { "content-type": "application/zip" } }),
      "/broken": new Response("x", { status: 500 }),
      "/busy": new Response("x", { status: 429 }),
    })
    const get = (path: string, options = {}) =>
      fetchPage(new URL(path, site.origin), { ...local, ...options })
    expect(await get("/")).toMatchObject({ kind: "page", etag: '"1"' })
    expect(await get("/", { etag: '"1"' })).toMatchObject({ kind: "unchanged" })
    expect(await get("/zip")).toMatchObject({ reason: "is no page, but application/zip" })
    const broken = await get("/broken")
    expect(broken).toMatchObject({ status: 500, reason: "answers with status 500", passing: true })
    expect(await get("/busy")).toMatchObject({ status: 429, passing: true })
    expect(await get("/gone")).not.toHaveProperty("passing")
  })
})
