import type { Language } from "../../core/language.ts"
import { isSameSet } from "../same-set.ts"
import { besideFree } from "./free.ts"
import { type Figure, figuresIn } from "./numbers.ts"
import { partsWithNumbers } from "./parts.ts"
import type { Cell } from "./table-cells.ts"
import { termsIn } from "./wording.ts"

/** Where numbers of a source stand: a cell, or a part of a sentence, with the words that tell what they are of. */
export interface Place {
  figures: readonly Figure[]
  terms: ReadonlySet<string>
  /** What a later part of a sentence says beside the parts before it: "3 for espresso, 7 for filter". */
  own: ReadonlySet<string>
  /** Of the sentence before, if that has no numbers: "The Uno is small. It costs €199." */
  before: ReadonlySet<string>
  /** Later parts of the same sentence. */
  later: readonly Place[]
  /** Words of all of its sentence, the same object for each of its parts; none of a cell, nor of "They are kept for 3 days." */
  sentence?: ReadonlySet<string> | undefined
  row?: Row
}

interface Row {
  table: object
  /** Words of its first cell. */
  subject: ReadonlySet<string>
  /** The same of each of several that it is of: "Norway, Switzerland". */
  eachOf: readonly ReadonlySet<string>[]
  /** Numbers of its first cell: "404" of a table of codes. */
  numbers: readonly string[]
}

/** What begins so speaks of what the sentence before it names. */
export const PRONOUN = /^(?:it|they|he|she|er|sie|es|il|elle|ils|elles|ela|ele|elas|eles)\s/i

const NONE: ReadonlySet<string> = new Set()
const SEVERAL = /,\s|\s\/\s|\s&\s/

/**
 * @param headings what stands above the sentence, which all of its parts are of
 * @param before words of the sentence before, where that has no numbers
 * @param language in which words are compared
 */
export function placesOfSentence(
  sentence: string,
  headings: string,
  before: ReadonlySet<string>,
  language: Language,
): Place[] {
  const above = termsIn(headings, language)
  const parts = partsWithNumbers(sentence, language)
  const all = PRONOUN.test(sentence) ? undefined : new Set(termsIn(sentence, language))
  let known = new Set<string>()
  const places = parts.map((part, i) => {
    const terms = termsIn(part, language)
    const own = new Set(i === 0 ? [] : terms.filter((term) => !known.has(term) && !/\d/.test(term)))
    known = new Set([...known, ...terms])
    return {
      figures: figuresIn(part, language),
      terms: new Set([...above, ...known]),
      own,
      before,
      sentence: all,
    }
  })
  const linked: Place[] = []
  for (const place of places.reverse()) linked.unshift({ ...place, later: [...linked] })
  return linked
}

/** @param table stands for the table: cells of one have the same */
export function placeOfCell(
  sentence: string,
  { about, subject, header }: Cell,
  headings: string,
  table: object,
  language: Language,
): Place {
  const kinds = termsIn(header, language)
  const figures = figuresIn(`| ${sentence}`, language).map((figure) => ({
    ...figure,
    kinds: new Set([...figure.kinds, ...kinds]),
  }))
  // Alone in the first column it is what a plan is called.
  const subjects = figuresIn(subject, language).filter(({ free }) => !free)
  // "Free from | €60"
  const free = figures.length > 0 ? figuresIn(header, language).filter(({ free }) => free) : []
  return {
    figures: [...figures, ...subjects, ...free],
    terms: new Set(termsIn([headings, about, subject, header, sentence].join(" "), language)),
    own: NONE,
    before: NONE,
    later: [],
    row: {
      table,
      subject: subjectIn(subject, language),
      eachOf: subject.split(SEVERAL).map((one) => subjectIn(one, language)),
      numbers: subjects.map(({ value }) => value),
    },
  }
}

function subjectIn(cell: string, language: Language): Set<string> {
  return new Set(termsIn(cell, language).filter((term) => !/\d/.test(term)))
}

/**
 * Finds a number that the sources say of something else: where it stands they share less with the statement than
 * where they have another number of that kind.
 *
 * @param about what the statement speaks of without saying so
 * @returns the number, or undefined
 */
