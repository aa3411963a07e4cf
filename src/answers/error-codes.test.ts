import { expect, test } from "bun:test"
import { knowing } from "../../test/known-articles.ts"
import { answerQuestion } from "./answer-question.ts"

const ARTICLES = [
  {
    id: "dishwasher",
    title: "Error codes of the DW dishwashers",
    body: "The code flashes in the display. Switch the machine off at the main switch and on again first. If the code stays, look it up here.\n\n| Code | Meaning | What to do |\n|---|---|---|\n| E02 | No water | Open the tap. Clean the inlet filter. |\n| E04 | Tank does not heat | Wait 20 minutes. If the tank stays cold, call service. |\n| E-11 | Door is open | Close the door. |\n| 204 | Fan blocked | Clean the fan. |\n| F1 | Electronics fault | Disconnect the machine from the mains and call service. |\n\n## Resetting a code\n\nHold **Stop** for 10 seconds.",
  },
  {
    id: "espresso",
    title: "Espresso machine",
    body: "## Making espresso\n\nFill the portafilter with 16 to 18 g of ground coffee and tamp it.\n\n## Errors\n\n| Code | Meaning | What to do |\n|---|---|---|\n| E1 | Tank empty | Fill the tank. |\n| E3 | Pump runs dry | Open the steam and bleed the pump. |",
  },
  { id: "warranty", title: "Warranty", body: "Norda gives 24 months of warranty on new machines." },
  {
    id: "parts",
    title: "Spare parts",
    body: "| Part | Fits | Price |\n|---|---|---|\n| Drain pump 4410 | DW50 | €189 |\n| Door seal 5100 | DW50 | €39 |",
  },
]

const dependencies = knowing(ARTICLES)

const ask = (message: string, before?: string) =>
  answerQuestion(dependencies, {
    partnerId: "p",
    message,
    history: before ? [{ question: before, answer: "So." }] : [],
  })

test.each([
  ["what does E04 mean", "Tank does not heat"],
  ["display shows F1", "Electronics fault"],
  ["the espresso machine says E3", "bleed the pump"],
  ["Fehler E02", "Clean the inlet filter"],
  ["error 204", "Fan blocked"],
  ["the display reads 204, what now", "Fan blocked"],
  ["E11", "Door is open"],
  ["getting E02 all the time", "Clean the inlet filter"],
  ["E02 blinkt ständig, was tun?", "Clean the inlet filter"],
])("%s: what stands beside the code is told", async (message, said) => {
  const { text, escalation } = await ask(message)
  expect(escalation).toBeUndefined()
  expect(text).toContain(said)
})

test("a code that goes on with another is told, too", async () => {
  expect((await ask("and F1?", "what does E04 mean")).text).toContain("Electronics fault")
})

test.each(["what does E15 mean", "my dryer shows E02", "I need 204 lamps", "room 204 still smells"])(
  "%s: of what no list has under that code nothing is told",
  async (message) => {
    expect((await ask(message)).escalation).toBe("low_confidence")
  },
)
