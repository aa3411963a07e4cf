import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { makeEndlessPdf, makePdf } from "../kb/readers/testing/pdf.ts"
import { makeDocx } from "../kb/readers/testing/zip.ts"
import { playSite } from "../kb/web/testing-site.ts"
import { binaryAlone, chat } from "./binary.ts"
import { start } from "./process.ts"
import { startFakeEndpoint } from "./servers/llm.ts"
import { until } from "./wait.ts"

const chatd = binaryAlone()
beforeAll(async () => {
  await chatd.partner()
})
afterAll(() => chatd.remove())

const ids = async (...args: string[]) =>
  (await chatd.json(["kb", "list", "--kb", "main", ...args])).map(({ id }) => id).sort()

function writeManyArticles(folder: string, count: number): void {
  const words = "valve pump filter hose switch lamp wheel brake chain saddle".split(" ")
  for (let i = 0; i < count; i++) {
    const text = Array.from(
      { length: 40 },
      (_, j) => `The ${words[(i + j) % 10]} number ${i * 100 + j} belongs to the ${words[(i * j) % 10]}.`,
    )
    chatd.write(`${folder}/article-${i}.md`, `# Part ${i}\n\n${text.join(" ")}\n`)
  }
}

describe("a folder of many kinds of files", () => {
  beforeAll(() => {
    chatd.write(
      "docs/refunds.md",
      "# Refunds\n\nRefunds are paid within five working days to the card that was charged.\n",
    )
    chatd.write(
      "docs/hours.html",
      "<html><head><title>Opening hours</title></head><body><main><h1>Opening hours</h1><p>We are open from nine to five on working days.</p></main></body></html>",
    )
    chatd.write(
      "docs/parking.txt",
      "Parking\n\nVisitors park behind the building, free of charge for two hours.\n",
    )
    chatd.write(
      "docs/faq.csv",
      "question,answer\nHow do I change my address?,Open Settings and choose Address.\n",
    )
    chatd.write(
      "docs/more.jsonl",
      `${JSON.stringify({ id: "invoice", title: "Invoices", body: "Invoices are sent by e-mail on the first day of each month." })}\n`,
    )
    chatd.write(
      "docs/guide.pdf",
      makePdf([
        [
          { text: "Delivery guide", y: 750, size: 20 },
          { text: "Parcels arrive within three working days in the whole country.", y: 700 },
        ],
      ]),
    )
    chatd.write(
      "docs/manual.docx",
      makeDocx([
        ["Heading1", "Manual"],
        ["", "Press the green button for three seconds to switch the device on."],
      ]),
    )
    chatd.write("docs/broken.docx", "this is no zip archive")
    chatd.write("docs/old/prices.XLS", "\xd0\xcf\x11\xe0")
    chatd.write("docs/logo.png", "\x89PNG")
  })

  test("is read but for the broken one, which is named; the exit code tells", async () => {
    const { code, out, err } = await chatd.run(["kb", "ingest", "docs"])
    expect(code).toBe(1)
    expect(err).toMatch(/^skipped broken\.docx/m)
    expect(err).toMatch(/^passed over old\/prices\.XLS is of a format that is not read: save it as/m)
    expect(err).not.toContain("logo.png")
    expect(out).toContain("1 unreadable")
    expect(out + err).not.toContain("\x1b")
    expect(await ids()).toHaveLength(7)
    const [base] = await chatd.json(["kb", "list"])
    expect(base).toMatchObject({ name: "main", articles: 7, unreadable: 1 })
  })

  test("is left alone where nothing changed, and only the change is embedded", async () => {
    const ingest = async (...flags: string[]) =>
      JSON.parse((await chatd.run(["kb", "ingest", "docs", "--json", ...flags])).out)
    expect(await ingest()).toMatchObject({ unchanged: 7, articles: 0, embedded: 0 })
    chatd.write("docs/parking.txt", "Parking\n\nVisitors park in front of the building now.\n")
    rmSync(join(chatd.folder, "docs/broken.docx"))
    rmSync(join(chatd.folder, "docs/refunds.md"))
    const changed = await ingest()
    expect(changed).toMatchObject({ unchanged: 5, articles: 1, removed: 0 })
    expect(changed.embedded).toBeGreaterThan(0)
    expect(await ids()).toContain("refunds.md")
    expect(await ingest("--prune")).toMatchObject({ embedded: 0, removed: 1, unreadable: [] })
    expect(await ids()).not.toContain("refunds.md")
    expect((await chatd.run(["kb", "ingest", "docs"])).code).toBe(0)
  })

  test("can be asked, searched and shown", async () => {
    const [answer] = await chatd.json(["kb", "ask", "How long do parcels take in the whole country?"])
    expect(answer).toMatchObject({
      text: expect.any(String),
      threshold: expect.any(Number),
      contributions: expect.any(Array),
    })
    expect(answer.sources[0].articleId).toBe("guide.pdf")
    const hits = await chatd.json(["kb", "search", "green", "button", "--limit", "3"])
    expect(hits.length).toBeWithin(1, 4)
    expect(hits[0]).toMatchObject({ kb: "main", articleId: "manual.docx" })
    const [shown] = await chatd.json(["kb", "show", "manual.docx"])
    expect(shown).toMatchObject({ id: "manual.docx", chunks: expect.any(Array) })
    const asked = await chatd.run(["kb", "ask", "opening hours"])
    expect({ code: asked.code, colours: asked.out.includes("\x1b") }).toEqual({ code: 0, colours: false })
    const llm = startFakeEndpoint(() => new Response("", { status: 401 }))
    const without = await chatd.run(["kb", "ask", "opening hours"], { CHATD_LLM_BASE_URL: llm.url })
    await llm.stop()
    expect(without.out).toMatch(/the language model's answer was not sent: error: HTTP 401/)
  })

  test("can be measured and tuned", async () => {
    const questions = [
      ["When are you open?", "hours.html"],
      ["Where do visitors park?", "parking.txt"],
      ["How do I switch the device on?", "manual.docx"],
      ["How tall is Mount Everest?", ""],
      ["Who won the match?", ""],
    ]
    const lines = Array.from({ length: 4 }, (_, round) =>
      questions.map(([text, gold], i) =>
        JSON.stringify({
          id: `${round}-${i}`,
          text: `${text}${" ".repeat(round)}`,
          gold: gold ? [gold] : [],
        }),
      ),
    ).flat()
    const path = chatd.write("questions.jsonl", `\uFEFF${lines.join("\n")}`)
    const [metrics] = await chatd.json(["kb", "eval", path])
    expect(metrics["recall@1"]).toBeGreaterThan(0.6)
    const missed = await chatd.run(["kb", "eval", path, "--min-mrr", "1", "--max-ece", "0"])
    expect(missed).toMatchObject({ code: 1, err: expect.stringContaining("ece is") })
    expect((await chatd.run(["kb", "eval", path, "--min-mrr", "2"])).code).toBe(2)
    const tried = await chatd.run(["kb", "tune", path, "--dry-run"])
    expect(tried.out).toContain("That is few")
    expect(tried.out).not.toContain("new ones should do as well")
    const [tuned] = await chatd.json(["kb", "tune", path])
    expect(tuned).toMatchObject({ threshold: expect.any(Number), questions: lines.length })
    const renamed = chatd.write("renamed.jsonl", `${lines[0]}\n{"id":1,"text":"x","gold":["old.md"]}`)
    expect(await chatd.run(["kb", "eval", renamed])).toMatchObject({
      code: 0,
      err: "There is no article in main called old.md: what it should answer counts as missed.\n",
    })
    expect((await chatd.run(["kb", "eval", "nowhere.jsonl"])).code).toBe(3)
    const wrong = chatd.write("wrong.jsonl", `${lines[0]}\n{"id":1}`)
    expect(await chatd.run(["kb", "eval", wrong])).toMatchObject({
      code: 2,
      err: expect.stringContaining("wrong.jsonl:2"),
    })
  })

  test("can be taken out again", async () => {
    // An empty variable names none of them, and not all.
    expect((await chatd.run(["kb", "remove", "hours.html", "--kb", ""])).code).toBe(3)
    expect(await chatd.json(["kb", "remove", "hours.html"])).toEqual([{ removed: ["hours.html"] }])
    expect(await chatd.run(["kb", "remove", "hours.html"])).toMatchObject({
      code: 3,
      err: expect.stringContaining("Not found: hours.html"),
    })
    const [folder] = await chatd.json(["kb", "ingest", "docs"])
    expect(folder).toMatchObject({ articles: 0 })
    expect(await ids()).not.toContain("hours.html")
    expect((await chatd.json(["kb", "ingest", "docs/hours.html"]))[0]).toMatchObject({ articles: 1 })
    expect(await ids()).toContain("hours.html")
    expect((await chatd.run(["kb", "remove", "--all"])).code).toBe(2)
    await chatd.json(["kb", "remove", "--all", "--kb", "main"])
    expect(await chatd.json(["kb", "list"])).toEqual([])
  })
})

describe("a folder that cannot be looked into", () => {
  test("is named, the rest is read, and what was read from it stays", async () => {
    chatd.write("handbook/leave/sick.md", "# Sick leave\n\nCall your team lead before nine in the morning.\n")
    chatd.write("handbook/desks.md", "# Desks\n\nDesks are booked on the plan in the entrance hall.\n")
    const handbook = join(chatd.folder, "handbook")
    const ingest = ["kb", "ingest", "handbook", "--kb", "handbook", "--prune"]
    expect((await chatd.run(ingest)).code).toBe(0)
    renameSync(join(handbook, "leave"), join(chatd.folder, "away"))
    symlinkSync("leave", join(handbook, "leave"))
    // Further down than a path may be long.
    const name = "d".repeat(240)
    const [upper, lower] = [join(handbook, ...Array(9).fill(name)), join(chatd.folder, name)]
    mkdirSync(upper, { recursive: true })
    mkdirSync(join(lower, ...Array(9).fill(name)), { recursive: true })
    renameSync(lower, join(upper, name))
    const { code, out, err } = await chatd.run(ingest)
    expect({ code, out }).toEqual({
      code: 1,
      out: expect.stringContaining("0 articles removed, 2 unreadable"),
    })
    expect(err).toMatch(/^skipped leave cannot be read \(ELOOP\)/m)
    expect(err).toMatch(/^skipped d{240}\/.* cannot be read \(ENAMETOOLONG\)/m)
    expect(err).toMatch(/^not pruned: 2 folders could not be read$/m)
    rmSync(join(handbook, "leave"))
    renameSync(join(upper, name), lower)
    expect((await chatd.run(ingest)).out).toContain("1 article removed, 0 unreadable")
  })
})

test("a folder that holds nothing any more, as one that is not mounted, is not pruned", async () => {
  chatd.write("mounted/a.md", "# Lockers\n\nLockers are on the second floor.\n")
  const ingest = ["kb", "ingest", "mounted", "--kb", "mounted", "--prune"]
  expect((await chatd.run(ingest)).code).toBe(0)
  rmSync(join(chatd.folder, "mounted/a.md"))
  expect(await chatd.run(ingest)).toMatchObject({
    out: expect.stringContaining("0 articles removed"),
    err: expect.stringContaining("not pruned: there is no file in it."),
  })
  expect(await chatd.json(["kb", "list", "--kb", "mounted"])).toHaveLength(1)
})

describe("a folder that is watched", () => {
  test("is taken over with what changes while it is first read", async () => {
    writeManyArticles("watched", 30)
    const stored = chatd.count("kb_article")
    const ingest = chatd.begin(["kb", "ingest", "watched", "--watch", "--kb", "watched"])
    await until("the reading is under way", () => chatd.count("kb_article") > stored)
    chatd.write("watched/0-new.md", "# New\n\nThis was not there when the folder was looked through.\n")
    const inKb = "(select 1 from kb_article a join kb k on k.id = a.kb_id where k.name = 'watched')"
    await until("everything is in", () => chatd.count(inKb) === 31, 60_000)
    rmSync(join(chatd.folder, "watched/article-7.md"))
    await until("what is gone is out", () => chatd.count(inKb) === 30)
    ingest.kill("SIGINT")
    expect((await ingest.finished).code).toBe(0)
  })

  test("is taken over again when it comes back", async () => {
    chatd.write("release/a.md", "# Badges\n\nBadges are handed out at the front desk.\n")
    const watch = chatd.begin(["kb", "ingest", "release", "--watch", "--kb", "release"])
    const inKb = "(select 1 from kb_article a join kb k on k.id = a.kb_id where k.name = 'release')"
    await until("it is read", () => chatd.count(inKb) === 1)
    rmSync(join(chatd.folder, "release"), { recursive: true })
    await until("it is told to be gone", () => watch.err().includes("is not there any more"))
    chatd.write("release/a.md", "# Badges\n\nBadges are handed out at the front desk.\n")
    chatd.write("release/b.md", "# Parking\n\nParking is free for visitors.\n")
    await until("it is read again", () => chatd.count(inKb) === 2, 60_000)
    watch.kill("SIGINT")
    expect((await watch.finished).code).toBe(0)
  })

  test("is one folder, which is said before anything is read", async () => {
    const stored = chatd.count("kb_article")
    const { code, err } = await chatd.run(["kb", "ingest", "watched", "docs", "--watch", "--kb", "two"])
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("--watch takes one folder.") })
    expect(chatd.count("kb_article")).toBe(stored)
  })
})

