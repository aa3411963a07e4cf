import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { readMarkdown } from "./markdown.ts"
import { outcomeOf } from "./testing/outcome.ts"
import { sourceOf } from "./testing/source.ts"

const read = async (markdown: string, name = "guides/reset-password.md") => {
  const [article] = await readMarkdown(sourceOf(name, markdown))
  return article
}

describe("Markdown", () => {
  test("takes the first top heading as title, out of the body", async () => {
    const article = await read(
      "Intro\n\n# Reset **your** [password](x.md) #\n\n## Steps\n\nSee [b](../b.md).",
    )
    expect(article).toEqual({
      id: "guides/reset-password.md",
      title: "Reset your password",
      body: "Intro\n\n## Steps\n\nSee [b](../b.md).",
    })
  })

  test("reads front matter of any spelling", async () => {
    const article = await read(
      "---\nTitle: Refunds\nurl: https://x.test/r\nid: 7\ntype: how_to\nquestions:\n  - Money back?\n---\n# refunds\nText",
    )
    expect(article).toEqual({
      id: "7",
      title: "Refunds",
      body: "Text",
      url: "https://x.test/r",
      entryType: "how_to",
      examples: ["Money back?"],
    })
  })

  test("keeps a top heading that differs from the front matter's title", async () => {
    expect(await read("---\ntitle: Short\n---\n# Long one\nText")).toMatchObject({ body: "# Long one\nText" })
  })

  test("names the line of broken front matter", async () => {
    const outcome = await outcomeOf(readMarkdown, sourceOf("a.md", "---\ntitle: a: b\n---\nText"))
    expect(outcome).toContain("a.md has front matter that is not valid YAML (line 2). Correct it")
  })

  test("leaves rules and prose at the top alone", async () => {
    expect((await read("---\nJust prose\n---\nText"))?.body).toBe("---\nJust prose\n---\nText")
  })

  test("makes a title of the name when there is none, of the folder for an index", async () => {
    expect((await read("Text"))?.title).toBe("Reset password")
    expect((await read("Text", "billing_faq/README.md"))?.title).toBe("Billing faq")
  })

  test("takes no heading out of code", async () => {
    const article = await read("```sh\n# comment\n```\n\nTitle\n=====\n\nText")
    expect(article).toMatchObject({ title: "Title", body: "```sh\n# comment\n```\n\nText" })
  })

  test("drops comments, but not those of code", async () => {
    const article = await read(
      "a <!-- x --> b\n<!-- TODO\nsecret -->\nUse `<!--`.\n```\n<!-- kept -->\n```\n<!-- open",
    )
    expect(article?.body).toBe("a  b\n\nUse `<!--`.\n```\n<!-- kept -->\n```\n<!-- open")
  })

  test("drops the modules and component tags of MDX", async () => {
    const mdx =
      'import { Tabs } from "./tabs"\nexport const a = 1\n\n<Tabs id="x">\nText\n</Tabs>\n{/* note */}'
    expect((await read(mdx, "a.mdx"))?.body).toBe("Text")
  })

  test("says that an empty file is empty", async () => {
    expect(await outcomeOf(readMarkdown, sourceOf("a.md", " \n"))).toBe(
      "a.md is empty. Write something into it, or remove it.",
    )
  })

  test("bounds nesting", async () => {
    const article = await read(`${"- ".repeat(1e6)}deep\n${"> ".repeat(1e6)}quote\n${" ".repeat(1e6)}code`)
    expect(article?.body.length).toBeLessThan(400)
    expect(article?.body).toContain("deep")
  })

  test("is quick on hostile lines", async () => {
    const hostile = ["<!--", "# ", "[", "```\n", "<h1>", "\\", "-->", "<!---->", "\t", "=\n", "- a\n  "]
    for (const part of hostile) await outcomeOf(readMarkdown, sourceOf("a.md", `# ${part.repeat(300_000)}x`))
    for (const part of hostile) await outcomeOf(readMarkdown, sourceOf("a.mdx", part.repeat(300_000)))
  }, 15_000)

  test("throws nothing but its own error", async () => {
    const parts = fc.constantFrom(
      "---\n",
      "# ",
      "\n",
      "<!--",
      "-->",
      "```",
      "a: ",
      "\uD800",
      "\0",
      "import x from 'y'\n",
    )
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(parts).map((each) => each.join("")),
    )
    await fc.assert(
      fc.asyncProperty(text, async (each) => void (await outcomeOf(readMarkdown, sourceOf("a.mdx", each)))),
    )
  })
})
