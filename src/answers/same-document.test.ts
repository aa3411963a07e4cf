import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import type { Article } from "../../kb/article.ts"
import { embedArticle } from "../../kb/embedded-article.ts"
import type { Embedder } from "../../kb/embedder.ts"
import { standsAlone } from "../../kb/follow-up.ts"
import { KbIndex } from "../../kb/kb-index.ts"
import { readSource } from "../../kb/readers/read-source.ts"
import { makePdf, type PrintedLine } from "../../kb/readers/testing/pdf.ts"
import { sourceOf } from "../../kb/readers/testing/source.ts"
import { makeDocx } from "../../kb/readers/testing/zip.ts"
import { openBundledEmbedder } from "../native/bundled-embedder.ts"
import { embedQuestion, type Found, searchBases, sourcesOf } from "./search.ts"

const HANDBOOK: [heading: string, text: string][] = [
  [
    "Annual leave",
    "Everybody has 28 days of paid leave a year. Days that are left at the end of December may be taken until the end of March, after which they are lost.",
  ],
  [
    "Sick leave",
    "Call your manager before 9 am. From the fourth day on we need a certificate from your doctor, which you upload under Absences.",
  ],
  [
    "Travel expenses",
    "Send receipts within 30 days by the expenses form. We pay 38 cents a kilometre if you drive your own car, and second class if you go by train.",
  ],
  [
    "Working from home",
    "You may work from home on three days a week. Tell your team in the shared calendar, and be there for the meeting on Monday.",
  ],
]
const QUESTIONS: [question: string, heading: string][] = [
  ["How many days of annual leave do I have?", "Annual leave"],
  ["What do I do when I am sick?", "Sick leave"],
  ["How do I claim travel expenses?", "Travel expenses"],
  ["Can I work from home?", "Working from home"],
]

const docx = () =>
  makeDocx([
    ["Heading1", "Employee handbook"],
    ...HANDBOOK.flatMap(([heading, text]): [string, string][] => [
      ["Heading2", heading],
      ["", text],
    ]),
  ])

/** Two sections a page, below a running line and above its number. */
function pdf(): Uint8Array {
  const pages = [HANDBOOK.slice(0, 2), HANDBOOK.slice(2)].map((sections, at) => {
    const lines: PrintedLine[] = [{ text: "Acme Ltd", y: 780, size: 8 }]
    if (at === 0) lines.push({ text: "Employee handbook", y: 750, size: 22 })
    let y = 720
    const print = (text: string, gap: number, size?: number) => {
      y -= gap
      lines.push({ text, y, ...(size !== undefined && { size }) })
    }
    for (const [heading, text] of sections) {
      print(heading, 34, 16)
      for (const [i, line] of (text.match(/\S.{1,60}(?=\s|$)/g) ?? []).entries())
        print(line, i === 0 ? 23 : 13)
    }
    return [...lines, { text: `Page ${at + 1} of 2`, y: 20, size: 8 }]
  })
  return makePdf(pages)
}

let embedder: Embedder
let others: Article[]
let inWord: Article[]
let inPdf: Article[]
beforeAll(async () => {
  embedder = await openBundledEmbedder()
  inWord = await readSource(sourceOf("handbook.docx", docx()))
  inPdf = await readSource(sourceOf("handbook.pdf", pdf()))
  others = [
    ["canteen", "The canteen is open from 11 am to 2 pm. A meal costs 6 euros."],
    ["parking", "Park in the yard behind the house. Charging your car costs 40 cents a kilowatt hour."],
    ["laptops", "Ask the help desk for a laptop. A broken one is replaced within two days."],
    ["keys", "Collect your key at the front desk and give it back on your last day."],
    ["visitors", "Visitors sign in at the front desk and wear a badge."],
  ].map(([id = "", body = ""]) => ({ id, title: id.replace(/^./, (first) => first.toUpperCase()), body }))
})
afterAll(() => embedder.close())

async function indexOf(articles: readonly Article[]): Promise<KbIndex> {
  const index = new KbIndex()
  for (const article of articles) index.put(await embedArticle(article, embedder))
  await index.refresh()
  return index
}

async function ask(index: KbIndex, text: string): Promise<Found> {
  const base = { stored: { id: "1", name: "main", modelId: "m", calibration: undefined, version: 1 }, index }
  const lookup = standsAlone(text)
  const embedded = await embedQuestion(lookup, [base] as never, () => embedder)
  const found = searchBases([base] as never, embedded)
  if (!found) throw new Error("Nothing was found.")
  return found
}

describe("one document in two formats", () => {
  test.each(QUESTIONS)("leaves the bot as sure of it: %s", async (question) => {
    const alone = await ask(await indexOf([...inWord, ...others]), question)
    const twice = await ask(await indexOf([...inWord, ...inPdf, ...others]), question)
    expect(alone.decision.answer).toBe(true)
    expect(twice.decision.answer).toBe(true)
    expect(twice.decision.confidence).toBeGreaterThan(alone.decision.confidence - 0.1)
  })

  test.each(QUESTIONS)("is one source: %s", async (question) => {
    const found = await ask(await indexOf([...inWord, ...inPdf, ...others]), question)
    const handbooks = sourcesOf(found).filter(({ articleId }) => articleId.startsWith("handbook"))
    expect(handbooks).toHaveLength(1)
  })
})

describe("the same page under two addresses", () => {
  const page = (id: string, title = "Annual leave"): Article => ({ id, title, body: HANDBOOK[0]?.[1] ?? "" })

  test("is answered, by its title as well, which both have", async () => {
    const index = await indexOf([
      page("https://a.example/leave"),
      page("https://a.example/en/leave"),
      ...others,
    ])
    for (const question of ["How many days of leave do I have?", "annual leave"])
      expect((await ask(index, question)).decision.answer).toBe(true)
    expect(index.isNamed("Annual leave")).toBe(true)
  })

  test("is no copy where another number stands in one of them", async () => {
    const old = { ...page("old"), body: page("").body.replace("28 days", "25 days") }
    const index = await indexOf([page("new"), old, ...others])
    const found = await ask(index, "How many days of paid leave do I have a year?")
    expect(found.decision.answer).toBe(false)
    expect(found.hits.map(({ articleId }) => articleId)).toContain("old")
    expect(index.isNamed("Annual leave")).toBe(false)
  })

  test("is no copy where it is about something else", async () => {
    const index = await indexOf([page("m", "Leave in Munich"), page("v", "Leave in Vienna"), ...others])
    expect((await ask(index, "How many days of leave do I have?")).hits.slice(0, 2)).toHaveLength(2)
    expect((await ask(index, "How many days of leave do I have in Berlin?")).decision.answer).toBe(false)
  })

  test("is no copy where it says no more than yes", async () => {
    const yes = (id: string, title: string): Article => ({ id, title, body: "Yes, you can." })
    const index = await indexOf([yes("d", "Can I bring a dog?"), yes("c", "Can I bring a cat?"), ...others])
    expect((await ask(index, "Can I bring a parrot?")).decision.answer).toBe(false)
  })
})
