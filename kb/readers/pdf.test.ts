import { describe, expect, test } from "bun:test"
import { readPdf } from "./pdf.ts"
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
