import { asksSomething } from "./questions-in.ts"
import type { Found } from "./search.ts"
import { bestOf } from "./sought.ts"
import { words } from "./terms.ts"

/** A no with the word that it turns round: "Parcel not arrived", "Pakket niet aangekomen", "Pedido no recibido". */
const TURNED_ROUND =
  /(?<!\p{L})(?:(?:not|never|(?:do|does|did|is|are|was|were|has|have|had|ca|could|wo|would)n['’]t|nicht|nie|niet|nooit|pas|jamais)\s+(?:been\s+|yet\s+|noch\s+|nog\s+|encore\s+)?(\p{L}{4,})|(?:no|non|não|nunca)\s+(\p{L}+[aiu][dt][oaie]s?))(?!\p{L})/giu

/** A no, or what leaves open whether it is so: "stopped working", "should have arrived", "waiting until it has arrived" (en, de, nl, fr, es, it, pt). */
const IN_DOUBT = new Set(
  `not never no nothing without cannot cant dont doesnt didnt isnt arent wasnt werent hasnt havent hadnt couldnt wont wouldnt
  stop stopped stops quit cease ceased fail fails failed failing hardly barely rarely unable refuses refused
  should shouldve supposed meant expected expecting promised due wait waiting until till once when whenever before if whether
  nicht nie kein keine keinen keiner ohne kaum selten aufgehort sollte sollten musste mussten hatte warte warten bis wenn falls ob sobald bevor
  niet nooit geen zonder nauwelijks zou had moest wacht wachten tot als of zodra wanneer
  pas jamais sans devait aurait attends attendre si quand jusqu
  nunca sin deberia debia tenia espero esperando hasta cuando
  non mai senza dovrebbe doveva avrebbe aspetto aspettando fino quando se
  nao sem deveria devia tinha aguardo ate`.split(/\s+/),
)

/**
 * What was found, unsure where its title says no of what somebody tells: "arrived broken" is like "Parcel not arrived", and the contrary. Who asks
 * may ask whether it is so.
 */
export function foundWithoutOpposite(message: string, found: Found | undefined): Found | undefined {
  if (!found?.decision.answer || !tellsTheOpposite(message, bestOf({ found })?.title ?? "")) return found
  const { confidence, threshold } = found.decision
  return {
    ...found,
    decision: {
      ...found.decision,
      answer: false,
      reason: "low_confidence",
      confidence: Math.min(confidence, threshold / 2),
    },
  }
}

function tellsTheOpposite(message: string, title: string): boolean {
  const turned = [...title.matchAll(TURNED_ROUND)].flatMap(([, one, other]) => words(one ?? other ?? ""))
  if (turned.length === 0) return false
  const told = words(message)
  return (
    turned.some((word) => saysThatItIs(told, word)) &&
    !told.some((word) => IN_DOUBT.has(word)) &&
    !asksSomething(message)
  )
}

const IS = new Set("am im is its are youre theyre keep keeps".split(" "))

/** In the same form: "to arrive" and "to be verified" are yet to come. What "is working" works; "trouble working" says no such thing. */
function saysThatItIs(told: readonly string[], word: string): boolean {
  const form = withoutGender(word)
  return told.some((one, i) => {
    const before = told[i - 1] ?? ""
    return withoutGender(one) === form && before !== "be" && (!word.endsWith("ing") || IS.has(before))
  })
}

/** "Recibida" as "recibido", "arrivée" as "arrivé". */
function withoutGender(word: string): string {
  return word.replace(/(?<=...)[aeo]{1,2}s?$/, "")
}
