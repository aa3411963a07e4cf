import type { Passage } from "../passage.ts"
import { isSameSet } from "../same-set.ts"
import { contentTerms, words } from "../terms.ts"
import { saysOfTheSame } from "./qualifies.ts"
import { render, type Selection } from "./render.ts"
import type { Block, ParsedPassage } from "./units.ts"

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
 * cannot be returned, without these words, and so are the steps of one program for whoever has another, and the doses of one medicine
 * beside another's. They are quoted below their heading, unless it is what was asked, steps unless it has a word of that, and
 * tables unless all of its words are asked.
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
  const isOfAnother =
    isBelowAHeading(passage) && beginsWithSteps(parsed, selection) && !sharesATerm(heading, asked)
  const isRows = isBelowAHeading(passage) && holdsATable(parsed, selection) && !saysAll(asked, heading)
  if (!isAnswer && !isUnsaid && !isOfAnother && !isRows) return markdown
  return `${heading.includes("*") ? heading : `**${heading}**`}\n\n${markdown}`
}

/** Steps say what they are for; items of a list may be allowed or forbidden. */
function beginsWithList(parsed: ParsedPassage, selection: Selection): boolean {
  const first = firstQuoted(parsed, selection)
  return first?.kind === "list" && first.start === undefined
}

function beginsWithSteps(parsed: ParsedPassage, selection: Selection): boolean {
  const first = firstQuoted(parsed, selection)
  return first?.kind === "list" && first.start !== undefined
}

function holdsATable({ blocks }: ParsedPassage, selection: Selection): boolean {
  return [...selection].some(([block, units]) => units.length > 0 && blocks[block]?.kind === "table")
}

function firstQuoted({ blocks }: ParsedPassage, selection: Selection): Block | undefined {
  const quoted = [...selection].flatMap(([block, indexes]) => (indexes.length > 0 ? block : []))
  return blocks[Math.min(...quoted)]
}

function isBelowAHeading(passage: Quoted["passage"]): boolean {
  return passage !== undefined && passage.section.length > 0
}

function sharesATerm(heading: string, asked: string): boolean {
  return saysOfTheSame({ terms: new Set(contentTerms(heading)) }, { terms: new Set(contentTerms(asked)) })
}

function saysAll(asked: string, heading: string): boolean {
  const said = new Set(contentTerms(asked))
  return contentTerms(heading).every((term) => said.has(term))
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return isSameSet(new Set(a), new Set(b))
}
