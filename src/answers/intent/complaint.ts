import { asksSomething, hasQuestionMark } from "../questions-in.ts"
import { plainText } from "./plain-text.ts"

/** What nobody says who only wants to know something (en, de, nl, fr, es, it, pt, tr), as `plainText` leaves it. */
const OUTRAGE = `(?<!\\p{L})(?:${[
  "(?:unacceptable|disgusting)(?! (?:use|behaviou?r|content|conduct|items?))|outrageous|disgrace(?:ful)?|livid|furious|appalled|shambles|rip-?off|fed up|sick (?:and tired )?of (?:this|it|you\\p{L}*|waiting)|had (?:enough of|it with (?:this|you\\p{L}*))|enough is enough|beyond a joke|disgusted (?:with|by|at) (?:you\\p{L}*|the (?:service|support|way))",
  "(?:this|it|that) is (?:such )?(?:an? )?(?:complete |total |bad |absolute )?(?:joke|ridiculous|pathetic|shameful|scandal(?:ous)?|insult)|(?<=what )a joke|(?:worst|terrible|horrible|awful|appalling) (?:customer )?(?:service|support|company)|you (?:people |guys |lot )?are (?:all |so |absolutely |completely )?(?:useless|incompetent|hopeless|pathetic|a joke)",
  "unverschamt\\p{L}*|frechheit|zumutung|skandal(?:os)?|inakzeptabel|unerhort|stinksauer|nase voll|saftladen|abzocke|armutszeugnis|der kragen|mir reicht(?:'?s| es)|ist (?:(?:ja|doch|wohl|echt|wirklich) )*(?:das letzte(?! \\p{L})|ein (?:schlechter )?witz)",
  "schandalig|schande|onacceptabel|belachelijk|ongehoord|aanfluiting|woedend|het (?:spuug)?zat",
  "inacceptable|inadmissible|scandaleu\\p{L}*|honteux|(?:une|quelle) honte|n'importe quoi|j'en ai (?:assez|marre)|ras[- ]le[- ]bol",
  "inaceptable|inadmisible|vergonzos[oa]|(?:una|que) verguenza|tomadura de pelo|indignante|estoy hart[oa]",
  "inaccettabile|vergognos[oa]|(?:una|che) vergogna|scandalos[oa]|presa in giro|sono stuf[oa]",
  "inaceitavel|inadmissivel|vergonhos[oa]|(?:uma|que) vergonha|palhacada|estou fart[oa]",
  "rezalet|kabul edilemez",
].join("|")})(?!\\p{L})`

const OUTRAGED = new RegExp(OUTRAGE, "u")
/** Begins as a question does, and asks nothing: "wat een schande", "wie unverschämt". */
const EXCLAIMS = new RegExp(
  `(?<!\\p{L})(?:how|wie|was fur eine?|wat een?|hoe|qu[ae]l(?:le)?|que|che) ${OUTRAGE}|(?:quelle|que|che) (?:honte|verguenza|vergogna|vergonha)(?!\\p{L})`,
  "u",
)

/** Fewer words may name a thing: "Unacceptable content". */
const FEWEST_WORDS = 4

/**
 * Whether somebody is beside themselves about what happened to them and asks nothing: a rule from a document would be no answer. Whoever
 * asks how something is done is told, however angrily.
 */
export function isComplaint(message: string): boolean {
  const plain = plainText(message)
  if (!OUTRAGED.test(plain) || plain.split(/\s+/).length < FEWEST_WORDS) return false
  return EXCLAIMS.test(plain) ? !hasQuestionMark(message) : !asksSomething(message)
}
