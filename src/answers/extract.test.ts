import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { filler, markdownOf, passage } from "../../test/extracted.ts"
import { EXTRACT_LIMITS, extractAnswer } from "./extract.ts"

describe("an extractive answer", () => {
  test("quotes the sentence that answers and leaves out what is beside the point", async () => {
    const text = `${filler}\n\nRefunds reach your card within 5 business days. Our office dog is called Bob.\n\n${filler}`
    const markdown = await markdownOf("How long does a refund take?", passage(text))
    expect(markdown).toContain("Refunds reach your card within 5 business days.")
    expect(markdown.length).toBeLessThanOrEqual(EXTRACT_LIMITS.maxChars)
    expect(markdown).not.toContain("redesigned")
  })

  test("a day of a month, an ordinal and an abbreviation end no sentence", async () => {
    const said = [
      "Vom 24. Dezember bis 1. Januar ist das Kundenzentrum geschlossen.",
      "Ab dem 2. Kind zahlen Familien inkl. Großeltern keine Grundgebühr.",
      "Für die Hotline wählen Sie Tel. 0123 456, bzw. Die Nummer auf der Karte.",
      "The workshop is open from 9 a.m. to 5 p.m. Monday to Friday.",
    ]
    const asked = ["Ist das Kundenzentrum zu?", "Familien, 2 Kinder?", "Hotline?", "workshop hours"]
    const answers = await Promise.all(
      said.map((one, i) => markdownOf(asked[i] ?? "", passage(`${filler}\n\n${one}\n\n${filler}`))),
    )
    expect(answers).toEqual(said)
  })

  test("does not answer with what a page asks above its answers", async () => {
    const table = "| Service | Price |\n| --- | --- |\n| Standard | 4.90 € |\n| Bulky goods | 29.90 € |"
    const asks = passage("When does my parcel arrive, and what does it cost?", "Delivery")
    expect(
      await markdownOf("What is the price of bulky goods?", asks, passage(table, "Delivery", 0.8)),
    ).toContain("29.90 €")
  })

  test.each([
    ["When does the pool close?", "The clubhouse is open until 10 pm.", "The pool closes an hour earlier."],
    ["How much are grinders?", "Machines cost €199.", "Grinders with a timer cost more."],
    [
      "Can I take photos of the pool?",
      "Changing rooms are upstairs.",
      "Photos of the pool are forbidden there.",
    ],
  ])("brings what a sentence is compared with: %s", async (question, before, sentence) => {
    const text = `${filler}\n\n${before} ${sentence}\n\n${filler}`
    expect(await markdownOf(question, passage(text))).toContain(`${before} ${sentence}`)
  })

  test("does not end with three words where more is said", async () => {
    const fee = "Fill in the form at the front desk; it begins on the first of the following month."
    const text = `Anyone can join. ${fee}\n\n${filler}`
    expect(await markdownOf("how do i join", passage(text, "Becoming a member"))).toBe(
      `Anyone can join. ${fee}`,
    )
  })

  test.each([
    ["an exception", "Are returns free?", "Returns are free within the UK. However, furniture costs £25."],
    ["another case", "Are returns free?", "Returns are free within the UK. From abroad you pay the postage."],
    [
      "a case of what stands before",
      "Do I pay the postage?",
      "Returns are free within the UK. From abroad you pay the postage.",
    ],
    [
      "what is not meant, behind a rule",
      "Can I get next-day delivery?",
      "Next-day delivery costs £6.95. Order before 2 pm. It is not available for furniture.",
    ],
    [
      "whom it is not for",
      "What does a flex desk cost?",
      "Students pay less for a flex desk. The discount does not apply to fixed desks.",
    ],
    [
      "what is asked for",
      "Is my order free over £50?",
      "Delivery within the UK costs £4. Orders over £50 are delivered free.",
    ],
    [
      "eine Ausnahme",
      "Fallen Kletterschuhe klein aus?",
      "Wanderschuhe fallen klein aus. Bei Kletterschuhen gilt das nicht.",
    ],
    [
      "une exception",
      "L'envoi est-il gratuit ?",
      "L'envoi est gratuit. Sauf pour les meubles, qui coûtent 25 €.",
    ],
  ])("says a rule with %s", async (_, question, rule) => {
    const text = `${filler}\n\n${rule}\n\n${filler}`
    expect(await markdownOf(question, passage(text))).toBe(rule)
  })

  test("brings what a German pronoun stands for", async () => {
    const text = `${filler}\n\nGutscheine gibt es ab 10 €. Sie gelten drei Jahre und werden in Filialen eingelöst.\n\n${filler}`
    expect(await markdownOf("Wo werden sie eingelöst, in Filialen?", passage(text))).toContain(
      "Gutscheine gibt es ab 10 €. Sie gelten",
    )
  })

  test("leaves out what a paragraph says of something else", async () => {
    const text = `${filler}\n\nWe are open until 8 pm. Dogs on a lead are welcome. Parking costs £2.\n\n${filler}`
    expect(await markdownOf("What does parking cost?", passage(text))).toBe("Parking costs £2.")
  })

  test("finds a row by its own name and its column's", async () => {
    const rows = ["Zelt | 12 € | 100 €", "Schneeschuhe | 8 € | 50 €", "Klettersteigset | 10 € | 80 €"]
    const table = `| Artikel | Tag | Kaution |\n| --- | --- | --- |\n${rows.map((row) => `| ${row} |`).join("\n")}`
    const [above, below] = [
      "In Berlin verleihen wir Zelte, Schneeschuhe und Klettersteigsets.",
      "Die Kaution zahlen Sie bar oder mit Karte. Bei verspäteter Rückgabe berechnen wir jeden Tag.",
    ]
    const text = `${above}\n\n${table}\n\n${below}\n\n${filler}`
    const markdown = await markdownOf("Wie hoch ist die Kaution für Schneeschuhe?", passage(text, "Verleih"))
    expect(markdown).toContain(table)
  })

  test("begins with what a text begins with for a topic by its name", async () => {
    const text = `All goods are covered for two years by law. ${filler}\n\n${filler}\n\nThe warranty does not apply to wear.`
    expect(await markdownOf("warranty", passage(text, "Warranty and repairs"))).toStartWith(
      "All goods are covered for two years by law.",
    )
  })

  test("does not take German function words for what is asked, and finds parts of words", async () => {
    const right = "Geschenkgutscheine gelten drei Jahre."
    const text = `${filler}\n\nEin Rabattcode gilt für eine Bestellung.\n\n${filler}\n\n${right}\n\n${filler}`
    expect(await markdownOf("Wie lange hält ein Gutschein?", passage(text))).toContain(right)
  })

  test("brings the sentence before one that points back", async () => {
    const text = `${filler}\n\nInvoices are sent monthly by post. However, PDF invoices can be downloaded under Billing.\n\n${filler}`
    const markdown = await markdownOf("Where can I download PDF invoices?", passage(text))
    expect(markdown).toBe(
      "Invoices are sent monthly by post. However, PDF invoices can be downloaded under Billing.",
    )
  })

  test("keeps a list item with the line that introduces it, and what a lead-in announces", async () => {
    const text = `${filler}\n\nPrices per month:\n\n- Basic: 5 EUR\n- Pro: 12 EUR with priority support\n\n${filler}`
    const markdown = await markdownOf("What does Pro cost?", passage(text))
    expect(markdown).toStartWith("Prices per month:\n\n")
    expect(markdown).toContain("- Pro: 12 EUR with priority support")
  })

  test.each(["What does Pro cost?", "Is there a plan for teams?"])(
    "gives a list and a table that fit as a whole for %p",
    async (question) => {
      const items = ["Basic: 5 EUR", "Pro: 12 EUR", "Teams: 30 EUR for ten people", "Schools: nothing"]
      const list = items.map((item) => `- ${item}`).join("\n")
      expect(await markdownOf(question, passage(`${filler}\n\n${list}\n\n${filler}`))).toContain(list)
      const table = `| Plan | Price |\n|---|---|\n${items.map((item) => `| ${item.replace(":", " |")} |`).join("\n")}`
      expect(await markdownOf(question, passage(`${filler}\n\n${table}\n\n${filler}`))).toContain(table)
    },
  )

  test("says of a bare list what it is a list of", async () => {
    const list = "- Earrings, for hygiene reasons\n- Gift cards"
    const below = (section: string[], title: string) => ({ ...passage(list, title), section })
    expect(await markdownOf("Can I return earrings?", below(["What cannot be returned"], "Returns"))).toBe(
      `**What cannot be returned**\n\n${list}`,
    )
    expect(await markdownOf("Can I return earrings?", below([], "No returns"))).toBe(
      `**No returns**\n\n${list}`,
    )
    const asked = "What cannot be returned?"
    expect(await markdownOf(asked, below(["What cannot be returned"], "Returns"))).toBe(list)
    const announced = `These cannot be returned:\n\n${list}`
    expect(await markdownOf("Can I return earrings?", passage(announced, "Returns"))).toBe(announced)
  })

  test("answers the question of a title with that question above it, where another was asked", async () => {
    const text = "Yes, with DHL. Express orders cannot be delivered there."
    const title = "Do you ship to packing stations?"
    expect(await markdownOf("Is express to a packing station possible?", passage(text, title))).toBe(
      `**${title}**\n\n${text}`,
    )
    expect(await markdownOf("do you ship to packing stations", passage(text, title))).toBe(text)
  })

  test("does not part a question within a paragraph from what answers it", async () => {
    const pair = "Bin not emptied? Report it within two days to 06400 123."
    const text = `${filler}\n\nThe dates are in the calendar of your street. ${pair}\n\n${filler}`
    expect(await markdownOf("my bin was not emptied", passage(text))).toBe(pair)
  })

  test("leaves nothing out between two sentences of a paragraph", async () => {
    const text = "Order a collection online. Two of them are free. A third collection costs €45."
    expect(
      await markdownOf(
        "What does a collection cost, ordered online?",
        passage(`${filler}\n\n${text}\n\n${filler}`),
      ),
    ).toBe(text)
  })

  test("brings what a further one is counted from", async () => {
    const text = "Two are free in a year. Each further collection costs €45."
    const markdown = await markdownOf(
      "What does a collection cost?",
      passage(`${filler}\n\n${text}\n\n${filler}`),
    )
    expect(markdown).toBe(text)
  })

  test.each(["\n", " ", "\n\n"])(
    "keeps a question of an FAQ and its answer together, parted by %j",
    async (gap) => {
      const pair = `Q: I lost my gift card.${gap}A: We block it and send another one.`
      const text = `Q: Where is it sold?${gap}A: In every shop.\n\n${pair}\n\nQ: How long is it valid?${gap}A: 3 years.`
      const markdown = await markdownOf("gift card lost", passage(`${filler}\n\n${text}\n\n${filler}`))
      expect(markdown).toBe(pair)
    },
  )

  test.each([
    "Above that you get 429 and wait.",
    "After that, 429 tells you to wait.",
    "Same for 429: wait.",
  ])("brings what %p points back to", async (sentence) => {
    const text = `${filler}\n\nYou may send sixty requests. ${sentence}\n\n${filler}`
    const markdown = await markdownOf("What does 429 tell me, wait?", passage(text))
    expect(markdown).toBe(`You may send sixty requests. ${sentence}`)
  })

  test("finds what is written as one word for what is asked as two", async () => {
    const backup = "`chatd backup FILE` writes all of it into one file."
    const text = `Everything is in the data folder, or in Postgres.\n\n${backup} \`chatd restore FILE\` makes a data folder of it.\n\n${filler}`
    const markdown = await markdownOf("How do I back up my data?", passage(text))
    expect(markdown).toContain(backup)
  })

  test("quotes a table row under the table's header", async () => {
    const text = `${filler}\n\n| Plan | Storage |\n|---|---|\n| Basic | 5 GB |\n| Pro | 100 GB |\n\n${filler}`
    const markdown = await markdownOf("How much storage has Pro?", passage(text))
    expect(markdown).toStartWith("| Plan | Storage |\n|---|---|\n")
    expect(markdown).toContain("| Pro | 100 GB |")
  })

  test("adds the definition of a reference link", async () => {
    const text = `${filler}\n\nSupport hours are listed on [the status page][s].\n\n[s]: https://s.example`
    expect(await markdownOf("When are support hours?", passage(text))).toEndWith(
      "[the status page][s].\n\n[s]: https://s.example",
    )
  })

  test("returns the short answer of an FAQ whole", async () => {
    const text = `Yes.\n\n${"We ship to all of Europe and to Japan. ".repeat(9).trim()}`
    const answer = await extractAnswer({
      question: "shipping abroad?",
      passages: [passage(text, "Do you ship abroad?")],
    })
    expect(answer).toEqual({ markdown: text, usedPassages: [0], kind: "whole", truncated: false })
  })

  test.each(["  \n", "\\\n"])(
    "leaves lines that were ended on purpose (%j) on lines of their own",
    async (end) => {
      const address = ["BrewBarn Repairs", "12 Mill Road", "Boise, ID 83702"]
      const markdown = await markdownOf(
        "Where do I send it?",
        passage(`Send it to us.\n\n${address.join(end)}`),
      )
      expect(markdown).toBe(`Send it to us.\n\n${address.join("  \n")}`)
    },
  )

  test("puts no space between sentences of languages that have none", async () => {
    const answer = "アカウントは設定で削除できます。削除は取り消せません！"
    const text = `${filler}\n\n${answer}\n\n${filler}`
    expect(await markdownOf("アカウントを削除できますか。取り消せますか", passage(text))).toBe(answer)
  })

  test("does not say the same thing twice", async () => {
    const text = `${filler}\n\nThe warranty lasts two years from delivery.`
    const answer = await extractAnswer({
      question: "How long does the warranty last?",
      passages: [passage(text), passage(`${text} `)],
    })
    expect(answer.markdown.match(/warranty lasts/g)).toHaveLength(1)
    expect(answer.usedPassages).toEqual([0])
  })

  test("points to an article that holds nothing but example questions", async () => {
    const text =
      "How do I activate my card? I need to activate my card. Card activation. Where do I activate it?"
    const answer = await extractAnswer({
      question: "activate card",
      passages: [passage(text, "Activate my card")],
    })
    expect(answer).toMatchObject({ kind: "pointer", markdown: "Activate my card", usedPassages: [0] })
  })

  test.each([
    ["How do I cancel my order?", "Open My Orders and press Cancel."],
    ["Who do I call when the shop is closed?", "Please call +1 503 555 0142, any time of the day."],
    ["What is the wifi password in the shop?", "Please ask at the counter."],
    ["Do you repair laptops?", "How quickly we can repair a laptop depends on the parts: usually 5 days."],
    ["Where is my parcel?", "In My Orders. Open it. Press Track my parcel. My parcel is not there? Call us."],
  ])("answers %p with what stands below it, however that is worded", async (question, text) => {
    expect(await markdownOf(question, passage(text, question))).toBe(text)
  })

  test.each([
    [
      "How hot does the sauna get?",
      "**How hot does the sauna get?**\nUp to 95 °C.\n\n**My towel?**\nBring it.",
    ],
    [
      "password",
      "Open My Account. How the password must look is shown. I agree that my data are kept. Press Save.",
    ],
  ])("takes no short answer to %p for an example question", async (question, text) => {
    expect(await markdownOf(question, passage(text, "Good to know"))).toBe(text)
  })

  test("ranks by meaning where words fail, and embeds no more than allowed", async () => {
    const text = `${filler}\n\nParcels leave our warehouse on Mondays. Dogs are welcome in every shop. ${filler}`
    let embedded = 0
    const embed = async (texts: string[]) => {
      embedded += texts.length
      return texts.map((it) => new Float32Array(it.includes("Dogs") ? [1, 0] : [0, 1]))
    }
    const answer = await extractAnswer(
      {
        question: "pets allowed?",
        passages: [passage(text)],
        questionVector: new Float32Array([1, 0]),
        embed,
      },
      { ...EXTRACT_LIMITS, maxEmbedded: 40 },
    )
    expect(answer.markdown).toStartWith("Dogs are welcome in every shop.")
    expect(embedded).toBeLessThanOrEqual(40)
  })

  test("shortens a wall of text without breaking Markdown", async () => {
    const wall = `see [x](https://x.example) ${"word *soup* and more ".repeat(200)}`
    const answer = await extractAnswer({ question: "soup", passages: [passage(wall)] })
    expect(answer.truncated).toBe(true)
    expect(answer.markdown.length).toBeLessThanOrEqual(EXTRACT_LIMITS.maxChars + 10)
    expect(answer.markdown).toEndWith("…")
  })

  test("does not answer with the title where anything else is said", async () => {
    const title = "The Acme shell"
    const rest = "Type .quit or press Control-D to leave the program."
    for (const text of [title, `**${title}**`, `${title}\n\n${rest}`])
      expect(
        await markdownOf("How do I exit the Acme shell?", passage(text, title), passage(rest, title, 0.5)),
      ).toBe(rest)
    expect(await markdownOf("How do I exit the Acme shell?", passage(title, title))).toBe(title)
  })

  test("shows those lines of long code that have most to do with the question", async () => {
    const option = (name: string) =>
      `--${name}\n    What the option ${name} does, told at length and in detail.\n`
    const code = Array.from({ length: 90 }, (_, i) => option(i === 60 ? "cvs-exclude" : `option-${i}`)).join(
      "\n",
    )
    const markdown = await markdownOf("What does cvs exclude do?", passage(`\`\`\`sh\n${code}\`\`\``))
    expect(markdown).toMatch(/^…\n\n```sh\n[^`]+\n```\n\n…$/)
    expect(markdown).toContain("--cvs-exclude\n    What the option cvs-exclude does")
    expect(markdown.length).toBeLessThanOrEqual(EXTRACT_LIMITS.maxChars + 30)
  })

  test("shows what follows the line that was asked for in long code, not what stands before it", async () => {
    const handler = (n: number) => `function handler${n}(req) {\n  log("in ${n}")\n  return ${n}\n}`
    const code = Array.from({ length: 200 }, (_, n) => handler(n)).join("\n")
    const markdown = await markdownOf("What does handler177 do?", passage(`\`\`\`js\n${code}\n\`\`\``))
    expect(markdown).toContain(handler(177))
    expect(markdown).not.toContain("handler175")
  })

  test("shortens lines that go on and on to one line, without marks of white space", async () => {
    const item = `- soup of the day\n  with bread\n${"\n      and soup again\n".repeat(60)}`
    const markdown = await markdownOf("soup", passage(item))
    expect(markdown).toStartWith("soup of the day with bread and soup again and")
    expect(markdown).toEndWith("…")
    expect(markdown).not.toMatch(/[\n&]/)
  })

  test("survives no passages and empty ones", async () => {
    expect(await markdownOf("anything")).toBe("")
    expect(await markdownOf("anything", passage("", "Title"))).toBe("Title")
  })

  test("never contains a word that no passage has", async () => {
    const line = fc.constantFrom(
      "# Head",
      "Some *text* here. More of it: yes.",
      "- item one",
      "1. step",
      "| a | b |\n|---|---|\n| 1 | 2 |",
      "```\ncode\n```",
      "> quote",
      "[a]: https://a.example",
      "[a] link?",
      "",
    )
    const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join("\n\n"))
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 3 }),
        fc.constantFrom("how do I step?", "what is code", ""),
        async (texts, question) => {
          const markdown = await markdownOf(question, ...texts.map((it) => passage(it, "")))
          const known = new Set(texts.join(" ").split(/\s+/))
          for (const word of markdown.split(/\s+/).filter(Boolean)) expect(known).toContain(word)
        },
      ),
    )
  })
})
