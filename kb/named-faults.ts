import type { ArticleEntry } from "./article-entry.ts"
import { isFunctionWord } from "./function-words.ts"
import { namedCodes } from "./named-codes.ts"
import { terms, words } from "./terms.ts"

/** What lists of codes are headed by, and what somebody says who asks for one. */
const OF_CODES =
  /(?<!\p{L})(?:(?:error|fault|status|blink|flash)s?|(?:error ?|fault ?)?codes?|alarms?|(?:störung|fehler)\p{L}*|erreurs?|codes? d['’]erreur|pannes?|errore?s?|averías?|c[oó]digos?|codic[ei]|errori|erros?|fouten|fout|(?:fout|storings?)codes?|storing\p{L}*)(?!\p{L})/iu

/** Words beside a code that ask for nothing but what it means. */
const BESIDE_A_CODE = new Set(
  `error errors fault code codes message alarm display screen panel lamp light shows show showing says say saying blinks blinking flashes flashing mean means
  meaning machine device unit appears appear gives getting comes came displayed always still now suddenly there problem keep keeps hi help number
  fehler fehlercode fehlermeldung storung meldung display anzeige zeigt steht blinkt bedeutet heisst maschine gerat kommt erscheint immer
  erreur affiche affiches signifie machine ecran clignote panne codigo error muestra significa pantalla maquina parpadea sale errore codice mostra
  macchina schermo lampeggia erro mostra foutcode fout storing betekent scherm knippert apparaat toont`.split(
    /\s+/,
  ),
)

/** Articles by the codes that they list, each in a row, or under a heading, of its own: "E04" of a table of error codes. */
export class NamedFaults {
  readonly #listing = new Map<string, Set<ArticleEntry>>()

  put(entry: ArticleEntry): void {
    for (const code of listedCodes(entry)) {
      const listing = this.#listing.get(code)
      if (listing) listing.add(entry)
      else this.#listing.set(code, new Set([entry]))
    }
  }

  remove(entry: ArticleEntry): void {
    for (const code of listedCodes(entry)) {
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
    const codes = [...namedCodes(question)]
    const [first, ...others] = codes.map((code) => this.#listing.get(code))
    if (!first) return undefined
    const parts = new Set(codes.flatMap((code) => code.split(" ")))
    const said = words(question).flatMap((word) =>
      parts.has(word) || isFunctionWord(word) || BESIDE_A_CODE.has(word) ? [] : terms(word),
    )
    const found = [...first].filter((entry) => {
      return others.every((listing) => listing?.has(entry)) && saysAll(entry, codes, said)
    })
    return found.length > 0 ? new Set(found) : undefined
  }
}

/** Whether it says each of these words in its title, or beside the codes. */
function saysAll(
  { article, chunks }: ArticleEntry,
  codes: readonly string[],
  said: readonly string[],
): boolean {
  if (said.length === 0) return true
  const near = chunks.filter(({ section, text }) => {
    const own = namedCodes([...section, text].join("\n"))
    return codes.some((code) => own.has(code))
  })
  const own = new Set([article.title, ...near.map(({ text }) => text)].flatMap(terms))
  return said.every((term) => own.has(term))
}

function listedCodes({ article, chunks }: ArticleEntry): Set<string> {
  const listed: string[] = []
  for (const { section, text } of chunks) {
    const above = [article.title, ...section].join(" ")
    if (OF_CODES.test(above)) listed.push(...codesNamedBy(section.at(-1) ?? ""))
    let head: string | undefined
    for (const line of text.split("\n")) {
      const cell = /^\s*\|([^|]*)\|/.exec(line)?.[1]
      head = cell === undefined ? undefined : (head ?? cell)
      if (cell !== undefined && OF_CODES.test(`${above} ${head} ${cell}`)) listed.push(...codesNamedBy(cell))
    }
  }
  return new Set(listed)
}

/** A cell or a heading of more words tells of a code rather than naming it. */
const LONGEST_NAME = 4

function codesNamedBy(name: string): Iterable<string> {
  return words(name).length <= LONGEST_NAME ? namedCodes(name) : []
}