export function misplacedNumber(
  statement: string,
  about: string,
  places: readonly Place[],
  language: Language,
): string | undefined {
  const parts = partsWithNumbers(statement, language)
  const scopeOf = (text: string): Scope => ({
    terms: new Set(termsIn(`${about} ${text}`, language).filter((term) => !/\d/.test(term))),
    figures: figuresIn(text, language),
  })
  const whole = scopeOf(statement)
  const elsewhere = parts
    .map(scopeOf)
    .flatMap((part) => part.figures.find((figure) => isFromElsewhere(figure, part, places)) ?? [])
  const wrong = elsewhere[0] ?? whole.figures.find((figure) => !belongs(figure, whole, places))
  if (wrong || parts.length === 1) return wrong?.value
  const namesRow = (scope: Scope) => places.some(({ row }) => row && isNamed(row, scope))
  let before: Scope = { terms: NONE, figures: [] }
  for (const part of parts.map(scopeOf)) {
    const scope = namesRow(part) ? part : joined(before, part)
    // "Team: 300 requests, a burst of 50", "Under 15, it costs €17": of what stands before. "Dogs €15, cats €20" is not.
    const goesOn = (figure: Figure) =>
      namesRow(scope) || !before.figures.some((other) => isSameKind(figure, other))
    const wrong = part.figures.find(
      (figure) => !belongs(figure, part, places) && !(goesOn(figure) && belongs(figure, scope, places)),
    )
    if (wrong) return wrong.value
    before = scope
  }
  return undefined
}

interface Scope {
  terms: ReadonlySet<string>
  figures: readonly Figure[]
}

function joined(a: Scope, b: Scope): Scope {
  return { terms: new Set([...a.terms, ...b.terms]), figures: [...a.figures, ...b.figures] }
}

function belongs(figure: Figure, scope: Scope, places: readonly Place[]): boolean {
  const found = places.filter(({ figures }) => figures.some(({ value }) => value === figure.value))
  // In a heading or code: what it is of is told by the words that must be there as well.
  if (found.length === 0) return true
  const said = new Set(scope.figures.map(({ value }) => value))
  const holders = found.filter(
    (place) =>
      holds(place, figure) &&
      !isOfUnpricedColumn(place, figure, places) &&
      !isFreeOnlyFrom(place, figure, said) &&
      !isOfAnotherRow(place, scope, places),
  )
  if (holders.length === 0) return false
  // "Free from €60" is as right as its amount is.
  if (figure.free && holders.some((place) => amountsOf(place).some(({ value }) => said.has(value))))
    return true
  const isHeadOfRow = ({ row }: Place) => row?.numbers.includes(figure.value)
  const headed = new Set(holders.filter(isHeadOfRow).map(({ row }) => row?.table))
  const rivals = places.filter((place) => {
    const { row, figures } = place
    // What one code means is no other code's meaning.
    if (row && headed.has(row.table) && !row.numbers.some((value) => said.has(value))) return true
    const alike = figures.filter((other) => isSameKind(figure, other))
    // Whoever says another beginning with the same end says something else.
    const ends = new Set(figures.map(({ upTo }) => upTo))
    if (alike.length === 0 || alike.some(({ value }) => said.has(value) && !ends.has(value))) return false
    return !isOfAnotherRow(place, scope, places)
  })
  const best = (found: readonly Place[]) => Math.max(...found.map((place) => fit(place, figure, scope)), 0)
  return best(holders) >= best(rivals)
}

/**
 * Two quantities are put together of which one stands in a sentence of its own that speaks of nothing else that is said:
 * "21 books. 5 days before …" is no "21 books for 5 days". Prices are of what stands around their sentence.
 */
function isFromElsewhere(figure: Figure, { terms, figures }: Scope, places: readonly Place[]): boolean {
  const others = figures.filter((other) => isQuantity(other) && !isSameKind(other, figure))
  if (!isQuantity(figure) || others.length === 0) return false
  const has = (place: Place, { value }: Figure) => place.figures.some((it) => it.value === value)
  const holders = places.filter((place) => has(place, figure))
  return (
    holders.length > 0 &&
    holders.every(({ sentence }) => {
      if (!sentence || [...terms].some((term) => sentence.has(term) && !figure.kinds.has(term))) return false
      return !places.some((place) => place.sentence === sentence && others.some((other) => has(place, other)))
    })
  )
}

function isQuantity({ kinds }: Figure): boolean {
  return kinds.size > 0 && !["$", "%", ":"].some((kind) => kinds.has(kind))
}

