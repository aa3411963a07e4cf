import type { Embedder } from "../../kb/embedder.ts"

/** At 384 dimensions, 1.5 KB each. */
const REMEMBERED = 500
const LONGEST_CHARS = 500

/**
 * The same embedder, which knows the vectors of the latest questions: a follow-up is looked up together with the question
 * before it, and many people ask the same. Passages are not remembered.
 */
export function rememberQuestions(embedder: Embedder): Embedder {
  const vectors = new Map<string, Float32Array>()

  const remember = (text: string, vector: Float32Array) => {
    if (text.length > LONGEST_CHARS) return
    // A Map keeps the order of insertion: the first key is the one that was not asked for longest.
    vectors.delete(text)
    vectors.set(text, vector)
    const [oldest] = vectors.keys()
    if (vectors.size > REMEMBERED && oldest !== undefined) vectors.delete(oldest)
  }

  return {
    ...embedder,
    async embed(texts, role) {
      if (role !== "query") return embedder.embed(texts, role)
      const missing = [...new Set(texts.filter((text) => !vectors.has(text)))]
      const fresh = missing.length > 0 ? await embedder.embed(missing, role) : []
      const found = new Map(missing.map((text, i) => [text, fresh[i]]))
      return texts.map((text) => {
        const vector = found.get(text) ?? vectors.get(text)
        if (!vector) throw new Error("The embedder returned no vector for a question.")
        remember(text, vector)
        return vector
      })
    },
  }
}
