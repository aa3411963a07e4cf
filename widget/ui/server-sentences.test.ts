import { expect, test } from "bun:test"
import de from "../i18n/lang/de.ts"
import { createWords } from "../i18n/words.ts"
import { inVisitorsWords } from "./server-sentences.ts"

const words = createWords({ language: "de", locale: "de" }, de)
const opensAt = "2036-11-24T09:00:00.000Z"
const shown = `Wir haben zurzeit geschlossen. Wieder da: ${words.moment(opensAt)}.`

test.each([
  ["in English", "We're closed right now. We're back on Monday, 24 November, 10:00 (Europe/Berlin)."],
  ["in theirs", "Wir haben zurzeit geschlossen. Wieder da: Montag, 24. November, 10:00 (Europe/Berlin)."],
])("that it is closed, said %s, is shown in the visitor's language and time", (_how, said) => {
  expect(inVisitorsWords(said, words, opensAt)).toBe(shown)
})
