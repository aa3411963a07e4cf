import { afterEach, describe, expect, setSystemTime, test } from "bun:test"
import pino from "pino"
import { createLlm } from "../src/answers/llm.ts"
import { loggedLlmFaults } from "../src/llm-faults.ts"
import { LINES } from "../src/log.ts"
import { startDesk } from "./desk.ts"
import { ANSWERED, chatBody } from "./fixtures/crm.ts"
import { type Behaviour, completion, type FakeEndpoint, startFakeEndpoint } from "./servers/llm.ts"

const KEY = "sk-secret-key"
const refuses: Behaviour = () =>
  Response.json({ error: { message: `Incorrect API key ${KEY}` } }, { status: 401 })

let endpoint: FakeEndpoint | undefined
afterEach(async () => {
  setSystemTime()
  await endpoint?.stop()
})

test("a model that fails every time is told of in the log, in the debug reply and by health", async () => {
  endpoint = startFakeEndpoint(refuses, ["m"])
  const settings = { "llm.base_url": endpoint.url, "llm.api_key": KEY, "llm.model": "m" }
  const desk = await startDesk({ partnerIn: "crm.partner", settings })
  try {
    const ask = () => desk.send("POST", "/api/agent/test/", { body: chatBody(ANSWERED) })
    const replies = [await ask(), await ask(), await ask()]
    for (const { json } of replies) {
      expect(json).toMatchObject({ degraded: true, debug: { composed_by: "extract" } })
      expect(json.debug.llm_fault).toStartWith("error: HTTP 401: ")
    }
    const lines = desk.log.filter((line) => line.includes("language model")).map((line) => JSON.parse(line))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({ kind: "error", detail: expect.stringContaining("HTTP 401") })
    const { json } = await desk.send("GET", "/api/health")
    expect(json.services.llm).toEqual({
      status: "down",
      detail: "The model's last 3 replies failed: the log says how.",
    })
    expect(JSON.stringify([replies.map(({ text }) => text), desk.log])).not.toContain(KEY)
  } finally {
    await desk.stop()
  }
})

test("faults of a kind are one line a minute, which says how many came meanwhile", () => {
  const lines: string[] = []
  const told = loggedLlmFaults(pino(LINES, { write: (line: string) => void lines.push(line) }))
  const late = { kind: "timeout", detail: "The model did not answer in time." } as const
  told(late)
  told(late)
  told({ kind: "refused", detail: 'The model refused: "No, Ada."' })
  told(late)
  setSystemTime(Date.now() + 61_000)
  told(late)
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { kind: "timeout", detail: late.detail },
    { kind: "refused", detail: "The model refused: [quoted]" },
    { kind: "timeout", more: 2 },
  ])
})

describe("the model's health", () => {
  const llmOf = (behaviour: Behaviour, models: readonly string[] | undefined) => {
    endpoint = startFakeEndpoint(behaviour, models)
    return createLlm({ baseUrl: endpoint.url, apiKey: KEY, model: "m", timeoutMs: 5_000, maxRetries: 0 })
  }
  const well: Behaviour = () => completion("yes")

  test.each<[string, string[]]>([
    ["names it", ["other", "m"]],
    ["names it with its tag", ["m:latest"]],
    ["names it with its folder", ["models/m"]],
    ["names none", []],
  ])("is good where the list %s", async (_what, models) => {
    expect(await llmOf(well, models).health()).toEqual({ ok: true })
  })

  test("is bad where the list names others only, until the model replies all the same", async () => {
    const llm = llmOf(well, ["other", "m2"])
    expect(await llm.health()).toEqual({ ok: false, detail: 'The LLM endpoint does not list the model "m".' })
    await llm.summarize([{ role: "user", content: "yes" }])
    expect(await llm.health()).toEqual({ ok: true })
  })

  test("is good again once the model replies, and ten minutes after the last failure", async () => {
    let ill = true
    const llm = llmOf((...asked) => (ill ? refuses(...asked) : well(...asked)), ["m"])
    const ask = () => llm.summarize([{ role: "user", content: "yes" }])
    await ask()
    await ask()
    expect(await llm.health()).toEqual({ ok: true })
    await ask()
    expect((await llm.health()).ok).toBe(false)
    setSystemTime(Date.now() + 11 * 60_000)
    expect((await llm.health()).ok).toBe(true)
    await ask()
    expect((await llm.health()).ok).toBe(false)
    ill = false
    await ask()
    expect((await llm.health()).ok).toBe(true)
  })
})
