import { describe, expect, test } from "bun:test"
import { faultOf } from "./testing-fault.ts"

const BINS = "The bins are emptied every four weeks. The newsletter comes monthly."
const FEE = "The fee is €5 a month. Statements are sent once a year."
const PAUSE = "You can pause for one to six months, once a year. While you pause you pay £5 a month."
const KURS = "Der Kurs findet alle zwei Wochen statt. Die Gebühr wird monatlich eingezogen."
const COURS = "Le cours a lieu toutes les deux semaines."

describe("how often", () => {
  test.each([
    [BINS, "The bins are emptied every 4 weeks."],
    [BINS, "The bins are emptied every four weeks, and the newsletter comes every month."],
    ["The bins are emptied weekly.", "The bins are emptied once a week."],
    ["Filters are changed every 14 days.", "Filters are changed every two weeks."],
    [FEE, "The fee is €5 monthly."],
    [PAUSE, "You can pause once a year."],
    [PAUSE, "While you pause you pay £5 monthly."],
    [FEE, "Statements are sent annually."],
    [KURS, "Der Kurs findet alle 2 Wochen statt."],
    [COURS, "Le cours a lieu toutes les 2 semaines."],
    [
      "| Ticket | Price |\n|---|---|\n| Weekly ticket | €20 |\n| Day ticket | €5 |",
      "The weekly ticket costs €20.",
    ],
  ])("%s: %s may be sent", async (text, answer) => {
    expect(await faultOf(text, answer)).toBeUndefined()
  })

  test.each([
    [BINS, "The bins are emptied weekly."],
    [BINS, "The bins are emptied monthly."],
    [BINS, "The newsletter comes daily."],
    ["The newsletter comes monthly.", "The newsletter comes daily."],
    [FEE, "Statements are sent monthly."],
    [PAUSE, "You can pause once a month."],
    ["We meet every other week.", "We meet every week."],
    [KURS, "Der Kurs findet wöchentlich statt."],
    [COURS, "Le cours a lieu chaque semaine."],
  ])("%s: %s is held back", async (text, answer) => {
    expect(await faultOf(text, answer)).toBeDefined()
  })
})
