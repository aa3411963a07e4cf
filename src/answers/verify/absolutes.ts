import { type Claim, sharedWith } from "./claims.ts"
import type { Evidence } from "./evidence.ts"

/** Words that leave nothing out, of places, times and people, and words that a source may say the same by. */
const ABSOLUTES: readonly { said: RegExp; borneOut: RegExp }[] = [
  {
    said: absolute(
      "everywhere(?! else)|anywhere(?! else)|worldwide|überall(?! sonst)|weltweit|partout(?! ailleurs)|en todas partes|em todo o lado|em toda parte|ovunque|dappertutto|overal(?! elders)|wereldwijd|her yerde",
    ),
    borneOut: absolute("where(?:ver)?|world|wo|welt|monde|mundo|mondo|wereld|dünya\\p{L}*"),
  },
  {
    said: absolute(
      "always|(?:at )?any ?time|at all times|around the clock|24/7|all year(?: round)?|immer(?! (?:noch|wenn))|jederzeit|rund um die Uhr|ganzjährig|à tout moment|toute l['’]année|siempre(?! (?:que|y cuando))|en cualquier momento|todo el año|sempre(?! (?:que|che))|a qualquer momento|in qualsiasi momento|tutto l['’]anno|altijd|te allen tijde|het hele jaar|her zaman",
    ),
    borneOut: absolute(
      "(?:when|how)ever|without (?:a )?(?:break|limit)|24|stets|durchgehend|never|nie(?:mals)?|jamais|nunca|mai|nooit",
    ),
  },
  {
    said: absolute(
      "every(?:one|body)|(?<!\\b(?:if|whether|when|than) )any(?:one|body)|jedermann|tout le monde|n['’]importe qui|cualquiera|qualquer um|chiunque|iedereen|herkes",
    ),
    borneOut: absolute("who(?:ever|soever)?|wer|qui|quien(?:es)?|quem|chi|wie"),
  },
]
/** By these a source may say any of them. */
const ALL = absolute(
  "all|any|every|each|alle[rsnm]?|jede[rsnm]?|tou(?:t|te|s|tes)|chaque|tod[oa]s?|cada|cualquier|qualquer|tutt[oiae]|ogni|qualsiasi|elke?|iedere?|hele|her|tüm|bütün",
)

/**
 * The word by which a statement leaves nothing out where what the sources say of the same does: dogs that are welcome in
 * the bar are not welcome everywhere.
 *
 * @param statement its clauses
 */
export function unsupportedAbsolute(statement: readonly Claim[], evidence: Evidence): string | undefined {
  const terms = new Set(statement.flatMap((clause) => [...clause.terms]))
  const related = evidence.claims.filter((claim) => sharedWith(claim, terms) > 0)
  for (const { plain, negated } of statement) {
    if (negated) continue
    for (const { said, borneOut } of ABSOLUTES) {
      const found = said.exec(plain)?.[0]
      if (!found || said.test(evidence.text)) continue
      if (!related.some((claim) => borneOut.test(claim.plain) || ALL.test(claim.plain))) return found
    }
  }
  return undefined
}

function absolute(list: string): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${list})(?!\\p{L})`, "iu")
}
