import { describe, expect, test } from "bun:test"
import { readPdf } from "./pdf.ts"
import { linesOfPage } from "./pdf-lines.ts"
import { linesToMarkdown } from "./pdf-markdown.ts"
import { outcomeOf } from "./testing/outcome.ts"
import { makeEncryptedPdf, makePdf } from "./testing/pdf.ts"
import { pageOf } from "./testing/pdf-page.ts"
import { sourceOf } from "./testing/source.ts"

const page = (number: number, text: string) => [
  { text: "Acme manual", y: 780, size: 9 },
  { text: `Part ${number}`, y: 740, size: 16 },
  { text: `${text} on a long line that is hyphen-`, y: 700 },
  { text: "ated at its end.", y: 687 },
  { text: "Another paragraph.", y: 650 },
  { text: `Page ${number} of 3`, y: 20, size: 9 },
]

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
