import { namesAnAge } from "./ages.ts"

/** What a question of this kind wants to see in its answer. */
const WANTED: readonly [question: RegExp, answer: RegExp][] = [
  [
    /\bhow (many|much|long|old|far|often|big|fast)\b|\bwhen\b|\bwhat (time|year|date|percentage|number)\b/i,
    /\d/,
  ],
  [
    /(?<!\p{L})(?:wie (?:viele?|lange|oft|hoch|alt)|wann|combien|cu[aá]nt[oa]s?|quant[oie]|hoeveel|hoe lang)(?!\p{L})/iu,
    /\d/,
  ],
  [/\bwhere\b/i, /https?:|\]\(|[>→»]|\b(in|at|under|on|near)\b/i],
  [/\bwho\b/i, /(?!^)\b\p{Lu}\p{L}+/u],
  [/\bwhy\b/i, /\b(because|since|due|so that|reason|caused?|therefore)\b/i],
  [/^\W*(can|could|is|are|does|do|will|may)\b/i, /\b(yes|no|not|cannot|can|only|always|never|n't)\b/i],
]

const ASKS_A_PRICE =
  /(?<!\p{L})(?:costs?|prices?|fees?|charges?|kostet|kosten|preise?|gebühr(?:en)?|prix|tarifs?|coûte|precios?|cuesta|prezz[oi]|costa|preço|kost)(?!\p{L})|\bhow much (?:is|are|for)\b|\bwhat (?:do|must|will|would|should) (?:i|we|they) (?:have to )?pay\b/iu
const TELLS_A_PRICE =
  /[€£$¥%]|(?<!\p{L})(?:CHF|EUR|USD|GBP|kr|ct|cents?|euros?|pounds?|dollars?|francs?|free|kostenlos|kostenfrei|gratis|umsonst|frei|gratuit\p{L}*|grátis)(?!\p{L})/iu

/** "How do I charge it?" asks for no price. */
const CHARGES =
  /(?<=(?:^|\s)(?:i|we|to|it|not|won['’]t|doesn['’]t) )charge(?!\p{L})|(?<!\p{L})charge(?= (?:it|its|them|my|our|the|this|an?)(?!\p{L}))/giu

/** Whether a question, or a heading, is about what something costs. */
export function isAboutPrice(text: string): boolean {
  return ASKS_A_PRICE.test(text.replace(CHARGES, ""))
}

/** Whether a text names a price, or says that there is none. */
export function tellsAPrice(text: string): boolean {
  return TELLS_A_PRICE.test(text)
}

const ASKS_HOW_LONG =
  /\bhow (?:long|soon|fast|quick(?:ly)?)\b|(?<!\p{L})(?:wie (?:lange|schnell)|hoe (?:lang|snel)|combien de temps|cu[aá]nto (?:tiempo )?(?:tarda|dura)n?|quanto (?:tempo|demora|ci vuole|dura)|(?:delivery|processing|waiting) times?|liefer(?:zeit|dauer)(?:en)?|wartezeit(?:en)?|levertijd(?:en)?|d[eé]lais?|plazos?)(?!\p{L})/iu
const TELLS_HOW_LONG =
  /\b(?:next|same) (?:working |business )?day\b|(?:\d|(?<!\p{L})(?:one|two|three|four|five|six|an?|einen?|zwei|drei|een|twee|drie|une?|deux|trois|un|una|dos|tres|due|tre)(?!\p{L}))[^.\n|]{0,12}?(?<!\p{L})(?:minutes?|hours?|days?|weeks?|months?|minuten?|stunden?|tage?n?|wochen?|monate?n?|dagen|uur|weken|maanden|jours?|heures?|semaines?|mois|d[ií]as|horas?|semanas?|meses|giorni|ore|settimane|mesi|werktage?n?)(?!\p{L})/iu

/** Whether a question is about how long something takes or lasts. */
export function asksHowLong(question: string): boolean {
  return ASKS_HOW_LONG.test(question)
}

/** Whether a text names a span of time. */
export function tellsHowLong(text: string): boolean {
  return TELLS_HOW_LONG.test(text)
}

const TELLS_AGES =
  /(?<!\p{L})(?:under|over|from|until|up to|between|aged?|unter|über|ab|bis|von|moins de|menores de|meno di) (?:the age of )?\d{1,2}(?![\d%€£$.:,]| ?(?:kg|cm|m|km|days|hours|weeks|minutes|tage|stunden|wochen|uhr)\b)|\d{1,2}(?:(?: to | ?[-–] ?| bis )\d{1,2})? (?:years?|jahren?|ans|años|anni|jaar)(?!\p{L})/iu

/** Whether a text says something of those of some age. */
export function tellsAges(text: string): boolean {
  return TELLS_AGES.test(text)
}

/** How an answer to this question is told from what is just about the same: a price by its currency, for example. */
export function wantedBy(question: string): RegExp[] {
  if (isAboutPrice(question)) return [TELLS_A_PRICE]
  const ages = namesAnAge(question) ? [TELLS_AGES] : []
  return [...ages, ...WANTED.filter(([asks]) => asks.test(question)).map(([, answer]) => answer)]
}
