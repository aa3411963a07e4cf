import { describe, expect, test } from "bun:test"
import type { PDFDocumentProxy } from "unpdf/pdfjs"
import { readPdf } from "./pdf.ts"
import { linesOfPage } from "./pdf-lines.ts"
import { linesToMarkdown } from "./pdf-markdown.ts"
import { outcomeOf } from "./testing/outcome.ts"
import { makeEncryptedPdf, makePdf } from "./testing/pdf.ts"
import { sourceOf } from "./testing/source.ts"

const page = (number: number, text: string) => [
  { text: "Acme manual", y: 780, size: 9 },
  { text: `Part ${number}`, y: 740, size: 16 },
  { text: `${text} on a long line that is hyphen-`, y: 700 },
  { text: "ated at its end.", y: 687 },
  { text: "Another paragraph.", y: 650 },
  { text: `Page ${number} of 3`, y: 20, size: 9 },
]

/** A page of pieces of text in 12 points, each with where it begins and how wide it is. */
function pageOf(pieces: readonly [str: string, dir: "ltr" | "rtl", x: number, y: number, width: number][]) {
  const items = pieces.map(([str, dir, x, y, width]) => ({
    str,
    dir,
    transform: [12, 0, 0, 12, x, y],
    width,
  }))
  const page = { getTextContent: async () => ({ items }), cleanup() {} }
  return { getPage: async () => page } as unknown as PDFDocumentProxy
}

