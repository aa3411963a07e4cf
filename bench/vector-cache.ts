import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs"
import { dirname } from "node:path"
import type { Embedder } from "../kb/embedder.ts"

const HASH_BYTES = 32

/** An embedder that keeps every vector in a file, so that a benchmark embeds each text once: records of SHA-256, then floats. */
export function cachedEmbedder(embedder: Embedder, path: string): Embedder {
  mkdirSync(dirname(path), { recursive: true })
  const known = readVectors(path, embedder.dimensions)
  return {
    id: embedder.id,
    dimensions: embedder.dimensions,
    maxTokens: embedder.maxTokens,
    countTokens: (text) => embedder.countTokens(text),
    async embed(texts) {
      const vectors: Float32Array[] = []
      for (const text of texts) {
        const key = hash(text)
        let vector = known.get(key.toHex())
        if (!vector) {
          vector = (await embedder.embed([text]))[0] ?? new Float32Array(embedder.dimensions)
          known.set(key.toHex(), vector)
          const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)
          // In one piece: another run may write to the same file.
          appendFileSync(path, Buffer.concat([key, bytes]))
        }
        vectors.push(vector)
      }
      return vectors
    },
    close: () => embedder.close(),
  }
}

function hash(text: string): Uint8Array {
  return new Uint8Array(new Bun.CryptoHasher("sha256").update(text).digest().buffer)
}

function readVectors(path: string, dimensions: number): Map<string, Float32Array> {
  const known = new Map<string, Float32Array>()
  if (!existsSync(path)) return known
  const file = new Uint8Array(readFileSync(path))
  const record = HASH_BYTES + dimensions * 4
  for (let at = 0; at + record <= file.length; at += record) {
    const key = file.slice(at, at + HASH_BYTES).toHex()
    known.set(key, new Float32Array(file.slice(at + HASH_BYTES, at + record).buffer))
  }
  return known
}
