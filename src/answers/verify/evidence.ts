import { sentenceRanges } from "../../../kb/sentence-ranges.ts"
import type { Language } from "../../core/language.ts"
import { type Block, parsePassage } from "../extract/units.ts"
import { languageOf } from "../intent/language.ts"
import type { Passage } from "../passage.ts"
import { trustedUnits } from "./injection.ts"
import { clauses, isLimited, isNegated, NO_MARK } from "./negation.ts"
import { figuresIn, phonesIn } from "./numbers.ts"
import { type Place, placeOfCell, placesOfSentence } from "./places.ts"
import { type Cell, cellsOf } from "./table-cells.ts"
import { termsIn } from "./wording.ts"

/** A cell, sentence or clause of a passage that may support a statement. */
export interface Claim {
  plain: string
  terms: ReadonlySet<string>
  negated: boolean
  /** Of a sentence with "only" or "unless". */
  limited: boolean
  /** A sentence of several clauses of which one says no: that may deny what is said across them, and supports no other no. */
  denies?: true
}

export interface Evidence {
  language: Language
  claims: readonly Claim[]
  places: readonly Place[]
  terms: ReadonlySet<string>
  numbers: ReadonlySet<string>
  phones: readonly string[]
  /** Lower case, white space collapsed, mark-up included: for exact tokens such as links and commands. */
  text: string
}

/** Gathers what the passages state; text meant for a model is left out. */
export function gatherEvidence(passages: readonly Passage[]): Evidence {
  const sources = passages.map(({ title, section, text }) => {
    const blocks = parsePassage(text).blocks.map((block) => ({ ...block, units: trustedUnits(block.units) }))
    const titles = [title, ...section].join("\n")
    const trusted = blocks.filter(({ units }) => units.length > 0)
    return {
      titles,
      blocks: trusted.map((block) => ({ block, all: saidIn(block) })),
      spoken: languageOf(`${titles}\n${text}`, undefined),
    }
  })
  const said = sources
    .flatMap(({ titles, blocks }) => [titles, ...blocks.map(({ block }) => wordsOfBlock(block))])
    .join("\n")
  // Without the marks of numbered lists, which count nothing.
  const read = sources
    .flatMap(({ titles, blocks }) => [titles, ...blocks.map(({ block }) => plainWordsOfBlock(block))])
    .join("\n")
  const compared = languageOf(said, undefined)
  return {
    language: compared,
    claims: sources.flatMap(({ blocks, spoken }) =>
      blocks.flatMap(({ all }) => all.flatMap((it) => claimsIn(it.plain, aboutOf(it), { spoken, compared }))),
    ),
    places: sources.flatMap(({ blocks, titles }) =>
      blocks.flatMap(({ block, all }) => placesOf(block, all, titles, compared)),
    ),
    terms: new Set(termsIn(said, compared)),
    // An article of several languages spells numbers in English too.
    numbers: new Set(
      [compared, "en" as const].flatMap((it) => figuresIn(read, it)).map(({ value }) => value),
    ),
    phones: phonesIn(read),
    text: flat(said),
  }
}

function plainWordsOfBlock({ kind, heading, head, units }: Block): string {
  // A row's cells side by side would be one phone number.
  const rows = units.map(({ source, plain }) => (kind === "table" ? source : plain))
  return [heading, head ?? "", ...rows].join("\n")
}

function wordsOfBlock({ heading, head, units }: Block): string {
  return [heading, head ?? "", ...units.flatMap(({ source, plain }) => [source, plain])].join("\n")
}

export interface Wording {
  /** The language of its negations, where the sentence itself does not tell. */
  spoken: Language
  /** The language in which its words are compared. */
  compared: Language
}

/**
 * What a sentence says: its clauses, and where they differ in their yes and no also the whole.
 *
 * @param about what it speaks of without saying so: a cell's row and column
 */
export function claimsIn(sentence: string, about: string, { spoken, compared }: Wording): Claim[] {
  // A short sentence hardly tells its language, and an article may quote another one: a no in any of them counts.
  const language = languageOf(sentence, spoken)
  const languages = [...new Set([language, spoken, compared])]
  const claimOf = (plain: string): Claim => ({
    plain,
    terms: new Set(termsIn(`${about} ${plain}`, compared)),
    negated: languages.some((it) => isNegated(plain, it)),
    limited: isLimited(sentence),
  })
  const parts =
    about && NO_MARK.test(sentence) ? [claimOf(sentence)] : clauses(sentence, language).map(claimOf)
  const isMixed = parts.some(({ negated }) => negated) && parts.some(({ negated }) => !negated)
  return isMixed ? [...parts, { ...claimOf(sentence), negated: true, denies: true }] : parts
}

/** A sentence, an item or a cell, as it stands in a block. */
export interface Said {
  plain: string
  cell?: Cell
}

export function saidIn(block: Block): Said[] {
  const cells = block.kind === "table" ? cellsOf(block) : []
  if (cells.length > 0)
    return cells.flatMap((cell) => sentencesOf(cell.text).map((plain) => ({ plain, cell })))
  return block.units.flatMap(({ plain }) => sentencesOf(plain).map((sentence) => ({ plain: sentence })))
}

/** What a cell is about. */
export function aboutOf({ cell }: Said): string {
  return cell ? [cell.about, cell.subject, cell.header].join(" ") : ""
}

function placesOf(block: Block, all: readonly Said[], titles: string, language: Language): Place[] {
  const headings = `${titles}\n${block.heading}`
  if (block.kind === "code") return []
  return all.flatMap(({ plain, cell }, i) => {
    if (cell) return placeOfCell(plain, cell, headings, block, language)
    const last = block.kind === "list" ? "" : (all[i - 1]?.plain ?? "")
    const before = new Set(figuresIn(last, language).length > 0 ? [] : termsIn(last, language))
    return placesOfSentence(plain, headings, before, language)
  })
}

/** A number may begin a sentence: "It costs €5. 100 points are €1." */
const BEFORE_A_NUMBER = /(?<=\p{Ll}{4}[.!?])(?<!approx\.)\s+(?=[€$£\d])/u

export function sentencesOf(plain: string): string[] {
  return sentenceRanges(plain, []).flatMap(({ start, end }) => plain.slice(start, end).split(BEFORE_A_NUMBER))
}

export function flat(text: string): string {
  return text.replace(/\s+/g, " ").toLowerCase()
}
