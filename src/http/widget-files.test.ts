import { expect, test } from "bun:test"
import { widgetFiles } from "./widget-files.ts"

const app = widgetFiles()
const get = (path: string, headers: Record<string, string> = {}) =>
  app.handle(new Request(`http://chatd.test${path}`, { headers }))

test("any site may load the script, and asks for it again soon", async () => {
  const reply = await get("/widget/chat-widget.js")
  expect(reply.headers.get("content-type")).toBe("text/javascript; charset=utf-8")
  expect(reply.headers.get("access-control-allow-origin")).toBe("*")
  expect(reply.headers.get("cross-origin-resource-policy")).toBe("cross-origin")
  expect(reply.headers.get("cache-control")).toBe("public, max-age=300")
  const etag = reply.headers.get("etag") ?? ""
  expect((await get("/widget/chat-widget.js", { "if-none-match": etag })).status).toBe(304)
})

test("the script names the chat by its content, which may be kept for good", async () => {
  const loader = await (await get("/widget/chat-widget.js")).text()
  const file = /chat-ui\.js\?v=[\w-]+/.exec(loader)?.[0] ?? ""
  expect((await get(`/widget/${file}`)).headers.get("cache-control")).toEndWith("immutable")
  expect((await get("/widget/chat-ui.js?v=other")).headers.get("cache-control")).toBe("public, max-age=300")
})

test("it comes compressed to whoever takes that", async () => {
  const plain = await (await get("/widget/chat-ui.js")).text()
  const reply = await get("/widget/chat-ui.js", { "accept-encoding": "br, gzip" })
  expect(reply.headers.get("content-encoding")).toBe("gzip")
  const bytes = Bun.gunzipSync(new Uint8Array(await reply.arrayBuffer()))
  expect(new TextDecoder().decode(bytes)).toBe(plain)
  const refused = await get("/widget/chat-ui.js", { "accept-encoding": "gzip;q=0" })
  expect(refused.headers.get("content-encoding")).toBeNull()
})
