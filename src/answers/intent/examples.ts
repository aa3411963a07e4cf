import type { IntentName } from "../../core/intent.ts"

/** A phrase of a partner's with what it means there, as it is compared with every message. */
export interface Example {
  intent: IntentName
  known: Comparable
}

export interface Votes {
  /** The intent of an example that says the same word for word. */
  same: IntentName | undefined
  /** What the nearest example of each intent adds to what speaks for it. */
  of: Partial<Record<IntentName, number>>
}

/** From so alike on an example counts, and what one that is as good as the same adds. */
const ALIKE = 0.6
const MOST_ADDED = 9
/** Share of the letters above which the bundled model, which is an English one, can compare two texts. */
const LATIN = 0.7

/** What a partner's own examples say of a message. */
export function exampleVotes(
  plain: string,
  vector: Float32Array | undefined,
  examples: readonly Example[],
): Votes {
  const votes: Votes = { same: undefined, of: {} }
  if (examples.length === 0) return votes
  const asked = comparable(plain, vector)
  for (const { intent, known } of examples) {
    const alike = likeness(asked, known)
    if (alike === 1) votes.same ??= intent
    const added = (MOST_ADDED * Math.max(0, alike - ALIKE)) / (1 - ALIKE)
    if (added > (votes.of[intent] ?? 0)) votes.of[intent] = added
  }
  return votes
}

export interface Comparable {
  words: string
  pairs: ReadonlySet<string>
  vector: Float32Array | undefined
}

/** A text as {@link likeness} takes it. */
export function comparable(plain: string, vector: Float32Array | undefined): Comparable {
  const words = plain.replace(/[^\p{L}\p{M}\p{N}]+/gu, " ").trim()
  const padded = ` ${words} `
  const pairs = new Set<string>()
  for (let i = 0; i + 1 < padded.length; i++) pairs.add(padded.slice(i, i + 2))
  return { words, pairs, vector: vector && isLatin(words) ? vector : undefined }
}

/** How alike two texts are, to 1, which is the same words: by meaning where the model can say, else by pairs of letters. */
export function likeness(a: Comparable, b: Comparable): number {
  if (a.words === b.words) return 1
  if (!a.vector || !b.vector || a.vector.length !== b.vector.length) return overlap(a.pairs, b.pairs)
  let cosine = 0
  for (let i = 0; i < a.vector.length; i++) cosine += (a.vector[i] as number) * (b.vector[i] as number)
  return Math.min(cosine, 0.999)
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0
  for (const pair of a) if (b.has(pair)) both++
  return Math.min((2 * both) / Math.max(1, a.size + b.size), 0.999)
}

function isLatin(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const latin = text.match(/[a-z]/g)?.length ?? 0
  return letters > 0 && latin / letters >= LATIN
}
