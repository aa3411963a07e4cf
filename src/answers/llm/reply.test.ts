import { describe, expect, test } from "bun:test"
import { PROPORTIONAL, shareOfSquare } from "../../../test/growth.ts"
import { citedIn, parseReply, withoutCitations } from "./reply.ts"

describe("marks of citations", () => {
  test.each<[markdown: string, cited: number[], without: string]>([
    ["It takes 5 days [1].", [1], "It takes 5 days."],
    ["It takes 5 days[1].", [1], "It takes 5 days."],
    ["It takes 5 days. [2][1] Then [1, 3]", [2, 1, 3], "It takes 5 days. Then"],
    ["Use `orders[0].id` [1].", [1], "Use `orders[0].id`."],
    ["Use orders[0] or rows[1].id [2].", [2], "Use orders[0] or rows[1].id."],
    ["So [1]:\n\n```js\nlog(orders[3])\n```\n[2]", [1, 2], "So:\n\n```js\nlog(orders[3])\n```\n"],
    ["So [1]:\n\n```js\nlog(orders[3])", [1], "So:\n\n```js\nlog(orders[3])"],
    ["See [1](https://shop.example) and [2][a].", [], "See [1](https://shop.example) and [2][a]."],
    ["[2]: https://shop.example", [], "[2]: https://shop.example"],
    ["Nothing [0].", [0], "Nothing."],
  ])("are found outside code: %s", (markdown, cited, without) => {
    expect(citedIn(markdown)).toEqual(cited)
    expect(withoutCitations(markdown)).toBe(without)
  })
})

describe("a model's reply", () => {
  const json = '{"answer": "It takes 5 days. [1]", "citations": [1], "supported": true}'
  const read = { answer: "It takes 5 days. [1]", citations: [1], supported: true }

  test.each<[what: string, content: string]>([
    ["alone", json],
    ["in a fence", `\`\`\`json\n${json}\n\`\`\``],
    ["before words with braces", `Here it is:\n${json}\nTell me if {name} needs more.`],
    ["behind words with braces", `For {name}: ${json}`],
    ["behind thoughts", `<think>A draft: {"answer": "no"}</think>${json}`],
    ["behind thoughts by another name", `<thinking>{x}</thinking>${json}`],
    ["behind thoughts of which the template wrote the beginning", `It asks {this}.\n</think>\n\n${json}`],
    ["behind a draft of itself", `{"answer": "In 4 days."}\n${json}`],
    ["twice", `${json}\n${json}`],
  ])("is found %s", (_what, content) => {
    expect(parseReply(content)).toEqual(read)
  })

  test.each([
    ["objects that never end", '{"a": '],
    ["strings that never end", '{ "'],
    ["braces behind a word", "a {"],
  ])("that repeats itself holds up nobody: %s", async (_what, part) => {
    const share = await shareOfSquare((times) => {
      const content = part.repeat(2_000 * times)
      return () => parseReply(content)
    })
    expect(share).toBeLessThan(PROPORTIONAL)
  })

  test("is found behind any number of braces that nobody closed", () => {
    expect(parseReply(`${'{"a": '.repeat(500)}${json}`)).toEqual(read)
  })

  test("may break a line without the escape for it", () => {
    expect(parseReply('{"answer": "First. [1]\n\n1. Then\t[1]", "supported": true}')).toMatchObject({
      answer: "First. [1]\n\n1. Then\t[1]",
    })
  })

  test.each(["", "<think>It takes", "Thoughts.</think>", '{"answer": "It takes', "{}{"])(
    "is none: %j",
    (content) => {
      expect(parseReply(content)).toBeUndefined()
    },
  )
})
