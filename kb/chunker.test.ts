import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import type { Article } from "./article.ts"
import { chunksOf, embeddedText, TARGET_TOKENS } from "./chunker.ts"

/** A stand-in for the model's tokens: words and punctuation marks, and two special ones. */
const countTokens = (text: string) => 2 + (text.match(/[\p{L}\p{N}]{1,6}|[^\s\p{L}\p{N}]/gu)?.length ?? 0)

const article = (body: string, title = "Cards") => ({ id: "a", title, body })

const chunked = (given: Article, maxTokens = TARGET_TOKENS) => [...chunksOf(given, countTokens, maxTokens)]

describe("the chunks of an article", () => {
  test("never crosses a heading and knows the headings above", () => {
    const chunks = chunked(article("Intro.\n\n# Order\nGo.\n\n## Abroad\nAsk.\n\n# Lock\nTap."))
    expect(chunks).toEqual([
      { ordinal: 0, section: [], text: "Intro." },
      { ordinal: 1, section: ["Order"], text: "Go." },
      { ordinal: 2, section: ["Order", "Abroad"], text: "Ask." },
      { ordinal: 3, section: ["Lock"], text: "Tap." },
    ])
  })

  test("takes a bold line above a text for a heading, as FAQs have them", () => {
    const faq =
      "**Can I pay by card?**\n\nYes.\n\n**Pets**\n\nNot upstairs.\n\n# Rooms\n\n**Wi-Fi?**\n\n- Free"
    expect(chunked(article(faq))).toEqual([
      { ordinal: 0, section: ["Can I pay by card?"], text: "Yes." },
      { ordinal: 1, section: ["Pets"], text: "**Pets**\n\nNot upstairs." },
      { ordinal: 2, section: ["Rooms", "Wi-Fi?"], text: "- Free" },
    ])
  })

  test("takes items that ask, with what answers them below, for questions, as exports of toggles have them", () => {
    const toggles =
      "1. Plug it in.\n\n- What if the light stays red?\n    \n    Check the cable:\n    \n    - Is it new?\n    - Is it long?\n    \n- **How do I reset it?**\n    \n    Press the button.\n- Anything else?\n- Call us."
    expect(chunked(article(toggles))).toEqual([
      { ordinal: 0, section: [], text: "1. Plug it in." },
      {
        ordinal: 1,
        section: ["What if the light stays red?"],
        text: "Check the cable:\n\n- Is it new?\n- Is it long?",
      },
      {
        ordinal: 2,
        section: ["How do I reset it?"],
        text: "Press the button.\n\n- Anything else?\n- Call us.",
      },
    ])
  })

  test("keeps a bold line that may be the answer in the text, and below a question it is one", () => {
    const body =
      "# Fees\n\n**Cancellation is free until 24 hours before**\n\nLater we charge.\n\n**Is parking free?**\n\n**Yes**\n\nBehind the house."
    expect(chunked(article(body))).toEqual([
      {
        ordinal: 0,
        section: ["Fees", "Cancellation is free until 24 hours before"],
        text: "**Cancellation is free until 24 hours before**\n\nLater we charge.",
      },
      { ordinal: 1, section: ["Fees", "Is parking free?"], text: "**Yes**\n\nBehind the house." },
    ])
  })

  test("takes one right above its text for a heading, too", () => {
    const faq =
      "**How do I pay?**\nBy card\nor invoice.\n**Do you ship abroad?**\nTo Austria.\n\n**Reading room**  \nUpstairs."
    expect(chunked(article(faq))).toEqual([
      { ordinal: 0, section: ["How do I pay?"], text: "By card or invoice." },
      { ordinal: 1, section: ["Do you ship abroad?"], text: "To Austria." },
      { ordinal: 2, section: ["Reading room"], text: "**Reading room**\n\nUpstairs." },
    ])
  })

  const ANSWERED = [
    { ordinal: 0, section: ["Is there a lift?"], text: "No." },
    { ordinal: 1, section: ["Can I bring my dog?"], text: "Yes, for €15. Please tell us." },
  ]
  test.each([
    "**Is there a lift?** No.\n\n**Can I bring my dog?** Yes, for €15. Please tell us.",
    "**Is there a lift?** No.\n__Can I bring my dog?__ Yes, for €15.\nPlease tell us.",
    "Q: Is there a lift?\nA: No.\n\nQ: Can I bring my dog?\nA: Yes, for €15. Please tell us.",
    "Q: Is there a lift?\nA: No.\nQ: Can I bring my dog?\nA: Yes, for €15. Please tell us.",
    "Q: Is there a lift?\n\nA: No.\n\nQ: Can I bring my dog?\n\nA: Yes, for €15. Please tell us.",
    "**Q: Is there a lift?**\nA: No.\n\n**Q:** Can I bring my dog?  \n**A:** Yes, for €15. Please tell us.",
    "**Frage 1: Is there a lift?**\\\n**Antwort:** No.\n\nF: Can I bring my dog?\nA: Yes, for €15. Please tell us.",
    "Is there a lift?\n\nNo.\n\nCan I bring my dog?\n\nYes, for €15. Please tell us.",
  ])("takes the questions of an FAQ apart: %j", (faq) => {
    expect(chunked(article(faq))).toEqual(ANSWERED)
  })

  test.each([
    "Whoever asks **why?** hears it here.",
    "**Why?** ",
    "Press Q: it ends. A: none.",
    "Plan A: 5 users. Question: which one?",
    "It is quiet here.\n\nStill not sure?\n\nCall us.",
    "Why? Because.\n\nHow? So.",
  ])("leaves a question within a text there: %j", (body) => {
    expect(chunked(article(body))).toMatchObject([{ section: [], text: body.trim() }])
  })

  test.each([
    "**Save your work**\nand close the window.",
    "Press\n**Save as**\nand wait.",
    "**One more thing**",
    "**That is all.**\n\nBye.",
    "**Note:**\n\nMind the gap.",
    "**Left** and **right**\n\nBoth.",
    "**Read this**\n\n# Then this\n\nText.",
  ])("takes no other bold text for one: %j", (body) => {
    expect(chunked(article(body))[0]).toMatchObject({
      section: [],
      text: body.split("\n\n#")[0]?.replace(/(?<!\n)\n(?!\n)/g, " ") ?? "",
    })
  })

  test("packs whole sentences", () => {
    const body = "One two three four. Five six seven eight. Nine ten eleven twelve."
    const chunks = chunked(article(body, ""), 13)
    expect(chunks.map((chunk) => chunk.text)).toEqual([
      "One two three four. Five six seven eight.",
      "Nine ten eleven twelve.",
    ])
  })

  test("keeps a code block, a list and a table whole where they fit", () => {
    const code = "```sh\nlock --card\n\nunlock\n# no heading\n```"
    const list = "- one\n- two\n  more of two"
    const table = "| a | b |\n|---|---|\n| 1 | 2 |"
    const chunks = chunked(article([code, list, table].join("\n\n"), ""), 30)
    for (const block of [code, list, table]) {
      expect(chunks.some((chunk) => chunk.text.includes(block))).toBe(true)
    }
  })

  const settings = Array.from({ length: 30 }, (_, i) => `# section ${i}\nKEY_${i}=value  ${i}\n`).join("\n")
  test.each([
    ["code", `\`\`\`sh\n${settings}\`\`\``, /^```sh\n[^`]+\n```$/],
    ["code in tildes", `~~~ini title\n${settings}~~~`, /^~~~ini title\n[^~]+\n~~~$/],
    ["code that nobody closed", `\`\`\`\n${settings.trimEnd()}`, /^```\n[^`]+\n```$/],
    ["code of one line", `\`\`\`js\n${"f( 1,  2 );".repeat(40)}\n\`\`\``, /^```js\n[^`\n]+\n```$/],
    [
      "a table",
      `| Key | Value |\n|:---|---|\n${Array.from({ length: 30 }, (_, i) => `| k_${i} | v ${i} |`).join("\n")}`,
      /^\| Key \| Value \|\n\|:---\|---\|\n\| k_/,
    ],
  ])("%s that is longer than a passage can be read in each of them", (_, block, whole) => {
    const chunks = chunked(article(block, ""), 60)
    expect(chunks.length).toBeGreaterThan(2)
    for (const { text } of chunks) {
      expect(text).toMatch(whole)
      expect(countTokens(text)).toBeLessThanOrEqual(60)
    }
  })

  test("a header or an info string that leaves no room for the rest is not repeated", () => {
    const wide = `| ${"very long words ".repeat(8)} | b |`
    const chunks = chunked(article(`${wide}\n|---|---|\n${"| 1 | 2 |\n".repeat(30)}`, ""), 60)
    expect(chunks.filter(({ text }) => text.includes("very long words"))).toHaveLength(1)
    const code = `\`\`\`${"x y ".repeat(60)}\n${"run it\n".repeat(60)}\`\`\``
    for (const { text } of chunked(article(code, ""), 60)) expect(text).toMatch(/^```\nrun it\n[^`]+\n```$/)
  })

  test("an empty body has no chunks", () => {
    expect(chunked(article("\n# Only a heading\n"))).toEqual([])
  })

  test.each([
    ["an address with a query", "Track it at https://brewbarn.example/track?order=BB-1. It is quick."],
    ["a link", "[Forgot password? Click here](https://brewbarn.example/?a=b!c) tells you how. Or ask."],
    ["bold", "**How hot does it get?**"],
    ["code", "Run `track?order=1. Now` twice. Then wait."],
    ["lines that end with spaces", "BrewBarn Repairs  \n12 Mill Road  \nBoise, ID 83702"],
    ["lines that end with backslashes", "BrewBarn Repairs\\\n12 Mill Road\\\nBoise, ID 83702"],
    ["a quote", "> Never fill it. Never!\n> Keep children away.\n> Call us."],
    ["a callout", "> [!NOTE]\n> You need a code."],
    ["a table without outer bars", "Size | Hour | Day\n--- | --- | ---\nSmall | $10 | $40"],
  ])("leaves %s as it is written", (_, markdown) => {
    expect(chunked(article(markdown)).map((chunk) => chunk.text)).toEqual([markdown])
  })

  test("joins lines that break anywhere, fences indented code, and drops rules", () => {
    const body = "Line one\ngoes on. Two.\n\n---\n\n    first\n\n      second\n    third\n\nEnd."
    expect(chunked(article(body)).map((chunk) => chunk.text)).toEqual([
      "Line one goes on. Two.\n\n```\nfirst\n\n  second\nthird\n```\n\nEnd.",
    ])
  })

  test("joins lines of languages without spaces without one", () => {
    const body = "設定を開きます。\nアカウントを削除\nできます。\nOK を押す。"
    expect(chunked(article(body)).map((chunk) => chunk.text)).toEqual([
      "設定を開きます。アカウントを削除できます。 OK を押す。",
    ])
  })

  test("knows underlined headings, and no paragraph above a rule for one", () => {
    const body = "Intro\n=====\nHi.\n\nHow to send it\n-----\nPack it.\nSend it.\n---\nDone."
    expect(chunked(article(body))).toEqual([
      { ordinal: 0, section: ["Intro"], text: "Hi." },
      { ordinal: 1, section: ["Intro", "How to send it"], text: "Pack it. Send it.\n\nDone." },
    ])
  })

  test("no address, link or code is torn that fits a passage, and nothing but white space is lost", () => {
    const word = fc.stringMatching(/^[a-z]{1,9}[.?!]?$/)
    const whole = fc.constantFrom(
      "https://a.example/b?c=d!e.f",
      "[Where? Here. Now!](https://a.example/?q=1)",
      "`a? b. c! d`",
      "![In. Out?](a.png)",
    )
    const text = fc.array(fc.oneof({ weight: 4, arbitrary: word }, whole), { minLength: 1, maxLength: 60 })
    const gap = fc.constantFrom(" ", "\n", "  \n", "\n\n")
    fc.assert(
      fc.property(text, gap, (words, between) => {
        // Paragraphs that ask are headings, which stand apart.
        const parts = between === "\n\n" ? words.map((each) => each.replace(/(?<=^\w+)\?$/, "!")) : words
        const chunks = chunked(article(parts.join(between), ""), 40).map((chunk) => chunk.text)
        const letters = (markdown: string) => markdown.replace(/\s/g, "")
        expect(letters(chunks.join(""))).toBe(letters(parts.join("")))
        const count = (all: readonly string[], part: string) => all.join("\n").split(part).length
        for (const part of new Set(parts.filter((each) => !/^\w+.?$/.test(each)))) {
          expect(count(chunks, part)).toBe(count([parts.join(between)], part))
        }
      }),
    )
  })

  test("is quick on hostile text", () => {
    for (const part of [
      "[",
      "`",
      "**a ",
      "<a ",
      "A. ",
      "](",
      "> ",
      "| ",
      "https://",
      "\\",
      "\n---",
      "    ",
    ]) {
      chunked(article(part.repeat(30_000)))
    }
  }, 60_000)

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
        const chunks = chunked(doc, 40)
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
