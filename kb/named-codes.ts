import { isFunctionWord } from "./function-words.ts"
import { words } from "./terms.ts"

/**
 * What a text calls things by that vectors cannot tell apart: words with a digit in them ("m77"), and numbers with the
 * word before them ("error 502").
 */
export function namedCodes(text: string): Set<string> {
  const codes = new Set<string>()
  let before = ""
  for (const word of words(text)) {
    if (/\p{N}/u.test(word)) {
      if (/\p{L}/u.test(word)) codes.add(word)
      else if (before !== "" && !isFunctionWord(before) && !/\p{N}/u.test(before))
        codes.add(`${before} ${word}`)
    }
    before = word
  }
  return codes
}

/** Those of the texts that hold the most of the codes; all of them where none does. */
export function holdingMost<T>(
  codes: ReadonlySet<string>,
  all: readonly T[],
  textOf: (one: T) => string,
): T[] {
  if (codes.size === 0) return [...all]
  const numbers = [...codes].map((code) => code.slice(code.indexOf(" ") + 1))
  const held = all.map((one) => {
    const text = textOf(one).toLowerCase()
    // Taking a long document's texts apart would hold up everybody else.
    if (!numbers.some((number) => text.includes(number))) return 0
    const own = namedCodes(text)
    return [...codes].filter((code) => own.has(code)).length
  })
  const most = held.reduce((a, b) => Math.max(a, b), 0)
  return all.filter((_, i) => held[i] === most)
}
