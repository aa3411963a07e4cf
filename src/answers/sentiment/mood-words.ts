/**
 * Beginnings of words that speak for a mood, without accents (en, de, fr, es, it, pt, nl). They help where the embedding
 * model knows little of a language, and serve alone where there is no model.
 */
const NEGATIVE = `
  angry annoy awful bad broken cheat disappoint disgust disgrace fed frustrat furious garbage hate horribl idiot incompetent
  joke junk lied lousy nonsense outrage pathetic poor regret ridiculous rude rubbish scam shame sick stupid suck terribl
  unacceptabl unbelievabl unhappy upset useless waste worse worst worthless
  arger argerlich enttausch frech furchtbar genervt inkompetent katastroph mies mist nervt nutzlos schlecht schlimm schrecklich
  sauer stinksauer unfreundlich unfahig unverschamt unmoglich wut wutend zumutung
  catastroph colere decu degout enerv furieu honte honteu horribl inadmissibl inacceptabl inutil lamentabl marre mauvais nul nulle
  pire scandal
  decepcion enfad enojad fatal furios hart horribl indignant inaceptabl inutil mal malisim malo mala peor pesim rabi verguenza
  vergonzos
  arrabbiat assurd delus disastr furios inaccettabil inutil orribil peggio pessim scadent stuf vergogn
  absurd desapont desilud fart horriv inaceitav irritad lixo pessim pior raiva vergonh
  belachelijk boos irritant onacceptab schande slecht teleurgesteld verschrikkelijk waardeloos woedend zat
`
const POSITIVE = `
  amazing appreciat awesome brilliant cheers delight excellent fantastic fast glad good grateful great happy helpful impress kind
  lifesaver love lovely nice outstanding perfect pleased satisfied super superb thank thanks thx wonderful
  ausgezeichnet begeister bestens dank danke erfreut freu freundlich gefallt genial grossartig hervorragend klasse nett prima
  spitze super tadellos toll top wunderbar zufrieden
  aimable ador bravo enchant excellent formidabl genial gentil genti merci parfait ravi super
  agradec amable buenisim content encant estupend excelent fantastic feliz genial graci maravill perfect
  bravissim complimenti content eccellent fantastic felic gentil grazie meraviglios ottim perfett
  ador agradec content excelent fantastic feliz gost maravilh obrigad otim perfeit satisfeit simpatic
  bedankt blij dank fantastisch fijn geweldig goed mooi perfect prima tevreden top uitstekend vriendelijk
`
/** The next words mean the contrary. */
const NEGATION = new Set(
  "not no never isn isnt aint doesn don cannot without nicht kein keine nie pas jamais sans no nunca sin non mai senza nao nunca sem niet geen nooit".split(
    " ",
  ),
)
/** Words after a negation that it turns round. */
const REACH = 3
const FACES: readonly [RegExp, number][] = [
  [/[😀-😊😍😎🙂🤗🥰❤👍👏🙏🎉]|(?:^|\s)[:;=]-?[)D]/gu, 1],
  [/[😞-😡😢😣😤😥😩😫😭🙁☹🤬👎💩]|(?:^|\s)[:;=]-?[(/]/gu, -1],
]

const negative = stems(NEGATIVE)
const positive = stems(POSITIVE)

function stems(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/).filter(Boolean))
}

/** How much of a text's words and faces speaks for a bad and for a good mood. */
export function moodWords(text: string): { negative: number; positive: number } {
  const found = { negative: 0, positive: 0 }
  let turned = 0
  for (const word of plainWords(text)) {
    if (NEGATION.has(word)) {
      turned = REACH
      continue
    }
    const value = begins(word, positive) ? 1 : begins(word, negative) ? -1 : 0
    // "Not bad" is less than good, "not good" is bad.
    if (value > 0) found[turned > 0 ? "negative" : "positive"]++
    else if (value < 0) found[turned > 0 ? "positive" : "negative"] += turned > 0 ? 0.5 : 1
    turned--
  }
  for (const [face, value] of FACES)
    found[value > 0 ? "positive" : "negative"] += text.match(face)?.length ?? 0
  return found
}

/** A short one is a whole word: "fed" is not in "federal". */
function begins(word: string, stems: ReadonlySet<string>): boolean {
  if (stems.has(word)) return true
  for (let length = Math.min(word.length - 1, 14); length >= 5; length--)
    if (stems.has(word.slice(0, length))) return true
  return false
}

function plainWords(text: string): string[] {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
  return plain.match(/\p{L}+/gu) ?? []
}
