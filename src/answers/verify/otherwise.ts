import type { Language } from "../../core/language.ts"
import { isNegated } from "./negation.ts"
import { type Figure, figuresIn } from "./numbers.ts"
import type { Said } from "./said.ts"

const word = (list: string) => `(?<!\\p{L})(?:${list})(?!\\p{L})`
const OTHERWISE =
  "later|after (?:that|this|which)|afterwards|thereafter|beyond that|otherwise|danach|später|anschließend|sonst|ansonsten|andernfalls|darüber hinaus|après|ensuite|sinon|passé ce délai|au-delà|después|luego|si no|de lo contrario|depois|caso contrário|dopo|altrimenti|in caso contrario|daarna|anders"
const BEGINS = new RegExp(`^(?:${OTHERWISE})(?!\\p{L})`, "iu")
/** What speaks of the other side of a bound, in whatever words. */
const BEYOND = new RegExp(
  word(
    `${OTHERWISE}|than|less|more|under|over|below|above|within|after|late|last|then|unless|from|since|further|additional|extra|each|weniger|mehr|kürzer|länger|unter|über|innerhalb|nach|spät\\p{L}*|letzten|ab|dann|jede[rs]?|weitere[rs]?|moins|plus|tard|derniers?|puis|menos|más|tarde|últimos|mais|meno|più|poi|minder|meer|na|binnen|dan`,
  ),
  "iu",
)

/** Two sentences of which the second says what holds where the first does not: "Up to 14 days before it is free. Later it costs 50 %." */
export interface Otherwise {
  first: readonly Figure[]
  second: readonly Figure[]
}

export function otherwisesIn(all: readonly Said[], language: Language): Otherwise[] {
  return all.flatMap(({ plain, cell }, i) => {
    const before = all[i - 1]
    if (!before || cell || before.cell || !BEGINS.test(plain)) return []
    return [{ first: figuresIn(before.plain, language), second: figuresIn(plain, language) }]
  })
}

/** The number of what holds otherwise that a statement says of the first: "Up to 14 days before it costs 50 %." */
export function saidOfTheFirst(
  statement: string,
  otherwises: readonly Otherwise[],
  language: Language,
): string | undefined {
  if (otherwises.length === 0 || BEYOND.test(statement) || isNegated(statement, language)) return undefined
  const said = new Set(figuresIn(statement, language).map(({ value }) => value))
  for (const { first, second } of otherwises) {
    const own = second.filter(({ value }) => first.every((figure) => figure.value !== value))
    const theirs = first.filter(
      ({ value, free }) => !free && second.every((figure) => figure.value !== value),
    )
    if (theirs.some(({ value }) => said.has(value))) return own.find(({ value }) => said.has(value))?.value
  }
  return undefined
}
