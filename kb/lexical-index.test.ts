import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { LexicalIndex } from "./lexical-index.ts"

const term = fc.constantFrom("card", "lock", "fee", "pin", "phone")
const counts = fc
  .dictionary(term, fc.integer({ min: 1, max: 4 }), { minKeys: 1 })
  .map((all) => new Map(Object.entries(all)))

/** Robertson & Zaragoza 2009, word for word: k1 = 1.2, b = 0.5, divided by the attainable sum. */
function bm25(documents: Map<number, Map<string, number>>, query: Map<string, number>): Map<number, number> {
  const length = (d: Map<string, number>) => [...d.values()].reduce((sum, x) => sum + x, 0)
  const mean = [...documents.values()].reduce((sum, d) => sum + length(d), 0) / documents.size
  const idf = (t: string) => {
    const df = [...documents.values()].filter((d) => d.has(t)).length
    return Math.log(1 + (documents.size - df + 0.5) / (df + 0.5))
  }
  const attainable = [...query].reduce((sum, [t, weight]) => sum + weight * idf(t) * 2.2, 0)
  const scores = new Map<number, number>()
  for (const [id, document] of documents) {
    let score = 0
    for (const [t, weight] of query) {
      const frequency = document.get(t) ?? 0
      score +=
        (weight * idf(t) * frequency * 2.2) / (frequency + 1.2 * (0.5 + (0.5 * length(document)) / mean))
    }
    if (score > 0) scores.set(id, score / attainable)
  }
  return scores
}

describe("LexicalIndex", () => {
  test("after any puts and removals its scores are BM25 by the book", () => {
    const step = fc.tuple(fc.integer({ min: 0, max: 99 }), fc.option(counts))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), counts, (steps, query) => {
        const index = new LexicalIndex()
        const documents = new Map<number, Map<string, number>>()
        for (const [id, frequencies] of steps) {
          const before = documents.get(id)
          if (before) index.remove(id, before.keys())
          documents.delete(id)
          if (frequencies) {
            index.put(id, frequencies)
            documents.set(id, frequencies)
          }
        }
        const expected = bm25(documents, query)
        const found: number[] = []
        index.search(query, (document, score) => {
          found.push(document)
          expect(score).toBeCloseTo(expected.get(document) ?? -1, 4)
        })
        expect(found.sort()).toEqual([...expected.keys()].sort())
      }),
    )
  })

  test("a misspelt term counts as the known one it is closest to, until that one is gone", () => {
    const index = new LexicalIndex()
    index.put(0, new Map([["refund", 1]]))
    expect(index.weighted(["refnud", "zebra"])).toEqual(
      new Map([
        ["refund", 0.8],
        ["zebra", 0.5],
      ]),
    )
    index.remove(0, ["refund"])
    expect(index.weighted(["refnud"])).toEqual(new Map([["refnud", 0.5]]))
  })

  test("another model's number is no misspelling", () => {
    const index = new LexicalIndex()
    index.put(0, new Map([["m1234", 1]]))
    expect(index.weighted(["m1235"])).toEqual(new Map([["m1235", 0.5]]))
  })
})
