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
  {
    id: "lamp",
    title: "Smart lamp not working",
    body: "Switch it off at the wall for 10 seconds. Hold the button on its base until it blinks white.",
  },
  {
    id: "payment",
    title: "Payment not accepted",
    body: "Your bank may ask you to confirm the payment in its app. Check the number and the expiry date of the card.",
  },
  {
    id: "pedido",
    title: "Pedido no recibido",
    body: "Si no has recibido tu pedido, mira el seguimiento. A los 5 días buscamos tu pedido.",
  },
  { id: "hours", title: "Opening hours", body: "Our shop is open Monday to Friday from 9 am to 6 pm." },
]

const dependencies = knowing(ARTICLES)

const ask = (message: string) => answerQuestion(dependencies, { partnerId: "p", message, history: [] })

test.each([
  "kapot aangekomen",
  "pakket kapot aangekomen",
  "my parcel arrived broken",
  "my payment was accepted twice",
  "he recibido un pedido roto",
])("%s: is not told what helps where the contrary is so", async (message) => {
  expect((await ask(message)).escalation).toBe("low_confidence")
})

test.each([
  "mijn pakket is niet aangekomen",
  "my parcel has not arrived",
  "Is mijn pakket aangekomen?",
  "has my parcel arrived",
  "my parcel should have arrived yesterday",
  "still waiting for my parcel to arrive",
  "my smart lamp stopped working",
  "the smart lamp hardly works",
  "smart lamp has trouble working",
  "no he recibido mi pedido",
])("%s: is told what helps", async (message) => {
  expect((await ask(message)).escalation).toBeUndefined()
})
