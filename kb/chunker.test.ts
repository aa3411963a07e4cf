import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { chunkArticle, embeddedText } from "./chunker.ts"

/** A stand-in for the model's tokens: words and punctuation marks, and two special ones. */
const countTokens = (text: string) => 2 + (text.match(/[\p{L}\p{N}]{1,6}|[^\s\p{L}\p{N}]/gu)?.length ?? 0)

const article = (body: string, title = "Cards") => ({ id: "a", title, body })

describe("chunkArticle", () => {
  test("never crosses a heading and knows the headings above", () => {
    const chunks = chunkArticle(
      article("Intro.\n\n# Order\nGo.\n\n## Abroad\nAsk.\n\n# Lock\nTap."),
      countTokens,
    )
    expect(chunks).toEqual([
      { ordinal: 0, section: [], text: "Intro." },
      { ordinal: 1, section: ["Order"], text: "Go." },
      { ordinal: 2, section: ["Order", "Abroad"], text: "Ask." },
      { ordinal: 3, section: ["Lock"], text: "Tap." },
    ])
  })

  test("packs whole sentences", () => {
    const body = "One two three four. Five six seven eight. Nine ten eleven twelve."
    const chunks = chunkArticle(article(body, ""), countTokens, 13)
    expect(chunks.map((chunk) => chunk.text)).toEqual([
      "One two three four. Five six seven eight.",
      "Nine ten eleven twelve.",
    ])
  })

  test("keeps a code block, a list and a table whole where they fit", () => {
    const code = "```sh\nlock --card\n\nunlock\n# no heading\n```"
    const list = "- one\n- two\n  more of two"
    const table = "| a | b |\n|---|---|\n| 1 | 2 |"
    const chunks = chunkArticle(article([code, list, table].join("\n\n"), ""), countTokens, 30)
    for (const block of [code, list, table]) {
      expect(chunks.some((chunk) => chunk.text.includes(block))).toBe(true)
    }
  })

  test("an empty body has no chunks", () => {
    expect(chunkArticle(article("\n# Only a heading\n"), countTokens)).toEqual([])
  })

  test("no chunk with its prefix exceeds the window, and no word is lost", () => {
    const word = fc.stringMatching(/^[a-z]{1,30}$/)
    const line = fc.oneof(
      fc.array(word, { minLength: 1, maxLength: 40 }).map((all) => `${all.join(" ")}.`),
      word.map((text) => `# ${text}`),
      word.map((text) => `- ${text}`),
      fc.constant(""),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), fc.array(word, { maxLength: 40 }), (lines, title) => {
        const doc = article(lines.join("\n"), title.join(" "))
        const chunks = chunkArticle(doc, countTokens, 40)
        for (const chunk of chunks) {
          expect(countTokens(embeddedText(doc.title, chunk, countTokens, 40))).toBeLessThanOrEqual(40)
        }
        const letters = (text: string) => text.replace(/[^a-z]/g, "")
        const body = lines.filter((text) => !text.startsWith("#")).join("")
        expect(letters(chunks.map((chunk) => chunk.text).join(""))).toBe(letters(body))
      }),
    )
  })
})
