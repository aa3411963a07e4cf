import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import type { Embedder } from "../../../kb/embedder.ts"
import { half, INTENT_SENTENCES } from "../../../test/fixtures/intent-sentences.ts"
import { scoreOf, scoreTable } from "../../../test/intent-score.ts"
import {
  type Behaviour,
  completion,
  type FakeEndpoint,
  startFakeEndpoint,
  streamedToolCall,
  toolCall,
} from "../../../test/servers/llm.ts"
import type { IntentName } from "../../core/intent.ts"
import { openBundledEmbedder } from "../../native/bundled-embedder.ts"
import { TOOL_DEFINITIONS } from "../llm/tools.ts"
import { createLlm } from "../llm.ts"
import type { Weights } from "../softmax-regression.ts"
import { intentByLlm } from "./by-llm.ts"
import { intentWeights } from "./classifier.ts"
import { type Classified, classifyMessage } from "./classify.ts"

const GUESS: Classified = {
  name: "account",
  confidence: 0.4,
  by: "meaning",
  entities: { ticketNumbers: [], orderIds: [], emails: [], phones: [], dates: [] },
}

async function chosenBy<T>(
  behaviour: Behaviour,
  use: (
    choose: (text: string, guess?: Classified) => Promise<Classified>,
    endpoint: FakeEndpoint,
  ) => Promise<T>,
  timeoutMs = 10_000,
): Promise<T> {
  const endpoint = startFakeEndpoint(behaviour)
  const llm = createLlm({ baseUrl: endpoint.url, apiKey: "k", model: "m", timeoutMs, maxRetries: 0 })
  try {
    return await use((text, guess = GUESS) => intentByLlm(llm, text, [], guess), endpoint)
  } finally {
    await endpoint.stop()
  }
}

describe("a language model that chooses a tool", () => {
  const CALLS: [tool: string, written: string, text: string, name: IntentName][] = [
    ["ticket_lookup", '{"ticket_id":"#12"}', "has number 12 moved", "ticket_status"],
    ["ticket_lookup", '{"ticket_id":12}', "has number 12 moved", "ticket_status"],
    ["account_info", "{}", "what do you know of me", "account"],
    ["account_info", "", "what do you know of me", "account"],
    ["order_lookup", '{"order_id":"A-7"}', "is a-7 there", "order"],
    ["book_appointment", '{"when":"noon"}', "noon would do", "booking"],
    ["talk_to_person", "{}", "somebody please", "human"],
    ["create_ticket", '{"title":"t","description":"d"}', "note this", "human"],
    ["search_knowledge_base", '{"query":"q"}', "and the colours", "question"],
  ]
  for (const way of [toolCall, streamedToolCall]) {
    test.each(CALLS)(`is heard, by ${way.name}: %s %s`, async (tool, written, text, name) => {
      await chosenBy(
        () => way(tool, written),
        async (choose, endpoint) => {
          expect(await choose(text)).toMatchObject({ name, by: "llm" })
          expect(endpoint.requests[0]?.body.tools as unknown).toEqual(
            JSON.parse(JSON.stringify(TOOL_DEFINITIONS)),
          )
          // One that does not stream is asked again.
          expect(endpoint.requests).toHaveLength(way === toolCall ? 2 : 1)
        },
      )
    })
  }

  test("an endpoint that knows no streaming is asked again without", async () => {
    await chosenBy(
      ({ stream }) =>
        stream
          ? new Response("", { headers: { "content-type": "text/event-stream" } })
          : toolCall("talk_to_person", "{}"),
      async (choose) => expect(await choose("somebody")).toMatchObject({ name: "human", by: "llm" }),
    )
  })

  const USELESS: [string, Behaviour][] = [
    ["arguments that are no JSON", () => toolCall("ticket_lookup", '{"ticket_id": "12')],
    ["arguments that are a list", () => toolCall("talk_to_person", "[]")],
    ["an argument of another kind", () => toolCall("ticket_lookup", '{"ticket_id":{"a":1}}')],
    ["what is required missing", () => toolCall("create_ticket", '{"title":"t"}')],
    ["a tool that is none", () => toolCall("delete_everything", "{}")],
    ["a tool that every object has", () => toolCall("constructor", "{}")],
    ["words instead of a tool", () => completion("none")],
    ["an id that nobody wrote", () => toolCall("ticket_lookup", '{"ticket_id":"99"}')],
    ["a part of an id that was written", () => toolCall("ticket_lookup", '{"ticket_id":"1"}')],
    ["an id without a letter or digit", () => toolCall("ticket_lookup", '{"ticket_id":"#"}')],
    ["a refusal", () => completion(null, { refusal: "No." })],
    ["a cut-off", () => completion(null, { finish_reason: "length" })],
    ["an error", () => new Response("out of order", { status: 500 })],
    [
      "no tools at this endpoint",
      () => Response.json({ error: { message: "tools: unknown" } }, { status: 400 }),
    ],
    ["nothing in time", () => new Promise<Response>(() => {})],
    [
      "a stream that breaks off",
      () =>
        new Response(
          'data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"name":"talk_to_person"}}]}}]}\n\n',
          { headers: { "content-type": "text/event-stream" } },
        ),
    ],
    [
      "a call from nowhere",
      () =>
        new Response(
          'data: {"choices":[{"delta":{"tool_calls":[{"index":1e9,"function":{"name":"talk_to_person"}}]},"finish_reason":"tool_calls"}]}\n\n',
          { headers: { "content-type": "text/event-stream" } },
        ),
    ],
  ]
  test.each(USELESS)("leaves it to meaning where there is %s", async (_what, behaviour) => {
    await chosenBy(behaviour, async (choose) => expect(await choose("number 12")).toEqual(GUESS), 400)
  })

  test("is not asked where patterns or meaning are sure", async () => {
    await chosenBy(
      () => toolCall("talk_to_person", "{}"),
      async (choose, endpoint) => {
        expect(await choose("x", { ...GUESS, confidence: 0.9 })).toMatchObject({ name: "account" })
        expect(await choose("x", { ...GUESS, by: "pattern" })).toMatchObject({ name: "account" })
        expect(endpoint.requests).toHaveLength(0)
      },
    )
  })
})

