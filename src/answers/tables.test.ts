import { describe, expect, test } from "bun:test"
import { extractAnswer } from "./extract.ts"

async function answerTo(question: string, ...sections: (string | [heading: string, text: string])[]) {
  const passages = sections.map((section, i) => {
    const [heading, text] = typeof section === "string" ? [undefined, section] : section
    return { title: "Help", section: heading ? [heading] : [], text, score: 1 - i / 10 }
  })
  return (await extractAnswer({ question, passages })).markdown
}

const CANCELLING = `You can cancel a booking under **My trips**. What you pay depends on when we hear of it:

| Days before arrival | Standard rate | Flex rate |
| --- | --- | --- |
| 30 or more | free | free |
| 7 to 29 | 50 % | free |
| Less than 7 | 100 % | 80 % |

The day of arrival is not counted. Percentages are of the price of the stay.

Group bookings of more than 8 rooms have their own terms: 60 days before arrival at the latest for a free cancellation.`
const MOVING =
  "A Flex booking can be moved free of charge up to 2 days before arrival. A Standard booking can be moved once for €25, up to 14 days before arrival. Saver bookings cannot be moved."

describe("a table that answers", () => {
  test("is given where a question says the words of its header, which none of its rows has", async () => {
    for (const question of [
      "i cancel 10 days before arrival on standard, how much",
      "one day before with the flex rate",
    ]) {
      const answer = await answerTo(question, CANCELLING, ["Changing dates", MOVING])
      expect(answer).toContain("| 7 to 29 | 50 % | free |")
    }
  })

  test("is given with the sentence that leads to it", async () => {
    const answer = await answerTo("can i cancel my booking for free?", CANCELLING, ["Changing dates", MOVING])
    expect(answer).toContain("What you pay depends on when we hear of it:\n\n| Days before arrival")
  })

  test("brings what stands below it of whom it does not hold", async () => {
    const limits = `You can change your limits in the app under **Cards**, up to the most of your plan. It takes effect at once.

| | Basic | Plus |
| --- | --- | --- |
| Daily cash | €500 | €1,000 |
| Daily card payments | €2,500 | €5,000 |
| Daily transfers | €10,000 | €50,000 |

Raised limits apply at once. For customers under 18, whatever they have, the daily limit is €100.

The app shows in a diagram what you have spent in each of the last twelve months, by shop and by category.`
    const answer = await answerTo("how much cash can i get with basic?", limits)
    expect(answer).toContain("| Daily cash | €500 | €1,000 |")
    expect(answer).toContain("For customers under 18, whatever they have, the daily limit is €100.")
    expect(answer).not.toContain("diagram")
  })

  test("stands below its heading, which says of what it is", async () => {
    const doses = "| Age | Single dose |\n| --- | --- |\n| 6 to 8 years | 5 ml |\n| 8 to 10 years | 7.5 ml |"
    expect(await answerTo("what is the dose for my 7 year old?", ["Dose: Six Plus 250 mg/5 ml", doses])).toBe(
      `**Dose: Six Plus 250 mg/5 ml**\n\n${doses}`,
    )
  })

  test("needs no heading that the question has said", async () => {
    const fees = ["Delivery fees", "| To | Price |\n| --- | --- |\n| Rome | €5 |\n| Oslo | €9 |"] as [
      string,
      string,
    ]
    expect(await answerTo("what are the delivery fees to oslo", fees)).toBe(fees[1])
  })

  test("has the price that the sentence above it has not", async () => {
    const charging = `An unseren 42 Ladesäulen laden Sie mit der StadtCard oder mit Kreditkarte, rund um die Uhr und an jedem Tag der Woche.

| | mit StadtCard | ohne Vertrag |
| --- | --- | --- |
| AC (bis 22 kW) | 45 ct je kWh | 55 ct je kWh |
| DC (ab 50 kW) | 58 ct je kWh | 69 ct je kWh |

Nach vier Stunden fällt eine Blockiergebühr von 10 ct je Minute an. Nachts von 22 bis 6 Uhr wird keine berechnet.`
    expect(await answerTo("was kostet laden mit der stadtcard", charging)).toContain("45 ct je kWh")
  })
})

describe("an answer about", () => {
  test("somebody's age is what is said of ages", async () => {
    const children =
      "Children under 3 stay free in a cot. From 3 to 11 years they pay 50 % in their parents' room, from 12 to 15 years 70 %. From 16 they pay as adults. Each room can have one cot; cots must be ordered in advance.\n\nThe kids' club is for children from 4 to 12 and is open from June to September, daily except Sundays, from 10:00 to 17:00. It is free for hotel guests."
    const flying =
      "Infants under 2 fly on an adult's lap for 10 % of the fare. From 2 to 11 years children pay 75 %. From 12 they may fly alone."
    const answer = await answerTo(
      "my kids are 4 and 13, what do they pay",
      ["In the hotel", children],
      ["On board", flying],
    )
    expect(answer).toContain("From 3 to 11 years they pay 50 %")
  })

  test("the USA is what is said of the United States", async () => {
    const transfers =
      "SEPA transfers arrive within one working day if you send them before 15:00 (CET). After 15:00, or on weekends and bank holidays, they are processed the next working day.\n\nInstant SEPA transfers arrive within ten seconds, at any time of the day. They are possible up to €15,000 per transfer. If the recipient's bank does not take part in instant payments, the transfer is sent as a normal SEPA transfer and you are told so before you confirm.\n\nTransfers outside the SEPA area (SWIFT) take two to five working days. Transfers in US dollars to the United States usually arrive within two working days."
    for (const country of ["the usa", "the US", "the U.S."])
      expect(await answerTo(`how long does it take to send money to ${country}`, transfers)).toContain(
        "Transfers in US dollars to the United States usually arrive within two working days.",
      )
  })
})
