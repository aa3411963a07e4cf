import { describe, expect, test } from "bun:test"
import { readPdf } from "./pdf.ts"
import { linesOfPage } from "./pdf-lines.ts"
import { linesToMarkdown } from "./pdf-markdown.ts"
import { makePdf } from "./testing/pdf.ts"
import { pageOf } from "./testing/pdf-page.ts"
import { sourceOf } from "./testing/source.ts"

describe("tables of a PDF:", () => {
  const columns = (rows: readonly (readonly string[])[], width = 120) =>
    rows.flatMap((row, at) => row.map((text, column) => ({ text, x: 50 + width * column, y: 700 - 20 * at })))

  test("keeps the rows and columns of a table", async () => {
    const rows = [
      ["Plan", "Monthly", "Yearly"],
      ["Basic", "9 EUR", "90 EUR"],
      ["Pro|X", "29 EUR", "290 EUR"],
    ]
    const lines = [...columns(rows), { text: "All of them with tax.", y: 600 }]
    expect((await readPdf(sourceOf("a.pdf", makePdf([lines]))))[0]?.body).toBe(
      "| Plan | Monthly | Yearly |\n| --- | --- | --- |\n| Basic | 9 EUR | 90 EUR |\n| Pro\\|X | 29 EUR | 290 EUR |\n\nAll of them with tax.",
    )
  })

  test("goes on with a table on the next page, whose columns are the same, and names them once", async () => {
    const at = (rows: readonly (readonly string[])[], y: number) =>
      rows.flatMap((row, i) => row.map((text, column) => ({ text, x: 50 + 160 * column, y: y - 20 * i })))
    const head = ["Age or weight", "Single dose", "Most a day"]
    const first = [
      { text: "Dose for adults", y: 160, size: 18 },
      ...at([head, ["10 to 15 years", "1 tablet", "4 tablets"]], 120),
    ]
    const rest = [
      ["From 16, 50 kg or more", "1 or 2 tablets", "8 tablets"],
      ["From 16, below 50 kg", "1 tablet", "4 tablets"],
    ]
    const below = { text: "Leave four hours between them.", y: 700 }
    const table = `## Dose for adults

| Age or weight | Single dose | Most a day |
| --- | --- | --- |
| 10 to 15 years | 1 tablet | 4 tablets |
| From 16, 50 kg or more | 1 or 2 tablets | 8 tablets |
| From 16, below 50 kg | 1 tablet | 4 tablets |

Leave four hours between them.`
    for (const rows of [rest, [head, ...rest]])
      expect(
        (await readPdf(sourceOf("a.pdf", makePdf([first, [...at(rows, 780), below]], "Doses"))))[0]?.body,
      ).toBe(table)
  })

  test("begins a table anew where the next page's columns stand elsewhere", async () => {
    const at = (rows: readonly (readonly string[])[], y: number, width: number) =>
      rows.flatMap((row, i) => row.map((text, column) => ({ text, x: 50 + width * column, y: y - 20 * i })))
    const plans = [
      ["Plan", "Month"],
      ["Basic", "9 EUR"],
      ["Plus", "19 EUR"],
    ]
    const cities = [
      ["City", "Days"],
      ["Rome", "2"],
      ["Oslo", "5"],
    ]
    const pages = [at(plans, 140, 160), at(cities, 780, 300)]
    expect((await readPdf(sourceOf("a.pdf", makePdf(pages, "Post"))))[0]?.body).toBe(
      "| Plan | Month |\n| --- | --- |\n| Basic | 9 EUR |\n| Plus | 19 EUR |\n\n| City | Days |\n| --- | --- |\n| Rome | 2 |\n| Oslo | 5 |",
    )
  })

  const tableOf = async (
    pieces: readonly (readonly [str: string, x: number, y: number, width: number])[],
  ): Promise<string> =>
    linesToMarkdown(
      await linesOfPage(pageOf(pieces.map(([str, x, y, width]) => [str, "ltr", x, y, width])), 1),
    )

  test("keeps columns that stand near to each other, and parts what the file has as one text", async () => {
    const table = await tableOf([
      ["Programme", 101, 528, 79],
      ["Home", 231, 528, 39],
      ["International Part-time (per credit)", 280, 528, 240],
      ["Bachelor of Arts", 58, 510, 99],
      ["£9,250", 225, 510, 42],
      ["£17,900", 279, 510, 50],
      ["£77", 373, 510, 23],
      ["Master of Arts", 58, 492, 88],
      ["£10,800 £19,500", 225, 492, 104],
      ["£60", 373, 492, 23],
      ["PhD", 58, 475, 26],
      ["£4,786", 225, 475, 42],
      ["£18,300", 279, 475, 50],
      ["–", 373, 475, 6],
      ["Fees are for one academic year. They are due in full by 31 October 2026 or in", 57, 455, 475],
    ])
    expect(table).toBe(
      "| Programme | Home | International | Part-time (per credit) |\n| --- | --- | --- | --- |\n| Bachelor of Arts | £9,250 | £17,900 | £77 |\n| Master of Arts | £10,800 | £19,500 | £60 |\n| PhD | £4,786 | £18,300 | – |\n\nFees are for one academic year. They are due in full by 31 October 2026 or in",
    )
  })

  test("keeps a table's empty cells, and those that go on in further lines", async () => {
    const table = await tableOf([
      ["Pass", 50, 700, 30],
      ["Fee", 200, 700, 20],
      ["Valid", 300, 700, 30],
      ["From 24 years", 50, 680, 80],
      ["£70", 200, 680, 20],
      ["10 years", 300, 680, 50],
      ["Express, beside", 50, 660, 85],
      ["the fee", 50, 646, 40],
      ["£32", 200, 660, 20],
      ["Temporary", 50, 626, 60],
      ["£26", 200, 626, 20],
      ["one year, if you", 300, 626, 85],
      ["must leave soon", 300, 612, 85],
      ["Second", 50, 592, 45],
      ["£70, for two", 200, 592, 70],
      ["weeks £90", 200, 578, 60],
      ["as long as the", 300, 592, 80],
      ["first one is", 300, 578, 70],
    ])
    expect(table).toBe(
      "| Pass | Fee | Valid |\n| --- | --- | --- |\n| From 24 years | £70 | 10 years |\n| Express, beside the fee | £32 |  |\n| Temporary | £26 | one year, if you must leave soon |\n| Second | £70, for two weeks £90 | as long as the first one is |",
    )
  })

  test.each([
    ["signs", ["%name", "%?name", "%%"]],
    ["numbered rows", ["1. Screen", "2. Battery", "3. Case"]],
  ])("keeps rows of %s, though each looks like an item of a list", async (_, names) => {
    const table = await tableOf(
      names.flatMap((name, at) => [
        [name, 50, 700 - 14 * at, 60] as const,
        [`what it is ${at}`, 150, 700 - 14 * at, 60] as const,
      ]),
    )
    const [head, ...rows] = names.map((name, at) => `| ${name} | what it is ${at} |`)
    expect(table).toBe([head, "| --- | --- |", ...rows].join("\n"))
  })

  test.each([
    ["a list", ["•", "•", "•"], "Pay the fee by card"],
    ["steps", ["1.", "2.", "3."], "Fill in the form"],
  ])("takes %s for no table", async (_, marks, text) => {
    const pieces = marks.flatMap((mark, at) => [
      [mark, 50, 700 - 14 * at, 6] as const,
      [text, 66, 700 - 14 * at, 100] as const,
    ])
    expect(await tableOf(pieces)).not.toContain("|")
  })

  test("takes justified lines, and a typewriter's, for no table", async () => {
    const spread = ["Members of the plan", "are insured for good", "from now on and then"].flatMap(
      (line, at) =>
        line.split(" ").map((word, i) => [word, 50 + 62 * i - 7 * at * i, 700 - 14 * at, 40] as const),
    )
    expect(await tableOf(spread)).not.toContain("|")
    const code = ["if (a) b", "or (c) d", "if (e) f"].flatMap((line, at) =>
      line.split(" ").map((word, i) => [word, 50 + 28.8 * i, 700 - 14 * at, 21.6] as const),
    )
    expect(await tableOf(code)).not.toContain("|")
  })

  test("takes columns of running text for no table", async () => {
    const text = "The parcel is picked up between eight and ten."
    const body = (
      await readPdf(
        sourceOf(
          "a.pdf",
          makePdf([
            columns(
              [
                [text, text],
                [text, text],
                [text, text],
              ],
              270,
            ),
          ]),
        ),
      )
    )[0]?.body
    expect(body).not.toContain("|")
  })
})
