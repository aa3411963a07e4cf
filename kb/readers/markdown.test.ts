import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { PROPORTIONAL, shareOfSquare } from "../../test/growth.ts"
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
      body: "Intro\n\n## Steps\n\nSee b.",
    })
  })

  test("keeps raised numbers raised, which are no digits of a price", async () => {
    const article = await read(
      "# A\n\n25<sup>1</sup> euros, 7<sup>[2](#n)</sup>, 10<sup>-3</sup>, 1<sup>st</sup>, x<sup>1</sup",
    )
    expect(article?.body).toBe("25¹ euros, 7², 10⁻³, 1st, x1</sup")
  })

  test("tells raised digits of HTML from those of a number", async () => {
    const written =
      'From €25<sup>1</sup>, €30<sup><a href="#n">2</a></sup> or €40<sup>[3](#n)</sup>, 20 m<sup>2</sup>, 1<sup>st</sup>.\n\n<p>€50<sup>4</sup></p>'
    expect((await read(written))?.body).toBe("From €25¹, €30² or €40³, 20 m², 1st.\n\n€50⁴")
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

  test("reads front matter below a comment, and says a title once that heads the text as well", async () => {
    expect(await read("---\n# Shown in search\ntitle: iPhone\n---\n# iPhone\n\nText")).toMatchObject({
      title: "iPhone",
      body: "Text",
    })
  })

  test("reads front matter in TOML", async () => {
    const toml = '+++\ntitle = "Refunds"\nid = 7\nquestions = ["Money back?"]\n[params]\nx = 1\n+++\n\nText'
    expect(await read(toml)).toEqual({ id: "7", title: "Refunds", body: "Text", examples: ["Money back?"] })
    expect(await outcomeOf(readMarkdown, sourceOf("a.md", "+++\ntitle = Refunds\n+++\nText"))).toBe(
      "a.md has front matter that is not valid TOML (line 2). Correct it: texts belong in quotes.",
    )
    for (const prose of ["+++\nNo end", "+++\nProse\n+++\nText"])
      expect((await read(prose))?.body).toBe(prose)
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

  test.each([
    [
      "a picture alone",
      "Look:\n\n![ Damaged parcel](img/damaged.png)\n![](a.png)\n\nDone.",
      "Look:\n\nDone.",
    ],
    ["a table of contents", "a\n\n- [Lost parcel?](#lost)\n  - [`DHL`](#dhl)\n\nb", "a\n\nb"],
    ["a list with words beside links", "- [x](#x)\n- [y](#y), too", "- x\n- y, too"],
    ["a badge", "[![Build](b.svg)](https://ci.example)\nText", "Text"],
    ["a picture in a sentence", "Press ![the gear](gear.png) or ![](x.png).", "Press the gear or."],
    ["a relative link", "See [Wi-Fi](wifi.md) or [below](#x).", "See Wi-Fi or below."],
    [
      "a link to the web",
      "See [a (b)](https://a.example/x_(y) 'T').",
      "See [a (b)](https://a.example/x_(y)).",
    ],
    ["a box", "- [ ] take photos\n- [x] **call**\n* [a] no", "- take photos\n- **call**\n* [a] no"],
    [
      "definitions elsewhere",
      "See [the page][Man]. [here][] or [here].\n\n## B\n\n[man]: https://a.example/m 'T'\n[here]: <wifi.md>",
      "See [the page](https://a.example/m). here or here.\n\n## B",
    ],
    ["what has no definition", "An [option] of a[0][1], and [^9].", "An [option] of a[0][1], and [^9]."],
    [
      "footnotes",
      "We refund it[^1]. And[^b].\n\n[^1]: Not on Black\n    Friday.\n[^b]: See [x][].\n\n[x]: https://x.example",
      "We refund it (Not on Black Friday). And (See [x](https://x.example)).",
    ],
    [
      "tags",
      "<kbd>Ctrl</kbd>+<kbd>R</kbd> <b>now</b><br>H<sub>2</sub>O <a href='https://a.example'>a</a> <order-id> <https://b.example>",
      "`Ctrl`+`R` **now**\\\nH2O [a](https://a.example) <order-id> <https://b.example>",
    ],
    [
      "a table in HTML",
      "Prices:\n\n<table>\n<tr><th>Size</th><th>Price</th></tr>\n\n<tr><td>S</td><td><b>$1</b></td></tr>\n</table>\n\nText",
      "Prices:\n\n| Size | Price |\n| --- | --- |\n| S | **$1** |\n\nText",
    ],
    [
      "what folds",
      "<details>\n<summary>More</summary>\n\nIt is [here](x.md).\n\n</details>",
      "**More**\n\nIt is here.",
    ],
    ["fenced notes", "a\n:::warning\nHot.\n:::\n:::tip[Do this]\nb\n:::", "a\n\nHot.\n\n**Do this**\n\nb"],
    [
      "indented notes",
      '!!! tip "Do this"\n    It is [hot](x.md).\n\n    Very.\n\n??? note\n    c\n\n!!! info inline end\n    d\n\ne',
      "**Do this**\n\nIt is hot.\n\nVery.\n\nc\n\nd\n\ne",
    ],
    ["quoted notes", "> [!NOTE]\n> You need it.\n> [!tip]- Do this", "> You need it.\n> **Do this**"],
  ])("turns %s into what a chat can show", async (_, markdown, expected) => {
    expect((await read(markdown))?.body).toBe(expected)
  })

  test("resolves relative links where the article says its address", async () => {
    const article = await read("---\nurl: https://x.test/help/a\n---\n[b](../b.md#c), [d][]\n\n[d]: d.html")
    expect(article?.body).toBe("[b](https://x.test/b.md#c), [d](https://x.test/help/d.html)")
  })

  test("touches nothing in code", async () => {
    const inside =
      "![a](b.png) [c](d.md) - [ ] e <b>f</b> [^1] [g]\n:::tip\n!!! tip\n[g]: h\n<table>\n> [!NOTE]"
    const indent = (text: string) => text.replace(/^/gm, "    ")
    const body = `Run:\n\n\`\`\`\n${inside}\n\`\`\`\n\n${indent(inside)}\n\n- Item:\n\n  ~~~\n${indent(inside)}\n  ~~~\n\nUse \`[c](d.md) <b>\`.`
    expect((await read(body))?.body).toBe(body)
  })

  test("drops the modules and component tags of MDX", async () => {
    const mdx =
      'import { Tabs } from "./tabs"\nexport const a = 1\n\n<Tabs id="x">\nText\n</Tabs>\n{/* note */}'
    expect((await read(mdx, "a.mdx"))?.body).toBe("Text")
  })

  test.each([
    ["modules over lines", "export const A = ({ x }) => (\n  <b>\n    {x}\n  </b>\n);\n\nText", "Text"],
    [
      "the labels of tabs and the titles of boxes",
      '<Tabs>\n<TabItem value="mac" label="macOS">\n\nRun `a`.\n\n</TabItem>\n<TabItem value="win">Run `b`.</TabItem>\n</Tabs>\n<Accordion\n  title="Is it free?"\n  icon="x"\n>\nYes.\n</Accordion>',
      "**macOS**\n\nRun `a`.\n\n**win**\n\nRun `b`.\n\n**Is it free?**\n\nYes.",
    ],
    [
      "components within a line",
      'It is <Mark color="#fff">green</Mark>{" "}<Icon name="x" /> now, `<Mark>`.',
      "It is green  now, `<Mark>`.",
    ],
  ])("reads of MDX %s", async (_, mdx, body) => {
    expect((await read(mdx, "a.mdx"))?.body).toBe(body)
  })

  test.each([
    ["notes", "{{< notice warning >}}\nIt costs **6** more.\n{{< /notice >}}", "It costs **6** more."],
    ["titles", '{{% expand "Which cards?" %}}\nAll.\n{{% /expand %}}', "**Which cards?**\n\nAll."],
    [
      "tabs",
      '{{< tab name="macOS" >}}Run a.{{< /tab >}}\n{% tab title="Linux" %}\nRun b.\n{% endtab %}',
      "**macOS**\n\nRun a.\n\n**Linux**\n\nRun b.",
    ],
    ["links", '[Fees]({{< ref "fees.md" >}}), {{< figure src="a.png" caption="b" >}}c', "Fees, c"],
    ["code", "{{< highlight js >}}\nlet a = [[1]]\n{{< /highlight >}}", "```js\nlet a = [[1]]\n```"],
    ["inline code", "Write `{{< note >}}`.", "Write `{{< note >}}`."],
    [
      "fenced code",
      "```liquid\n{% if paid %}{{< badge >}}\n```",
      "```liquid\n{% if paid %}{{< badge >}}\n```",
    ],
  ])("takes away shortcodes: %s", async (_, markdown, body) => {
    expect((await read(markdown))?.body).toBe(body)
  })

  test.each([
    [
      "See [[Shipping|the page]], [[Prices#Fees]] and [[1]](https://x.test/).",
      "See the page, Prices and [[1]](https://x.test/).",
    ],
    ["![[a.png]]\nText %%not for readers%% ==here== ^a1b2c3\n\n%%\nlong\n%%\n", "Text  here"],
    [
      "`[[a]]` [[ -f x ]] == b == and 5%% or 6%%, a==b==c",
      "`[[a]]` [[ -f x ]] == b == and 5%% or 6%%, a==b==c",
    ],
  ])("takes away what wikis add: %j", async (markdown, body) => {
    expect((await read(markdown))?.body).toBe(body)
  })

  test("a note's title is bold once", async () => {
    expect((await read(":::caution Mind **Windows**\nIt differs.\n:::"))?.body).toBe(
      "**Mind Windows**\n\nIt differs.",
    )
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

  describe.each([
    ["a.md", (text: string) => `# ${text}x`],
    ["a.mdx", (text: string) => text],
  ] as const)("reads hostile lines in no more time than they are long, in %s", (name, frame) => {
    test.each([
      "<!--",
      "# ",
      "[",
      "```\n",
      "<h1>",
      "\\",
      "-->",
      "<!---->",
      "\t",
      "=\n",
      "- a\n  ",
      "![",
      "[[a](",
      "<b>",
      "!!! a\n",
      ":::",
      "[^a]: b\n",
      "{{< a ",
      "{% a ",
      "[[a",
      "==a",
      "%% a ",
      "<Aa ",
      "export const a = (\n",
    ])("%j", async (part) => {
      const slowness = await shareOfSquare((times) => {
        const source = sourceOf(name, frame(part.repeat(37_500 * times)))
        return () => outcomeOf(readMarkdown, source)
      })
      expect(slowness).toBeLessThan(PROPORTIONAL)
    })
  })

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
      "    ",
      "![a](b",
      "[^a]: ",
      "[a]",
      "<table>",
      "</ul>\n",
      "!!! a\n",
      ":::",
      "<Tab label='",
      "{{< a >}}",
      "[[",
      "]]",
      "%%",
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
