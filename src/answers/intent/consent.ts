import { plainText } from "./plain-text.ts"

export type Consent = "yes" | "no"

/** Longer messages are never mere consent, in characters. */
const LONGEST = 80

const YES = [
  "yes|yeah|yep|yup|yea|sure|absolutely|definitely|certainly|of course|go ahead|please|pls|do(?: (?:it|so|that))?|i (?:do|would)|(?:i d|id|i would) (?:like|love) (?:that|it|to)|i want (?:that|it)|that (?:would|d) be (?:great|good|nice|helpful|lovely|perfect)|sounds (?:good|great)|why not",
  "(?:(?:i d|i would) like |i want |have |let )?(?:a person|someone|somebody) (?:to )?(?:look|check) (?:into it|at it|it)",
  "ja|jawohl|gerne?|klar|naturlich|selbstverstandlich|sicher|bitte|einverstanden|mach das|machen sie das|das ware (?:gut|nett|toll|super|prima|schon)|auf jeden fall|unbedingt|warum nicht",
  "oui|ouais|bien sur|d accord|volontiers|avec plaisir|s il (?:vous|te) plait|svp|stp|je veux bien|ce serait (?:bien|super|parfait|gentil)|pourquoi pas|allez y|vas y|absolument|certainement",
  "si|claro(?: que si)?|por supuesto|por favor|vale|de acuerdo|me gustaria|adelante|desde luego|hagalo|hazlo|como no|estaria bien",
  "sim|com certeza|pode(?: ser)?|quero|gostaria|faca isso|seria otimo|por que nao",
  "certo|certamente|volentieri|per (?:favore|piacere)|va bene|d accordo|mi piacerebbe|sarebbe (?:bello|ottimo|utile)|perche no|faccia pure|magari",
  "jazeker|graag|zeker|natuurlijk|alsjeblieft|alstublieft|aub|doe maar|is goed|waarom niet|dat zou (?:fijn|goed|mooi) zijn",
  "evet|tabii?(?: ki)?|elbette|lutfen|olur|isterim|memnun olurum|neden olmasin",
  "نعم|أجل|أيوه|أيوا|بالتأكيد|طبعا|من فضلك|لو سمحت|موافق",
  "כן|בטח|בוודאי|כמובן|בבקשה|אשמח",
  "जी|हाँ|हां|ज़रूर|जरूर|कृपया|बिल्कुल",
  "はい|ええ|うん|お願い(?:します|いたします)?|おねがいします|はいお願いします|ぜひ|もちろん",
  "是|是的|好|好的|好啊|可以|行|要|要的|需要|当然|當然|请|请帮我|麻烦你?了|好的?谢谢|是的?谢谢",
]

/** Yes, or that something was read: with thanks it is the end of a talk. */
const ALL_RIGHT = [
  "ok|okay|okey|k|kk|alright|all right|in ordnung|entendu|esta bien|esta bem|ta bom|tudo bem|prima|goed|tamam|حسنا|تمام|בסדר|אוקיי?|ठीक है|了解です",
]

const NO = [
  "no|nope|nah|not (?:now|right now|really|yet|needed|necessary)|no need|never mind|nevermind|don t(?: bother)?|dont|do not|i don t(?: want (?:that|to|it))?|(?:i m|im|i am) (?:good|fine)|(?:i d |i would )?rather not|maybe later|forget it|leave it",
  "nein|nee|nicht (?:notig|notwendig|jetzt|wirklich)|jetzt nicht|lieber nicht|brauche ich nicht|muss nicht sein|schon gut",
  "non|pas (?:maintenant|la peine|besoin)|ce n est pas la peine|ca ira|laissez tomber|inutile|plus tard",
  "ahora no|no (?:hace falta|es necesario|quiero)|mejor no|dej[ea]lo|todavia no",
  "nao|agora nao|nao (?:precisa|e necessario|quero)|deixa pra la|melhor nao",
  "non (?:ora|serve|importa|c e bisogno|e necessario)|adesso no|lasci[a]? (?:stare|perdere)|meglio di no",
  "nu niet|niet (?:nu|nodig)|hoeft niet|laat maar|liever niet",
  "hayir|yok|gerek yok|gerekmez|simdi degil|istemiyorum|bosver",
  "لا|كلا|ليس الآن|لا داعي|لا حاجة|لا أريد",
  "לא|לא עכשיו|אין צורך|לא צריך",
  "नहीं|नही|जी नहीं|अभी नहीं|ज़रूरत नहीं|रहने दीजिए|रहने दो",
  "いいえ|いえ|いや|結構です|けっこうです|大丈夫です|いりません|不要です|必要ありません",
  "不|不用了?|不要|不需要|不必了?|不了|算了|没事|否|不用了?谢谢|不谢谢",
]

const THANKS = [
  "thanks|thank you|thx|ty|danke(?: schon| sehr)?|vielen dank|merci(?: beaucoup)?|(?:muchas )?gracias|(?:muito )?obrigad[oa]|grazie(?: mille)?|bedankt|dank (?:je|u)(?: wel)?|tesekkurler|tesekkur ederim|sagol|شكرا|תודה(?: רבה)?|धन्यवाद|शुक्रिया|ありがとう(?:ございます)?|谢谢你?|謝謝",
]

/** Words that may stand beside it and change nothing. */
const BESIDE = [
  "oh|well|um|uh|hm+|then|now|just|and|very much|a lot|great|perfect|good|fine|cool|nice|super|right now|for now|dann|doch|mal|aber|alors|pues|entonces|entao|allora|dan|sir|madam",
]

const accepted = only(YES, [...ALL_RIGHT, ...THANKS, ...BESIDE])
const allRight = only(ALL_RIGHT, BESIDE)
const refused = only(NO, [
  ...THANKS,
  ...BESIDE,
  ...ALL_RIGHT,
  "please|bitte|por favor|svp|per favore|aub|lutfen",
])

/**
 * What a message says to the offer that was made just before it, where it says nothing else: any other word left over,
 * and it is no reply to the offer but a message of its own.
 */
export function consentOf(message: string): Consent | undefined {
  if (message.length > LONGEST) return undefined
  const said = plainWords(message)
  if (refused.test(said)) return "no"
  return accepted.test(said) || allRight.test(said) ? "yes" : undefined
}

/** At least one of these phrases, and beside them nothing but those. */
function only(these: readonly string[], beside: readonly string[]): RegExp {
  const phrase = these.map(plainText).join("|")
  const any = [...these, ...beside].map(plainText).join("|")
  return new RegExp(`^(?:(?:${any}) )*(?:${phrase})(?: (?:${any}))*$`)
}

function plainWords(message: string): string {
  return plainText(message)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim()
}
