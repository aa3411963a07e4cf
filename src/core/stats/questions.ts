import { words } from "../search/words.ts"
import { type Day, dayAt, daysOf, spanOfDay } from "./days.ts"
import type { AskedQuestion, StatsPorts } from "./ports.ts"
import type { CountedPartner } from "./run-day.ts"
import { type DaySpan, requireSpan } from "./show-stats.ts"

/** What several customers asked in the same words. */
export interface QuestionFigure {
  /** As it was written most often. */
  text: string
  asked: number
  customers: number
  /** How often the bot was not sure enough to answer. */
  unsure: number
}

export interface QuestionFigures {
  topQuestions: readonly QuestionFigure[]
  topGaps: readonly QuestionFigure[]
  /** The day from which on questions were looked at: the newest 20,000 or so are. */
  questionsFrom: Day
}

/** Questions that are looked at; days are looked at whole, the newest first. */
const MOST_LOOKED_AT = 20_000
const MOST_SHOWN = 10
/** What one customer alone asked may say who they are. */
const FEWEST_CUSTOMERS = 2

/**
 * What customers ask most, and what of it the bot cannot answer. It is looked up when it is asked for: nobody's words are kept
 * with the daily figures.
 *
 * @throws {ChatdError} `invalid_input` naming `from` or `to`
 */
export async function questionsOf(
  ports: Pick<StatsPorts, "questionsIn" | "now">,
  partner: CountedPartner,
  span: DaySpan,
): Promise<QuestionFigures> {
  const { timeZone } = partner.settings.hours
  requireSpan(span, dayAt(timeZone, ports.now().getTime()))
  const clusters = new Clusters()
  let questionsFrom = span.to
  for (const day of daysOf(span.from, span.to).reverse()) {
    if (clusters.questions >= MOST_LOOKED_AT) break
    questionsFrom = day
    for await (const questions of ports.questionsIn(partner.id, spanOfDay(timeZone, day)))
      for (const question of questions) clusters.add(question)
  }
  return { ...clusters.figures(), questionsFrom }
}

interface Cluster {
  asked: number
  unsure: number
  customers: Set<string>
  texts: Map<string, number>
}

class Clusters {
  questions = 0
  readonly #clusters = new Map<string, Cluster>()

  add({ text: written, askedBy, escalation, smallTalk }: AskedQuestion): void {
    // Who asks for a person has asked nothing that could be looked up.
    if (smallTalk || escalation === "human_requested") return
    const text = written.trim().replaceAll(/\s+/g, " ")
    const key = sameWords(text)
    if (key === "") return
    this.questions++
    const cluster = this.#clusters.get(key) ?? { asked: 0, unsure: 0, customers: new Set(), texts: new Map() }
    this.#clusters.set(key, cluster)
    cluster.asked++
    if (escalation !== undefined) cluster.unsure++
    cluster.customers.add(askedBy)
    cluster.texts.set(text, (cluster.texts.get(text) ?? 0) + 1)
  }

  figures(): Pick<QuestionFigures, "topQuestions" | "topGaps"> {
    const shown = [...this.#clusters.values()]
      .filter(({ customers }) => customers.size >= FEWEST_CUSTOMERS)
      .map(({ asked, unsure, customers, texts }) => ({
        text: usual(texts),
        asked,
        customers: customers.size,
        unsure,
      }))
    return {
      topQuestions: most(shown, ({ asked }) => asked),
      topGaps: most(
        shown.filter(({ unsure }) => unsure > 0),
        ({ unsure }) => unsure,
      ),
    }
  }
}

/** The order in which rows come in decides nothing. */
function most(
  questions: readonly QuestionFigure[],
  by: (question: QuestionFigure) => number,
): QuestionFigure[] {
  return [...questions]
    .sort((a, b) => by(b) - by(a) || b.customers - a.customers || inOrder(a.text, b.text))
    .slice(0, MOST_SHOWN)
}

function usual(texts: ReadonlyMap<string, number>): string {
  const [first] = [...texts].sort(([a, m], [b, n]) => n - m || a.length - b.length || inOrder(a, b))
  return first?.[0] ?? ""
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Words that say nothing of what is asked for, in the widget's languages that have such words. */
const FILLERS: ReadonlySet<string> = new Set(
  (
    "a an the i my me you your it is are am do does did can could would will to of in on for please how what where when " +
    "hi hello hey thanks thank and " +
    "ein eine einen der die das den dem ich mein meine mir sie ihr ist sind kann konnen wie was wo wann bitte hallo danke und zu " +
    "le la les un une des je mon ma mes vous votre est sont peux puis comment que quoi ou quand bonjour merci et de du a " +
    "el los las una yo mi es son puedo como donde cuando por favor hola gracias y " +
    "il lo gli mio mia sono posso come cosa dove quando per favore ciao grazie e di " +
    "o os as um uma eu meu minha posso onde quando ola obrigado " +
    "de het een ik mijn u uw is zijn kan hoe wat waar wanneer alstublieft hallo dank en te"
  ).split(" "),
)

/** What two questions have in common that are written in the same words, whatever their order, case, accents and fillers. */
export function sameWords(text: string): string {
  const terms = [...new Set(words(text).map(({ term }) => term))].sort(inOrder)
  const telling = terms.filter((term) => !FILLERS.has(term))
  return (telling.length > 0 ? telling : terms).join(" ")
}
