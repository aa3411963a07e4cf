import { expect, test } from "bun:test"
import { knowing } from "../../test/known-articles.ts"
import type { Exchange } from "../core/answer.ts"
import { answerQuestion } from "./answer-question.ts"

const ARTICLES = [
  {
    id: "shipping",
    title: "Shipping",
    body: "## Costs\n\nDelivery within the Netherlands costs €4.95, and is free from €50. To Belgium and Germany it costs €9.95.\n\n## Delivery times\n\nOrders placed before 10 pm are delivered the next day in the Netherlands. To Belgium it takes 2 days.\n\n## Germany\n\nDeliveries to Germany take 3 to 4 working days.",
  },
  {
    id: "verzending",
    title: "Verzending",
    body: "## Kosten\n\nVerzending binnen Nederland kost € 4,95. Bestellingen boven € 50 zijn gratis.\n\n## Buitenland\n\nNaar België kost de verzending € 7,95, naar Duitsland € 9,95.\n\n## Levertijd\n\nBestellingen voor 22 uur zijn de volgende dag in huis.\n\n## Levertijd buitenland\n\nNaar België duurt het 2 dagen, naar Duitsland 3 tot 4 dagen.",
  },
  {
    id: "tests",
    title: "Tests and preparations",
    body: "## MRI\n\nAn MRI takes 30 to 45 minutes. Take off all metal. You may eat and drink as usual, but for an MRI of the belly eat nothing for 4 hours.\n\n## CT\n\nA CT takes 10 minutes. Eat nothing for 4 hours if you get contrast medium. Metformin must be stopped for 48 hours after contrast medium.\n\n## Colonoscopy\n\n1. Three days before: no grains, seeds or whole-grain bread.\n2. The day before: only clear soup and drinks after noon. At 6 pm drink the first litre of the solution.\n3. On the day: drink the second litre 4 hours before the examination.\n\nYou get a sedative and must not drive on that day. The examination takes 30 minutes.\n\n## Ultrasound\n\nFor an ultrasound of the belly eat nothing for 6 hours.",
  },
  {
    id: "costs",
    title: "Costs for self-payers",
    body: "| Treatment | Price |\n|---|---|\n| First consultation | £180 |\n| MRI | £390 |\n| X-ray | £70 |",
  },
  {
    id: "claims",
    title: "Making a claim",
    body: "## Deadlines\n\nReport damage to your home within 7 days.\n\n## How long it takes\n\nMost claims are decided within 10 working days after we have all documents. Once approved, we pay your claim within 5 working days to your bank account. Claims over £5,000 are checked by a loss adjuster and take up to 6 weeks.",
  },
  {
    id: "discount",
    title: "Is there a student discount?",
    body: "Students under 27 get 20 % off home contents and personal liability. Send us a proof of enrolment each year.",
  },
  {
    id: "flights",
    title: "Flights",
    body: "Flights within Europe cost €99. Children under 12 pay half.\n\n## Counter\n\nThe counter is open Monday to Saturday from 9 am to 5 pm.",
  },
  {
    id: "entkalken",
    title: "Spülmaschine entkalken",
    body: "Entkalken Sie die Maschine, wenn die Lampe **CAL** leuchtet, mindestens alle drei Monate.\n\n1. Lassen Sie das Wasser ab.\n2. Geben Sie 0,5 Liter Entkalker (Teil 9001) in den Tank.\n3. Halten Sie **Start** 8 Sekunden lang, bis *dSC* erscheint.\n4. Warten Sie 40 Minuten und lassen Sie P4 zweimal mit klarem Wasser laufen.\n\nEssig darf nicht verwendet werden, er greift die Dichtungen an.",
  },
]

const dependencies = knowing(ARTICLES)

/** The last of these messages, each of which is told what the bot said to those before it. */
async function lastAnswer(messages: readonly string[]) {
  const history: Exchange[] = []
  const ask = (message: string) => answerQuestion(dependencies, { partnerId: "p", message, history })
  for (const message of messages.slice(0, -1))
    history.push({ question: message, answer: (await ask(message)).text })
  return ask(messages.at(-1) ?? "")
}

test.each([
  [["how much is delivery", "and to Germany?"], "€9.95", "working days"],
  [["how long does delivery take", "and to Germany?"], "3 to 4 working days", "€"],
  [["how long does delivery take", "and to Germany?", "and to Belgium?"], "2 days", "Germany"],
  [["wat kost verzending", "en naar duitsland?"], "€ 9,95", "€ 4,95"],
  [["wat is de levertijd", "en naar duitsland?"], "3 tot 4 dagen", "€"],
  [["do I have to fast for an MRI", "and for a CT?"], "contrast medium", "metal"],
])(
  "%j: the case that a follow-up names is answered, where the article has it elsewhere",
  async (messages, said, unsaid) => {
    const { text, escalation } = await lastAnswer(messages)
    expect(escalation).toBeUndefined()
    expect(text).toContain(said)
    expect(text).not.toContain(unsaid)
  },
)

test.each([
  [["how much is an MRI for self-payers", "and a PET scan?"]],
  [["is there a discount for students", "and if I take several policies?"]],
  [["how long does delivery take", "and to Germany?", "and to France?"]],
  [["how much is delivery", "and to Portugal?"]],
  [["wat kost verzending", "en naar Frankrijk?"]],
  [["how much is delivery", "I'm exhausted"]],
  [["how much are flights", "and can I pay by invoice?"]],
])("%j: nobody is told again what was said of something else", async (messages) => {
  const { escalation } = await lastAnswer(messages)
  expect(escalation).toBe("low_confidence")
})

test.each([
  [["how much are flights", "and to Portugal?"], "Europe"],
  [["how much are flights", "and for kids?"], "under 12"],
  [["when is the counter open", "and on Sundays?"], "Monday to Saturday"],
  [["when is the counter open", "and from Thursday?"], "Monday to Saturday"],
])("%j: what holds for the case that is named is said once more", async (messages, said) => {
  const { text, escalation } = await lastAnswer(messages)
  expect(escalation).toBeUndefined()
  expect(text).toContain(said)
})

test("what an answer says of an amount is said once more, however it is written", async () => {
  const { text, escalation } = await lastAnswer([
    "how long until you pay my claim",
    "what if it is more than 5000 pounds?",
  ])
  expect(escalation).toBeUndefined()
  expect(text).toContain("£5,000")
})

test("how long it takes is no question for steps, though those were asked for before", async () => {
  const { text } = await lastAnswer(["how do I prepare for a colonoscopy", "how long does it take"])
  expect(text).toContain("takes 30 minutes")
  expect(text).not.toContain("Three days before")
})

test("who asks in German how to do something gets all steps", async () => {
  const { text } = await lastAnswer(["Wie entkalke ich die Spülmaschine?"])
  expect(text).toContain("1. Lassen Sie das Wasser ab.")
  expect(text).toContain("4. Warten Sie 40 Minuten")
})
