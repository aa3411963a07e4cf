import { Tokenizer } from "@huggingface/tokenizers"

/** Text to the token ids of one model, special tokens included and never longer than the model's window. */
export interface TextEncoder {
  readonly maxTokens: number
  encode(text: string): number[]
  /** Exact length in tokens before any cut, special tokens included. */
  count(text: string): number
}

/** Tokenizing costs memory in proportion to the text; no token of any vocabulary in use covers more characters. */
const CHARACTERS_PER_TOKEN = 64

/**
 * Makes an encoder from a parsed `tokenizer.json` of Hugging Face's tokenizers.
 *
 * @param maxTokens the window, special tokens included; a longer text keeps its head and its closing special tokens.
 */
export function createTextEncoder(tokenizerJson: object, maxTokens: number): TextEncoder {
  const tokenizer = new Tokenizer(tokenizerJson, {})
  const closing = closingSpecialTokens(tokenizer)
  const ids = (text: string) => tokenizer.encode(text).ids
  return {
    maxTokens,
    encode(text) {
      const found = ids(text.slice(0, maxTokens * CHARACTERS_PER_TOKEN))
      if (found.length <= maxTokens) return found
      return [...found.slice(0, maxTokens - closing.length), ...closing]
    },
    count: (text) => ids(text).length,
  }
}

/** The ids that the tokenizer puts after a text: `[SEP]` or `</s>`. */
function closingSpecialTokens(tokenizer: Tokenizer): number[] {
  const bare = tokenizer.encode("a", { add_special_tokens: false }).ids
  const framed = tokenizer.encode("a").ids
  const start = framed.indexOf(bare[0] as number)
  return framed.slice(start + bare.length)
}
