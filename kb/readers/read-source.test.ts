import { expect, test } from "bun:test"
import { readSource } from "./read-source.ts"
import { MAX_SOURCE_BYTES } from "./reader.ts"
import { outcomeOf } from "./testing/outcome.ts"
import { makePdf } from "./testing/pdf.ts"
import { sourceOf } from "./testing/source.ts"
import { makeDocx } from "./testing/zip.ts"

const titleOf = async (name: string, content: string | Uint8Array, type?: string) => {
  const outcome = await outcomeOf(readSource, sourceOf(name, content, type))
  return typeof outcome === "string" ? outcome : outcome[0]?.title
}

test("the first bytes tell the format, then the content type, then the extension", async () => {
  expect(await titleOf("a.txt", makePdf([[{ text: "Text.", y: 700 }]], "From PDF"))).toBe("From PDF")
  expect(await titleOf("a.bin", makeDocx([["Heading1", "From Word"]]))).toBe("From Word")
  expect(await titleOf("https://x.test/a.php?b=c.pdf", "<h1>Page</h1>Text", "text/html; charset=utf-8")).toBe(
    "Page",
  )
  expect(await titleOf("https://x.test/a.md", "# Mark\nText", "text/plain")).toBe("Mark")
  expect(await titleOf("https://x.test/note", "Note\n\nText", "text/plain")).toBe("Note")
  expect(await titleOf("a.JSONL", '{"id":1,"title":"J","body":"b"}')).toBe("J")
  for (const start of ["<!doctype html>", " <HTML>", "<!-- saved -->\n<body>"])
    expect(await titleOf("a.dat", `${start}<h1>Sniffed</h1>Text`)).toBe("Sniffed")
})

test("an article's address leads to the web or to a mailbox, or within the site", async () => {
  const urls = [
    "https://a.example/x",
    "mailto:a@b.example",
    "/help/x",
    " java\tscript:alert(1)",
    "data:text/html,x",
  ]
  const lines = urls.map((url, id) => JSON.stringify({ id, title: "A", body: "b", url }))
  const articles = await readSource(sourceOf("a.jsonl", lines.join("\n")))
  expect(articles.map(({ url }) => url)).toEqual([...urls.slice(0, 3), undefined, undefined])
})

test("unknown and oversize sources say so", async () => {
  expect(await titleOf("a.exe", "MZ")).toBe(
    "a.exe is of an unknown format. Known are Markdown, HTML, plain text, PDF, DOCX, CSV, JSON and JSON Lines.",
  )
  expect(await titleOf("a.md", new Uint8Array(MAX_SOURCE_BYTES + 1))).toBe(
    "a.md is too large (26 MB; 25 MB are the most). Split it.",
  )
})

test("what a library throws is said of the source that it was thrown for", async () => {
  const source = {
    ...sourceOf("a.md", "# A"),
    get url(): string {
      throw new RangeError("Maximum call stack size exceeded.")
    },
  }
  expect(await outcomeOf(readSource, source)).toBe(
    "a.md cannot be taken apart (Maximum call stack size exceeded). Save it as plain text.",
  )
})