describe("the labelled sentences, with tools", () => {
  let embedder: Embedder
  let weights: Weights
  beforeAll(async () => {
    embedder = await openBundledEmbedder()
    weights = await intentWeights(embedder)
  })
  afterAll(() => embedder.close())

  const TOOL_OF: Readonly<Record<IntentName, string>> = {
    booking: "book_appointment",
    human: "talk_to_person",
    ticket_status: "ticket_lookup",
    account: "account_info",
    order: "order_lookup",
    smalltalk: "none",
    question: "search_knowledge_base",
  }
  const SENTENCES = INTENT_SENTENCES.flatMap(({ intent, language, text }) =>
    half(text) === "test" ? [{ name: intent, language, text }] : [],
  )

  /**
   * No language model: a list of what one might say. It knows every label, and of five sentences it gets one wrong in one
   * of the ways in which models fail.
   */
  function recorded(text: string): Response {
    const i = SENTENCES.findIndex((one) => one.text === text)
    const name = SENTENCES[i]?.name ?? "question"
    const written = name === "question" ? JSON.stringify({ query: text }) : "{}"
    const way = i % 2 === 0 ? toolCall : streamedToolCall
    const failures = [
      () => way("ticket_lookup", '{"ticket_id":"424242"}'),
      () => way(TOOL_OF[name], '{"broken": '),
      () => way("search_knowledge_base", '{"query":"x"}'),
    ]
    if (i % 5 === 0) return (failures[(i / 5) % 3] as () => Response)()
    return TOOL_OF[name] === "none" ? completion("none") : way(TOOL_OF[name], written)
  }

  test("are told no worse than without, whatever the model gets wrong", async () => {
    const vectors = await embedder.embed(
      SENTENCES.map(({ text }) => text),
      "query",
    )
    const alone = SENTENCES.map(({ text }, i) =>
      classifyMessage({ text, meaning: { vector: vectors[i] as Float32Array, weights } }),
    )
    await chosenBy(
      ({ messages }) => {
        const [, text = ""] =
          /<<<message \w+>>>\n([\s\S]*)\n<<<END/.exec(messages.at(-1)?.content ?? "") ?? []
        return recorded(text)
      },
      async (choose, endpoint) => {
        const together: Classified[] = []
        for (const [i, { text }] of SENTENCES.entries()) together.push(await choose(text, alone[i]))
        const before = scoreOf(SENTENCES.map((one, i) => ({ ...one, found: alone[i] as Classified })))
        const after = scoreOf(SENTENCES.map((one, i) => ({ ...one, found: together[i] as Classified })))
        console.log(scoreTable("intents with tools, by a list of what a model might say", after))
        console.log(`  asked for ${endpoint.requests.length} of ${SENTENCES.length} sentences`)
        expect(after.accuracy).toBeGreaterThanOrEqual(before.accuracy)
        expect(after.accuracy).toBeGreaterThan(0.86)
        expect(endpoint.requests.length).toBeLessThan(0.6 * SENTENCES.length)
      },
    )
  })
})
