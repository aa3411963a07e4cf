import type { ArticleEntry } from "./article-entry.ts"
import { isFunctionWord } from "./function-words.ts"
import { terms, words } from "./terms.ts"

/** What lists of codes are headed by. */
const OF_CODES =
  /(?<!\p{L})(?:errors?|faults?|status|alarms?|(?:blink|flash)\p{L}*|(?:error|fault)?codes?|(?:störung|fehler|storing|fout)\p{L}*|erreurs?|pannes?|error[ei]s?|averías?|c[oó]digos?|codic[ei]|erros?)(?!\p{L})/iu

/** What shows or says a code: a number behind it is one. */
const SAYS_A_CODE = `display screen panel show say read flash blink give status code
  anzeige zeigt steht blinkt meldet affiche clignote écran muestra parpadea pantalla mostra lampeggia schermo pisca tela toont geeft knippert scherm`
/** What else is said beside one by those who ask for nothing but what it means. */
const BESIDE_A_CODE = `error fault message alarm lamp light led machine device appliance unit number beep appear getting come mean tell explain happen fix stop
  start keep help problem always still now suddenly again constantly there since today yesterday morning time day
  fehler fehlercode fehlermeldung störung meldung lampe maschine gerät nummer zeigen stehen bleibt leuchtet piept kommt erscheint bedeutet heißt tun
  machen hilfe immer ständig dauernd wieder plötzlich seit heute gestern die
  erreur panne affiches apparaît signifie faire aide appareil voyant toujours
  código aparece sale significa hacer ayuda máquina aparato luz siempre
  errore codice appare fare aiuto macchina spia sempre
  erro fazer ajuda
  fout foutcode foutmelding storing storingscode betekent doen apparaat lampje steeds`

let known: { saying: ReadonlySet<string>; beside: ReadonlySet<string> } | undefined

/** As terms, and made when first asked for: that takes a millisecond of every start. */
function wordsOfCodes() {
  known ??= {
    saying: new Set(terms(SAYS_A_CODE)),
    beside: new Set(terms(`${SAYS_A_CODE} ${BESIDE_A_CODE}`)),
  }
  return known
}

/** Articles by the codes that they list, each in a row, or under a heading, of its own: "E04" of a table of error codes. */
export class NamedFaults {
  /** With what stands beside a code. */
  readonly #listing = new Map<string, Map<ArticleEntry, readonly string[]>>()

  put(entry: ArticleEntry): void {
    for (const [code, beside] of listedCodes(entry)) {
      const listing = this.#listing.get(code)
      if (listing) listing.set(entry, beside)
      else this.#listing.set(code, new Map([[entry, beside]]))
    }
  }

  remove(entry: ArticleEntry): void {
    for (const code of listedCodes(entry).keys()) {
      const listing = this.#listing.get(code)
      listing?.delete(entry)
      if (listing?.size === 0) this.#listing.delete(code)
    }
  }

  /**
   * The articles that list all codes of a question which asks for nothing but these: vectors hardly know one code from another, and find "what
   * does E04 mean" unlike everything. What it says besides, "the espresso machine says E04", must be said there.
   */
  listing(question: string): ReadonlySet<ArticleEntry> | undefined {
    const { codes, others } = takenApart(question)
    const [first, ...more] = codes.map((code) => this.#listing.get(code))
    if (!first) return undefined
    const said = others.filter((word) => !isFunctionWord(word)).flatMap(terms)
    const asked = said.filter((term) => !wordsOfCodes().beside.has(term))
    const found = [...first.keys()].filter((entry) => {
      const own = [first, ...more].map((listing) => listing?.get(entry))
      return own.every((beside) => beside !== undefined) && saysAll(entry, own.flat(), asked)
    })
    return found.length > 0 ? new Set(found) : undefined
  }
}

/** Whether it says each of these in its title, or beside the codes. */
function saysAll({ article }: ArticleEntry, beside: readonly string[], asked: readonly string[]): boolean {
  if (asked.length === 0) return true
  const own = new Set([article.title, ...beside].flatMap(terms))
  return asked.every((term) => own.has(term))
}

/** Each with the headings and texts that it stands in. */
function listedCodes({ article, chunks }: ArticleEntry): Map<string, readonly string[]> {
  const listed = new Map<string, string[]>()
  for (const { section, text } of chunks) {
    const above = [article.title, ...section].join(" ")
    const names = OF_CODES.test(above) ? [section.at(-1) ?? ""] : []
    let head: string | undefined
    for (const line of text.split("\n")) {
      const cell = /^\s*\|([^|]*)\|/.exec(line)?.[1]
      head = cell === undefined ? undefined : (head ?? cell)
      if (cell !== undefined && OF_CODES.test(`${above} ${head} ${cell}`)) names.push(cell)
    }
    for (const code of new Set(names.flatMap(codesNamedBy))) {
      const beside = listed.get(code) ?? []
      beside.push(...section, text)
      listed.set(code, beside)
    }
  }
  return listed
}

/** A cell or a heading of more words tells of a code rather than naming it. */
const LONGEST_NAME = 4

function codesNamedBy(name: string): string[] {
  const { codes, others } = takenApart(name)
  if (codes.length + others.length > LONGEST_NAME) return []
  return NUMBER.test(others[0] ?? "") ? [...codes, ...others.slice(0, 1)] : codes
}

const NUMBER = /^\p{N}+$/u

/** The codes of a text: words with a digit in them ("E11", "E-11"), and numbers that are said to be one ("error 502"); and its other words. */
function takenApart(text: string): { codes: string[]; others: string[] } {
  const codes: string[] = []
  const others: string[] = []
  const all = words(text)
  for (const [i, word] of all.entries()) {
    const [before = "", behind = ""] = [all[i - 1], all[i + 1]]
    if (!/\p{N}/u.test(word)) others.push(word)
    else if (!NUMBER.test(word) || saysACode(before) || OF_CODES.test(behind)) codes.push(word)
    else if (isLetters(before)) codes.push(`${others.pop()}${word}`)
    else others.push(word)
  }
  return { codes, others }
}

function saysACode(word: string): boolean {
  return OF_CODES.test(word) || terms(word).some((term) => wordsOfCodes().saying.has(term))
}

/** Those of a code, which are one or two. */
function isLetters(word: string): boolean {
  return /^\p{L}{1,2}$/u.test(word) && !isFunctionWord(word)
}
