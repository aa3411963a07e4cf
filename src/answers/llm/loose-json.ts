const STRING = /"(?:[^"\\]|\\[\s\S])*"/g
const CONTROL = /[\n\r\t]/g
const STRING_OR_BRACE = /"(?:[^"\\]|\\[\s\S])*"|[{}]/g
const OBJECT_BEGINS = /\{\s*"/g
/** Beginnings that are tried, each of which may be read to the end of the text: the last ones, since a model comes to its answer. */
const MOST_TRIED = 64

/** JSON in which a string may break its line, as models write it that nobody holds to the grammar; undefined where it is none. */
export function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text.replace(STRING, (string) => string.replace(CONTROL, escaped)))
  } catch {
    return undefined
  }
}

/** The objects that stand among other words, in order; none that stands in another. */
export function objectsIn(text: string): unknown[] {
  const found: unknown[] = []
  let end = 0
  for (const { index } of [...text.matchAll(OBJECT_BEGINS)].slice(-MOST_TRIED)) {
    if (index < end) continue
    const length = lengthOfObject(text.slice(index))
    const value = length > 0 ? parseLoosely(text.slice(index, index + length)) : undefined
    if (value === undefined) continue
    found.push(value)
    end = index + length
  }
  return found
}

function escaped(control: string): string {
  return JSON.stringify(control).slice(1, -1)
}

/** Up to the brace that closes the first one; 0 where none does. */
function lengthOfObject(text: string): number {
  let open = 0
  for (const { 0: mark, index } of text.matchAll(STRING_OR_BRACE)) {
    if (mark === "{") open++
    else if (mark === "}" && --open === 0) return index + 1
  }
  return 0
}
