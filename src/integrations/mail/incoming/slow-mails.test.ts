import { describe, expect, test } from "bun:test"
import { PROPORTIONAL, shareOfSquare } from "../../../../test/growth.ts"
import { fileName } from "./file-type.ts"
import { readHead } from "./mail-head.ts"
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
    ["a word that is no address, above a fault's number", (n) => `${"a".repeat(2_400 * n)}\r\n550 no\r\n`],
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

describe("a header that is longer takes as much longer with", () => {
  const OPTIONS = {
    authservId: "mx.example",
    ownAddress: "support@acme.example",
    formSenders: new Set<string>(),
  }
  const head = (n: number, line: string) => `From: Eve <eve@example.com>\r\n${line.repeat(n)}\r\n`
  test.each<[string, (times: number) => string]>([
    ["a sender whose angle is never closed", (n) => `From: a<${" ".repeat(250 * n)}x\r\n`],
    ["the same over many lines", (n) => `From: a<\r\n${" \r\n".repeat(250 * n)} x\r\n`],
    ["angles alone", (n) => `From: ${"<".repeat(10_000 * n)}\r\n`],
    ["blanks before a word", (n) => head(1, `X-Auto-Response-Suppress: ${"\v".repeat(3_000 * n)}x`)],
    [
      "blanks between encoded words",
      (n) => head(1, `Subject: =?utf-8?q?a?=${" ".repeat(3_000 * n)}=?utf-8?q?b?=`),
    ],
  ])("%s", async (_, block) => {
    const slow = await shareOfSquare((times) => {
      const text = block(times)
      return () => readHead(text, OPTIONS)
    })
    expect(slow).toBeLessThan(PROPORTIONAL)
  })
})

test.each([" ", "."])("a file's name with many %p in it is read as fast as it is long", async (one) => {
  const slow = await shareOfSquare((times) => {
    const name = `a${one.repeat(4_000 * times)}b.txt`
    return () => fileName(name, "file-1")
  })
  expect(slow).toBeLessThan(PROPORTIONAL)
})

test("a mail whose blanks would be looked at for hours is read at once", async () => {
  const blanks = " ".repeat(3_000_000)
  const raw = `Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nHelp=20me${blanks}now.\r\n`
  const { text } = await readMail(Buffer.from(raw), undefined, LIMITS)
  expect(text.replace(/ +/g, " ")).toBe("Help me now.")
})

test("blanks that take no time stay as they are", async () => {
  const text = `one${" ".repeat(500)}two`
  const raw = `Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${text}\r\n`
  expect((await readMail(Buffer.from(raw), undefined, LIMITS)).text).toBe(text)
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