describe("PDF", () => {
  test("repairs paragraphs, finds headings, drops running lines", async () => {
    const first = [{ text: "User manual", y: 760, size: 24 }, ...page(1, "One")]
    const [article] = await readPdf(
      sourceOf("docs/manual.pdf", makePdf([first, page(2, "Two"), page(3, "Three")])),
    )
    const part = (number: number, word: string) =>
      `### Part ${number}\n\n${word} on a long line that is hyphenated at its end.\n\nAnother paragraph.`
    expect(article).toEqual({
      id: "docs/manual.pdf",
      title: "User manual",
      body: [part(1, "One"), part(2, "Two"), part(3, "Three")].join("\n\n").replaceAll("###", "##"),
    })
  })

  test("takes the title of a cover that says nothing else", async () => {
    const cover = [
      { text: "Terms of", y: 500, size: 24 },
      { text: "delivery", y: 470, size: 24 },
    ]
    const [article] = await readPdf(
      sourceOf("scan0012.pdf", makePdf([cover, page(2, "Two"), page(3, "Three")])),
    )
    expect(article?.title).toBe("Terms of delivery")
    expect(article?.body).toContain("## Part 2")
    expect(article?.body).not.toContain("delivery")
  })

  test("keeps all of a long text in large type", async () => {
    const said = "Read all of this before you switch the machine on"
    const large = [1, 2, 3, 4, 5].map((i) => ({ text: `${i} ${said}`, y: 780 - i * 20, size: 14 }))
    const small = [1, 2, 3, 4, 5, 6, 7].map((i) => ({ text: `The small print ${said}`, y: 660 - i * 14 }))
    const first = [...large, ...small]
    const [article] = await readPdf(sourceOf("scan.pdf", makePdf([first, page(2, "Two"), page(3, "Three")])))
    expect(article?.title).toBe("Scan")
    expect(article?.body).toContain(`5 ${said}`)
  })

  test("reads lines from right to left with the numbers in them, and beside them what is in another column", async () => {
    const lines = await linesOfPage(
      pageOf([
        ["ניתן להחזיר תוך", "rtl", 94, 569, 109],
        ["30", "ltr", 74, 569, 15],
        ["יום בטלפון", "rtl", 20, 569, 50],
        ["052", "ltr", 94, 540, 20],
        ["-1234567", "ltr", 114, 540, 50],
        ["או בדואר", "rtl", 40, 540, 50],
        ["עמודה", "rtl", 400, 500, 50],
        ["Column", "ltr", 20, 500, 50],
      ]),
      1,
    )
    expect(lines.map(({ text, x }) => [text, x])).toEqual([
      ["ניתן להחזיר תוך 30 יום בטלפון", 20],
      ["052-1234567 או בדואר", 40],
      ["עמודה", 400],
      ["Column", 20],
    ])
  })

  test("keeps cells of one row together though the space between them is told wider than it is", async () => {
    const lines = await linesOfPage(
      pageOf([
        ["Plan", "ltr", 63, 340, 29],
        [" ", "ltr", 92, 340, 56],
        ["Price", "ltr", 134, 340, 25],
        [" ", "ltr", 159, 340, 290],
        ["Support", "ltr", 377, 340, 40],
        ["Basic", "ltr", 63, 320, 29],
        [" ", "ltr", 92, 320, 56],
        ["5 €", "ltr", 134, 320, 20],
      ]),
      1,
    )
    expect(lines.map(({ parts }) => parts.map(({ text }) => text))).toEqual([
      ["Plan", "Price", "Support"],
      ["Basic", "5 €"],
    ])
  })

  test("leaves out tables of contents, but no list of prices", async () => {
    const contents = [
      { text: "Manual", y: 780, size: 24 },
      { text: "Contents", y: 740, size: 16 },
      { text: "1 Use 2", y: 710 },
      { text: "1.1 Turning it on and off, with and without", y: 697 },
      { text: "a battery . . . . . . . . 2", y: 684 },
      { text: "1.2 Resetting it ........ 3", y: 671 },
      { text: "1.3 Cleaning it. . . . . . . . . iv", y: 658 },
    ]
    const on = [
      { text: "Turning it on", y: 740, size: 16 },
      { text: "Hold the button.", y: 700 },
    ]
    const prices = [
      { text: "Prices", y: 740, size: 16 },
      ...["Case ......... 20", "Battery ...... 30", "Screen ....... 90"].map((text, at) => ({
        text,
        y: 700 - 20 * at,
      })),
    ]
    expect((await readPdf(sourceOf("a.pdf", makePdf([contents, on, prices]))))[0]).toMatchObject({
      title: "Manual",
      body: "## Turning it on\n\nHold the button.\n\n## Prices\n\nCase ......... 20 Battery ...... 30 Screen ....... 90",
    })
  })

  test("tells raised digits from those of a number", async () => {
    const lines = [
      { text: "It costs 25", y: 700 },
      { text: "1", y: 704, x: 100.5, size: 6 },
      { text: " euros and has 50 m", y: 700, x: 104 },
      { text: "2", y: 704, x: 204.5, size: 6 },
      { text: " of H", y: 700, x: 208 },
      { text: "2", y: 698, x: 231.5, size: 6 },
      { text: "O.", y: 700, x: 235 },
    ]
    expect((await readPdf(sourceOf("a.pdf", makePdf([lines]))))[0]?.body).toBe(
      "It costs 25¹ euros and has 50 m² of H2O.",
    )
  })

  test.each(["•", "\uF0B7", "\uF095"])("knows the bullet %j", (bullet) => {
    const lines = ["Pack it.", "Print the label."].map((text, at) => ({
      text: `${bullet} ${text}`,
      size: 11,
      x: 50,
      y: 700 - 13 * at,
      cells: [],
      parts: [],
    }))
    expect(linesToMarkdown(lines)).toBe("- Pack it.\n\n- Print the label.")
  })

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

  test("drops running lines that change with the chapter, and roman page numbers", async () => {
    const pageOf = (head: string, word: string) => [
      { text: head, y: 780 },
      { text: `${word} is`, y: 740 },
      ...["Appendix A of", "a text", "that goes", "on on"].map((text, at) => ({
        text: `${text} ${word}`,
        y: 727 - 13 * at,
      })),
      { text: "iv", y: 20 },
    ]
    const expected = ["one", "two", "six", "ten"].map(
      (word) => `${word} is Appendix A of ${word} a text ${word} that goes ${word} on on ${word}`,
    )
    const bodyOf = async (heads: string[]) => {
      const pages = ["one", "two", "six", "ten"].map((word, at) => pageOf(heads[at] ?? "", word))
      return (await readPdf(sourceOf("a.pdf", makePdf(pages, "Manual"))))[0]?.body
    }
    expect(await bodyOf(["Installing 3", "4 Installing", "Use 5", "6 Use"])).toBe(expected.join(" "))
    expect(await bodyOf(["CHAPTER 1. SET UP", "CHAPTER 1. SET UP", "Chapter 2: Use", "Contents"])).toBe(
      expected.join(" "),
    )
    expect(await bodyOf(["Set up", "Clean", "Charge", "Return"])).toContain("Charge")
  })

  test.each([
    ["See https://acme.test/manual-", "pages for more.", "See https://acme.test/manual-pages for more."],
    ["See (https://acme.test/", "a/b.html) for more.", "See (https://acme.test/a/b.html) for more."],
    ["See https://acme.test", "/help for more.", "See https://acme.test/help for more."],
    ["See https://acme.test/", "for more.", "See https://acme.test/ for more."],
  ])("an address over two lines is one: %s", async (first, second, expected) => {
    const lines = [first, second].map((text, at) => ({ text, y: 700 - 13 * at }))
    expect((await readPdf(sourceOf("a.pdf", makePdf([lines], "T"))))[0]?.body).toBe(expected)
  })

  test("prefers the title of the metadata, unless a program made it up", async () => {
    const pages = [[{ text: "Text.", y: 700 }]]
    expect((await readPdf(sourceOf("a.pdf", makePdf(pages, "Given"))))[0]?.title).toBe("Given")
    expect((await readPdf(sourceOf("my-file.pdf", makePdf(pages, "draft.docx"))))[0]?.title).toBe("My file")
  })

  test("says when there is no text, or a password", async () => {
    expect(await outcomeOf(readPdf, sourceOf("a.pdf", makePdf([[]])))).toStartWith(
      "a.pdf has no text in it. It may be",
    )
    expect(await outcomeOf(readPdf, sourceOf("a.pdf", makeEncryptedPdf()))).toStartWith(
      "a.pdf is encrypted. ",
    )
  })

  test("throws nothing but its own error on damaged files", async () => {
    const whole = makePdf([page(1, "One"), page(2, "Two")])
    for (let length = 0; length < whole.length; length += 97) {
      await outcomeOf(readPdf, sourceOf("a.pdf", whole.slice(0, length)))
    }
    expect(await outcomeOf(readPdf, sourceOf("a.pdf", "%PDF-1.7 nothing"))).toStartWith(
      "a.pdf is damaged or no PDF. ",
    )
  })
})