test("a target that is not there is told before any is read, and leaves no knowledge base behind", async () => {
  const bases = chatd.count("kb")
  const { code, err } = await chatd.run(["kb", "ingest", "docs", "nowhere", "--kb", "mistyped"])
  expect({ code, err }).toEqual({ code: 3, err: "There is no file or folder nowhere.\n" })
  expect(chatd.count("kb")).toBe(bases)
})

test("what was begun is finished though nobody reads what is said of it, as with grep -q", async () => {
  for (const name of ["one", "two", "three"])
    chatd.write(`${name}/${name}.md`, `# Part ${name}\n\nPart ${name} holds the door.\n`)
  const inShell = (line: string) => start(["sh", "-c", line], { cwd: chatd.folder, env: {} }).finished
  const ingest = "./chatd kb ingest one two three --kb unheard"
  expect(await inShell(`{ ${ingest}; echo $? >&2; } | true`)).toMatchObject({ err: "0\n" })
  expect(await chatd.json(["kb", "list", "--kb", "unheard"])).toHaveLength(3)
  // Who only watches ends.
  expect(await inShell("{ ./chatd kb ingest one --kb unheard --watch; echo $? >&2; } | true")).toMatchObject({
    err: "0\n",
  })
})

test("Ctrl-C stops the reading of a file that would never end", async () => {
  chatd.write("endless/a.md", "# Early\n\nThis is read before the one that never ends.\n")
  chatd.write("endless/b.pdf", makeEndlessPdf())
  const stored = chatd.count("kb_article")
  const ingest = chatd.begin(["kb", "ingest", "endless", "--kb", "endless"])
  await until("the first file is read", () => chatd.count("kb_article") > stored)
  ingest.kill("SIGINT")
  expect((await ingest.finished).code).toBe(130)
})

