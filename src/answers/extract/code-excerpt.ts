import { contentTerms } from "../terms.ts"
import type { Unit } from "./units.ts"

/** Those lines of a long block of code, at most `maxChars`, that have most of the question in them, between its fences. */
export function codeExcerpt({ plain, source }: Unit, question: string, maxChars: number): string {
  const lines = plain
    .split("\n")
    .map((text) => (text.length > maxChars ? `${text.slice(0, maxChars)} …` : text))
  const { from, to } = bestLines(lines, question, maxChars)
  const fence = /^ *((`{3,}|~{3,})[^\n]*)/.exec(source)
  const code = [fence?.[1] ?? "```", ...lines.slice(from, to), fence?.[2] ?? "```"].join("\n")
  return [from > 0 ? "…" : "", code, to < lines.length ? "…" : ""].filter((part) => part !== "").join("\n\n")
}

/** Lines before the first that was asked for: where it stands. What follows it is what it does. */
const LINES_BEFORE = 2

/** The best, as far down as they can begin: a term that stands in few lines tells more than one that stands in many. */
function bestLines(
  lines: readonly string[],
  question: string,
  maxChars: number,
): { from: number; to: number } {
  const asked = new Set(contentTerms(question))
  const found = lines.map((line) => [...new Set(contentTerms(line))].filter((term) => asked.has(term)))
  const holders = new Map<string, number>()
  for (const term of found.flat()) holders.set(term, (holders.get(term) ?? 0) + 1)
  const weights = found.map((terms) => terms.reduce((sum, term) => sum + 1 / (holders.get(term) ?? 1), 0))
  let best = { from: 0, to: 0, weight: -1 }
  let [from, chars, weight] = [0, 0, 0]
  for (const [at, line] of lines.entries()) {
    chars += line.length + 1
    weight += weights[at] ?? 0
    for (; chars > maxChars && from < at; from++) {
      chars -= (lines[from]?.length ?? 0) + 1
      weight -= weights[from] ?? 0
    }
    if (weight > best.weight + 1e-9 || best.from === from) best = { from, to: at + 1, weight }
  }
  const first = weights.findIndex((one, at) => at >= best.from && one > 0)
  if (first < 0) return best
  return windowFrom(
    lines,
    Math.max(best.from, Math.min(first - LINES_BEFORE, lastStart(lines, maxChars))),
    maxChars,
  )
}

/** From where on all that is left fits. */
function lastStart(lines: readonly string[], maxChars: number): number {
  let chars = 0
  let from = lines.length
  while (from > 0 && chars + (lines[from - 1]?.length ?? 0) + 1 <= maxChars)
    chars += (lines[--from]?.length ?? 0) + 1
  return from
}

function windowFrom(lines: readonly string[], from: number, maxChars: number): { from: number; to: number } {
  let [to, chars] = [from, 0]
  while (to < lines.length && (to === from || chars + (lines[to]?.length ?? 0) + 1 <= maxChars))
    chars += (lines[to++]?.length ?? 0) + 1
  return { from, to }
}
