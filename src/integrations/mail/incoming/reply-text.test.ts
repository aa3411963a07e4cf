import { describe, expect, test } from "bun:test"
import { array, assert, asyncProperty, constantFrom, property, string } from "fast-check"
import { readMail } from "./read-mail.ts"
import { replyText } from "./reply-text.ts"
import { CORPUS as COMMON, type LabelledMail } from "./testing-corpus.ts"
import { OTHER_PROGRAMS } from "./testing-other-programs.ts"

const CORPUS = [...COMMON, ...OTHER_PROGRAMS]

/** As it comes over the wire. */
function mailOf({ subject = "Re: Your question", plain, html }: LabelledMail): Buffer {
  const part = (type: string, text: string) =>
    `Content-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(text)
      .toString("base64")
      .replace(/.{76}/g, "$&\r\n")}\r\n`
  const parts = [plain && part("plain", plain), html && part("html", html)].filter(Boolean)
  const body =
    parts.length === 1
      ? parts[0]
      : `Content-Type: multipart/alternative; boundary="b"\r\n\r\n${parts.map((one) => `--b\r\n${one}`).join("")}--b--\r\n`
  return Buffer.from(`From: ada@customer.example\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\n${body}`)
}

const LIMITS = { files: 10, bytes: 10_000_000 }
const read = (mail: LabelledMail) => readMail(mailOf(mail), mail.subject ?? "Re: Your question", LIMITS)

describe("of an answer as mail programs send it, what its author wrote is found", () => {
  let right = 0
  for (const mail of CORPUS)
    test(mail.program, async () => {
      const { text, original } = await read(mail)
      if (text === mail.answer) right++
      expect(text).toBe(mail.answer)
      // What was left out can be looked up.
      if (mail.plain && original !== undefined)
        expect(original.replace(/\s+/g, "")).toBe(mail.plain.replace(/\s+/g, ""))
    })

  test("in all of at least 80", () => {
    console.log(`answers found: ${right} of ${CORPUS.length}`)
    expect(CORPUS.length).toBeGreaterThanOrEqual(80)
    expect(right).toBe(CORPUS.length)
  })
})

test("an answer in plain lines is never lost above any of the quotes", () => {
  const words = array(
    string({ unit: constantFrom(..."abcdefg äß字".split("")), minLength: 1, maxLength: 30 }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  const quotes = CORPUS.flatMap(({ plain, answer }) =>
    plain?.startsWith(answer) ? [plain.slice(answer.length)] : [],
  )
  assert(
    property(words, constantFrom(...quotes), (lines, quote) => {
      const answer = lines.map((line) => line.trim()).filter(Boolean)
      const { text } = replyText(`${answer.join("\n")}\n${quote}`)
      for (const line of answer) expect(text).toContain(line)
    }),
  )
})

test("who tells in their own words what somebody wrote says all that follows", () => {
  for (const text of [
    "Hello,\n\nOn 5 May 2026 your agent wrote:\n\nWe will refund you.\n\nI never got it.",
    "Hello,\n\non Monday at 9:30 your agent wrote:\n\nWe will refund you.\n\nI never got it.",
    "Hallo,\nam 5.5.2026 schrieb Ihr Kollege:\nWir erstatten das.\nDas ist nie geschehen.",
  ])
    expect(replyText(text)).toEqual({ text, isShortened: false })
})

test("two dashes alone on several lines part what somebody wrote, and no signature from it", () => {
  const steps = "I tried three things:\n--\nrestart\n--\nreinstall\nNothing helped."
  expect(replyText(steps)).toEqual({ text: steps, isShortened: false })
  expect(replyText("Works now.\n--\nAda Lovelace").text).toBe("Works now.")
  expect(replyText("First\n--\nSecond\n\n-- \nAda Lovelace").text).toBe("First\n--\nSecond")
})

test("any text is read, and something of it stays", () => {
  assert(
    property(string({ unit: "binary", maxLength: 400 }), (text) => {
      const { text: reply } = replyText(text)
      expect(reply === "").toBe(text.replace(/\r\n?/g, "\n").trim() === "")
    }),
  )
})

test("any bytes are read as a mail", async () => {
  const heads = [
    "Content-Type: multipart/mixed; boundary=x",
    "Content-Type: text/html; charset=x-unknown",
    "Content-Transfer-Encoding: base64",
    "Content-Type: multipart/report; report-type=delivery-status; boundary=x",
    "Content-Disposition: attachment; filename*=utf-8''%00%2e%2e%2fa",
    "--x",
    "--x--",
    "",
    "<blockquote type=cite><div><div>",
    "Content-Type: message/rfc822",
  ]
  await assert(
    asyncProperty(array(constantFrom(...heads, "a", "é", "\0", "=?utf-8?b?gg==?=")), async (lines) => {
      const { text, files } = await readMail(Buffer.from(lines.join("\r\n")), undefined, LIMITS)
      expect(typeof text).toBe("string")
      for (const { name } of files) expect(name).toMatch(/^[^/\\\p{Cc}]+$/u)
    }),
    { numRuns: 300 },
  )
})
