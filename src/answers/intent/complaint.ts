import { hasCue } from "./cues.ts"

/** What nobody says who only wants to know something (en, de, nl, fr, es, it, pt, tr), as `plainText` leaves it. */
const OUTRAGED = new RegExp(
  `(?<!\\p{L})(?:${[
    "unacceptable(?! (?:use|behaviou?r|content|conduct|items?))|outrageous|disgrace(?:ful)?|scandalous|livid|furious|fed up|sick (?:and tired )?of (?:this|it|you\\p{L}*|waiting)|had enough of",
    "(?:this|it|that) is (?:such )?(?:an? )?(?:complete |total |bad |absolute )?(?:joke|ridiculous|shameful|scandal|insult)|(?:worst|terrible|horrible|awful|appalling) (?:customer )?(?:service|support|company)",
    "unverschamt\\p{L}*|frechheit|zumutung|skandal(?:os)?|inakzeptabel|unerhort|stinksauer|nase voll|mir reicht(?:'?s| es)",
    "schandalig|schande|onacceptabel|belachelijk|ongehoord|woedend|het zat",
    "inacceptable|inadmissible|scandaleu\\p{L}*|honteux|une honte|j'en ai (?:assez|marre)|ras[- ]le[- ]bol",
    "inaceptable|inadmisible|vergonzos[oa]|una verguenza|indignante|estoy hart[oa]",
    "inaccettabile|vergognos[oa]|una vergogna|scandalos[oa]|sono stuf[oa]",
    "inaceitavel|inadmissivel|vergonhos[oa]|uma vergonha|estou fart[oa]",
    "rezalet|kabul edilemez",
  ].join("|")})(?!\\p{L})`,
  "u",
)

/** Fewer words may name a thing: "Unacceptable content". */
const FEWEST_WORDS = 4

/**
 * Whether somebody is beside themselves about what happened to them and asks nothing: a rule from a document would be no answer. Whoever
 * asks how something is done is told, however angrily.
 *
 * @param plain the message as `plainText` leaves it
 */
export function isComplaint(plain: string): boolean {
  if (/[?？؟]/.test(plain) || hasCue(plain, "howto")) return false
  return OUTRAGED.test(plain) && plain.split(/\s+/).length >= FEWEST_WORDS
}
