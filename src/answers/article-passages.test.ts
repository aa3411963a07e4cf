import { describe, expect, test } from "bun:test"
import { chunksOf } from "../../kb/chunker.ts"
import type { Hit } from "../../kb/retrieval.ts"
import { passagesOf, wholeHit } from "./article-passages.ts"
import { extractAnswer } from "./extract.ts"

const QUESTION = "How do I screw the rails to the posts?"
const MAX_WORDS = 40
const countWords = (text: string) => text.split(/\s+/).length

/** The article as it is found when the chunks with these ordinals match best, the first one most. */
function hitOf(body: string, ...ordinals: number[]): Hit {
  const chunks = [...chunksOf({ id: "a", title: "Greenhouse", body }, countWords, MAX_WORDS)]
  const [passage, ...morePassages] = ordinals.flatMap((ordinal, i) => {
    const chunk = chunks[ordinal]
    return chunk ? [{ ...chunk, similarity: 1 / (i + 1), headingSimilarity: 1 / (i + 1) }] : []
  })
  const components = {
    chunk: 0,
    title: 0,
    heading: 0,
    example: undefined,
    examples: undefined,
    head: undefined,
    lexical: 0,
  }
  return {
    articleId: "a",
    title: "Greenhouse",
    passage,
    morePassages,
    chunks,
    score: 1,
    components,
    isCopy: false,
  }
}

const paragraph = "The greenhouse comes in three boxes, which two people can carry. ".repeat(3).trim()
const steps = Array.from(
  { length: 14 },
  (_, i) => `${i + 1}. Screw rail ${i + 1} to the post beside it, and make it tight.`,
).join("\n")

describe("a procedure that is longer than a passage", () => {
  test.each([0, 1, 2, 3, 4])(
    "is given from its first step to its last when chunk %d is found",
    async (nearest) => {
      const hit = hitOf(`${steps}\n\n${paragraph}`, nearest)
      const { markdown } = await extractAnswer({
        question: QUESTION,
        passages: passagesOf(hit, QUESTION),
      })
      expect(hit.passage?.text).not.toContain(steps)
      expect(hit.passage?.text).toContain("Screw rail")
      expect(markdown).toBe(steps)
    },
  )

  test("goes on over the code between its steps", () => {
    const body = steps.replace("\n8.", "\n\n```\ncheck the rails\n```\n\n8.")
    for (const nearest of [0, 4]) {
      const [passage] = passagesOf(hitOf(body, nearest), QUESTION)
      expect(passage?.text).toContain("1. Screw rail 1 ")
      expect(passage?.text).toContain("14. Screw rail 14 ")
    }
  })

  test("says where it was too long", async () => {
    const many = Array.from({ length: 90 }, (_, i) => `${i + 1}. Screw rail ${i + 1} to the post beside it.`)
    const answer = async (nearest: number) =>
      await extractAnswer({
        question: QUESTION,
        passages: passagesOf(hitOf(many.join("\n"), nearest), QUESTION),
      })
    expect((await answer(0)).markdown).toMatch(/^1\. [^…]+\n\n…$/)
    expect((await answer(21)).markdown).toMatch(/^…\n\n\d+\. /)
  })

  test("is told to a language model as a whole, too", () => {
    expect(wholeHit(hitOf(`${paragraph}\n\n${steps}`, 3), QUESTION).text).toContain(steps)
  })
})

