import { readFileSync } from "node:fs"
import { join } from "node:path"

/** mulberry32: small, seeded, the same on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export interface TextSource {
  random(): number
  /** `count` words, one token of the bundled model each. */
  words(count: number): string[]
  /** One sentence of about twelve words. */
  sentence(): string
  /** Sentences of `tokens` tokens in all, give or take one. */
  paragraph(tokens: number): string
}

const WORDS = 20_000

/**
 * Sentences that mean nothing, with words as frequent as in a language: the rank of a word follows Zipf's law. The
 * words are single tokens of the bundled model's vocabulary, so that a text's length in tokens is known.
 */
export function textSource(seed: number): TextSource {
  const random = seededRandom(seed)
  const { vocabulary, cumulative } = zipf()
  const word = () => vocabulary[position(cumulative, random())] ?? "word"
  const words = (count: number) => Array.from({ length: count }, word)
  const sentenceOf = (count: number) => {
    const text = words(count).join(" ")
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
  }
  return {
    random,
    words,
    sentence: () => sentenceOf(8 + Math.floor(random() * 8)),
    paragraph(tokens) {
      const sentences: string[] = []
      // A sentence is its words and the full stop.
      for (let left = tokens; left > 1; ) {
        const count = Math.min(left - 1, 8 + Math.floor(random() * 8))
        sentences.push(sentenceOf(count))
        left -= count + 1
      }
      return sentences.join(" ")
    },
  }
}

let table: { vocabulary: string[]; cumulative: Float64Array } | undefined

function zipf(): { vocabulary: string[]; cumulative: Float64Array } {
  if (table) return table
  const file = join(import.meta.dir, "../../build/model/tokenizer.json")
  const { vocab } = JSON.parse(readFileSync(file, "utf8")).model as { vocab: Record<string, number> }
  const vocabulary = Object.keys(vocab)
    .filter((word) => /^[a-z]{2,}$/.test(word))
    .slice(0, WORDS)
  const cumulative = new Float64Array(vocabulary.length)
  let total = 0
  for (let rank = 0; rank < vocabulary.length; rank++) {
    total += 1 / (rank + 1)
    cumulative[rank] = total
  }
  table = { vocabulary, cumulative: cumulative.map((value) => value / total) }
  return table
}

/** The first position whose value is not below `wanted`. */
function position(ascending: Float64Array, wanted: number): number {
  let low = 0
  let high = ascending.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] ?? 1) < wanted) low = middle + 1
    else high = middle
  }
  return low
}
