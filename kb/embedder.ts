/** What a text is for: some models embed a question and the passages it is compared with differently. */
export type TextRole = "query" | "passage"

/** Turns text into vectors of length 1. */
export interface Embedder {
  /** Names model and weights: vectors of two embedders with different ids cannot be compared. */
  readonly id: string
  readonly dimensions: number
  /** Longest input in tokens, special tokens included; what is beyond is cut off. */
  readonly maxTokens: number
  /** A text has the same vector in each role. */
  readonly rolesAlike?: boolean
  countTokens(text: string): number
  /**
   * One L2-normalised vector of `dimensions` numbers a text, in the order given. Texts are passages unless said
   * otherwise.
   */
  embed(texts: readonly string[], role?: TextRole): Promise<Float32Array[]>
  /** The same model as earlier versions used it: what they stored is compared with its vectors until it is embedded anew. Closed with this one. */
  readonly former?: Embedder
  close(): Promise<void>
}

/** Why a text, which the message does not repeat, has no vector and will not get one: too long for the model, say. */
export class TextRefused extends Error {
  override readonly name = "TextRefused"
}

/** The model does not answer just now. */
export class EmbedderAway extends Error {
  override readonly name = "EmbedderAway"
}
