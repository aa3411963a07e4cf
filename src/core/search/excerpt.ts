import type { Phrase, SearchQuery } from "./query.ts"
import { type Word, words } from "./words.ts"

export interface ExcerptPart {
  text: string
  /** Whether it is what was searched for. */
  hit: boolean
}

/** Characters of an excerpt, and of what stands before its first hit. */
const LENGTH = 200
const BEFORE = 60

/** The part of a text where what was searched for stands first, with every hit in it marked. */
export function excerpt(text: string, query: SearchQuery): ExcerptPart[] {
  const found = words(text)
  const hits = hitsIn(found, query)
  const [start, end] = windowOf(text, found, hits[0])
  const parts: ExcerptPart[] = []
  const add = (part: string, hit: boolean) => {
    if (part !== "") parts.push({ text: part, hit })
  }
  let at = start
  if (start > 0) add("…", false)
  for (const hit of hits) {
    if (hit.start < at || hit.end > end) continue
    add(text.slice(at, hit.start), false)
    add(text.slice(hit.start, hit.end), true)
    at = hit.end
  }
  add(text.slice(at, end), false)
  if (end < text.length) add("…", false)
  return joined(parts)
}

interface Span {
  start: number
  end: number
}

/** In order, none within another. */
function hitsIn(found: readonly Word[], query: SearchQuery): Span[] {
  const spans = query.flatMap((phrase) => placesOf(found, phrase)).sort((a, b) => a.start - b.start)
  const apart: Span[] = []
  for (const span of spans) {
    const last = apart.at(-1)
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end)
    else apart.push({ ...span })
  }
  return apart
}

/** Where a phrase stands among the words of a text. */
export function placesOf(found: readonly Word[], { terms, open }: Phrase): Span[] {
  const places: Span[] = []
  for (let i = 0; i + terms.length <= found.length; i++) {
    const stands = terms.every((term, j) => {
      const there = found[i + j]?.term ?? ""
      return open && j === terms.length - 1 ? there.startsWith(term) : there === term
    })
    if (stands) places.push({ start: found[i]?.start ?? 0, end: found[i + terms.length - 1]?.end ?? 0 })
  }
  return places
}

/** Cut at words. */
function windowOf(text: string, found: readonly Word[], hit: Span | undefined): [start: number, end: number] {
  if (text.length <= LENGTH) return [0, text.length]
  const from = Math.max(0, (hit?.start ?? 0) - BEFORE)
  const to = from + LENGTH
  const start = from === 0 ? 0 : (found.find((word) => word.start >= from)?.start ?? 0)
  const end = to >= text.length ? text.length : (found.findLast((word) => word.end <= to)?.end ?? to)
  // A hit that is longer than all this is shown from its start.
  return [Math.min(start, hit?.start ?? 0), Math.max(end, Math.min(hit?.end ?? 0, start + LENGTH))]
}

function joined(parts: readonly ExcerptPart[]): ExcerptPart[] {
  const together: ExcerptPart[] = []
  for (const part of parts) {
    const last = together.at(-1)
    if (last && last.hit === part.hit) last.text += part.text
    else together.push({ ...part })
  }
  return together
}
