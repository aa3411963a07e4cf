import { describe, expect, test } from "bun:test"
import { PROPORTIONAL, shareOfSquare } from "../../../../test/growth.ts"
import { readMail } from "./read-mail.ts"

const LIMITS = { files: 10, bytes: 10_000_000 }

const read = (type: "plain" | "html", body: string) =>
  readMail(
    Buffer.from(`Content-Type: text/${type}; charset=utf-8\r\n\r\n${body}`),
    "Re: Your question",
    LIMITS,
  )

const slowness = (type: "plain" | "html", body: (times: number) => string) =>
  shareOfSquare((times) => {
    const text = body(times)
    return () => read(type, text)
  })

describe("a mail that is longer takes as much longer with a text of", () => {
  test.each<[string, (times: number) => string]>([
    ["a long line of dashes that ends in a letter", (n) => `I need help.\r\n${"_".repeat(450 * n)}x`],
    ["many lines of dashes", (n) => `I need help.\r\n${`${"-".repeat(380)}x\r\n`.repeat(125 * n)}`],
    ["spaces within a line", (n) => `x${" ".repeat(20_000 * n)}x`],
    ["addresses that never end", (n) => "<https://".repeat(6_000 * n)],
    ["quotes with nothing of one's own between them", (n) => "> \r\n.\r\n".repeat(10_000 * n)],
    [
      "signatures below nothing",
      (n) => `${".\r\n".repeat(12_500 * n)}${"Sent from my iPhone\r\n".repeat(1_250 * n)}`,
    ],
  ])("%s", async (_, text) => {
    expect(await slowness("plain", text)).toBeLessThan(PROPORTIONAL)
  })
})

describe("a mail that is longer takes as much longer with HTML of", () => {
  test.each<[string, (times: number) => string]>([
    ["hard spaces and line breaks", (n) => `a${"&nbsp;".repeat(8_000 * n)}b${"<br>".repeat(8_000 * n)}`],
    [
      "paragraphs",
      (n) => "<p>This is one sentence of a long mail that somebody wrote to us.</p>\n".repeat(1_750 * n),
    ],
    ["short lines", (n) => "a<br>".repeat(25_000 * n)],
    ["lines as they were typed", (n) => `<pre>${"a\n".repeat(62_500 * n)}</pre>`],
    ["elements that are never closed", (n) => "<div>".repeat(24_000 * n)],
    ["quotes in quotes", (n) => "<div class=gmail_quote>a".repeat(5_000 * n)],
  ])("%s", async (_, html) => {
    expect(await slowness("html", html)).toBeLessThan(PROPORTIONAL)
  })
})

test("what stands in more elements than are looked at is read all the same", async () => {
  const { text } = await read("html", `<p>Hello</p>${"<div>".repeat(5_000)}I need <b>help</b>.`)
  expect(text).toBe("Hello\n\nI need help.")
})

test("of a longer mail than is read at once the beginning is", async () => {
  const { text } = await read("html", `<p>I need help &amp; more.</p>${"<p>a</p>".repeat(100_000)}`)
  expect(text).toStartWith("I need help & more.\n\na\n\na")
})

test("of links that are not closed, each says where it leads", async () => {
  const { text } = await read("html", '<a href="https://a.example/">one <a href="https://b.example/">two')
  expect(text).toBe("one two (https://b.example/) (https://a.example/)")
})

test("a link says where it leads, once, and not where its words say it", async () => {
  const { text } = await read(
    "html",
    'See <a href="https://acme.example/help">our <i>help</i></a>, <a href="https://acme.example/">acme.<b>example</b></a> and <a href="https://acme.example/faq"><div>questions</div></a>',
  )
  expect(text).toBe(
    "See our help (https://acme.example/help), acme.example and\nquestions\n (https://acme.example/faq)",
  )
})
