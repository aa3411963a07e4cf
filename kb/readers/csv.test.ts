import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { PROPORTIONAL, shareOfSquare } from "../../test/growth.ts"
import { readCsv } from "./csv.ts"
import { outcomeOf } from "./testing/outcome.ts"
import { sourceOf } from "./testing/source.ts"

const read = (table: string, name = "faq.csv") => readCsv(sourceOf(name, table))

describe("CSV", () => {
  test("reads questions and answers, quoted newlines included", async () => {
    expect(await read('\uFEFFQuestion,Answer\r\nHow?,"So,\r\nlike ""this"""\r\n\r\n')).toEqual([
      { id: "faq.csv#how", title: "How?", body: 'So,\nlike "this"', entryType: "faq", examples: ["How?"] },
    ])
  })

  test("turns what a chat cannot show into what it can, as in a Markdown file", async () => {
    const [article] = await read("Question,Answer,URL\nHow?,See [b](c) ![](d.png)<br>now,https://x.test/a")
    expect(article?.body).toBe("See [b](https://x.test/c)\\\nnow")
  })

  test("knows many spellings, and all columns", async () => {
    const [article] = await read(
      "FAQ ID;Subject;Réponse;Example_Questions;Source URL;Type\n4;T;B;a?|b?;https://x.test;how_to",
    )
    expect(article).toEqual({
      id: "4",
      title: "T",
      body: "B",
      url: "https://x.test",
      entryType: "how_to",
      examples: ["a?", "b?"],
    })
  })

  test("needs no header for two columns", async () => {
    expect(await read("How?\tSo.\nWhy?\tThus.", "faq.tsv")).toMatchObject([
      { title: "How?" },
      { title: "Why?" },
    ])
    expect(await read("How, then?\tSo, so.", "faq.tsv")).toMatchObject([
      { title: "How, then?", body: "So, so." },
    ])
  })

  test("is not misled by what the first row quotes", async () => {
    const table = '"Which,\nplease?";So.\nWhy?;Thus.'
    expect(await read(table)).toMatchObject([{ title: "Which, please?", body: "So." }, { title: "Why?" }])
  })

  test("makes one article of rows with one answer", async () => {
    const articles = await read("question,answer\na?,X\nb?,Y\nc?,X")
    expect(articles.map(({ examples }) => examples)).toEqual([["a?", "c?"], ["b?"]])
  })

  test("gives ids that stay when rows come in between, and differ", async () => {
    const articles = await read("question,answer\nA b?,1\na B!,2\na-b,3")
    expect(articles.map(({ id }) => id)).toEqual(["faq.csv#a-b", "faq.csv#a-b-2", "faq.csv#a-b-3"])
  })

  test("heeds Excel's line about the delimiter", async () => {
    expect(await read("sep=;\nquestion;answer\na, b, c?;X")).toMatchObject([{ title: "a, b, c?", body: "X" }])
  })

  test.each([
    ["", "faq.csv has no rows. Name the columns"],
    ["question,answer", "faq.csv has no rows below its header. "],
    ["a,b,c\nd,e,f", 'faq.csv has no columns for questions and answers (its first row: "a", "b", "c"). Name'],
    ["question,answer\na?,", "faq.csv has no answer in line 2. Fill in"],
    ["question,answer\n,X", "faq.csv has no question in line 2. Fill in"],
    ["title,answer\n,X", "faq.csv has no title in line 2. Fill in"],
    ["id,title,body\n1,a,b\n1,c,d", 'faq.csv gives the id "1" in line 3 to another answer than in line 2. '],
    ['question,answer\n"a,b', "faq.csv is not a valid table ("],
  ])("says what is wrong with %p", async (table, start) => {
    expect(await outcomeOf(readCsv, sourceOf("faq.csv", table))).toStartWith(start)
  })

  const LONG: [what: string, table: (times: number) => string][] = [
    [
      "many rows of one title",
      (times) => Array.from({ length: 12_500 * times }, (_, i) => `same?,${i}`).join("\n"),
    ],
    ["a huge line", (times) => `long?,${"x".repeat(600_000 * times)}`],
    ["open quotes", (times) => '"a'.repeat(60_000 * times)],
  ]
  test.each(LONG)("reads %s in no more time than it is long", async (_what, table) => {
    const slowness = await shareOfSquare((times) => {
      const source = sourceOf("a.csv", `question,answer\n${table(times)}`)
      return () => outcomeOf(readCsv, source)
    })
    expect(slowness).toBeLessThan(PROPORTIONAL)
  })

  test("takes as many rows of one title as there are", async () => {
    const rows = Array.from({ length: 1_000 }, (_, row) => `same?,${row}`)
    expect(await read(`question,answer\n${rows.join("\n")}`)).toHaveLength(1_000)
  })

  test("throws nothing but its own error", async () => {
    const parts = fc.constantFrom(
      '"',
      ",",
      ";",
      "\t",
      "\n",
      "\r",
      "question",
      "answer",
      "id",
      "a",
      "\0",
      "\uFEFF",
    )
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(parts).map((each) => each.join("")),
    )
    await fc.assert(
      fc.asyncProperty(text, async (each) => void (await outcomeOf(readCsv, sourceOf("a.csv", each)))),
    )
  })
})
