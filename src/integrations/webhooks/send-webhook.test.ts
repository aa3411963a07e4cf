import { afterEach, expect, test } from "bun:test"
import { createHmac } from "node:crypto"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { selfSigned } from "../../../test/servers/self-signed.ts"
import { sendWebhook, type WebhookTarget } from "./send-webhook.ts"
import { newWebhookSecret, signedHeaders } from "./signature.ts"

const EVENT = { id: "evt_1", at: Date.parse("2026-11-21T10:00:00.500Z"), body: '{"type":"ping"}' }
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const target = (url: string, more: Partial<WebhookTarget> = {}): WebhookTarget => ({
  url,
  secrets: [newWebhookSecret()],
  timeoutMs: 2_000,
  allowPrivate: true,
  version: "1",
  ...more,
})

/** Speaks raw bytes, and counts who comes. */
function rawServer(
  answer: (socket: { write(text: string): number; end(): void; terminate(): void }) => void,
) {
  const seen = { connections: 0, open: 0 }
  const server = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open() {
        seen.connections++
        seen.open++
      },
      data: (socket) => answer(socket),
      close() {
        seen.open--
      },
    },
  })
  closers.push(() => server.stop(true))
  return { url: `http://127.0.0.1:${server.port}/`, seen }
}

test("the signature is the one of Standard Webhooks", () => {
  // The example of their specification.
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
  const body = '{"test": 2432232314}'
  const headers = signedHeaders("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330_000, body, [secret])
  expect(headers).toEqual({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  })
  const key = Buffer.from(newWebhookSecret().slice("whsec_".length), "base64")
  expect(key).toHaveLength(32)
  expect(createHmac("sha256", key).update("x").digest()).toHaveLength(32)
})

test("private addresses are refused, whatever they are called, and no connection is made", async () => {
  const { url, seen } = rawServer((socket) => socket.end())
  const { port } = new URL(url)
  const names = {
    "inside.example": ["127.0.0.1"],
    "both.example": ["93.184.216.34", "10.0.0.7"],
    "mapped.example": ["::7f00:1"],
  }
  const resolve = async (name: string) => names[name as keyof typeof names] ?? []
  for (const host of [
    "127.0.0.1",
    "[::1]",
    "10.1.2.3",
    "169.254.169.254",
    // However it is written.
    "2130706433",
    "0177.0.0.1",
    "0x7f.1",
    "127.1",
    "①②⑦.0.0.1",
    "127.0.0.1.",
    "0",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:a00:7]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "mapped.example",
    "inside.example",
    "both.example",
  ]) {
    const sent = await sendWebhook(
      target(`https://${host}:${port}/`, { allowPrivate: false, resolve }),
      EVENT,
    )
    expect(sent.fault).toMatch(/^Its address is refused: .* is in a private network/)
    expect(sent.status).toBeUndefined()
  }
  const plain = await sendWebhook(target("http://example.com/", { allowPrivate: false, resolve }), EVENT)
  expect(plain.fault).toBe("Its address is refused: it must begin with https://.")
  expect(seen.connections).toBe(0)
})

test("a name that changes its address after it was checked leads nowhere else", async () => {
  const hosts: (string | null)[] = []
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch(request) {
      hosts.push(request.headers.get("host"))
      return new Response("ok")
    },
  })
  closers.push(() => server.stop(true))
  let asked = 0
  // Nobody but this knows the name, and it is asked once: the connection goes to what was checked.
  const resolve = async () => (++asked === 1 ? ["127.0.0.1"] : ["10.0.0.7"])
  const url = `http://rebind.example:${server.port}/`
  expect(await sendWebhook(target(url, { resolve }), EVENT)).toMatchObject({ status: 200 })
  expect(asked).toBe(1)
  expect(hosts).toEqual([`rebind.example:${server.port}`])
  const later = await sendWebhook(
    target(url.replace("http:", "https:"), { resolve, allowPrivate: false }),
    EVENT,
  )
  expect(later.fault).toContain("is in a private network (10.0.0.7)")
  expect(hosts).toHaveLength(1)
})

test("a name server that says nothing costs no more than the time limit", async () => {
  const resolve = () => new Promise<string[]>(() => {})
  const sent = await sendWebhook(target("https://slow.example/", { resolve, timeoutMs: 50 }), EVENT)
  expect(sent.fault).toBe("It did not answer within 0.05 s.")
})

test("a certificate that is not of the name is refused", async () => {
  const { key, cert } = selfSigned()
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    tls: { key, cert },
    fetch: () => new Response("ok"),
  })
  closers.push(() => server.stop(true))
  const resolve = async () => ["127.0.0.1"]
  const sent = await sendWebhook(target(`https://shop.example:${server.port}/`, { resolve }), EVENT)
  expect(sent.status).toBeUndefined()
  expect(sent.fault).toMatch(/^It cannot be reached/)
})

