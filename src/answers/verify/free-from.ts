import type { Language } from "../../core/language.ts"
import type { Claim } from "./claims.ts"
import { figuresIn } from "./numbers.ts"

const ABOVE =
  "above|over|from|more than|exceeding|at least|starting at|ab|über|mehr als|mindestens|dès|à partir de|plus de|au-dessus de|a partir de|desde|más de|superior(?:es)? a|acima de|mais de|da|a partire da|oltre|sopra|vanaf|boven|meer dan"
const BELOW =
  "under|below|less than|up to|unter|bis|bis zu|weniger als|moins de|jusqu['’]à|en dessous de|menos de|hasta|por debajo de|abaixo de|até|meno di|fino a|sotto|onder|tot|minder dan"
const SIDE = new RegExp(`(?<!\\p{L})(?:(?<above>${ABOVE})|(?:${BELOW}))\\s(?<behind>[^,;:]{1,50})`, "giu")

/** From or up to which amount something holds: "above €50". */
interface Bound {
  amount: string
  isAbove: boolean
}

interface Priced {
  bounds: readonly Bound[]
  free: boolean
  /** Other amounts than its bounds'. */
  hasPrice: boolean
}

/**
 * The amount from which on something is free, where a statement says a price from there on, or that it is free below. Of
 * the numbers alone each is right: "Above €50 delivery costs €4.90".
 */
export function mistakenBound(
  statement: string,
  claims: readonly Claim[],
  language: Language,
): string | undefined {
  const said = pricedBy(statement, language)
  if (said.bounds.length === 0) return undefined
  const sources = claims.map(({ plain }) => pricedBy(plain, language))
  const has = ({ bounds }: Priced, { amount, isAbove }: Bound) =>
    bounds.some((one) => one.amount === amount && one.isAbove === isAbove)
  const wrong = said.bounds.find((bound) => {
    const turned = { ...bound, isAbove: !bound.isAbove }
    const free = sources.filter((source) => source.free)
    if (said.free)
      return (
        !has(said, turned) && free.some((one) => has(one, turned)) && !free.some((one) => has(one, bound))
      )
    const isPricedToo = sources.some((source) => !source.free && source.hasPrice && has(source, bound))
    return said.hasPrice && !isPricedToo && free.some((one) => has(one, bound))
  })
  return wrong?.amount
}

function pricedBy(sentence: string, language: Language): Priced {
  const bounds = [...sentence.matchAll(SIDE)].flatMap(({ groups = {} }) => {
    const [first] = figuresIn(groups.behind ?? "", language)
    if (!first?.kinds.has("$") || first.free) return []
    return [{ amount: first.value, isAbove: groups.above !== undefined }]
  })
  const figures = figuresIn(sentence, language)
  return {
    bounds,
    free: figures.some(({ free }) => free === true),
    hasPrice: figures.some(
      ({ kinds, free, value }) => !free && kinds.has("$") && bounds.every(({ amount }) => amount !== value),
    ),
  }
}
