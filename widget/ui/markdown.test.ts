import { expect, test } from "bun:test"
import fc from "fast-check"
import { type ComponentChildren, isValidElement, type VNode } from "preact"
import { renderMarkdown } from "./markdown.tsx"

/** The elements as HTML: enough of it to see what came out. */
function html(children: ComponentChildren): string {
  if (Array.isArray(children)) return children.map(html).join("")
  if (!isValidElement(children)) return typeof children === "string" ? escaped(children) : ""
  const { type, props } = children as VNode<Record<string, ComponentChildren>>
  const { href, start } = props
  const attributes = `${href ? ` href="${String(href)}"` : ""}${start && start !== 1 ? ` start="${String(start)}"` : ""}`
  return type === "br" ? "<br>" : `<${String(type)}${attributes}>${html(props.children)}</${String(type)}>`
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")

const CASES: [name: string, markdown: string, html: string][] = [
  ["paragraphs", "One\ntwo\n\nthree", "<p>One\ntwo</p><p>three</p>"],
  ["a hard line break", "One  \ntwo\\\nthree", "<p>One<br>two<br>three</p>"],
  ["bold, emphasis and code", "**a** *b* `c*d*`", "<p><strong>a</strong> <em>b</em> <code>c*d*</code></p>"],
  ["names with underscores", "set smtp_host_name now", "<p>set smtp_host_name now</p>"],
  ["escaped characters", "1\\. a\\*b\\_c \\[x]", "<p>1. a*b_c [x]</p>"],
  ["a heading as bold words", "## Refunds", "<p><strong>Refunds</strong></p>"],
  ["lists", "- a\n- b **c**", "<ul><li>a</li><li>b <strong>c</strong></li></ul>"],
  ["numbers that start later", "3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'],
  ["a list within a list", "- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"],
  ["code as it is", "```js\n<b> **x**\n```", "<pre><code>&lt;b> **x**</code></pre>"],
  ["code that is still being written", "```\nhalf", "<pre><code>half</code></pre>"],
  ["a quotation", "> a\n> b", "<blockquote><p>a\nb</p></blockquote>"],
  [
    "a table as a list",
    "|A|B|\n|-|-|\n|1|2|",
    "<ul><li><strong>A: </strong>1; <strong>B: </strong>2</li></ul>",
  ],
  [
    "links",
    "[a](https://b.c/d) <https://e.f>",
    '<p><a href="https://b.c/d">a</a> <a href="https://e.f">https://e.f</a></p>',
  ],
  [
    "bare addresses, without the full stop",
    "See https://a.b/c.",
    '<p>See <a href="https://a.b/c">https://a.b/c</a>.</p>',
  ],
  [
    "bare addresses with brackets, of a pair",
    "(https://a.b/c) https://a.b/Mercury_(planet). https://a.b/(x)/y, https://a.b/c)",
    ["https://a.b/c", "https://a.b/Mercury_(planet)", "https://a.b/(x)/y", "https://a.b/c"].reduce(
      (text, address) => text.replace("?", `<a href="${address}">${address}</a>`),
      "<p>(?) ?. ?, ?)</p>",
    ),
  ],
  ["bold emphasis", "***all*** of **it**", "<p><strong><em>all</em></strong> of <strong>it</strong></p>"],
  ["no other schemes", "[a](javascript:alert(1)) [b](data:text/html,x)", "<p>a b</p>"],
  ["no markup", "<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)></p>"],
  ["pictures as their words", "![a cat](https://x.y/z.png)", "<p>a cat</p>"],
  ["entities", "a &amp; b &lt;c&gt;", "<p>a &amp; b &lt;c></p>"],
]

for (const [name, markdown, expected] of CASES)
  test(name, () => expect(html(renderMarkdown(markdown))).toBe(expected))

test("ends on whatever it is given, and nothing is lost of plain words", () => {
  const pieces = fc.constantFrom(
    "*",
    "_",
    "`",
    "```",
    "\n",
    "[",
    "](",
    ")",
    "|",
    "-",
    "> ",
    "1. ",
    "word",
    " ",
    "<",
    "&",
    "\\",
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      expect(typeof html(renderMarkdown(parts.join("")))).toBe("string")
    }),
  )
  fc.assert(
    fc.property(fc.array(fc.constantFrom("one", "two", "three"), { minLength: 1 }), (words) => {
      expect(html(renderMarkdown(words.join(" ")))).toBe(`<p>${words.join(" ")}</p>`)
    }),
  )
})

test("marks within marks end somewhere; the words are there all the same", () => {
  for (const [mark, text] of [
    ["<blockquote>", `${"> ".repeat(1_500)}deep`],
    ["<ul>", Array.from({ length: 60 }, (_, i) => `${"  ".repeat(i)}- deep`).join("\n")],
    ["<em>", `${"*a _b ".repeat(200)}deep${" b_ a*".repeat(200)}`],
    ["<strong>", `${"**".repeat(1_999)}deep`],
  ] as const) {
    const drawn = html(renderMarkdown(text))
    expect(drawn).toContain("deep")
    expect(deepest(drawn, mark)).toBeLessThanOrEqual(11)
  }
})

function deepest(drawn: string, mark: string): number {
  let depth = 0
  let most = 0
  for (const [tag] of drawn.matchAll(/<\/?[a-z]+>/g)) {
    if (tag === mark) most = Math.max(most, ++depth)
    else if (tag === mark.replace("<", "</")) depth--
  }
  return most
}
