import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { readHtml } from "./html.ts"
import { outcomeOf } from "./testing/outcome.ts"
import { sourceOf } from "./testing/source.ts"

const read = async (html: string) => (await readHtml(sourceOf("help/refunds.html", html)))[0]

const LONG = "You can ask for your money back within thirty days, and we send it the way it came. ".repeat(8)

const PAGE = `<!doctype html><html><head><title>Refunds | Acme</title><script>evil()</script></head><body>
<header><a href="/">Acme</a></header><nav><a href="/a">Menu</a></nav>
<div id="cookie-banner">We use cookies</div>
<main><h1>Refunds</h1><p>${LONG}</p><h2 id="a">Steps <a href="#a">#</a></h2><ol><li>Open <b>Orders</b><ul><li>any</li></ul></li><li><p>One</p><p>Two</p></li></ol>
<table><thead><tr><th>Plan</th><th>Days</th></tr></thead><tbody><tr><td>Pro|X</td><td>30</td></tr></tbody></table>
<pre><code class="language-sh"># not a heading
curl x</code></pre><blockquote><p>Quoted</p></blockquote>
<p>Use <code>a_b</code>, see <a href="../terms.html">the <em>terms</em></a> or <a href="javascript:alert(1)">not this</a>.</p><p># 1. no heading<br>- no list &lt;script&gt;x</p></main>
<footer>© Acme</footer><script>alert(1)</script></body></html>`

