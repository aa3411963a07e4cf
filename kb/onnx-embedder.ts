import type { Embedder, TextRole } from "./embedder.ts"
import { type OnnxEncoderOptions, openOnnxEncoder } from "./onnx-encoder.ts"
import { createTextEncoder } from "./text-encoder.ts"

/** What all-MiniLM-L6-v2 was trained with. */
const DEFAULT_MAX_TOKENS = 256

/** Put before a text according to its role: `query: ` and `passage: ` for the e5 models. */
export type RolePrefixes = Partial<Record<TextRole, string>>

export interface OnnxEmbedderOptions extends OnnxEncoderOptions {
  /** Parsed `tokenizer.json`. */
  tokenizer: object
  id: string
  /** Window in tokens, special tokens included. Default 256. */
  maxTokens?: number
  prefixes?: RolePrefixes
}

/**
 * Opens an embedder that runs in this thread: a run blocks the event loop (2 ms for a question, 15 to 20 ms for a
 * chunk), so that a server wants `openEmbedderPool`.
 *
 * @throws if the model cannot be loaded.
 */
export async function openOnnxEmbedder(options: OnnxEmbedderOptions): Promise<Embedder> {
  return embedderOver(await openOnnxEncoder(options), options)
}

/** Whatever turns one text's token ids into a vector. */
export interface IdsEncoder {
  readonly dimensions: number
  encode(ids: readonly number[], role: TextRole): Promise<Float32Array>
  close(): Promise<void>
}

/** Joins a tokenizer with an encoder of token ids. */
export function embedderOver(encoder: IdsEncoder, options: Omit<OnnxEmbedderOptions, "model">): Embedder {
  const text = createTextEncoder(options.tokenizer, options.maxTokens ?? DEFAULT_MAX_TOKENS)
  const prefixes = options.prefixes ?? {}
  return {
    id: options.id,
    dimensions: encoder.dimensions,
    maxTokens: text.maxTokens,
    rolesAlike: (prefixes.query ?? "") === (prefixes.passage ?? ""),
    countTokens: (value) => text.count((prefixes.passage ?? "") + value),
    embed: (texts, role = "passage") =>
      Promise.all(texts.map((value) => encoder.encode(text.encode((prefixes[role] ?? "") + value), role))),
    close: () => encoder.close(),
  }
}
