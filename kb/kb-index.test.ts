import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import type { EmbeddedArticle, VectorKind } from "./embedded-article.ts"
import { KbIndex } from "./kb-index.ts"
import { normalised } from "./linear-algebra.ts"

const DIMENSIONS = 8
const WORDS = ["card", "lock", "refund", "order", "phone", "pin", "fee", "abroad"]

const vector = fc
  .array(fc.integer({ min: -9, max: 9 }), { minLength: DIMENSIONS, maxLength: DIMENSIONS })
  .filter((numbers) => numbers.some((x) => x !== 0))
  .map((numbers) => normalised(Float32Array.from(numbers)))
const text = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 }).map((all) => all.join(" "))
const embedded = (ids: number) =>
  fc
    .record({
      id: fc.integer({ min: 0, max: ids - 1 }).map((i) => `a${i}`),
      title: text,
      chunks: fc.array(fc.tuple(text, vector), { minLength: 1, maxLength: 3 }),
      titleVector: vector,
      examples: fc.array(fc.tuple(text, vector), { maxLength: 3 }),
    })
    .map(({ id, title, chunks, titleVector, examples }): EmbeddedArticle => {
      const entry = (kind: VectorKind) => (given: [string, Float32Array], ordinal: number) => {
        return { kind, ordinal, text: given[0], vector: given[1] }
      }
      const body = chunks.map((chunk) => chunk[0]).join("\n\n")
      return {
        article: { id, title, body, examples: examples.map((example) => example[0]) },
        chunks: chunks.map(([chunk], ordinal) => ({ ordinal, section: [], text: chunk })),
        vectors: [
          ...chunks.map(entry("chunk")),
          entry("title")([title, titleVector], 0),
          ...examples.map(entry("example")),
        ],
      }
    })
const query = fc.record({ text, vector })

type Step = { put: EmbeddedArticle } | { remove: string }
const steps = (ids: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: embedded(ids).map((put) => ({ put })) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: ids - 1 }).map((i) => ({ remove: `a${i}` })) },
    ),
    { maxLength: 40 },
  )

function replayed(all: readonly Step[]): { index: KbIndex; kept: Map<string, EmbeddedArticle> } {
  const index = new KbIndex()
  const kept = new Map<string, EmbeddedArticle>()
  for (const step of all) {
    if ("put" in step) {
      index.put(step.put)
      kept.set(step.put.article.id, step.put)
    } else {
      index.remove(step.remove)
      kept.delete(step.remove)
    }
  }
  return { index, kept }
}

function built(articles: Iterable<EmbeddedArticle>): KbIndex {
  const index = new KbIndex()
  for (const article of articles) index.put(article)
  return index
}

