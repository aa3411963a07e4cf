import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import type { Embedder } from "../../kb/embedder.ts"
import { completion, startFakeEndpoint } from "../../test/servers/llm.ts"
import { until } from "../../test/wait.ts"
import type { ConversationEvent } from "../core/conversations/conversation.ts"
import { Insights } from "./insight.ts"
import { createLlm } from "./llm.ts"
import { LONGEST_LINE, MOST_LINES, summarize } from "./summary.ts"

const SAID = [
  "Hi there!",
  "I ordered a blue kettle on 3 November, order 48213. I was so looking forward to it. It arrived yesterday.",
  "The lid is broken and it leaks. My sister has the same one and is happy.",
  "ok",
  "Can I get a refund or a new kettle?",
  "Thanks",
]

describe("a summary", () => {
  test("is the customer's own key sentences, in their order, without courtesies", () => {
    const lines = summarize(SAID)
    expect(lines.length).toBeLessThanOrEqual(MOST_LINES)
    expect(lines).toContain("I ordered a blue kettle on 3 November, order 48213.")
    expect(lines).toContain("The lid is broken and it leaks.")
    expect(lines).toContain("Can I get a refund or a new kettle?")
    expect(lines).not.toContain("Hi there!")
    expect(lines).not.toContain("Thanks")
  })

  test("says the same thing once", () => {
    const lines = summarize([
      "My invoice is wrong.",
      "The invoice is wrong!!",
      "invoice is wrong",
      "It says 90 euros.",
    ])
    expect(lines.filter((line) => /invoice/i.test(line))).toHaveLength(1)
    expect(lines).toContain("It says 90 euros.")
  })

  test("of nothing is nothing", () => {
    expect(summarize([])).toEqual([])
    expect(summarize(["hello", "🙂", "..."])).toEqual([])
  })

  test("of anything is short, and made of what was said", () => {
    fc.assert(
      fc.property(fc.array(fc.lorem({ maxCount: 40, mode: "sentences" }), { maxLength: 30 }), (messages) => {
        const lines = summarize(messages)
        expect(lines.length).toBeLessThanOrEqual(MOST_LINES)
        const said = messages.join(" ").replace(/\s+/g, " ")
        for (const line of lines) {
          expect(line.length).toBeLessThanOrEqual(LONGEST_LINE)
          expect(said).toContain(line.replace(/ …$/, ""))
        }
      }),
    )
  })
})

describe("what an agent is told of a customer", () => {
  const messages = SAID.map(
    (text, i): ConversationEvent => ({
      conversationId: 1,
      seq: i + 1,
      type: "message",
      sender: { kind: "customer", id: "c" },
      clientId: undefined,
      text,
      data: undefined,
      at: i,
    }),
  )
  const extract = summarize(SAID)
  const asked = async (
    reply: () => Response | Promise<Response>,
    use: (insights: Insights, calls: () => number) => Promise<void>,
  ) => {
    const endpoint = startFakeEndpoint(reply)
    const llm = createLlm({ baseUrl: endpoint.url, apiKey: "k", model: "m", timeoutMs: 5_000, maxRetries: 0 })
    const insights = new Insights({ embedder: async () => undefined, llm })
    await use(insights, () => endpoint.requests.length).finally(() => endpoint.stop())
  }

  test("is written by a language model where one is configured, once", async () => {
    await asked(
      () => completion("- Customer ordered a blue kettle, order 48213\n- The lid is broken and it leaks\n"),
      async (insights, calls) => {
        const first = await insights.of(1, messages)
        expect(first.summary).toEqual([
          "Customer ordered a blue kettle, order 48213",
          "The lid is broken and it leaks",
        ])
        expect(await insights.of(1, messages)).toEqual(first)
        expect(calls()).toBe(1)
      },
    )
  })

  test.each([
    ["makes something up", () => completion("The weather in Paris is sunny today.")],
    ["fails", () => new Response("{}", { status: 500 })],
    ["says nothing", () => completion("")],
  ])("is the customer's own words where it %s", async (_what, reply) => {
    await asked(reply, async (insights) => {
      expect((await insights.of(1, messages)).summary).toEqual(extract)
    })
  })

  test("does not wait for a slow one, whose words are there the next time", async () => {
    const held = Promise.withResolvers<Response>()
    await asked(
      () => held.promise,
      async (insights) => {
        expect((await insights.of(1, messages)).summary).toEqual(extract)
        held.resolve(completion("The lid of the kettle is broken"))
        await until("the model's words are there", async () => {
          const { summary } = await insights.of(1, messages)
          return summary[0] === "The lid of the kettle is broken"
        })
      },
    )
  })

  test("does not wait for an embedding model that says nothing: words alone say the mood until it does", async () => {
    const held = Promise.withResolvers<void>()
    const flat: Embedder = {
      id: "flat",
      dimensions: 2,
      maxTokens: 512,
      countTokens: () => 1,
      embed: (texts) => held.promise.then(() => texts.map(() => Float32Array.of(1, 0))),
      close: async () => {},
    }
    const insights = new Insights({ embedder: async () => flat, llm: undefined })
    const [first] = messages
    if (!first) throw new Error("no message")
    const angry = [{ ...first, text: "This is terrible, terrible, horrible!" }]
    const byWords = (await insights.of(1, angry)).sentiment
    expect(byWords.label).toBe("negative")
    held.resolve()
    await until("the model's mood is there", async () => {
      const { sentiment, summary } = await insights.of(1, angry)
      return sentiment.score !== byWords.score && summary.length === 1
    })
  })

  test("changes with what the customer says", async () => {
    const insights = new Insights({ embedder: async () => undefined, llm: undefined })
    const [first] = messages
    if (!first) throw new Error("no message")
    const glad = { ...first, seq: 50, text: "Wonderful, thank you, that is great!" }
    const angry = { ...first, seq: 51, text: "This is terrible, terrible, horrible!" }
    expect((await insights.of(1, [glad])).sentiment.label).toBe("positive")
    expect((await insights.of(1, [angry])).sentiment.label).toBe("negative")
    expect((await insights.of(2, [])).summary).toEqual([])
  })
})
