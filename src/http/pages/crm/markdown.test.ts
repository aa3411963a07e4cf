import { afterAll, beforeAll, expect, test } from "bun:test"
import { parseHTML } from "linkedom"

/** The renderer as the page has it, over a document of the tests' own. */
let render: (text: string) => string
const before = (globalThis as { document?: unknown }).document

beforeAll(async () => {
  const { document } = parseHTML("<html><body></body></html>")
  Object.assign(globalThis, { document })
  const path: string = "./markdown.js?renderer"
  const { renderMarkdown } = (await import(path)) as { renderMarkdown(text: string): Node[] }
  render = (text) => {
    const box = document.createElement("div")
    box.append(...renderMarkdown(text))
    return box.innerHTML.replaceAll(' rel="noopener noreferrer nofollow" target="_blank"', "")
  }
})

afterAll(() => {
  Object.assign(globalThis, { document: before })
})

const CASES: [name: string, markdown: string, html: string][] = [
  ["paragraphs", "One\ntwo\n\nthree", "<p>One\ntwo</p><p>three</p>"],
  ["bold, emphasis and code", "**a** *b* `c*d*`", "<p><strong>a</strong> <em>b</em> <code>c*d*</code></p>"],
  ["names with underscores", "set smtp_host_name now", "<p>set smtp_host_name now</p>"],
  ["escaped characters", "1\\. a\\*b\\_c \\[x]", "<p>1. a*b_c [x]</p>"],
  ["a heading as bold words", "## Refunds", "<p><strong>Refunds</strong></p>"],
  ["a list", "- a\n- b **c**", "<ul><li>a</li><li>b <strong>c</strong></li></ul>"],
  ["a numbered list that starts later", "3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'],
  ["a list in a list", "1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"],
  ["a list after a sentence", "Do:\n- a", "<p>Do:</p><ul><li>a</li></ul>"],
  ["a block of code", "```sh\na <b> **c**\n```", '<pre tabindex="0"><code>a &lt;b&gt; **c**</code></pre>'],
  [
    "a table as a list",
    "| A | B |\n|---|---|\n| 1 | 2 |",
    "<ul><li><strong>A: </strong>1; <strong>B: </strong>2</li></ul>",
  ],
  ["links", "[x](https://a.example/b?c=1)", '<p><a href="https://a.example/b?c=1">x</a></p>'],
  [
    "bare addresses",
    "see https://a.example.",
    '<p>see <a href="https://a.example">https://a.example</a>.</p>',
  ],
  ["mail", "[x](mailto:a@b.example)", '<p><a href="mailto:a@b.example">x</a></p>'],
  ["scripts in links as words", "[x](javascript:alert`1`)", "<p>x</p>"],
  ["data in links as words", "[x](data:text/html;base64,AA)", "<p>x</p>"],
  ["relative links as words", "[x](../b.md)", "<p>x</p>"],
  ["pictures as words", "![x](https://a.example/t.gif)", "<p>x</p>"],
  ["HTML as text", "<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"],
  ["a rule as nothing", "a\n\n---\n\nb", "<p>a</p><p>b</p>"],
  ["an open fence to the end", "```\na", '<pre tabindex="0"><code>a</code></pre>'],
]

for (const [name, markdown, html] of CASES) {
  test(`shows ${name}`, () => expect(render(markdown)).toBe(html))
}

test("ends on whatever it is given", () => {
  const pieces = ["- ", "1. ", "> ", "```", "**", "[a](", "|", "\n", "  ", "x", "\\", "#", "`", "&#x20;"]
  for (let seed = 1; seed < 2000; seed++) {
    let state = seed
    const next = () => {
      state = (state * 48271) % 2147483647
      return pieces[state % pieces.length]
    }
    expect(typeof render(Array.from({ length: 30 }, next).join(""))).toBe("string")
  }
})

test("marks within marks end somewhere; the words are there all the same", () => {
  for (const text of [`${"> ".repeat(300)}deep`, `${"*a _b ".repeat(100)}deep${" b_ a*".repeat(100)}`]) {
    const drawn = render(text)
    expect(drawn).toContain("deep")
    expect(drawn.match(/<(blockquote|em)>/g)?.length).toBeLessThanOrEqual(11)
  }
})
