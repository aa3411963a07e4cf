import { describe, expect, test } from "bun:test"
import { readJson, readJsonLines } from "./jsonl.ts"
import { outcomeOf } from "./testing/outcome.ts"
import { sourceOf } from "./testing/source.ts"

const GOOD = '{"id":1,"title":"T","body":"B","url":null,"examples":["a?"],"type":"faq","other":2}'
const ARTICLE = { id: "1", title: "T", body: "B", entryType: "faq", examples: ["a?"] }

describe("JSON Lines", () => {
  test("reads an article a line", async () => {
    const articles = await readJsonLines(
      sourceOf("a.jsonl", `\uFEFF${GOOD}\r\n\r\n{"id":"b","title":"U","body":""}`),
    )
    expect(articles).toEqual([ARTICLE, { id: "b", title: "U", body: "" }])
  })

  test("knows the names that other tables give to examples and to what an article is", async () => {
    const line = '{"id":1,"title":"T","body":"B","questions":["a?"],"entry_type":"faq"}'
    expect(await readJsonLines(sourceOf("a.jsonl", line))).toEqual([ARTICLE])
  })

  test.each([
    [`${GOOD}\nnot json`, "a.jsonl has no valid JSON in line 2 ("],
    [`${GOOD}\n\n{"id":2,"body":"B"}`, 'a.jsonl has no article in line 3 ("title" is missing, or no text). '],
    [`${GOOD}\n[1]`, "a.jsonl has no article in line 2 (it is no object)."],
    [`${GOOD}\n{"id":2,"title":" ","body":"B"}`, 'a.jsonl has no article in line 2 ("title" is empty).'],
    [
      `${GOOD}\n{"title":"T","body":"B"}`,
      'a.jsonl has no article in line 2 ("id" is missing, or neither a text',
    ],
    [
      `${GOOD}\n{"id":2,"title":"T","body":"B","examples":"a"}`,
      'a.jsonl has no article in line 2 ("examples" is no list of texts',
    ],
    [
      `${GOOD}\n{"id":2,"title":"T","body":"B","examples":[1]}`,
      'a.jsonl has no article in line 2 ("examples.0" is no text',
    ],
    [`${GOOD}\nnull`, "a.jsonl has no article in line 2 (it is no object)."],
    [`${GOOD}\n${GOOD}`, 'a.jsonl repeats in line 2 the id "1" of line 1. Give every article'],
    ["\n", "a.jsonl holds no articles. Every article is"],
  ])("names the bad line of %p", async (content, start) => {
    expect(await outcomeOf(readJsonLines, sourceOf("a.jsonl", content))).toStartWith(start)
  })
})

describe("JSON", () => {
  test("turns what a chat cannot show into what it can, as in a Markdown file", async () => {
    const record = {
      id: "1",
      title: "T",
      url: "https://x.test/a",
      body: "![](a.png)\n[b](c) and [d][]\n\n[d]: e",
    }
    const [article] = await readJson(sourceOf("a.json", JSON.stringify([record])))
    expect(article?.body).toBe("[b](https://x.test/c) and [d](https://x.test/e)")
  })

  test("reads an array", async () => {
    expect(await readJson(sourceOf("a.json", `[${GOOD}]`))).toEqual([ARTICLE])
  })

  test.each([
    ["{}", "a.json holds no array. Put the articles between"],
    ["[1", "a.json is not valid JSON ("],
    [`[${GOOD},{}]`, "a.json has no article in item 2 ("],
    ["[".repeat(1e6), "a.json is not valid JSON ("],
  ])("says what is wrong with %.10p", async (content, start) => {
    expect(await outcomeOf(readJson, sourceOf("a.json", content))).toStartWith(start)
  })
})
