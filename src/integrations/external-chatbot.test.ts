import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type FakeChatbot, startDroppingChatbot, startFakeChatbot } from "../../test/servers/chatbot.ts"
import { askChatbot, ChatbotFault, type ChatbotRequest, type ChatbotTarget } from "./external-chatbot.ts"

const REQUEST: ChatbotRequest = {
  conversationId: 7,
  sessionId: "cs_1",
  message: "Where is my parcel?",
  messageId: 7_000_001,
  customer: { id: "cust-1", name: "Ada", email: "ada@example.com", verified: true },
  history: [{ role: "user", content: "Hello" }],
  partner: { id: "partner-1", name: "Acme" },
}
const TOKEN = "tok-secret-1"

let chatbot: FakeChatbot
beforeAll(() => {
  chatbot = startFakeChatbot()
})
afterAll(() => chatbot.stop())

const target = (about: Partial<ChatbotTarget> = {}): ChatbotTarget => ({
  url: chatbot.url,
  token: TOKEN,
  timeoutMs: 3_000,
  allowPrivate: true,
  version: "1.2.3",
  ...about,
})
const ask = (about?: Partial<ChatbotTarget>) => askChatbot(target(about), REQUEST)
const faultOf = async (asking: Promise<unknown>): Promise<string> => {
  const fault = await asking.then(
    (reply) => new Error(`it answered ${JSON.stringify(reply)}`),
    (error) => error,
  )
  expect(fault).toBeInstanceOf(ChatbotFault)
  expect(fault.message).not.toContain(TOKEN)
  expect(fault.message).not.toContain(chatbot.url)
  return fault.message
}
const PLAIN = { handoff: false, sources: [], confidence: 1 }