describe("a block that is longer than passages", () => {
  const env = Array.from({ length: 24 }, (_, i) => `# section ${i}\nKEY_${i}=value  of ${i}\n`).join("\n")
  const code = `\`\`\`sh\n${env}\`\`\``
  const rows = Array.from({ length: 24 }, (_, i) => `| key_${i} | what the ${i} says |`).join("\n")
  const table = `| Key | Value |\n|---|---|\n${rows}`
  const long = `11. Say ${"and so on ".repeat(60)}.\n12. **Stop** it.`

  test.each([
    ["code", code],
    ["a table", table],
    ["a list with a long item", long],
    ["a quote", `> ${"Keep this in mind, and more.\n> ".repeat(20)}The end.`],
  ])("is put together as it was: %s", (_, block) => {
    const hit = hitOf(`${paragraph}\n\n${block}\n\n${paragraph}`, 2)
    expect(hit.chunks.length).toBeGreaterThan(3)
    const [passage] = passagesOf(hit, QUESTION)
    expect(passage?.text).toContain(block)
  })

  test.each([
    ["between lines", "    It says how far it goes.\n"],
    ["within a line", "    It says how far it goes. "],
  ])("leaves its next items items where a passage begins inside one, %s", (_, line) => {
    const item = (i: number) => `${i}. **Limit ${i}**\n${line.repeat(12).trimEnd()}\n`
    const body = Array.from({ length: 70 }, (_, i) => item(i + 10)).join("")
    const [passage] = passagesOf(hitOf(body, 60), QUESTION)
    expect(passage?.text).toMatch(/^\w.* goes\.\n\n\d\d\. \*\*Limit/s)
    expect(passage?.text.match(/\n\n/g)).toHaveLength(1)
  })

  test("is quoted as code and as a table, however long", async () => {
    const answer = async (body: string, question: string) => {
      const hit = hitOf(body, 3)
      return (await extractAnswer({ question, passages: passagesOf(hit, question) })).markdown
    }
    const ofCode = await answer(`\`\`\`sh\n${`${env}\n`.repeat(6)}\`\`\``, "Which KEY_5?")
    expect(ofCode).toMatch(/^(?:…\n\n)?```sh\n(?:.*\n)+```\n\n…$/)
    expect(ofCode).toMatch(/\nKEY_5=value {2}of 5\n\n# section 6\n/)
    const ofTable = await answer(`${table}\n${`${rows}\n`.repeat(6)}`, "What says key_9?")
    expect(ofTable).toStartWith("| Key | Value |\n|---|---|\n| ")
    expect(ofTable).toContain("| key_9 | what the 9 says |")
  })
})

describe("passages", () => {
  test("that follow each other in a section are one, in their order", () => {
    const sentences = Array.from({ length: 12 }, (_, i) => `Sentence ${i} says what is in box number ${i}.`)
    const [passage, ...more] = passagesOf(hitOf(sentences.join(" "), 2, 1), QUESTION)
    expect(more).toEqual([])
    expect(passage?.score).toBe(1)
    expect(passage?.text.replaceAll("\n\n", " ")).toBe(sentences.slice(4, 12).join(" "))
  })

  test("of different sections stay apart, best first, and bring no neighbour that they do not need", () => {
    const body = `${paragraph}\n\n## Care\n\nWash it in May.\n\n## Parts\n\nThere are nine.`
    const hit = hitOf(body, 2, 1)
    expect(passagesOf(hit, QUESTION)).toEqual([
      { title: "Greenhouse", section: ["Parts"], text: "There are nine.", score: 1 },
      { title: "Greenhouse", section: ["Care"], text: "Wash it in May.", score: 0.5 },
    ])
  })

  test.each([
    [
      "a table's rows",
      `| Day | Hours |\n|---|---|\n${"| Monday | from nine to six |\n".repeat(9)}| Sunday | closed |`,
    ],
    ["a list's items", `${"- keep the packaging of the parcel,\n".repeat(9)}- write to us.`],
    ["an answer", `I lost my card ${"and what can I do now ".repeat(5)}?\n\nA: We send another one.`],
  ])("bring %s that were parted from the rest", (_, text) => {
    const last = text.slice(text.lastIndexOf("\n") + 1)
    const [passage] = passagesOf(hitOf(`${text}\n\n${paragraph}`, 0), QUESTION)
    expect(hitOf(text, 0).passage?.text).not.toContain(last)
    expect(passage?.text).toContain(last)
  })
})

describe("an article as a language model is given it", () => {
  const body = "Return what you like.\n\n## Costs\n\nNothing.\n\n## What cannot be returned\n\n- Earrings"

  test("keeps the headings of its sections", () => {
    expect(wholeHit(hitOf(body, 2, 0, 1), QUESTION)).toMatchObject({ section: [], text: body })
  })

  test("has a single section's heading above it", () => {
    expect(wholeHit(hitOf(body, 2), QUESTION)).toMatchObject({
      section: ["What cannot be returned"],
      text: "- Earrings",
    })
  })
})
