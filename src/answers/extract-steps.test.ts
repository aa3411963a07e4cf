import { describe, expect, test } from "bun:test"
import { filler, markdownOf, passage } from "../../test/extracted.ts"
import { extractAnswer } from "./extract.ts"
import type { Passage } from "./passage.ts"

describe("an answer of steps", () => {
  test("returns all steps in order, with their lead-in and code, when asked how", async () => {
    const text = `${filler}\n\nOld text. To reset a password:\n\n1. Open **Settings**.\n2. Run:\n\n   \`\`\`sh\n   reset --now\n   \`\`\`\n3. Log in [again](https://a.example/login).`
    const { markdown, kind } = await extractAnswer({
      question: "How do I reset my password?",
      passages: [passage(text)],
    })
    expect(kind).toBe("steps")
    expect(markdown).toBe(text.slice(text.indexOf("To reset")))
  })

  test("steps of something that nobody asked about say what they are of", async () => {
    const steps = "1. Open **File → Add account**.\n2. Choose **IMAP** and enter the servers."
    const outlook: Passage = { title: "Setting up e-mail", section: ["Outlook"], text: steps, score: 1 }
    expect(await markdownOf("How do I set up Thunderbird?", outlook)).toBe(`**Outlook**\n\n${steps}`)
    expect(await markdownOf("How do I set up Outlook?", outlook)).toBe(steps)
  })

  test("follows steps across code that is not indented", async () => {
    const text = `${filler}\n\n1. Install it:\n\n\`\`\`\nget it\n\`\`\`\n\n2. Start the agent.\n\nUnrelated words here.`
    const { markdown } = await extractAnswer({
      question: "how to install the agent",
      passages: [passage(text)],
    })
    expect(markdown).toBe("1. Install it:\n\n```\nget it\n```\n\n2. Start the agent.")
  })

  test("cuts a procedure after the last step allowed and says so", async () => {
    const text = Array.from({ length: 30 }, (_, i) => `${i + 1}. Do part ${i + 1} of the export.`).join("\n")
    const answer = await extractAnswer({ question: "How do I export?", passages: [passage(text)] })
    expect(answer.truncated).toBe(true)
    expect(answer.markdown).toEndWith("20. Do part 20 of the export.\n\n…")
  })

  test("does not take 'how many' for a question about steps", async () => {
    const text = `1. Open the app.\n2. Add seats.\n\n${filler}\n\nA team plan holds up to 25 seats for members.`
    const { kind, markdown } = await extractAnswer({
      question: "How many seats does a team plan hold?",
      passages: [passage(text)],
    })
    expect(kind).toBe("sentences")
    expect(markdown).toContain("25 seats")
  })

  test("says who may take the steps that it tells", async () => {
    const steps = "1. Open Billing.\n2. Press Cancel."
    const text = `Only the owner can cancel.\n\n${steps}\n\n${filler}`
    const answer = `Only the owner can cancel.\n\n${steps}`
    expect(await markdownOf("How do I cancel?", passage(text, "Cancel a plan"))).toBe(answer)
    const besides = `${filler}\n\n${steps}\n\n${filler}`
    expect(await markdownOf("How do I cancel?", passage(besides, "Cancel a plan"))).toBe(steps)
  })

  test("tells the steps of an article to whom its title is what they ask for, and a limit beside them", async () => {
    const steps = "1. Open Settings.\n2. Press Add.\n3. Allow access."
    const limit = "A project can be connected to one Slack channel."
    const text = `${filler}\n\n${steps}\n\n${limit}\n\n${filler}`
    expect(await markdownOf("connect slack", passage(text, "Connect Slack"))).toBe(`${steps}\n\n${limit}`)
  })

  test.each(["My card was declined", "The payment got rejected", "I am locked out"])(
    "takes %p for a problem, to which the steps are the answer",
    async (question) => {
      const steps = "1. Check the number.\n2. Try another card."
      const text = `${filler}\n\nThe card or payment was declined or rejected, or you are locked out.\n\n${steps}\n\n${filler}`
      expect(await markdownOf(question, passage(text))).toContain(steps)
    },
  )

  const descale = `1. Empty the tank.\n2. Dissolve the descaler in the machine's water.\n3. Press start.\n4. Rinse the tank.`
  test("leaves out steps of which only one has to do with the question", async () => {
    const text = `${filler}\n\n${descale}\n\nNever use vinegar to descale: it attacks the seals.\n\n${filler}`
    expect(await markdownOf("Can I descale the machine with vinegar?", passage(text))).toBe(
      "Never use vinegar to descale: it attacks the seals.",
    )
  })

  test("gives all steps where one of them answers", async () => {
    const text = `${filler}\n\n${descale}\n\n${filler}`
    const markdown = await markdownOf("What water is the descaler dissolved in?", passage(text))
    expect(markdown).toBe(descale)
  })

  test("tells all steps, and what is said beside them, to somebody with a problem", async () => {
    const rest = "If the grinder still hums, its motor is dead."
    const text = `${filler}\n\n1. Unplug it.\n2. Empty the hopper.\n3. Run it empty.\n\n${rest}\n\n${filler}`
    const markdown = await markdownOf("My grinder hums but doesn't grind", passage(text, "Grinder"))
    expect(markdown).toBe(`1. Unplug it.\n2. Empty the hopper.\n3. Run it empty.\n\n${rest}`)
  })

  test("gives the item that answers of a long numbered list that nobody asked to go through", async () => {
    const items = Array.from(
      { length: 60 },
      (_, i) =>
        `${i + 1}. **Limit ${i + 1}**\n    The ${i === 50 ? "pages of a database" : "things"} are ${i + 7} at most.`,
    )
    const markdown = await markdownOf(
      "What is the maximum of pages in a database?",
      passage(items.join("\n")),
    )
    expect(markdown).toBe(items[50] ?? "")
  })
})