describe("a partner's own chatbot", () => {
  test("is posted the message with its token and the message's number as its name", async () => {
    chatbot.behaves(() => Response.json({ reply: "On its way." }))
    expect(await ask()).toEqual({ reply: "On its way.", ...PLAIN })
    const [{ headers, body } = { headers: new Headers(), body: undefined }] = chatbot.posted
    expect(body).toEqual(REQUEST)
    expect(headers.get("authorization")).toBe(`Bearer ${TOKEN}`)
    expect(headers.get("idempotency-key")).toBe("7000001")
    expect(headers.get("content-type")).toBe("application/json")
    expect(headers.get("host")).toBe(new URL(chatbot.url).host)
    expect(headers.get("user-agent")).toBe("chatd/1.2.3")
  })

  test("needs no token", async () => {
    chatbot.behaves(() => Response.json({ reply: "On its way." }))
    await ask({ token: undefined })
    expect(chatbot.posted[0]?.headers.has("authorization")).toBe(false)
  })

  test.each<[string, unknown, object]>([
    [
      "with sources and confidence",
      {
        reply: " **Yes** ",
        confidence: 0.4,
        sources: [
          { title: "Parcels", url: "https://acme.example/p" },
          { title: "No", url: "javascript:1" },
        ],
      },
      {
        reply: "**Yes**",
        handoff: false,
        confidence: 0.4,
        sources: [{ title: "Parcels", url: "https://acme.example/p" }, { title: "No" }],
      },
    ],
    [
      "with a wish for a person",
      { reply: "One moment.", handoff: true },
      { ...PLAIN, reply: "One moment.", handoff: true },
    ],
    ["with nothing but that wish", { handoff: true }, { ...PLAIN, reply: "", handoff: true }],
    ["with nulls", { reply: "Yes", handoff: null, sources: null }, { ...PLAIN, reply: "Yes" }],
    [
      "as a chat completion",
      { id: "x", choices: [{ index: 0, message: { role: "assistant", content: "Yes" } }], usage: {} },
      { ...PLAIN, reply: "Yes" },
    ],
    [
      "with sources that are none, or have no title",
      {
        reply: "Yes",
        sources: [{ title: " " }, { url: "https://acme.example/p" }, 7, { title: "x".repeat(301) }],
      },
      {
        ...PLAIN,
        reply: "Yes",
        sources: [
          { title: "https://acme.example/p", url: "https://acme.example/p" },
          { title: "x".repeat(300) },
        ],
      },
    ],
    ["with sources that are no list", { reply: "Yes", sources: "Parcels" }, { ...PLAIN, reply: "Yes" }],
    ["as sure as nobody can be", { reply: "Yes", confidence: 95 }, { ...PLAIN, reply: "Yes" }],
    [
      "with a wish for a person as a text",
      { reply: "Yes", handoff: "true" },
      { ...PLAIN, reply: "Yes", handoff: true },
    ],
    ["with a wish that is none", { reply: "Yes", handoff: [] }, { ...PLAIN, reply: "Yes" }],
    ["with what no database holds", { reply: "Y\0es" }, { ...PLAIN, reply: "Yes" }],
  ])("may answer %s", async (_what, json, understood) => {
    chatbot.behaves(() => Response.json(json))
    expect(await ask()).toEqual(understood as never)
  })

  test.each<[string, () => Response, RegExp]>([
    ["status 500", () => new Response("secret stack", { status: 500 }), /^It answered with status 500\.$/],
    ["status 401", () => new Response("", { status: 401 }), /status 401/],
    ["a page", () => new Response("<html>hello</html>"), /^Its reply is no JSON\.$/],
    ["nothing", () => new Response(""), /^Its reply is no JSON\.$/],
    ["bytes that are no text", () => new Response(new Uint8Array([123, 255, 125])), /no JSON/],
    ["an empty reply", () => Response.json({ reply: "  " }), /^Its reply is empty\.$/],
    ["a number", () => Response.json(7), /is not understood/],
    ["an answer elsewhere", () => Response.json({ answer: "Yes" }), /^Its reply is empty\.$/],
    ["a reply that is no text", () => Response.json({ reply: { text: "Yes" } }), /not understood: reply/],
    [
      "a reply that is far too long",
      () => Response.json({ reply: "x".repeat(32_001) }),
      /not understood: reply/,
    ],
    [
      "a huge reply",
      () => Response.json({ reply: "x".repeat(300_000) }),
      /^Its reply is larger than 256 KB\.$/,
    ],
    ["no choices", () => Response.json({ choices: [] }), /^Its reply is empty\.$/],
    [
      "a redirect",
      () => Response.redirect("http://127.0.0.1:1/", 302),
      /status 302; redirects are not followed/,
    ],
  ])("that gives %s is at fault, and asked once", async (_what, response, fault) => {
    chatbot.behaves(response)
    expect(await faultOf(ask())).toMatch(fault)
    expect(chatbot.posted).toHaveLength(1)
  })

  test("a reply that only grows large when it is unpacked is not read on", async () => {
    const packed = Bun.gzipSync(Buffer.from(JSON.stringify({ reply: "x".repeat(5_000_000) })))
    chatbot.behaves(() => new Response(packed, { headers: { "content-encoding": "gzip" } }))
    expect(await faultOf(ask())).toBe("Its reply is larger than 256 KB.")
  })

  test.each([502, 503, 504])(
    "whose proxy says %p is asked a second time, under the same name",
    async (status) => {
      chatbot.behaves((_posted, attempt) =>
        attempt === 1 ? new Response("", { status }) : Response.json({ reply: "Back again." }),
      )
      expect((await ask()).reply).toBe("Back again.")
      const names = chatbot.posted.map(({ headers }) => headers.get("idempotency-key"))
      expect(names).toEqual(["7000001", "7000001"])
      chatbot.behaves(() => new Response("", { status }))
      expect(await faultOf(ask())).toBe(`It answered with status ${status}.`)
      expect(chatbot.posted).toHaveLength(2)
    },
  )

  test("that hangs up is asked a second time, and no third", async () => {
    const once = startDroppingChatbot(1, { reply: "Sorry." })
    expect((await ask({ url: once.url })).reply).toBe("Sorry.")
    once.stop()
    const always = startDroppingChatbot(9, {})
    expect(await faultOf(ask({ url: always.url }))).toMatch(/^It cannot be reached \(\w+\)\.$/)
    expect(always.taken).toBe(2)
    always.stop()
    expect(await faultOf(ask({ url: always.url }))).toMatch(/^It cannot be reached \(\w+\)\.$/)
  })

  test("that never answers, or never ends, is given up in time", async () => {
    const never = Promise.withResolvers<Response>()
    chatbot.behaves(() => never.promise)
    const since = performance.now()
    expect(await faultOf(ask({ timeoutMs: 400 }))).toBe("It did not answer within 0.4 s.")
    chatbot.behaves(
      () =>
        new Response(
          new ReadableStream({ start: (body) => body.enqueue(new TextEncoder().encode('{"reply":')) }),
        ),
    )
    expect(await faultOf(ask({ timeoutMs: 400 }))).toBe("It did not answer within 0.4 s.")
    expect(performance.now() - since).toBeLessThan(2_500)
    never.resolve(new Response(""))
  })

  test("in a private network is refused unless that is allowed; so is one whose address holds a password", async () => {
    chatbot.behaves(() => Response.json({ reply: "Inside." }))
    for (const url of [chatbot.url, "http://169.254.169.254/latest", "http://[::1]/", "http://10.0.0.8/"])
      expect(await faultOf(ask({ url, allowPrivate: false }))).toMatch(
        /^Its address is refused: .* private network/,
      )
    expect(await faultOf(ask({ url: "http://a:b@127.0.0.1/" }))).toMatch(/user name/)
    expect(chatbot.posted).toHaveLength(0)
  })
})
