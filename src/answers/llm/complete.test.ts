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

describe("a model that thinks before it answers", () => {
  test("and knows neither temperature nor `max_tokens` gets other words for them, and room for its thoughts", async () => {
    const { ask, requests } = asking((body) => {
      if (body.max_tokens !== undefined)
        return rejected("Unsupported parameter: use 'max_completion_tokens'.", { param: "max_tokens" })
      if (body.temperature !== undefined)
        return rejected("Only the default (1) is supported.", { param: "temperature" })
      return good()
    })
    expect((await ask()).kind).toBe("text")
    expect((await ask()).kind).toBe("text")
    expect(requests).toHaveLength(4)
    expect(requests[3]?.body.max_completion_tokens).toBeGreaterThan(2_000)
    expect(requests[3]?.body).toMatchObject({ stream: true, response_format: { type: "json_object" } })
  })

  test.each<[string, () => Response]>([
    ["whole", () => completion(THOUGHT_AND_SAID)],
    ["as it is written", () => streamed([THOUGHT_AND_SAID, [{ type: "text", text: " days." }]])],
  ])("and tells both in parts is taken by what it says, %s", async (_how, reply) => {
    const { ask } = asking(() => reply())
    expect(await ask()).toMatchObject({ kind: "text", text: expect.stringMatching(/^Five( days\.)?$/) })
  })
})

const THOUGHT_AND_SAID = [
  { type: "thinking", thinking: [{ type: "text", text: "Four?" }] },
  { type: "text", text: "Five" },
]

describe("an endpoint that has its own ways", () => {
  test("and calls unknown options unprocessable is asked without them", async () => {
    const { ask, options } = asking((body) =>
      body.response_format
        ? Response.json(
            { detail: [{ loc: ["body", "response_format"], msg: "Extra inputs are not permitted" }] },
            { status: 422 },
          )
        : good(),
    )
    expect((await ask()).kind).toBe("text")
    expect(options().at(-1)).toMatchObject({ stream: true, format: false })
  })

  test("and has an object where calls of tools would stand is taken by what it says", async () => {
    const { ask } = asking(() => completion("Five days.", { tool_calls: {} }))
    expect(await ask()).toMatchObject({ kind: "text", text: "Five days." })
  })

  test("and sends plain text is told of in plain words", async () => {
    const { ask } = asking(() => new Response("Busy", { headers: { "content-type": "text/plain" } }))
    expect(await ask()).toEqual({ kind: "error", detail: "The model's reply holds no choice." })
  })

  test("and says within a good status what went wrong is quoted", async () => {
    const { ask } = asking(() => Response.json({ error: { message: "No funds for key-1234" } }), {
      apiKey: "key-1234",
    })
    expect(await ask()).toEqual({ kind: "error", detail: "No funds for ***" })
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

  test("is asked again, too, after the clock was put back", async () => {
    const { ask, requests } = asking(() => (requests.length === 1 ? busy(30) : good()))
    await ask()
    setSystemTime(Date.now() - 60 * MINUTE)
    expect((await ask()).kind).toBe("text")
  })

  test("that is short is asked again after it, by the next message as well", async () => {
    const { ask, requests } = asking(() => (requests.length === 1 ? busy(1) : good()), { maxRetries: 0 })
    const since = performance.now()
    expect((await ask()).kind).toBe("error")
    expect((await ask()).kind).toBe("text")
    expect(performance.now() - since).toBeGreaterThan(990)
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

describe("a model that thinks within `max_tokens`", () => {
  test.each<[string, () => Response]>([
    ["aloud", () => streamed(["<think>The customer asks ", "how long it"], "length")],
    ["apart", () => streamed([], "length")],
  ])("%s is given room for it, with the next question at once", async (_where, thinking) => {
    const { ask, requests } = asking(({ max_tokens = 0 }) => (max_tokens < 2_000 ? thinking() : good()))
    expect(await ask()).toMatchObject({ kind: "text", text: "Five days." })
    expect(requests).toHaveLength(2)
    expect(await ask()).toMatchObject({ kind: "text" })
    expect(requests).toHaveLength(3)
  })

  test("for longer than that is not asked for ever", async () => {
    const { ask, requests } = asking(() => streamed(["<think>And so on"], "length"))
    expect((await ask()).kind).toBe("error")
    expect(requests).toHaveLength(2)
  })

  test("is told from one that says too much", async () => {
    const { ask, requests } = asking(() => streamed(["Five days, since"], "length"))
    expect((await ask()).kind).toBe("error")
    expect(requests).toHaveLength(1)
  })
})