describe("KbIndex", () => {
  test("after any puts and removals it answers as one built afresh from what is left", () => {
    fc.assert(
      fc.property(steps(12), query, (all, asked) => {
        const { index, kept } = replayed(all)
        const fresh = built(kept.values())
        expect(index.size).toBe(kept.size)
        const scores = (from: KbIndex) =>
          new Map(from.search(asked, 100).hits.map((hit) => [hit.articleId, hit.score.toFixed(5)]))
        expect(scores(index)).toEqual(scores(fresh))
        const [mine, theirs] = [index.search(asked).features, fresh.search(asked).features]
        for (const [name, value] of Object.entries(theirs)) {
          expect(mine[name as keyof typeof mine]).toBeCloseTo(value, 4)
        }
      }),
    )
  })

  test("hits come best first, one an article, with the passage nearest the question", () => {
    fc.assert(
      fc.property(steps(12), query, (all, asked) => {
        const { index, kept } = replayed(all)
        const { hits } = index.search(asked, 100)
        expect(new Set(hits.map((hit) => hit.articleId))).toEqual(new Set(kept.keys()))
        for (const [i, hit] of hits.entries()) {
          expect(hit.score).toBeLessThanOrEqual(hits[i - 1]?.score ?? Number.POSITIVE_INFINITY)
          for (const other of hit.morePassages) {
            expect(other.similarity).toBeLessThanOrEqual(hit.passage?.similarity ?? -1)
          }
        }
      }),
    )
  })

  describe("a question for a code", () => {
    const axis = (i: number) => Float32Array.from({ length: DIMENSIONS }, (_, at) => Number(at === i))
    const article = (id: string, title: string, text: string, at: number): EmbeddedArticle => ({
      article: { id, title, body: text },
      chunks: [{ ordinal: 0, section: [], text }],
      vectors: [
        { kind: "chunk", ordinal: 0, text, vector: axis(at) },
        { kind: "title", ordinal: 0, text: title, vector: axis(at) },
      ],
    })
    const rows = (...codes: string[]) =>
      ["| Code | Do |", "|---|---|", ...codes.map((code) => `| ${code} | Wait. |`)].join("\n")
    const dishwasher = article("dishwasher", "Errors of the dishwasher", rows("E02", "E04", "E9"), 1)
    const espresso = article("espresso", "Errors of the espresso machine", rows("E1", "E9"), 2)
    const models = article("models", "Models", "| Model | Weight |\n|---|---|\n| DW50 | 48 kg |", 3)
    const found = (text: string) => {
      const { hits, features } = built([dishwasher, espresso, models]).search({ text, vector: axis(4) })
      return features.wordForWord === 1 ? hits[0]?.articleId : undefined
    }

    test.each([
      ["what does E04 mean", "dishwasher"],
      ["The display shows E1!", "espresso"],
      ["Fehler E02", "dishwasher"],
      ["the espresso machine says E9", "espresso"],
    ])("%s: the one article that lists it comes first, and is sure", (text, id) => {
      expect(found(text)).toBe(id)
    })

    test.each(["error E15", "the machine says E9", "how much is a heater for E04", "E04 and E1", "DW50"])(
      "%s: no article alone says that, or more is asked",
      (text) => {
        expect(found(text)).toBeUndefined()
      },
    )
  })

  describe("a question that stands among an article's examples", () => {
    const axis = (i: number) => Float32Array.from({ length: DIMENSIONS }, (_, at) => Number(at === i))
    const article = (id: string, at: number, examples: string[]): EmbeddedArticle => ({
      article: { id, title: `About ${id}`, body: id, examples },
      chunks: [{ ordinal: 0, section: [], text: id }],
      vectors: [
        { kind: "chunk", ordinal: 0, text: id, vector: axis(0) },
        { kind: "title", ordinal: 0, text: `About ${id}`, vector: axis(0) },
        ...examples.map((text, ordinal) => ({ kind: "example" as const, ordinal, text, vector: axis(at) })),
      ],
    })
    const question = { text: "how do I pay", vector: axis(1) }
    const found = (...articles: EmbeddedArticle[]) => {
      const { hits, features } = built(articles).search(question)
      return [hits[0]?.articleId, features.wordForWord]
    }

    test("comes first, whatever the capitals and signs", () => {
      const rival = article("rival", 1, ["Paying, and how I do that", "pay pay pay"])
      expect(found(rival, article("meant", 1, ["How do I PAY?!"]))).toEqual(["meant", 1])
      const titled = { ...article("x", 1, ["fee"]), article: { id: "x", title: "How do I pay?", body: "x" } }
      expect(found(article("y", 2, ["lock"]), titled)).toEqual(["x", 1])
    })

    test("comes first as well where what was said before turns the question's vector another way", () => {
      expect(found(article("before", 1, ["lock"]), article("meant", 2, ["how do I pay?"]))).toEqual([
        "meant",
        1,
      ])
    })

    test("is forgotten with its article", () => {
      const index = built([article("a", 1, ["How do I pay?"]), article("b", 1, ["how do i pay"])])
      index.remove("b")
      expect(index.search(question).features.wordForWord).toBe(1)
      index.put(article("a", 1, ["How do I leave?"]))
      expect(index.search(question).features.wordForWord).toBe(0)
    })

    test("is no more than alike where another article has it too, or there is a word more", () => {
      expect(found(article("a", 1, ["How do I pay?"]), article("b", 1, ["how do i pay"]))[1]).toBe(0)
      expect(found(article("a", 1, ["How do I pay now?"]))[1]).toBe(0)
      expect(found()).toEqual([undefined, 0])
    })
  })

  test("beyond the candidates scored in full, the nearest article is still found", () => {
    fc.assert(
      fc.property(fc.array(embedded(400), { minLength: 150, maxLength: 200 }), (articles) => {
        const kept = new Map(articles.map((one) => [one.article.id, one]))
        const index = built(kept.values())
        const wanted = [...kept.values()].at(-1) as EmbeddedArticle
        const title = wanted.vectors.find(({ kind }) => kind === "title")?.vector as Float32Array
        const { hits } = index.search({ text: wanted.article.title, vector: title }, 100)
        expect(hits.map((hit) => hit.articleId)).toContain(wanted.article.id)
      }),
      { numRuns: 10 },
    )
  })

  test("what is learned makes it no longer stale and is the same each time", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(embedded(20), { minLength: 6, maxLength: 20 }),
        query,
        async (articles, asked) => {
          const index = built(articles)
          expect(index.stale).toBe(true)
          await index.refresh()
          expect(index.stale).toBe(false)
          const first = index.search(asked)
          await index.refresh()
          expect(index.search(asked)).toEqual(first)
          for (const value of Object.values(first.features)) expect(Number.isFinite(value)).toBe(true)
        },
      ),
      { numRuns: 20 },
    )
  })

  test("articles may go while it learns from them", async () => {
    const many = fc.array(embedded(20), { minLength: 6, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(many, fc.boolean(), async (articles, withExamples) => {
        const kept = withExamples
          ? articles
          : articles.map((one) => ({ ...one, vectors: one.vectors.filter(({ kind }) => kind !== "example") }))
        const index = built(kept)
        const learning = index.refresh()
        for (const { article } of kept) {
          await Promise.resolve()
          index.remove(article.id)
        }
        await learning
        expect(index.size).toBe(0)
        expect(index.stale).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  test("an empty knowledge base finds nothing", async () => {
    const index = new KbIndex()
    await index.refresh()
    const { hits, features } = index.search({ text: "lock", vector: new Float32Array(DIMENSIONS) })
    expect(hits).toEqual([])
    expect(features.found).toBe(0)
  })

  test("a vector of another length is refused", () => {
    const one = fc.sample(embedded(1), 1)[0] as EmbeddedArticle
    const index = built([one])
    const other = { ...one, vectors: one.vectors.map((v) => ({ ...v, vector: new Float32Array(3) })) }
    expect(() => index.put({ ...other, article: { ...one.article, id: "b" } })).toThrow(RangeError)
  })
})

describe("questions and answers in rows, whose only example is their title", () => {
  const row = (i: number, examples: string[]): EmbeddedArticle => {
    const title = `Question ${WORDS[i]}?`
    const own = normalised(Float32Array.from({ length: DIMENSIONS }, (_, at) => (at === i ? 3 : 1)))
    const entry = (kind: VectorKind, ordinal: number) => ({ kind, ordinal, text: title, vector: own })
    return {
      article: { id: `a${i}`, title, body: "Yes.", examples },
      chunks: [{ ordinal: 0, section: [], text: "Yes." }],
      vectors: [entry("chunk", 0), entry("title", 0), ...examples.map((_, at) => entry("example", at))],
    }
  }
  const asked = { text: "lock", vector: normalised(Float32Array.from({ length: DIMENSIONS }, () => 1)) }

  async function judged(examplesOf: (i: number) => string[]) {
    const index = new KbIndex()
    for (const i of WORDS.keys()) index.put(row(i, examplesOf(i)))
    await index.refresh()
    return index.search(asked).features
  }

  test("have no examples to be judged by, unless one of them has another", async () => {
    const title = (i: number) => `Question ${WORDS[i]}?`
    const plain = await judged(() => [])
    expect(await judged((i) => [title(i).toLowerCase()])).toMatchObject({
      relativeMargin: plain.relativeMargin,
      relativeHead: plain.relativeHead,
      exampleTitle: plain.exampleTitle,
    })
    const others = await judged((i) => (i === 0 ? [title(i), "how do i pay by card"] : [title(i)]))
    expect(others.relativeMargin).not.toBe(plain.relativeMargin)
  })
})
