import type { Passage } from "../passage.ts"
import { isSameSet } from "../same-set.ts"
import { contentTerms, words } from "../terms.ts"
import { render, type Selection } from "./render.ts"
import type { ParsedPassage } from "./units.ts"

/** What is quoted of a passage, and to whom. */
interface Quoted {
  passage: Pick<Passage, "title" | "section"> | undefined
  parsed: ParsedPassage
  selection: Selection
  /** Unless there is more than the selection: as it is written out. */
  markdown?: string
  asked: string
}

/**
 * What stands below a question answers that one: "Yes" below another than was asked would be a lie. So is a list of what
 * cannot be returned, without these words. Both are quoted below their heading, unless it is what was asked.
 */
export function underItsHeading({
  passage,
  parsed,
  selection,
  markdown = render(parsed, selection),
  asked,
}: Quoted): string {
  const heading = (passage?.section.at(-1) ?? passage?.title ?? "").trim()
  if (heading === "" || markdown === "") return markdown
  const isAnswer = heading.endsWith("?") && !isSame(contentTerms(heading), contentTerms(asked))
  const isUnsaid = beginsWithList(parsed, selection) && !isSame(words(heading), words(asked))
  if (!isAnswer && !isUnsaid) return markdown
  return `${heading.includes("*") ? heading : `**${heading}**`}\n\n${markdown}`
}

/** Steps say what they are for; items of a list may be allowed or forbidden. */
function beginsWithList({ blocks }: ParsedPassage, selection: Selection): boolean {
  const quoted = [...selection].flatMap(([block, indexes]) => (indexes.length > 0 ? block : []))
  const first = blocks[Math.min(...quoted)]
  return first?.kind === "list" && first.start === undefined
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return isSameSet(new Set(a), new Set(b))
}
