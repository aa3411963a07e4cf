import { describe, expect, test } from "bun:test"
import { readMail } from "./read-mail.ts"

const LIMITS = { files: 10, bytes: 10_000_000 }
/** What reading them takes at most, on a slow machine: patterns that look back took more than ten times as long. */
const LONGEST = 1_000

const read = (type: "plain" | "html", body: string) =>
  readMail(
    Buffer.from(`Content-Type: text/${type}; charset=utf-8\r\n\r\n${body}`),
    "Re: Your question",
    LIMITS,
  )

async function timeOf(type: "plain" | "html", body: string): Promise<number> {
  const before = performance.now()
  await read(type, body)
  return performance.now() - before
}

describe("a mail stops nobody for long with a text of", () => {
  test.each([
    ["a long line of dashes that ends in a letter", `I need help.\r\n${"_".repeat(3_500)}x`],
    ["many lines of dashes", `I need help.\r\n${`${"-".repeat(380)}x\r\n`.repeat(1_000)}`],
    ["spaces within a line", `x${" ".repeat(150_000)}x`],
    ["addresses that never end", "<https://".repeat(50_000)],
    ["quotes with nothing of one's own between them", "> \r\n.\r\n".repeat(80_000)],
    ["signatures below nothing", `${".\r\n".repeat(100_000)}${"Sent from my iPhone\r\n".repeat(10_000)}`],
  ])("%s", async (_, text) => {
    expect(await timeOf("plain", text)).toBeLessThan(LONGEST)
  })
})

describe("a mail stops nobody for long with HTML of", () => {
  test.each([
    ["hard spaces and line breaks", `a${"&nbsp;".repeat(2_500)}b${"<br>".repeat(2_500)}`],
    ["more of them", `a${"&nbsp;".repeat(64_000)}b${"<br>".repeat(64_000)}`],
    ["paragraphs", "<p>This is one sentence of a long mail that somebody wrote to us.</p>\n".repeat(14_000)],
    ["short lines", "a<br>".repeat(200_000)],
    ["lines as they were typed", `<pre>${"a\n".repeat(500_000)}</pre>`],
    ["elements that are never closed", "<div>".repeat(190_000)],
    ["quotes in quotes", "<div class=gmail_quote>a".repeat(40_000)],
  ])("%s", async (_, html) => {
    expect(await timeOf("html", html)).toBeLessThan(LONGEST)
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