test("a certificate of the name is taken though the connection goes to a number, and one of another name is not", async () => {
  // A name that begins with its number, as some services give them out.
  const name = "127.0.0.1.shop.example"
  const { key, cert } = selfSigned(name)
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    tls: { key, cert },
    fetch: (request) => new Response(request.headers.get("host")),
  })
  const folder = mkdtempSync(join(tmpdir(), "chatd-tls-"))
  closers.push(
    () => server.stop(true),
    () => rmSync(folder, { recursive: true }),
  )
  writeFileSync(join(folder, "trusted.pem"), cert)
  const targets = [name, "other.example"].map((host) => target(`https://${host}:${server.port}/`))
  writeFileSync(
    join(folder, "send.ts"),
    `import { sendWebhook } from ${JSON.stringify(join(import.meta.dir, "send-webhook.ts"))}
for (const target of ${JSON.stringify(targets)})
  console.log(JSON.stringify(await sendWebhook({ ...target, resolve: async () => ["127.0.0.1"] }, ${JSON.stringify(EVENT)}, { show: true })))`,
  )
  const run = Bun.spawn([process.execPath, join(folder, "send.ts")], {
    env: { ...Bun.env, NODE_EXTRA_CA_CERTS: join(folder, "trusted.pem") },
  })
  const [right, wrong] = (await new Response(run.stdout).text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
  expect(right).toMatchObject({ status: 200, said: `${name}:${server.port}` })
  expect(wrong.status).toBeUndefined()
  expect(wrong.fault).toBe("It cannot be reached (ERR_TLS_CERT_ALTNAME_INVALID).")
})

test("whoever refuses, hangs up or talks nonsense is told apart from whoever takes it", async () => {
  const gone = rawServer((socket) => socket.end())
  closers.pop()?.()
  expect((await sendWebhook(target(gone.url), EVENT)).fault).toMatch(/^It cannot be reached/)
  const drops = rawServer((socket) => socket.terminate())
  expect((await sendWebhook(target(drops.url), EVENT)).fault).toMatch(/^It cannot be reached/)
  expect(drops.seen.connections).toBe(1)
  const babbles = rawServer((socket) => {
    socket.write("HELLO\r\n\r\n")
    socket.end()
  })
  expect((await sendWebhook(target(babbles.url), EVENT)).fault).toMatch(/^It cannot be reached/)
  const takes = rawServer((socket) => {
    socket.write("HTTP/1.1 204 No Content\r\n\r\n")
    socket.end()
  })
  expect(await sendWebhook(target(takes.url), EVENT)).toEqual({ status: 204, ms: expect.any(Number) })
})

test("an answer that never ends is not listened to", async () => {
  const timers: ReturnType<typeof setInterval>[] = []
  closers.push(() => timers.forEach(clearInterval))
  const { url, seen } = rawServer((socket) => {
    socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    timers.push(setInterval(() => socket.write(`1000\r\n${"x".repeat(4096)}\r\n`), 1))
  })
  const sent = await sendWebhook(target(url), EVENT)
  expect(sent).toMatchObject({ status: 200 })
  expect(sent.fault).toBeUndefined()
  const shown = await sendWebhook(target(url), EVENT, { show: true })
  expect(shown.said).toBe("x".repeat(500))
  for (let i = 0; seen.open > 0 && i < 500; i++) await Bun.sleep(10)
  expect(seen.open).toBe(0)
})

test("headers that never end are given up", async () => {
  const timers: ReturnType<typeof setInterval>[] = []
  closers.push(() => timers.forEach(clearInterval))
  const { url } = rawServer((socket) => {
    socket.write("HTTP/1.1 200 OK\r\n")
    timers.push(setInterval(() => socket.write("x-more: 1\r\n"), 5))
  })
  const sent = await sendWebhook(target(url, { timeoutMs: 150 }), EVENT)
  expect(sent.fault).toMatch(/did not answer within|cannot be reached/)
})

test.each([
  ["120", 120_000],
  ["Sat, 21 Nov 2026 10:02:00 GMT", 119_500],
  ["soon", undefined],
  ["-5", undefined],
  ["Sat, 21 Nov 2020 10:02:00 GMT", undefined],
])("Retry-After: %s", async (header, ms) => {
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: () => new Response("", { status: 503, headers: { "retry-after": header } }),
  })
  closers.push(() => server.stop(true))
  const sent = await sendWebhook(target(server.url.href), EVENT)
  expect(sent).toMatchObject({ status: 503, fault: "It answered with status 503." })
  expect(sent.retryAfterMs).toBe(ms)
})
