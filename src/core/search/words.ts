/** A word of a text as the index has it, and where it stands. */
export interface Word {
  term: string
  start: number
  end: number
}

/** Characters of a term; what is longer is cut, in messages and in what is searched for alike. */
const LONGEST = 100

/**
 * Of scripts that are written without spaces each character is a word: what is searched for is then found as a phrase.
 * Anything else is a word as far as its letters, digits and marks go.
 */
const WORD =
  /[[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]&&[\p{L}\p{N}]]\p{M}*|[[\p{L}\p{N}\p{M}]--[[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]&&[\p{L}\p{N}]]]+/gv

/** Accents, Hebrew points and Arabic vowel signs. The marks of other scripts belong to their letters, as カ is not ガ. */
const ACCENT =
  /[[\p{M}&&[\p{scx=Latin}\p{scx=Greek}\p{scx=Cyrillic}\p{scx=Hebrew}\p{scx=Arabic}\p{sc=Inherited}]]--[\u{3099}\u{309a}]]/gv

/** Letters that have no accent to lose and are typed as others all the same. */
const TYPED_AS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ħ: "h",
  ı: "i",
  ς: "σ",
}
const TYPED = new RegExp(`[${Object.keys(TYPED_AS).join("")}]`, "g")
const NO_WORD_CHARACTER = /[^\p{L}\p{N}\p{M}]/gu
/** Most texts have nothing but these, and are read in a quarter of the time. */
const ASCII = /^[\0-\x7f]*$/
const ASCII_WORD = /[a-z0-9]+/gi

/**
 * The words of a text, in order. The same on every database: the index is given these terms and never the text, so that
 * what is found depends on nothing else.
 */
export function words(text: string): Word[] {
  const found: Word[] = []
  const isAscii = ASCII.test(text)
  for (const match of text.matchAll(isAscii ? ASCII_WORD : WORD)) {
    const term = isAscii ? match[0].toLowerCase().slice(0, LONGEST) : termOf(match[0])
    if (term !== "") found.push({ term, start: match.index, end: match.index + match[0].length })
  }
  return found
}

/** A word without case, accents and compatibility forms. */
function termOf(word: string): string {
  const plain = word
    .normalize("NFKD")
    .toLowerCase()
    .replace(ACCENT, "")
    .replace(TYPED, (letter) => TYPED_AS[letter] ?? letter)
    .replace(NO_WORD_CHARACTER, "")
    .normalize("NFC")
  return plain.length <= LONGEST ? plain : [...plain].slice(0, LONGEST).join("")
}
