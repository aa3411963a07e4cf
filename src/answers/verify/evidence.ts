import type { Language } from "../../core/language.ts"
import { type Block, parsePassage } from "../extract/units.ts"
import { languageOf } from "../intent/language.ts"
import type { Passage } from "../passage.ts"
import { type Claim, claimsIn } from "./claims.ts"
import { denialOf, deniedThings } from "./exclusions.ts"
import { trustedUnits } from "./injection.ts"
import { figuresIn } from "./numbers.ts"
import { withoutOpposites } from "./opposites.ts"
import { type Otherwise, otherwisesIn } from "./otherwise.ts"
import { phonesIn } from "./phones.ts"
import { type Place, PRONOUN, placeOfCell, placesOfSentence } from "./places.ts"
import { aboutOf, type Said, saidIn } from "./said.ts"
import { termsIn } from "./wording.ts"

export interface Evidence {
  language: Language
  claims: readonly Claim[]
  places: readonly Place[]
  otherwises: readonly Otherwise[]
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
      heading: section.at(-1) ?? title,
      blocks: trusted.map((block) => ({ block, all: saidIn(block) })),
      spoken: languageOf(`${titles}\n${text}`, undefined),
    }
  })
  const wordsBy = (ofBlock: (block: Block) => string) =>
    sources.flatMap(({ titles, blocks }) => [titles, ...blocks.map(({ block }) => ofBlock(block))]).join("\n")
  const said = wordsBy(wordsOfBlock)
  const read = wordsBy(plainWordsOfBlock)
  const compared = languageOf(said, undefined)
  return {
    language: compared,
    claims: sources.flatMap(({ blocks, heading, spoken }) =>
      blocks.flatMap(({ block, all }, at) => {
        const denial = denialOf(block, blocks[at - 1]?.block, heading)
        return all.flatMap((it, i) => {
          const wording = { spoken, compared }
          if (denial) return deniedThings(it.plain, denial).flatMap((said) => claimsIn(said, "", wording))
          return claimsIn(it.plain, aboutOf(it) || whoIsMeant(it, all[i - 1]), wording)
        })
      }),
    ),
    places: sources.flatMap(({ blocks, titles }) =>
      blocks.flatMap(({ block, all }) => placesOf(block, all, titles, compared)),
    ),
    otherwises: sources.flatMap(({ blocks }) => blocks.flatMap(({ all }) => otherwisesIn(all, compared))),
    terms: new Set(termsIn(`${said}\n${withoutOpposites(said)}`, compared)),
    // An article of several languages spells numbers in English too.
    numbers: new Set(
      [compared, "en" as const].flatMap((it) => figuresIn(read, it)).map(({ value }) => value),
    ),
    phones: phonesIn(read),
    text: flat(said),
  }
}

/** Without the marks of numbered lists, which count nothing. */
function plainWordsOfBlock({ kind, heading, head, units }: Block): string {
  // A row's cells side by side would be one phone number.
  const rows = units.map(({ source, plain }) => (kind === "table" ? source : plain))
  return [heading, head ?? "", ...rows].join("\n")
}

function wordsOfBlock({ heading, head, units }: Block): string {
  return [heading, head ?? "", ...units.flatMap(({ source, plain }) => [source, plain])].join("\n")
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

const WORDS_OF_A_SUBJECT = /^(?:\S+\s+){1,3}/

/** "On Sundays it is closed", "Sonntags ist er geschlossen": the pronoun is behind what tells when or where. */
const LATER_PRONOUN =
  /^(?:(?:on|in|at|from|during|after|before|until|over|between)\s[^,;.:]{1,50}?,?\s(?:it|they|he|she)\s|(?:(?:am|an|im|in|ab|von|bis|nach|vor|während)\s[^,;.:]{1,50}?|\p{L}+s)\s(?:ist|sind|bleibt|bleiben)\s(?:er|sie|es)\s)/iu

/** Whom a pronoun speaks of: "The centre takes wood. It does not take tyres." */
function whoIsMeant({ plain }: Said, before: Said | undefined): string {
  const isMeant = before && !before.cell && (PRONOUN.test(plain) || LATER_PRONOUN.test(plain))
  return isMeant ? (WORDS_OF_A_SUBJECT.exec(before.plain)?.[0] ?? "") : ""
}

export function flat(text: string): string {
  return text.replace(/\s+/g, " ").toLowerCase()
}
