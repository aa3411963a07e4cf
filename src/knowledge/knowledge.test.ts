import { expect, test } from "bun:test"
import type { EmbeddedArticle } from "../../kb/embedded-article.ts"
import { Knowledge } from "./knowledge.ts"
import type { KnowledgeBase, KnowledgeReader } from "./knowledge-store.ts"

const BASE: KnowledgeBase = {
  id: "kb",
  partnerId: "p",
  name: "default",
  revision: 1,
  calibration: undefined,
  modelId: "m",
}

function article(number: number): EmbeddedArticle {
  const vector = Float32Array.from({ length: 4 }, (_, i) => (i === number % 4 ? 1 : 0))
  return {
    article: { id: `a${number}`, title: `Title ${number}`, body: "The whole text." },
    chunks: [{ ordinal: 0, section: [], text: `Chunk ${number}.` }],
    vectors: [{ kind: "title", ordinal: 0, text: `Title ${number}`, vector }],
  }
}

function store(articles: number): KnowledgeReader {
  async function* put() {
    for (let number = 0; number < articles; number++) yield article(number)
  }
  return {
    basesOf: async () => [BASE],
    baseById: async () => BASE,
    changesSince: async () => ({ revision: 1, put: put(), removed: [] }),
  }
}

async function indexOf(articles: number, learnFirst?: number) {
  const [base] = await new Knowledge(store(articles), learnFirst).of("p")
  if (!base) throw new Error("no base")
  return base.index
}

test("a small base has learned before it first serves, a large one serves and learns after", async () => {
  expect((await indexOf(10, 10)).stale).toBe(false)
  const large = await indexOf(500, 10)
  expect(large.stale).toBe(true)
  expect(large.size).toBe(500)
  for (let tries = 0; large.stale && tries < 500; tries++) await Bun.sleep(10)
  expect(large.stale).toBe(false)
})

test("without a limit all is learned first, so that two runs of a command say the same", async () => {
  expect((await indexOf(50)).stale).toBe(false)
})

test("a partner whose change cannot be read keeps nobody else's from being taken over, and is named", async () => {
  const bases = ["p", "q"].map((partnerId) => ({ ...BASE, id: `kb-${partnerId}`, partnerId }))
  let revision = 1
  const knowledge = new Knowledge({
    basesOf: async (partnerId) => bases.filter((base) => base.partnerId === partnerId),
    async baseById(id) {
      const base = bases.find((one) => one.id === id)
      return base && { ...base, revision }
    },
    async changesSince(id) {
      if (revision === 2 && id === "kb-p") throw new RangeError("It is damaged.")
      async function* put() {
        yield article(revision)
      }
      return { revision, put: put(), removed: [] }
    },
  })
  const [, [other]] = [await knowledge.of("p"), await knowledge.of("q")]
  revision = 2
  const fault = await knowledge.refresh().catch((error: AggregateError) => error)
  expect(other?.index.size).toBe(2)
  expect(fault?.message).toBe("What was changed could not be read of p.")
  expect(fault?.errors).toEqual([new RangeError("It is damaged.")])
})
