import { describe, expect, test } from "bun:test"
import { citedIn, withoutCitations } from "./reply.ts"

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
