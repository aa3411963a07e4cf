import { describe, expect, test } from "bun:test"
import { readDocx } from "./docx.ts"
import { outcomeOf } from "./testing/outcome.ts"
import { sourceOf } from "./testing/source.ts"
import { makeDocx, makeZip } from "./testing/zip.ts"

const read = (bytes: Uint8Array) => outcomeOf(readDocx, sourceOf("docs/guide.docx", bytes))

describe("DOCX", () => {
  test("keeps headings, the first of which is the title", async () => {
    const bytes = makeDocx([
      ["Heading1", "Guide"],
      ["", "Intro."],
      ["Heading2", "Steps"],
      ["", "# One &amp; two"],
    ])
    expect(await read(bytes)).toEqual([
      { id: "docs/guide.docx", title: "Guide", body: "Intro.\n\n## Steps\n\n\\# One & two" },
    ])
  })

  test("has footnotes where they are referred to, and no table of contents", async () => {
    const reference = (id: number) => `</w:t></w:r><w:r><w:footnoteReference w:id="${id}"/></w:r><w:r><w:t>`
    const note = (id: number, text: string) =>
      `<w:footnote w:id="${id}"><w:p><w:r><w:t xml:space="preserve"> ${text}</w:t></w:r></w:p></w:footnote>`
    const style = (id: string, name: string) =>
      `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/></w:style>`
    const bytes = makeDocx(
      [
        ["Heading1", "Guide"],
        ["Head", "Contents"],
        ["V1", "Warranty 2"],
        ["", `Two years for devices${reference(1)}. Five for frames${reference(2)}, all in all.`],
        ["", "End."],
      ],
      {
        footnotes: note(1, "Except batteries, which have 6 months.") + note(2, "Of steel"),
        styles: style("Heading1", "heading 1") + style("Head", "TOC Heading") + style("V1", "toc 1"),
      },
    )
    expect(await read(bytes)).toMatchObject([
      {
        title: "Guide",
        body: "Two years for devices (Except batteries, which have 6 months). Five for frames (Of steel), all in all.\n\nEnd.",
      },
    ])
  })

  test("leaves out what is hidden, and parts what a page's end parts", async () => {
    const run = (properties: string, text: string) =>
      `</w:t></w:r><w:r><w:rPr>${properties}</w:rPr><w:t>${text}</w:t></w:r><w:r><w:t>`
    const bytes = makeDocx([
      ["", `Shown.${run('<w:b/><w:vanish w:val="0"/>', " Bold.")}${run("<w:vanish/>", " We lie.")} Again.`],
      ["", `${run("<w:vanish/><w:rPrChange><w:rPr><w:b/></w:rPr></w:rPrChange>", "Old.")}New.`],
      ["", `${run("<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>", "Now shown.")}`],
      ["", `One</w:t><w:br w:type="page"/><w:t>two`],
    ])
    expect(await read(bytes)).toMatchObject([
      { body: "Shown. **Bold.** Again.\n\nNew.\n\nNow shown.\n\nOne\\\ntwo" },
    ])
  })

  test("refuses archives that unpack to too much, or lie about it", async () => {
    const bomb = new Uint8Array(10_000_000)
    expect(await read(makeZip({ a: bomb }, 0xffffffff))).toStartWith(
      "docs/guide.docx is too large when unpacked. Save",
    )
    expect(await read(makeZip({ a: bomb }, 10))).toStartWith(
      "docs/guide.docx is damaged or no Word document. Save",
    )
  })

  test("throws nothing but its own error on damaged files", async () => {
    const whole = makeDocx([["", "Text"]])
    for (let length = 0; length < whole.length; length += 31)
      expect(await read(whole.slice(0, length))).toBeString()
    expect(await read(makeZip({ a: "b" }))).toStartWith("docs/guide.docx is damaged or no Word document. ")
    expect(await read(makeDocx([]))).toStartWith("docs/guide.docx has no text in it. ")
  })
})
