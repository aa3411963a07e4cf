/** Finds the word that a misspelt one was meant to be, among a vocabulary that comes and goes. */
export class Spelling {
  /** By first letter and length: misspellings seldom touch the first letter. */
  readonly #buckets = new Map<string, Set<string>>()

  add(word: string): void {
    const key = bucket(word[0] ?? "", word.length)
    const words = this.#buckets.get(key)
    if (words) words.add(word)
    else this.#buckets.set(key, new Set([word]))
  }

  delete(word: string): void {
    this.#buckets.get(bucket(word[0] ?? "", word.length))?.delete(word)
  }

  /**
   * The nearest known word: one edit away, two for words of 8 letters or more. Short words are never corrected, nor those
   * with a digit: another model's number is no misspelling.
   */
  correction(word: string): string | undefined {
    if (word.length < 4 || /\p{N}/u.test(word)) return undefined
    const allowed = word.length >= 8 ? 2 : 1
    let best: string | undefined
    let fewest = allowed + 1
    for (let length = Math.max(4, word.length - allowed); length <= word.length + allowed; length++) {
      for (const candidate of this.#buckets.get(bucket(word[0] ?? "", length)) ?? []) {
        const edits = editDistance(word, candidate, fewest - 1)
        if (edits < fewest) {
          fewest = edits
          best = candidate
        }
      }
    }
    return best
  }
}

function bucket(letter: string, length: number): string {
  return `${letter}${length}`
}

/**
 * Optimal string alignment distance (Damerau 1964): insertions, deletions, substitutions, swaps of neighbours.
 * Above `limit` any larger number may be returned.
 */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let cost = Math.min(substitution, at(last, j) + 1, at(row, j - 1) + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, at(beforeLast, j - 2) + 1)
      }
      row.push(cost)
    }
    if (Math.min(...row) > limit) return limit + 1
    beforeLast = last
    last = row
  }
  return at(last, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY
}