/** Both ends of a range, and money as money; a column of prices may name its currency above. */
function holds({ figures, row }: Place, { value, upTo, kinds }: Figure): boolean {
  const same = figures.filter((figure) => figure.value === value)
  if (upTo !== undefined && !figures.some((figure) => figure.value === upTo)) return false
  return row !== undefined || !kinds.has("$") || same.some((it) => it.kinds.size === 0 || it.kinds.has("$"))
}

/** Money is said of a number that is none, in a row that has money in another column: "10" of users. */
function isOfUnpricedColumn({ row, figures }: Place, { kinds }: Figure, places: readonly Place[]): boolean {
  const hasMoney = (all: readonly Figure[]) => all.some((figure) => figure.kinds.has("$"))
  if (!row || !kinds.has("$") || hasMoney(figures)) return false
  return places.some((other) => other.row && isSameRow(row, other.row) && hasMoney(other.figures))
}

function isSameRow(a: Row, b: Row): boolean {
  return a.table === b.table && isSameSet(a.subject, b.subject)
}

/** "Free above €49" is not free. */
function isFreeOnlyFrom(place: Place, figure: Figure, said: ReadonlySet<string>): boolean {
  const amounts = amountsOf(place)
  return figure.free === true && amounts.length > 0 && !amounts.some(({ value }) => said.has(value))
}

function amountsOf({ figures }: Place): Figure[] {
  return figures.filter(({ kinds, value }) => kinds.has("$") && value !== "0")
}

/** The statement names another row of the table, and not this one: "express passport" is not "passport". */
function isOfAnotherRow({ row }: Place, scope: Scope, places: readonly Place[]): boolean {
  if (!row) return false
  const isHere = isNamed(row, scope)
  const others = places.filter((other) => other.row?.table === row.table && isNamed(other.row, scope))
  if (!isHere) return others.length > 0
  const longer = others.filter((other) => isPartOf(row.subject, other.row?.subject ?? NONE))
  return longer.length > 0 && !longer.some((other) => hasSaidFigure(other, scope))
}

function hasSaidFigure({ figures }: Place, scope: Scope): boolean {
  return figures.some((figure) =>
    scope.figures.some((said) => said.value === figure.value && isSameKind(said, figure)),
  )
}

function isPartOf(some: ReadonlySet<string>, more: ReadonlySet<string>): boolean {
  return some.size > 0 && some.size < more.size && [...some].every((term) => more.has(term))
}

function isNamed({ subject, eachOf, numbers }: Row, { terms, figures }: Scope): boolean {
  if (subject.size === 0 && numbers.length === 0) return false
  const isSaid = numbers.length === 0 || figures.some(({ value }) => numbers.includes(value))
  const isHeld = (words: ReadonlySet<string>) => [...words].every((term) => terms.has(term))
  return isSaid && (isHeld(subject) || eachOf.some((one) => one.size > 0 && isHeld(one)))
}

function isSameKind(a: Figure, b: Figure): boolean {
  if (a.kinds.size === 0) return !["$", "%", ":"].some((kind) => b.kinds.has(kind))
  return [...a.kinds].some((kind) => b.kinds.has(kind))
}

/** What the sentence before says counts half. */
function fit(place: Place, figure: Figure, scope: Scope): number {
  const { figures } = scope
  const terms = figure.free ? besideFree(scope.terms) : scope.terms
  // "… and cost €0.20" says of instant transfers what "free" does, in other words.
  const own = figure.free ? besideFree(place.own) : place.own
  if (own.size > 0 && ![...own].some((term) => terms.has(term))) return 0
  if (place.later.some((part) => isMeant(part))) return 0
  const shared = [...terms].filter((term) => place.terms.has(term)).length
  const around = [...terms].filter((term) => place.before.has(term) && !place.terms.has(term)).length
  return shared + around / 2

  /** Most of what a later part adds is in the statement, and its numbers are not. */
  function isMeant(part: Place): boolean {
    const alike = part.figures.filter((other) => isSameKind(figure, other))
    if (alike.length === 0 || alike.some(({ value }) => figures.some((said) => said.value === value)))
      return false
    const added = [...part.own].filter((term) => !place.terms.has(term))
    return added.length > 0 && added.filter((term) => terms.has(term)).length >= added.length / 2
  }
}
