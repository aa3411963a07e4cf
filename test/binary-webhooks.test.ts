import { afterAll, expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { binaryAlone } from "./binary.ts"
import { startWebhookReceiver } from "./servers/webhook-receiver.ts"
import { until } from "./wait.ts"

const chatd = binaryAlone()
const there = startWebhookReceiver()
afterAll(async () => {
  await chatd.remove()
  await there.stop()
})

const GUIDE = readFileSync(join(import.meta.dir, "../docs/webhooks.md"), "utf8")
const ALLOWED = { CHATD_WEBHOOKS_ALLOW_PRIVATE_ADDRESSES: "true" }

test("a receiver made of the guide's own code is told of everything, tested, replayed, and told apart when it is gone", async () => {
  const snippet = chatd.write("check.mjs", GUIDE.split("```js\n")[1]?.split("```")[0] ?? "")
  const { isFromChatd } = await import(snippet)
  let secret = ""
  let says = 204
  there.behaves(({ headers, raw }) =>
    isFromChatd(Object.fromEntries(headers), raw, secret)
      ? new Response(null, { status: says })
      : new Response("not signed by chatd", { status: 401 }),
  )
  const acme = await chatd.partner()
  const server = await chatd.serve([], ALLOWED)
  const added = await chatd.run(["webhooks", "add", there.url])
  secret = /whsec_\S+/.exec(added.out)?.[0] ?? ""
  const tried = await chatd.run(["webhooks", "test", "1"])
  expect({ code: tried.code, out: tried.out }).toEqual({
    code: 0,
    out: expect.stringMatching(/^Taken: status 204/),
  })

  const call = async (path: string, body: unknown) => {
    const headers = { authorization: `Bearer ${acme.apiKey}`, "content-type": "application/json" }
    const response = await fetch(`${server.url}${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    })
    return (await response.json()) as { id: number }
  }
  const { id: conversationId } = await call("/api/partner/conversations", { customerId: "ada" })
  const say = (content: string) => call("/api/partner/messages", { conversationId, senderId: "ada", content })
  await say("Hello")
  const isTold = (content: string) =>
    until(`${content} is told`, () =>
      there.received.some(({ body }) => body.data?.message?.content === content),
    )
  await isTold("Hello")

  const before = there.received.length
  const replayed = await chatd.run(["webhooks", "replay", "1", "--from", "1"])
  const [, n] = /^(\d+) events are sent again/.exec(replayed.out) ?? []
  await until("all are sent again", () => there.received.length >= before + Number(n))
  await until("all are taken", async () => (await chatd.json(["webhooks", "list"]))[0].waiting === 0)

  const [{ secret: next }] = await chatd.json(["webhooks", "set", "1", "--new-secret"])
  await say("Signed with both")
  await isTold("Signed with both")
  secret = next
  await say("Signed with the new one")
  await isTold("Signed with the new one")
  await until("all are taken", async () => (await chatd.json(["webhooks", "list"]))[0].waiting === 0)
  expect((await chatd.json(["webhooks", "list"]))[0]).toMatchObject({
    status: "active",
    failed: 0,
    lastError: null,
  })

  secret = `whsec_${btoa("of somebody else")}`
  const refused = await chatd.run(["webhooks", "test", "1"])
  expect(refused.code).toBe(1)
  expect(refused.out).toContain("It said: not signed by chatd")
  expect(refused.out).toContain("byte for byte")

  secret = next
  says = 410
  await say("Is anybody there?")
  await until("it is off", async () => (await chatd.json(["webhooks", "list"]))[0].status === "off")
  const ill = await chatd.run(["doctor"])
  expect(ill.code).toBe(1)
  expect(ill.out).toMatch(/fault +webhooks +webhook 1 of Acme answered 410 and is off since/)
  server.kill("SIGTERM")
  expect((await server.finished).code).toBe(0)
})

test("nothing is sent into the server's own network unless that is allowed", async () => {
  const server = await chatd.serve()
  const plain = await chatd.run(["webhooks", "add", there.url])
  expect(plain.code).not.toBe(0)
  expect(plain.err).toContain("url must begin with https://")
  there.received.length = 0
  for (const host of ["127.0.0.1", "localhost", "2130706433", "0177.0.0.1", "[::ffff:127.0.0.1]"]) {
    const url = `https://${host}:${new URL(there.url).port}/`
    const [{ number }] = await chatd.json(["webhooks", "add", url])
    const { code, out } = await chatd.run(["webhooks", "test", String(number)])
    expect({ host, code }).toEqual({ host, code: 1 })
    expect(out).toContain("is in a private network")
    await chatd.run(["webhooks", "remove", String(number)])
  }
  expect(there.received).toEqual([])
  server.kill("SIGTERM")
  await server.finished
})
