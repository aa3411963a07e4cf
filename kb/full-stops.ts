const ENGLISH = "e\\.g|i\\.e|etc|vs|mr|mrs|ms|dr|prof|st|no|nr|fig|approx|ca|cf|inc|ltd|co|corp|ver|v|al|mt"
const GERMAN = "bzw|inkl|exkl|einschl|zzgl|evtl|ggf|gem|sog|bspw|std|mind|vgl|hr|fr|mio|mrd|tsd|jährl|monatl"
const OTHERS = "mme|mlle|sr|sra|srta|dra|aprox|sig|dott|bijv|evt|incl|excl|dhr|mevr|f\\.eks"
const ABBREVIATION = new RegExp(`(?:^|[\\s(])(?:${ENGLISH}|${GERMAN}|${OTHERS}|\\p{Lu})\\.$`, "iu")
/** Those that a number follows; before anything else they may be a word that ends its sentence. */
const OF_A_NUMBER =
  /(?:^|[\s(])(?:tel|tél|tlf|ext|max|min|art|abs|ziff|pos|pag|pág|núm|\p{L}*str|\p{L}*pl)\.$/iu
const NUMBER = /^\s*[+(]?\d/
/** The longest of these with its full stop, and what stands before it. */
const LONGEST = 24
/** "1. " is the marker of a step that lost its line, and no sentence. */
const NUMBER_ALONE = /^\s*\(?\d{1,3}[.)]\s*$/
/** "24. Dezember", "5. Maj": so days are written in German and the Nordic languages. */
const DAY = /(?:^|[\s(–-])\d{1,2}\.$/
const MONTH = /^\s*(?:jan|jän|feb|mär|mar|apr|mai|maj|jun|jul|aug|sep|okt|nov|dez|dec|des)\p{L}*/iu
/** "Ab dem 2. Kind", "jeder 3. Tag", "am 1. Werktag". */
const ORDINAL =
  /(?:^|[\s(])(?:am|der|dem|den|des|zum|vom|im|beim|zur|jede[mnrs]?|unsere[mnrs]?|ihre[mnrs]?)\s\d{1,3}\.$/iu
const NOUN = /^\s*\p{Lu}\p{Ll}/u
/** "9 a.m. to 5 p.m. Monday to Friday". */
const HOUR = /\d\s?[ap]\.\s?m\.$/i
const WEEKDAY = /^\s*(?:mon|tues|wednes|thurs|fri|satur|sun)days?/i

/**
 * Does a sentence go on behind the full stop that a piece of text ends with? In doubt it does: two sentences quoted together
 * are as true as one, but "Dezember bis 1. Januar ist geschlossen" is not what "Vom 24. Dezember …" says.
 *
 * @param next what stands behind it
 */
export function isWithinSentence(piece: string, next: string): boolean {
  const end = piece.trimEnd().slice(-LONGEST)
  return (
    ABBREVIATION.test(end) ||
    NUMBER_ALONE.test(piece) ||
    (OF_A_NUMBER.test(end) && NUMBER.test(next)) ||
    (DAY.test(end) && MONTH.test(next)) ||
    (ORDINAL.test(end) && NOUN.test(next)) ||
    (HOUR.test(end) && WEEKDAY.test(next))
  )
}
