import { afterEach, describe, expect, setSystemTime, test } from "bun:test"
import {
  type Behaviour,
  completion,
  type FakeEndpoint,
  startFakeEndpoint,
  streamed,
} from "../../../test/servers/llm.ts"
import { createComplete, type LlmConfig } from "./complete.ts"

const prompt = { system: "Answer.", user: "How long?", nonce: "n" }
const MINUTE = 60_000

let endpoint: FakeEndpoint | undefined
afterEach(async () => {
  setSystemTime()
  await endpoint?.stop()
})

/** Asks again and again, by one client. */
function asking(behaviour: Behaviour, more: Partial<LlmConfig> = {}) {
  const server = startFakeEndpoint(behaviour)
  endpoint = server
  const complete = createComplete({ baseUrl: server.url, apiKey: "k", model: "m", timeoutMs: 5000, ...more })
  const ask = (timeoutMs = 5000) => complete(prompt, { json: true, timeoutMs, onText: async () => {} })
  /** What the requests since asked for. */
  const options = (from = 0) =>
    server.requests.slice(from).map(({ body }) => ({
      stream: body.stream === true,
      usage: body.stream_options !== undefined,
      format: body.response_format !== undefined,
    }))
  return { ask, options, requests: server.requests }
}

const ALL = { stream: true, usage: true, format: true }
const good = () => streamed(["Five days."])
const rejected = (message: string, more: object = {}) =>
  Response.json({ error: { message, type: "x", code: null, param: null, ...more } }, { status: 400 })

describe("an endpoint that refuses one message", () => {
  const refusals: [string, () => Response, number][] = [
    ["by its content filter", () => rejected("Filtered.", { code: "content_filter" }), 1],
    ["for something else that it names", () => rejected("Too long.", { param: "messages" }), 1],
    ["without saying why", () => rejected("No."), 3],
  ]
  test.each(refusals)("%s is asked for everything again with the next", async (_what, refuse, requests) => {
    let refusing = true
    const { ask, options } = asking(() => (refusing ? refuse() : good()))
    expect((await ask()).kind).toBe("error")
    expect(options()).toHaveLength(requests)
    refusing = false
    expect((await ask()).kind).toBe("text")
    expect(options(requests)).toEqual([ALL])
  })
})

describe("an endpoint that does not know an option", () => {
  test("and names it is not asked for that one, and is for the others", async () => {
    const { ask, options } = asking((body) =>
      body.response_format ? rejected("'response_format' is not supported.") : good(),
    )
    expect((await ask()).kind).toBe("text")
    expect((await ask()).kind).toBe("text")
    expect(options()).toEqual([ALL, { ...ALL, format: false }, { ...ALL, format: false }])
  })

  test("is asked for it again after a while: it may have learned", async () => {
    let knows = false
    const { ask, options } = asking((body) =>
      body.stream_options && !knows ? rejected("Unknown.", { param: "stream_options" }) : good(),
    )
    await ask()
    knows = true
    setSystemTime(Date.now() + 5 * MINUTE)
    await ask()
    setSystemTime(Date.now() + 10 * MINUTE)
    await ask()
    expect(options(1)).toEqual([{ ...ALL, usage: false }, { ...ALL, usage: false }, ALL])
  })
})

describe("an endpoint that sends something else than a stream", () => {
  const OTHERS: [string, () => Response][] = [
    ["a page", () => new Response("<html>Busy</html>", { headers: { "content-type": "text/html" } })],
    ["nothing of a reply", () => Response.json({})],
  ]
  test.each(OTHERS)(
    "and it is %s, whatever is asked, streams again when it is well",
    async (_what, other) => {
      let ill = true
      const { ask, options } = asking(() => (ill ? other() : good()))
      expect((await ask()).kind).toBe("error")
      ill = false
      expect((await ask()).kind).toBe("text")
      expect(options(2)).toEqual([ALL])
    },
  )

  test("once, and it is a page, is asked for a stream the next time", async () => {
    const { ask, options } = asking((body, attempt) => {
      if (attempt === 1)
        return new Response("<html>Busy</html>", { headers: { "content-type": "text/html" } })
      return body.stream ? good() : completion("Five days.")
    })
    expect((await ask()).kind).toBe("text")
    expect((await ask()).kind).toBe("text")
    expect(options(2)).toEqual([ALL])
  })
})

describe("an endpoint that asks for a pause", () => {
  const busy = (seconds: number) =>
    Response.json(
      { error: { message: "slow down" } },
      { status: 429, headers: { "Retry-After": `${seconds}` } },
    )

  test("longer than there is time for is given up at once, and left alone until it is over", async () => {
    const { ask, requests } = asking(() => (requests.length === 1 ? busy(30) : good()))
    const since = performance.now()
    expect(await ask(20_000)).toMatchObject({ kind: "error", detail: expect.stringContaining("429") })
    expect(await ask(20_000)).toMatchObject({ kind: "error", detail: expect.stringContaining("pause") })
    expect(performance.now() - since).toBeLessThan(5_000)
    expect(requests).toHaveLength(1)
    setSystemTime(Date.now() + 31_000)
    expect((await ask()).kind).toBe("text")
  })

  test("of an hour is tried again after a minute", async () => {
    const { ask, requests } = asking(() => (requests.length === 1 ? busy(3600) : good()))
    await ask()
    setSystemTime(Date.now() + MINUTE + 1)
    expect((await ask()).kind).toBe("text")
  })

  test("that is short is asked again after it, by the next message as well", async () => {
    const { ask, requests } = asking(() => (requests.length === 1 ? busy(1) : good()), { maxRetries: 0 })
    expect((await ask()).kind).toBe("error")
    const since = performance.now()
    expect((await ask()).kind).toBe("text")
    expect(performance.now() - since).toBeGreaterThan(800)
  })

  test("that is over at once is asked again", async () => {
    const { ask, requests } = asking(() => (requests.length === 1 ? busy(0) : good()))
    expect((await ask()).kind).toBe("text")
    expect(requests).toHaveLength(2)
  })

  test("or fails is asked a second time and no more", async () => {
    const { ask, requests } = asking(() => new Response("oops", { status: 500 }))
    expect(await ask()).toMatchObject({ kind: "error" })
    expect(requests).toHaveLength(2)
  })
})
