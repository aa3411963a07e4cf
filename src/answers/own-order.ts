const ASKS_WHERE =
  /(?<!\p{L})(?:where(?:['’]?s| is| are)|when (?:will|does|do)|wo (?:ist|sind|bleib\p{L}*|steckt)|wann kommt|où (?:est|sont)|d[oó]nde est[aá]n?|dov['’]è|dove sono|onde est[aã]o?|waar (?:is|zijn|blijft))(?: \p{L}+)? (?:my|our|mein\p{L}*|unser\p{L}*|mon|ma|mes|notre|nos|mis?|il mio|la mia|i miei|[oa] (?:meu|minha)|mijn|onze)(?!\p{L})/iu
const TELLS_WHERE =
  /(?<!\p{L})(?:track|trac(?:e|ing)|arriv|deliver|status|where|(?:nach)?verfolg|geliefert|zustell|lieferung|wo(?!\p{L})|suivi|suivre|livr|où(?!\p{L})|seguimiento|rastre|entreg|d[oó]nde|tracci|consegn|dove(?!\p{L})|onde(?!\p{L})|volg|bezorg|waar(?!\p{L}))/iu

/** Whether somebody asks where their own order is, and is told something else of orders: how to make one, for example. */
export function isNotWhereItIs(message: string, answer: string): boolean {
  return ASKS_WHERE.test(message) && !TELLS_WHERE.test(answer)
}
