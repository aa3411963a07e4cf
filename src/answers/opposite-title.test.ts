import { expect, test } from "bun:test"
import { knowing } from "../../test/known-articles.ts"
import { answerQuestion } from "./answer-question.ts"

const ARTICLES = [
  {
    id: "verloren",
    title: "Pakket niet aangekomen",
    body: "Is uw pakket niet aangekomen? Kijk eerst bij de buren. Na 5 werkdagen start PostNL een onderzoek.",
  },
  {
    id: "lost",
    title: "Parcel not arrived",
    body: "If your parcel has not arrived, ask your neighbours. After 5 days we look for it.",
  },
  {
    id: "retour",
    title: "Retourneren",
    body: "U kunt producten binnen 30 dagen terugsturen. Retourneren is gratis.",
  },
  { id: "hours", title: "Opening hours", body: "Our shop is open Monday to Friday from 9 am to 6 pm." },
]

const dependencies = knowing(ARTICLES)

const ask = (message: string) => answerQuestion(dependencies, { partnerId: "p", message, history: [] })

test.each(["kapot aangekomen", "pakket kapot aangekomen", "my parcel arrived broken"])(
  "%s: is not told what helps where the contrary is so",
  async (message) => {
    expect((await ask(message)).escalation).toBe("low_confidence")
  },
)

test.each(["mijn pakket is niet aangekomen", "my parcel has not arrived", "Is mijn pakket aangekomen?"])(
  "%s: is told what helps",
  async (message) => {
    expect((await ask(message)).escalation).toBeUndefined()
  },
)
