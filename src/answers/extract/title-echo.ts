import type { Passage } from "../passage.ts"
import { words } from "../terms.ts"
import { parsedPassage } from "./parsed-passages.ts"
import type { ParsedPassage } from "./units.ts"

/** The passages without what only says their article's title again, which is near to every question and answers none. */
export function withoutTitles(passages: readonly Passage[]): ParsedPassage[] {
  return passages.map(({ text, title }) => {
    const parsed = parsedPassage(text)
    const isEcho = (plain: string) => title !== "" && isSame(plain, title)
    if (!parsed.blocks.some(({ units }) => units.some(({ plain }) => isEcho(plain)))) return parsed
    const blocks = parsed.blocks
      .map((block) => ({ ...block, units: block.units.filter(({ plain }) => !isEcho(plain)) }))
      .filter(({ units }) => units.length > 0)
    return { ...parsed, blocks }
  })
}

function isSame(a: string, b: string): boolean {
  return words(a).join(" ") === words(b).join(" ")
}