describe("HTML", () => {
  test("leaves a banner on cookies out, whatever box it is in, and keeps an article on them", async () => {
    const banner = "<div class='x1'>This website uses cookies to make it better. <a href='/c'>More</a></div>"
    const about = "<p>We use cookies to remember your basket.</p><p>Cookies are deleted after a day.</p>"
    const page = (title: string, main: string) =>
      `<html><head><title>${title}</title></head><body><main><h1>${title}</h1>${main}</main></body></html>`
    const returns = await read(page("Returns", `<p>${LONG}</p>${banner}`))
    expect(returns?.body).toBe(LONG.trim())
    const cookies = await read(page("Cookies", about))
    expect(cookies?.body).toStartWith("We use cookies")
  })

  test.each([
    ["€25<sup>1</sup> a month", "€25¹ a month"],
    ['€25<sup><a href="#fn1">1, 2</a></sup> a month', "€25¹, ² a month"],
    ['€25<a class="footnote" href="#fn1">1</a> a month', "€25¹ a month"],
    ["20 m<sup>2</sup> on the 1<sup>st</sup> floor", "20 m² on the 1st floor"],
  ])("tells raised digits from those of a number: %s", async (written, shown) => {
    expect((await read(`<main><h1>Fees</h1><p>${LONG}</p><p>${written}</p></main>`))?.body).toEndWith(shown)
  })

  test("leaves a paragraph that only begins as a byline does", async () => {
    const page = `<main><h1>Cards</h1><p>Written by Jane Doe</p><p>Written by hand, on request.</p><p>${LONG}</p></main>`
    expect((await read(page))?.body).toBe(`Written by hand, on request.\n\n${LONG.trim()}`)
  })

  test("keeps the content, as Markdown", async () => {
    const article = await read(PAGE)
    expect(article?.title).toBe("Refunds")
    expect(article?.body).toBe(`${LONG.trim()}

## Steps

1. Open **Orders**
   - any
2. One

   Two

| Plan | Days |
| --- | --- |
| Pro\\|X | 30 |

\`\`\`sh
# not a heading
curl x
\`\`\`

> Quoted

Use \`a_b\`, see the *terms* or not this.

\\# 1. no heading\\
\\- no list \\<script>x`)
  })

  test("keeps raised numbers raised, which are no digits of a price", async () => {
    const body = `<p>It costs 25<sup>1</sup> euros, $19<sup> 99 </sup>, 7<sup><a href="#n">2,3)</a></sup> euros,
      10<sup>-3</sup> m<sup>2</sup> of H<sub>2</sub>O on the 1<sup>st</sup>.</p>`
    expect((await read(body))?.body).toBe(
      "It costs 25¹ euros, $19 ⁹⁹ , 7²,³⁾ euros, 10⁻³ m² of H2O on the 1st.",
    )
  })

  test.each([
    [
      "comments",
      '<div id="comments" class="comments-area"><ol class="comment-list"><li>Use 123456!</li></ol></div>',
    ],
    ["a form for replies", '<section class="comments"><h2>Comments</h2><p>0 comments</p></section>'],
    [
      "share bars",
      '<div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3></div><ul class="share"><li>X</li></ul>',
    ],
    [
      "related articles",
      '<section class="related_articles"><a href="/1">Remove</a></section><div class="jp-relatedposts">R</div>',
    ],
    [
      "ratings",
      '<div class="intercom-reaction-picker">Did this help?</div><div class="article-votes">12 of 20</div>',
    ],
    [
      "bylines",
      '<div class="entry-meta">Posted by admin</div><div class="page-metadata">Created by Jane</div>',
    ],
    [
      "tables of contents",
      '<div class="toc-macro rbtoc1">On this page</div><div id="ez-toc-container">Contents</div>',
    ],
    [
      "attachments",
      '<div class="pageSection group"><h2 id="attachments" class="pageSectionTitle">Attachments:</h2>a.png</div>',
    ],
    [
      "what a page says of an older version",
      '<div class="theme-doc-version-banner alert">This is 2.x.</div>',
    ],
    [
      "who wrote it and when",
      "<p>Written by Jane</p><p>Updated over a week ago</p><div>Table of contents</div>",
    ],
    ["what asks for a verdict", "<p>Was this page helpful?</p><div>Last updated on <b>Jan 1, 2024</b></div>"],
    ["the kind of a note", '<div class="admonitionHeading_x"><svg></svg>tip</div>'],
    ["an application's header", '</main><div id="app"><header><div>English</div></header></div><main>'],
  ])("leaves out %s", async (_, chrome) => {
    const body = (await read(`<main><h1>Title</h1><p>Click your avatar.</p>${chrome}</main>`))?.body
    expect(body).toBe("Click your avatar.")
  })

  test("keeps sections whose ids and classes only sound like that", async () => {
    const html = `<section id="comments"><h2 id="attachments" class="share">Comments</h2><p>Files go with it.</p></section>
      <table><tr><th>Plan</th><th class="comments">Notes</th></tr><tr><td>S</td><td class="comments">One</td></tr></table>
      <article class="post category-share"><p>Share your screen.</p></article>
      <div class="pageSection"><p>Read this.</p></div>`
    expect((await read(`<main>${html}</main>`))?.body).toBe(
      "## Comments\n\nFiles go with it.\n\n| Plan | Notes |\n| --- | --- |\n| S | One |\n\nShare your screen.\n\nRead this.",
    )
  })

  test.each([
    ["lists", "<td><ul><li>5 users</li><li>1 GB.</li><li>a</li></ul></td><td>b", "| 5 users, 1 GB. a | b |"],
    [
      "paragraphs",
      "<td>Check <b>it</b>&ndash;now.<p>Then:</p><div><ul><li>one<li>two</ul></div></td><td>b",
      "| Check **it**–now. Then: one, two | b |",
    ],
    [
      "cells over columns",
      "<td colspan=9>a<tr><td>b<td colspan=2>c<td>d",
      "| a |  |  |  |\n| b | c |  | d |",
    ],
    [
      "cells over rows",
      "<td rowspan=3>a</td><td>b</td><td rowspan=2>c</td><tr><td>d</td></tr><tr><td>e</td><td>f</td></tr><tr><td>g</td></tr>",
      "| a | b | c |\n| a | d | c |\n| a | e | f |\n| g |  |  |",
    ],
  ])("keeps what is in a table's cells apart and in its column: %s", async (_, cells, expected) => {
    const html = `<table><tr><th>H<th>I</tr><tr>${cells}</table>`
    const rows = (await read(html))?.body.split("\n").slice(2).join("\n")
    expect(rows).toBe(expected)
  })

  test("bounds what cells over many rows repeat", async () => {
    const html = `<table><tr><td rowspan=65534>${"long ".repeat(1000)}<td>x</tr>${"<tr><td>y".repeat(2000)}</table>`
    expect((await read(html))?.body.length).toBeLessThan(100_000)
    const wide = `<table><tr>${"<td rowspan=999 colspan=60>x".repeat(2000)}${"<tr><td>y".repeat(2000)}</table>`
    expect((await read(wide))?.body).toStartWith("x\n\nx")
  })

  test("says neither the title again nor what the page lists of itself", async () => {
    const contents = '<ol><li><a href="#a">How?</a><ul><li><p><a href="#b">When?</a></p></li></ul></li></ol>'
    const rest =
      '<ul><li><a href="#a">This</a></li><li><a href="#b">That</a>, later</li></ul><ul><li><img alt="A lamp"></li></ul>'
    const html = `<title>The Acme shell</title><div class="title">The <b>Acme</b> shell</div>${contents}<p>Type .quit.</p>${rest}`
    expect(await read(html)).toMatchObject({
      title: "The Acme shell",
      body: "Type .quit.\n\n- This\n- That, later\n\n- A lamp",
    })
    expect((await read("<title>Closed</title><p>Closed</p>"))?.body).toBe("Closed")
  })

  test.each([
    ["Pruning<a class='headerlink' href='#p'>¶</a>", "Pruning"],
    ["Quick start <a href='#q'>#</a>", "Quick start"],
    ["Why C#", "Why C#"],
  ])("takes the sign of a heading's own link for no part of the title: %s", async (heading, title) => {
    expect((await read(`<main><h1>${heading}</h1><p>Some text.</p></main>`))?.title).toBe(title)
  })

  test.each([
    ["breaks", "<code><span>a</span><br><span>  b</span><br></code>"],
    ["elements", '<code><div class="line">a</div><div class="line">  b</div></code>'],
    ["lines and elements", '<code><span class="line">a</span>\n<span class="line">  b</span></code>'],
  ])("keeps the lines of code that are %s", async (_, code) => {
    expect((await read(`<main><p>Run:</p><pre>${code}</pre></main>`))?.body).toBe("Run:\n\n```\na\n  b\n```")
  })

  test("keeps sentences that only begin like a page's own", async () => {
    const html =
      "<p>Updated prices hold from 1 May 2024 on for all of our customers, and for those who come later.</p><pre>note\n\ntip</pre><p>Note</p>"
    expect((await read(`<main>${html}</main>`))?.body).toBe(
      "Updated prices hold from 1 May 2024 on for all of our customers, and for those who come later.\n\n```\nnote\n\ntip\n```\n\nNote",
    )
  })

  test("reads tables that are such by their roles", async () => {
    const row = (role: string, ...cells: string[]) =>
      `<div role="row">${cells.map((cell) => `<div role="${role}"><p>${cell}</p></div>`).join("")}</div>`
    const html = `<div role="table"><div role="rowgroup">${row("columnheader", "Event", "When")}</div><div role="rowgroup">${row("cell", "paid", "It arrived")}</div></div>`
    expect((await read(`<main><p>All of them:</p>${html}</main>`))?.body).toBe(
      "All of them:\n\n| Event | When |\n| --- | --- |\n| paid | It arrived |",
    )
  })

  test("resolves links of pages", async () => {
    const bytes = new TextEncoder().encode("<p>See <a href='b c.html#d'>b</a></p>")
    const [article] = await readHtml({ name: "https://x.test/a/", bytes, url: "https://x.test/a/" })
    expect(article).toEqual({
      id: "https://x.test/a/",
      title: "A",
      body: "See [b](https://x.test/a/b%20c.html#d)",
      url: "https://x.test/a/",
    })
  })

  test("reads short pages and fragments", async () => {
    expect(await read("<title>Hi – Acme</title><p>Short.</p><script>x</script>")).toMatchObject({
      title: "Hi",
      body: "Short.",
    })
    expect((await read("<table><tr><td>Layout</td></tr></table>"))?.body).toBe("Layout")
    expect((await read("<a href=/x><div>Card</div></a><my-box>Box</my-box>"))?.body).toBe("Card\n\nBox")
  })

  test("heeds the charset that the page declares", async () => {
    const bytes = Buffer.from('<meta charset="iso-8859-2"><p>\xb1</p>', "latin1")
    expect((await readHtml(sourceOf("a.html", bytes)))[0]?.body).toBe("ą")
  })

  test.each([
    ["<p>Dial *21*5# and press _on_ or [ok](y).</p>", "Dial \\*21\\*5# and press \\_on\\_ or [ok\\](y)."],
    ["<p>+ 19 % VAT</p>", "\\+ 19 % VAT"],
    ["<p><s>€30</s> <del>€25</del> €20</p>", "~~€30~~ ~~€25~~ €20"],
    ["<p>Go on with step <a href='#s3'>3</a>.</p>", "Go on with step 3."],
    ["<header><p>Free shipping</p></header><p>Text</p>", "Text"],
  ])("shows what a page shows: %s", async (html, expected) => {
    expect((await read(`<body>${html}</body>`))?.body).toBe(expected)
  })

  test.each([
    [
      "<ol><li>Scan the code.<img alt='A square code'></li><li>Go on.</li></ol>",
      "1. Scan the code.\n2. Go on.",
    ],
    ["<ol><li>Press <b>Save</b><img alt='The page to save'></li></ol>", "1. Press **Save**"],
    ["<p>Press Save.<br><img alt='The page to save'></p><p>Done.</p>", "Press Save.\n\nDone."],
    ["<p><a href='big.png'><img alt='The page'></a></p><p>Done.</p>", "Done."],
    ["<p>Open it. Then press <img alt='Save'></p>", "Open it. Then press Save"],
    ["<p>Press the <b>green</b> <img alt='tick'></p>", "Press the **green** tick"],
    [
      "<p>Open it.<img alt='The page'>Then press <img alt='the gear'> or <img alt='Save'></p>",
      "Open it. Then press the gear or Save",
    ],
    [
      "<table><tr><th>Plan<th>Pro<tr><td>Chat<td><img alt='yes'></table>",
      "| Plan | Pro |\n| --- | --- |\n| Chat | yes |",
    ],
    [
      "<p><a href='https://a.example/app'><img alt='Get the app'></a></p>",
      "[Get the app](https://a.example/app)",
    ],
  ])("takes a picture's words where they are part of a sentence or a name: %s", async (html, expected) => {
    expect((await read(html))?.body).toBe(expected)
  })

  test("is done soon with many pictures", async () => {
    expect((await read(`<p>x${"<img alt=a>".repeat(50_000)}</p>`))?.body).toBe("x")
    expect((await read(`<p>x<span>${"<img alt=a> ".repeat(50_000)}</span>y</p>`))?.body).toStartWith("x")
    expect((await read(`<ul><li>x${"<img alt=a>".repeat(50_000)}</ul>`))?.body).toBe("- x")
  })

  test("lets no script through", async () => {
    const hostile = `<p onclick="a()">t<img src=x onerror=b()><svg><script>c()</script></svg><iframe src="javascript:d()"></iframe>
      <a href=" java&#10;script:e()">l</a><a href="data:text/html,f">m</a><noscript>g</noscript><template>h</template>`
    expect((await read(hostile))?.body.replace(/\s+/g, " ")).toBe("t lm")
  })

  test("escapes tags that are written as text, also in pieces", async () => {
    const pieces =
      "<p>&lt;<!-- -->script&gt; &lt;<span>b&gt;</span> &<b></b>lt;i&gt; [a]<i></i>(javascript:x)</p>"
    expect((await read(pieces))?.body).toBe("\\<script> \\<b> &amp;lt;i> [a\\](javascript:x)")
  })

  test("says when there is no text", async () => {
    expect(await outcomeOf(readHtml, sourceOf("a.html", "<div id=root></div><script>x</script>"))).toBe(
      "a.html has no text in it. If a script fills the page, give the text in another format.",
    )
  })

  test("bounds depth and size", async () => {
    for (const part of ["<ul><li>", "<div>", "<b>", "<table><tr><td>", "<a href=x>", "<svg>"]) {
      expect(await outcomeOf(readHtml, sourceOf("a.html", part.repeat(1e6)))).toContain("nested too deeply")
    }
    for (const start of ["", "<!doctype html><html><body>", "<html><body>"]) {
      const html = start + "<div>".repeat(150)
      expect(await outcomeOf(readHtml, sourceOf("a.html", `${html}x`))).toContain("nested too deeply")
    }
    expect(await outcomeOf(readHtml, sourceOf("a.html", "<div>".repeat(19_000)))).toContain(
      "nested too deeply",
    )
    expect((await read(`${"<ul><li>x".repeat(45)}`))?.body).toContain("- x")
    expect((await read(`${"<table><tr><td>x".repeat(30)}`))?.body).toContain("x")
    expect((await read(`<p>${"long ".repeat(1e6)}</p>`))?.body.length).toBe(5e6 - 1)
    expect((await read("<p>short <b>x</b></p>".repeat(40_000)))?.body).toContain("short **x**")
  }, 60_000)

  test("leaves out breaks at the end of a paragraph, however many, and keeps those within", async () => {
    const many = "<br>".repeat(20_000)
    expect((await read(`<p>a${many}b${many}</p>`))?.body).toBe(`a${"\\\n".repeat(20_000)}b`)
    expect((await read("<p><span> a \n<b> b</b> <br> <i>c </i></span> d<br> <br></p>"))?.body).toBe(
      "a **b** \\\n*c* d",
    )
  })

  test.each(["<body <html ", "<html <body ", "<body  <html  ", "<body <html x"])(
    "tags that are never closed (%p) are refused, not fallen over",
    async (html) => {
      expect(await outcomeOf(readHtml, sourceOf("a.html", html))).toBeDefined()
    },
  )

  test("throws nothing but its own error", async () => {
    const tags = "html head body main h1 p ul li table tr td pre code a b br title script !-- svg".split(" ")
    const parts = fc.constantFrom(
      ...tags.flatMap((tag) => [`<${tag}>`, `</${tag}>`, `<${tag} `]),
      "x",
      "&lt;",
      "-->",
      "\0",
    )
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(parts).map((each) => each.join("")),
    )
    await fc.assert(
      fc.asyncProperty(text, async (each) => void (await outcomeOf(readHtml, sourceOf("a.html", each)))),
    )
  })
})