describe("a site that is pruned", () => {
  const page = (title: string, ...links: string[]) =>
    `<html><head><title>${title}</title></head><body><main><h1>${title}</h1><p>All there is to know of ${title}.</p>${links.map((link) => `<a href="${link}">${link}</a>`).join(" ")}</main></body></html>`
  const listed = async (kb: string) =>
    (await chatd.json(["kb", "list", "--kb", kb])).map(({ id }) => new URL(id).pathname).sort()
  const busy = () => new Response("busy", { status: 503 })
  const there = () => ({
    "/": page("Start", "/pens", "/ink"),
    "/pens": page("Pens", "/nibs"),
    "/nibs": page("Nibs"),
    "/ink": page("Ink"),
  })

  test.each<[string, Record<string, string | (() => Response)>, string[], string, string[]]>([
    ["is busy", { "/": busy, "/pens": busy, "/ink": busy, "/nibs": busy }, [], "1 page could not", []],
    ["has no start page", { "/": () => new Response("", { status: 404 }) }, [], "1 page could not", []],
    ["leads elsewhere", { "/": () => Response.redirect("https://b.example/") }, [], "1 page could not", []],
    ["has one busy page", { "/pens": busy }, [], "1 page could not be reached", []],
    [
      "forbids one page",
      { "/pens": () => new Response("", { status: 403 }) },
      [],
      "1 page that was read before",
      [],
    ],
    ["is cut at a limit", {}, ["--max-pages", "2"], "the crawl is at its limit", []],
    ["is read in one page", {}, ["--single-page"], "one page of it was read", []],
    ["lost pages", { "/pens": () => new Response("", { status: 410 }) }, [], "", ["/nibs", "/pens"]],
  ])("and %s keeps what may be there still", async (name, change, flags, told, gone) => {
    const answers: Record<string, string | (() => Response)> = there()
    using site = playSite(answers)
    const kb = name.replaceAll(" ", "-")
    const ingest = ["kb", "ingest", site.origin, "--kb", kb, "--allow-private"]
    await chatd.run(ingest)
    expect(await listed(kb)).toEqual(["/", "/ink", "/nibs", "/pens"])
    Object.assign(answers, change)
    const { err } = await chatd.run([...ingest, "--prune", ...flags])
    expect(/not pruned: (.*)/.exec(err)?.[1] ?? "").toStartWith(told)
    expect(await listed(kb)).toEqual(["/", "/ink", "/nibs", "/pens"].filter((path) => !gone.includes(path)))
  })
})

