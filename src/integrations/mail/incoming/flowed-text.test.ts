import { expect, test } from "bun:test"
import { asFixedText, unflowed } from "./flowed-text.ts"

const FLOWED = "Content-Type: text/plain; charset=utf-8; format=flowed"

test("the lines of a mail passed along run on as they did; those of the mail itself are ours to join", () => {
  const within = `${FLOWED}; delsp=yes\r\nSubject: within\r\n\r\n--a\r\n${FLOWED}\r\n\r\nhello \r\n`
  const whole = `Content-Type: multipart/mixed;\r\n boundary="a"\r\n\r\n--a\r\n${FLOWED}\r\n\r\nSee: \r\nformat=flowed\r\n--a\r\nContent-Type: message/rfc822\r\n\r\n${within.replaceAll("--a", "--b")}--a--\r\n`
  const { raw, flow } = asFixedText(Buffer.from(whole, "latin1"))
  expect(flow).toBe("flowed")
  expect(raw.toString("latin1")).toBe(whole.replace(FLOWED, FLOWED.replace("flowed", "fixed")))
  expect(asFixedText(raw).flow).toBe("fixed")
})

test("of a mail of thousands of parts the first thousand are looked at", () => {
  const mail = `Content-Type: multipart/mixed; boundary=a\r\n\r\n${`--a\r\n${FLOWED}\r\n\r\nhello\r\n`.repeat(3_000)}--a--\r\n`
  const fixed = asFixedText(Buffer.from(mail)).raw.toString()
  expect(fixed.match(/format=fixed/g)).toHaveLength(999)
  expect(fixed.replaceAll("format=fixed", "format=flowed")).toBe(mail)
})

test("neither an empty line nor a signature belongs to the lines above, though these end with a space", () => {
  expect(unflowed("Hello Ada, \n\nit is \nred. \n-- \nBob \nAcme", "flowed")).toBe(
    "Hello Ada, \n\nit is red. \n-- \nBob Acme",
  )
})

test.each(['Content-Disposition: attachment; filename="log.txt"', "Content-Disposition: x-unknown"])(
  "a file whose lines run on says nothing of the mail's text: %s",
  (disposition) => {
    const whole = `Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain\r\n\r\nOne \r\nTwo\r\n--a\r\n${FLOWED}\r\n${disposition}\r\n\r\nlog \r\n--a--\r\n`
    const { raw, flow } = asFixedText(Buffer.from(whole))
    expect({ raw: raw.toString(), flow }).toEqual({ raw: whole, flow: "fixed" })
    const inline = whole.replace(/attachment|x-unknown/, "inline")
    expect(asFixedText(Buffer.from(inline)).flow).toBe("flowed")
  },
)
