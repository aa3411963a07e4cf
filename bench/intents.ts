/**
 * Usage: bun bench/intents.ts [folder of public question sets]. How often intents are told right, and how long it takes.
 * The sentences are those of test/fixtures/intent-sentences.jsonl: half of them served to choose numbers, the other is
 * what counts. Of the public sets nothing is learned: their labels were given by others.
 */

import { intentWeights } from "../src/answers/intent/classifier.ts"
import { type Classified, classifyMessage } from "../src/answers/intent/classify.ts"
import { comparable, type Example } from "../src/answers/intent/examples.ts"
import { PHRASES } from "../src/answers/intent/phrases.ts"
import { plainText } from "../src/answers/intent/plain-text.ts"
import { INTENTS, type IntentName } from "../src/core/intent.ts"
import { openBundledEmbedder } from "../src/native/bundled-embedder.ts"
import { half, INTENT_SENTENCES } from "../test/fixtures/intent-sentences.ts"
import { scoreOf, scoreTable } from "../test/intent-score.ts"
import { readQuestionSet, SET_NAMES } from "./question-sets.ts"

/** Labels of clinc150 that mean one of ours. */
const SAME_MEANING: Readonly<Partial<Record<IntentName, string>>> = {
  booking:
    "restaurant_reservation schedule_meeting book_hotel cancel_reservation confirm_reservation schedule_maintenance car_rental",
  order: "order_status",
  account: "balance bill_balance bill_due account_blocked min_payment rewards_balance",
  smalltalk:
    "greeting goodbye thank_you are_you_a_bot what_is_your_name who_made_you how_old_are_you where_are_you_from tell_joke do_you_have_pets",
  question:
    "accept_reservations definition exchange_rate international_fees oil_change_how recipe how_busy improve_credit_score replacement_card_duration sync_device travel_alert w2 routing plug_type directions redeem_rewards",
}
const MOST_OF_A_SET = 750
const AT_ONCE = 64
const CERTAIN = 0.9
const LIKELY = 0.5

interface Sentence {
  name: IntentName
  language: string
  text: string
}

const embedder = await openBundledEmbedder()
const weights = await intentWeights(embedder)
const sentences = INTENT_SENTENCES.map(({ intent, ...one }): Sentence => ({ ...one, name: intent }))
for (const part of ["test", "dev"] as const) {
  const some = sentences.filter(({ text }) => half(text) === part)
  const title =
    part === "test" ? "sentences that nothing was chosen by" : "sentences that numbers were chosen by"
  console.log(scoreTable(title, await scored(some)))
}
const measured = sentences.filter(({ text }) => half(text) === "test")
const byWords = measured.map((one) => ({ ...one, found: classifyMessage(one) }))
console.log(scoreTable("the first of these without any model", scoreOf(byWords)))
await time()
const [root] = process.argv.slice(2)
if (root) await publicSets(root)
await embedder.close()

async function scored(some: readonly Sentence[]) {
  const found = await classified(some.map(({ text }) => text))
  return scoreOf(some.map((one, i) => ({ ...one, found: found[i] as Classified })))
}

async function classified(texts: readonly string[]): Promise<Classified[]> {
  const vectors = await vectorsOf(texts)
  return texts.map((text, i) =>
    classifyMessage({ text, meaning: { vector: vectors[i] as Float32Array, weights } }),
  )
}

async function vectorsOf(texts: readonly string[]): Promise<Float32Array[]> {
  const vectors: Float32Array[] = []
  for (let from = 0; from < texts.length; from += AT_ONCE)
    vectors.push(...(await embedder.embed(texts.slice(from, from + AT_ONCE), "query")))
  return vectors
}

async function time(): Promise<void> {
  const texts = measured.map(({ text }) => text)
  const long = texts.join(" ").slice(0, 4_000)
  const phrases = INTENTS.flatMap((intent) => PHRASES[intent].map((text) => ({ intent, text }))).slice(0, 300)
  const known = await vectorsOf(phrases.map(({ text }) => text))
  const examples = phrases.map(({ intent, text }, i): Example => {
    return { intent, known: comparable(plainText(text), known[i]) }
  })
  const vectors = await vectorsOf(texts)
  const [longVector] = await vectorsOf([long])
  const cases = [
    { title: "a sentence", texts, vectors, examples: [] },
    { title: "a sentence, beside 300 examples of a partner", texts, vectors, examples },
    {
      title: "4,000 characters, beside 300 examples",
      texts: texts.map(() => long),
      vectors: texts.map(() => longVector as Float32Array),
      examples,
    },
  ]
  for (const { title, texts: some, vectors: theirs, examples: own } of cases) {
    const run = () =>
      some.map((text, i) => {
        const started = performance.now()
        classifyMessage({ text, meaning: { vector: theirs[i] as Float32Array, weights }, examples: own })
        return performance.now() - started
      })
    run()
    const times = [...run(), ...run(), ...run()].sort((a, b) => a - b)
    const at = (share: number) => (times[Math.floor(share * times.length)] ?? 0).toFixed(2)
    console.log(`${title}: ${at(0.5)} ms, p99 ${at(0.99)} ms beside the embedding`)
  }
}

async function publicSets(folder: string): Promise<void> {
  const meaning = new Map(
    INTENTS.flatMap((name) => (SAME_MEANING[name]?.split(" ") ?? []).map((label) => [label, name] as const)),
  )
  const clinc = readQuestionSet(folder, "clinc150").questions.flatMap(({ text, gold, split }): Sentence[] => {
    const name = meaning.get(gold[0] ?? "")
    return split === "test" && name ? [{ name, language: "en", text }] : []
  })
  console.log(scoreTable("clinc150, labels that mean one of ours", await scored(clinc)))
  for (const name of SET_NAMES) {
    const questions = readQuestionSet(folder, name).questions.filter(({ split }) => split === "test")
    const found = await classified(questions.slice(0, MOST_OF_A_SET).map(({ text }) => text))
    const share = (counts: (one: Classified) => boolean) =>
      `${((100 * found.filter(counts).length) / found.length).toFixed(1)} %`
    const before = ({ name: intent, confidence }: Classified) =>
      (intent === "human" || intent === "ticket_status") && confidence >= CERTAIN
    const about = ({ name: intent, confidence }: Classified) =>
      (intent === "booking" || intent === "account" || intent === "order") && confidence >= LIKELY
    console.log(
      `${name}: ${share((one) => one.name === "question")} a question, ${share(before)} before a sure answer, ${share(about)} a booking, account or order`,
    )
  }
}
