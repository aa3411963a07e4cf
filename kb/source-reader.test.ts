import { afterAll, expect, test } from "bun:test"
import type { Source } from "./readers/reader.ts"
import { makeEndlessPdf, makePdf } from "./readers/testing/pdf.ts"
import { openSourceReader } from "./source-reader.ts"

/** What can be read is, also by a worker that has just begun, on a machine with much to do. */
const LONGEST_MS = 5_000
const reader = openSourceReader({ longestMs: LONGEST_MS })
afterAll(() => reader.close())

const closing = <T extends { close(): void }>(opened: T) => ({
  ...opened,
  [Symbol.dispose]: () => opened.close(),
})

const source = (name: string, content: string | Uint8Array, contentType?: string): Source => ({
  name,
  bytes: typeof content === "string" ? new TextEncoder().encode(content) : content,
  ...(contentType && { contentType }),
})

test("sources are read one after the other, and what is wrong with one is said of it", async () => {
  const [first, second, broken] = await Promise.allSettled([
    reader.articles(source("a.md", "# A\n\nOne.")),
    reader.articles(source("b.md", "# B\n\nTwo.")),
    reader.articles(source("c.json", "{")),
  ])
  expect(first).toMatchObject({ value: [{ id: "a.md", title: "A", body: "One." }] })
  expect(second).toMatchObject({ value: [{ id: "b.md", title: "B", body: "Two." }] })
  expect(broken).toMatchObject({ reason: { name: "UnreadableSource", source: "c.json" } })
})

test("a page tells where it leads", async () => {
  const page = `<html><head><link rel="canonical" href="/c"></head><body><a href="b">b</a></body></html>`
  const { links, canonical, noindex } = await reader.links(source("https://a.example/x", page), "noindex")
  expect({ links: links.map(({ href }) => href), canonical: canonical?.href, noindex }).toEqual({
    links: ["https://a.example/b"],
    canonical: "https://a.example/c",
    noindex: true,
  })
})

test("one that would never end is given up, and the next is read", async () => {
  const endless = reader.articles(source("endless.pdf", makeEndlessPdf()))
  const next = reader.articles(source("a.md", "# A\n\nOne."))
  await expect(endless).rejects.toThrow("endless.pdf takes longer than 5 seconds to read.")
  expect(await next).toHaveLength(1)
})

test("one that was given up is not tried again by who watches its folder, until it changes", async () => {
  using patient = closing(openSourceReader({ longestMs: LONGEST_MS }))
  const pdf = makeEndlessPdf()
  const why = "endless.pdf takes longer than 5 seconds to read."
  await expect(patient.articles(source("endless.pdf", pdf))).rejects.toThrow(why)
  const again = performance.now()
  await expect(patient.articles(source("endless.pdf", pdf))).rejects.toThrow(why)
  expect(performance.now() - again).toBeLessThan(LONGEST_MS / 2)
  const mended = makePdf([[{ text: "It ends after this sentence.", y: 700 }]])
  expect(await patient.articles(source("endless.pdf", mended))).toHaveLength(1)
})

test("one that would fill the memory is given up", async () => {
  using small = closing(openSourceReader({ mostBytes: 256 * 1024 ** 2 }))
  const rows = `question,answer\n${"q?,a\n".repeat(3_000_000)}`
  await expect(small.articles(source("rows.csv", rows))).rejects.toThrow(
    "rows.csv takes more than 256 MB of memory to read.",
  )
})

test("whoever stops it does not wait", async () => {
  const stop = new AbortController()
  const endless = reader.articles(source("stopped.pdf", makeEndlessPdf()), stop.signal)
  setTimeout(() => stop.abort(new Error("enough")), 10)
  await expect(endless).rejects.toThrow("enough")
})

test("what is being read when it is closed ends, and nothing that waits is begun", async () => {
  const closed = openSourceReader()
  const endless = closed.articles(source("endless.pdf", makeEndlessPdf()))
  const next = closed.articles(source("a.md", "# A\n\nOne."))
  const ended = Promise.allSettled([endless, next])
  // The first one's worker is there by then.
  await new Promise((resolve) => setImmediate(resolve))
  closed.close()
  expect(await ended).toMatchObject([
    { reason: { message: "The reader was closed." } },
    { reason: { message: "The reader was closed." } },
  ])
  await expect(closed.articles(source("a.md", "# A"))).rejects.toThrow("The reader was closed.")
})
