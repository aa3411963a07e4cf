import { afterAll, beforeAll, expect, test } from "bun:test"
import { once } from "node:events"
import { connect } from "node:net"
import { type Desk, startDesk } from "./desk.ts"
import { signedInAgent } from "./desk-agents.ts"
import { guidePartner } from "./guide-partner.ts"
import { openSocket } from "./socket-client.ts"
import { until } from "./wait.ts"
import { openWebSocket } from "./web-socket.ts"

const MOST = 4
const TOO_MANY = {
  code: 4429,
  reason: "Your address has as many connections open as it may have. Close some, or come back later.",
}

let desk: Desk
beforeAll(async () => {
  desk = await startDesk({ settings: { "server.sockets_per_address": MOST, "server.trust_proxy": true } })
})
afterAll(() => desk.stop())

const from = (address: string) => ({ "x-forwarded-for": address })

/** An address of each contract's socket that lets in. */
async function doors(): Promise<[url: string, headers: Record<string, string>][]> {
  const { customerId, sessionToken } = await guidePartner(desk).beginFromPage()
  const { json } = await desk.send("POST", "/api/chat/sessions", {
    body: { widgetKey: desk.partner.widgetKey },
  })
  const { token } = await signedInAgent(desk, { email: `${crypto.randomUUID()}@acme.example` })
  return [
    [`${desk.url}/ws?clientId=${customerId}&token=${sessionToken}`, {}],
    [`${desk.url}/ws`, { authorization: `Bearer ${desk.partner.apiKey}` }],
    [`${desk.url}/ws/chat/${json.id}?token=${json.sessionToken}`, {}],
    [`${desk.url}/ws/desk`, { authorization: `Bearer ${token}` }],
  ]
}

/** Whether another socket is opened, which then stays. */
function isLetIn(all: Awaited<ReturnType<typeof doors>>, headers: Record<string, string>) {
  const [url = ""] = all[2] ?? []
  const tried = openWebSocket(url.replace(/^http/, "ws"), headers)
  return new Promise<boolean>((resolve) => {
    tried.onmessage = () => resolve(true)
    tried.onclose = () => resolve(false)
  })
}

test("an address has so many sockets of all kinds together, and another when one has closed; others have their own", async () => {
  const all = await doors()
  const here = from("198.51.100.7")
  const open = await Promise.all(all.map(([url, headers]) => openSocket(url, { ...headers, ...here })))
  for (const [url, headers] of all) {
    const refused = await openSocket(url, { ...headers, ...here })
    expect(await refused.closed).toEqual(TOO_MANY)
  }
  const [[url = "", headers = {}] = []] = all
  await (await openSocket(url, { ...headers, ...from("198.51.100.8") })).settled()
  for (const one of open) await one.settled()
  expect(desk.log.filter((line) => line.includes("sockets_per_address"))).toHaveLength(1)

  open[0]?.close()
  await until("there is room again", () => isLetIn(all, here))
  expect(await (await openSocket(url, { ...headers, ...here })).closed).toEqual(TOO_MANY)
})

test("who asks for a socket without the key that it needs takes no place", async () => {
  const [[url = ""] = []] = await doors()
  const { hostname, port, pathname, search } = new URL(url)
  const lines = [`GET ${pathname}${search} HTTP/1.1`, "Host: chat.example", "Connection: Upgrade"]
  for (let i = 0; i < MOST + 2; i++) {
    const line = connect(Number(port), hostname)
    line.write([...lines, "Upgrade: websocket", "X-Forwarded-For: 198.51.100.20", "", ""].join("\r\n"))
    const [reply] = await once(line, "data")
    expect(String(reply)).toStartWith("HTTP/1.1 426 ")
    line.destroy()
  }
  await (await openSocket(url, from("198.51.100.20"))).settled()
})

test("an IPv6 network is one address, and who is not let in takes no place", async () => {
  const [[url = ""] = []] = await doors()
  const refused = () => openSocket(`${desk.url}/ws?clientId=1&token=st_wrong`, from("2001:db8:1:2::1"))
  for (let i = 0; i < MOST + 2; i++) expect((await (await refused()).closed).code).toBe(4401)
  const open = []
  for (let i = 0; i < MOST; i++) open.push(await openSocket(url, from(`2001:db8:1:2::${i + 1}`)))
  for (const one of open) await one.settled()
  expect(await (await openSocket(url, from("2001:db8:1:2:ffff::1"))).closed).toEqual(TOO_MANY)
})

test("what ends without a word gives its place back", async () => {
  const all = await doors()
  const here = from("198.51.100.9")
  const { hostname, port, pathname, search } = new URL(all[2]?.[0] ?? "")
  const upgrade = [
    `GET ${pathname}${search} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
    `X-Forwarded-For: ${here["x-forwarded-for"]}`,
  ]
  for (let i = 0; i < MOST; i++) {
    const answered = Promise.withResolvers<void>()
    const socket = await Bun.connect({
      hostname,
      port: Number(port),
      socket: { data: () => answered.resolve() },
    })
    socket.write(`${upgrade.join("\r\n")}\r\n\r\n`)
    await answered.promise
    socket.terminate()
  }
  for (let i = 0; i < MOST; i++) await until("there is room", () => isLetIn(all, here))
  expect(await isLetIn(all, here)).toBe(false)
})