describe.each([
  ["SIGINT", 130],
  ["SIGKILL", null],
] as const)("an ingest ended by %s", (signal, exitCode) => {
  const data = `data-${signal}`
  const ARTICLES = 240
  const dataArgs = ["--data", data]

  test("leaves a knowledge base that can be used and that the next run completes", async () => {
    writeManyArticles("many", ARTICLES)
    await chatd.partner(dataArgs)
    const ingest = chatd.begin(["kb", "ingest", "many", ...dataArgs])
    await until("some articles are in", () => chatd.count("kb_article", data) >= 10)
    ingest.kill(signal)
    expect((await ingest.finished).code).toBe(exitCode)
    const there = chatd.count("kb_article", data)
    expect(there).toBeWithin(10, ARTICLES)
    const hits = await chatd.json(["kb", "search", "pump", ...dataArgs])
    expect(hits.length).toBeGreaterThan(0)

    const [second] = await chatd.json(["kb", "ingest", "many", ...dataArgs])
    expect(second.unchanged).toBeGreaterThan(0)
    expect(second.unchanged + second.articles).toBe(ARTICLES)
    expect(await ids(...dataArgs)).toEqual(
      Array.from({ length: ARTICLES }, (_, i) => `article-${i}.md`).sort(),
    )
    const vectors = chatd.count("kb_vector", data)
    expect(chatd.count("(select distinct article_id, kind, text from kb_vector)", data)).toBe(vectors)
    expect((await chatd.json(["kb", "ingest", "many", ...dataArgs]))[0]).toMatchObject({
      unchanged: ARTICLES,
      embedded: 0,
    })
  })
})

test("what terminals obey is taken out of customers' questions", async () => {
  const data = "data-gaps"
  const { partnerId } = await chatd.partner(["--data", data])
  chatd.write("gaps/pens.md", "# Pens\n\nPens are filled with ink of any colour.\n")
  await chatd.run(["kb", "ingest", "gaps", "--data", data])
  const server = await chatd.serve(["--data", data], { CHATD_CRM_PARTNER: partnerId })
  await chat(server.url, "Do whales\u001b]0;owned\u0007 \u001b[2Jsing\u009b31m in\u202e the dark?")
  const { code, out } = await chatd.run(["kb", "gaps", "--data", data])
  server.kill("SIGTERM")
  await server.finished
  expect(code).toBe(0)
  expect(out).toStartWith("1 × Do whales sing in the dark?\n")
})
