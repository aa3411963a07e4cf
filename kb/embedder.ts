/** Turns text into vectors of length 1. */
export interface Embedder {
  /** Names model and weights: vectors of two embedders with different ids cannot be compared. */
  readonly id: string
  readonly dimensions: number
  /** Longest input in tokens, special tokens included; what is beyond is cut off. */
  readonly maxTokens: number
  countTokens(text: string): number
  /** One L2-normalised vector of `dimensions` numbers a text, in the order given. */
  embed(texts: readonly string[]): Promise<Float32Array[]>
  close(): Promise<void>
}
