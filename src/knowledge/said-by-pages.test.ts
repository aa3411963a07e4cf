import { expect, test } from "bun:test"
import type { Embedder } from "../../kb/embedder.ts"
import { until } from "../../test/wait.ts"
import { SaidByPages } from "./said-by-pages.ts"

const SAID = { host: "acme.example", text: "Acme sells anvils." }

function embedderOf(embed: Embedder["embed"]): Embedder {
  return { id: "m", dimensions: 2, maxTokens: 512, countTokens: () => 1, embed, close: async () => {} }
}

test("nobody's answer waits for a model to read what their page says, which is there once it has", async () => {
  const held = Promise.withResolvers<void>()
  const slow = embedderOf((texts) => held.promise.then(() => texts.map(() => Float32Array.of(1, 0))))
  const said = new SaidByPages(1)
  said.keep(7, SAID)
  const base = () => said.baseFor("p", 7, async () => slow)
  expect(await base()).toBeUndefined()
  held.resolve()
  await until("what the page says is read", async () => (await base()) !== undefined)
})

test("a model that cannot read what a page says keeps nobody from an answer", async () => {
  const said = new SaidByPages()
  said.keep(7, SAID)
  const away = embedderOf(() => Promise.reject(new Error("away")))
  expect(await said.baseFor("p", 7, async () => away)).toBeUndefined()
})
