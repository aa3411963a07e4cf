import { describe, expect, test } from "bun:test"
import { readHead } from "./mail-head.ts"
import { readMail } from "./read-mail.ts"
import { OUR_ADDRESS, OUR_SERVER, WHOLE_MAILS } from "./testing-whole-mails.ts"

const OPTIONS = { authservId: OUR_SERVER, ownAddress: OUR_ADDRESS, formSenders: new Set<string>() }
const LIMITS = { files: 10, bytes: 10_000_000 }

describe("of a whole mail, everything that matters is found", () => {
  for (const mail of WHOLE_MAILS)
    test(mail.what, async () => {
      const raw = mail.raw.replace(/\r?\n/g, "\r\n")
      const head = readHead(raw.split("\r\n\r\n", 1)[0] ?? "", OPTIONS)
      expect(head.automatic).toBe(mail.automatic)
      if (mail.automatic === undefined) expect(head.subject).toBe(mail.subject ?? "Re: Your question")
      if (mail.saysSomething !== undefined) expect(head.saysSomething).toBe(mail.saysSomething)
      const read = await readMail(Buffer.from(raw), head.subject, LIMITS)
      if (mail.text !== undefined) expect(read.text).toBe(mail.text)
      if (mail.automatic === undefined)
        expect(read.files.map(({ name, type }) => [name, type])).toEqual(
          (mail.files ?? []).map((file) => [...file]),
        )
      if (mail.automatic !== undefined && !mail.bounce && mail.text === undefined)
        expect(read.bounce).toBeUndefined()
      if (mail.bounce) {
        const { comesBackFor, ...said } = mail.bounce
        expect(head.isReport).toBe(true)
        expect(read.bounce).toMatchObject({ ...said, replyAddresses: [comesBackFor].filter(Boolean) })
      }
    })
})

test("of files as many are kept as there is room for; the others are named", async () => {
  const file = (name: string, bytes: number) =>
    `--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${name.repeat(bytes / name.length)}\r\n`
  const mail = (...files: string[]) =>
    Buffer.from(
      `From: ada@customer.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${files.join("")}--b--\r\n`,
    )
  const many = await readMail(
    mail(...Array.from({ length: 13 }, (_, i) => file(`f${i}.bin`, 60))),
    undefined,
    LIMITS,
  )
  expect(many.files.map(({ name }) => name)).toEqual(Array.from({ length: 10 }, (_, i) => `f${i}.bin`))
  expect(many.leftOut).toEqual(["f10.bin", "f11.bin", "f12.bin"])
  const large = await readMail(
    mail(file("a.bin", 60), file("large.bin", 9_000), file("b.bin", 60)),
    undefined,
    { files: 10, bytes: 1_000 },
  )
  expect(large.files.map(({ name, content }) => [name, content.byteLength])).toEqual([
    ["a.bin", 60],
    ["b.bin", 60],
  ])
  expect(large.leftOut).toEqual(["large.bin"])
  const hundreds = await readMail(
    mail(...Array.from({ length: 300 }, (_, i) => file(`f${i}.bin`, 60))),
    undefined,
    LIMITS,
  )
  expect(hundreds.leftOut.slice(9)).toEqual(["f19.bin", "280 more files"])
})

describe("of a mail with more parts than anybody sends, what was written is read", () => {
  const from = (body: string, header = "") =>
    readMail(
      Buffer.from(
        `From: ada@customer.example\r\n${header}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b0\r\n\r\n${body}`,
      ),
      "Re: Your question",
      LIMITS,
    )
  const written = "Content-Type: text/plain\r\n\r\nMy kettle leaks.\r\n"

  test("beside each other", async () => {
    const file = "--b0\r\nContent-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nx\r\n"
    const read = await from(`--b0\r\n${written}${file.repeat(3_000)}--b0--\r\n`)
    expect(read.text).toBe("My kettle leaks.")
    expect(read.original).toContain("Content-Disposition")
  })

  test("within each other", async () => {
    const levels = Array.from(
      { length: 3_000 },
      (_, i) => `--b${i}\r\nContent-Type: multipart/mixed; boundary=b${i + 1}\r\n\r\n`,
    )
    const read = await from(`${levels.join("")}--b3000\r\n${written}--b3000--\r\n`)
    expect(read.text).toBe("My kettle leaks.")
  })

  test("below a header of megabytes", async () => {
    const read = await from(`--b0\r\n${written}--b0--\r\n`, `X-Trace: ${"a".repeat(1_200_000)}\r\n`)
    expect(read.text).toBe("My kettle leaks.")
  })
})

describe("what our own mail server found out about the sender", () => {
  const forged = (...results: string[]) =>
    readHead(
      `From: Ada <ada@customer.example>\r\n${results.map((result) => `Authentication-Results: ${result}\r\n`).join("")}`,
      OPTIONS,
    ).isForged

  test.each([
    "mx.acme.example; dmarc=fail (p=reject dis=none) header.from=customer.example",
    "MX.acme.example 1; spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=evil.example; dmarc=fail header.from=customer.example",
    "mx.acme.example; spf=fail smtp.mailfrom=ada@customer.example; dkim=none; dmarc=none",
    "mx.acme.example; spf=softfail (not allowed) smtp.mailfrom=customer.example; dkim=fail header.d=customer.example",
    "mx.acme.example; dkim=fail (bad signature) header.i=@customer.example; spf=none",
    // Somebody else's domain says nothing of this one.
    "mx.acme.example; spf=fail smtp.mailfrom=customer.example; dkim=pass header.d=evil.example",
    "mx.acme.example; spf=fail smtp.mailfrom=customer.example; dkim=pass header.i=@evilcustomer.example",
  ])("makes a forger of: %s", (result) => {
    expect(forged(result)).toBe(true)
  })

  test.each([
    "mx.acme.example; dmarc=pass header.from=customer.example; spf=fail; dkim=pass",
    "mx.acme.example; none",
    "mx.acme.example; spf=none; dkim=none; dmarc=none",
    // Passed on by another server: its signature holds.
    "mx.acme.example; spf=softfail smtp.mailfrom=customer.example; dkim=pass header.d=customer.example; dmarc=none",
    "mx.acme.example; spf=pass smtp.mailfrom=bounces.customer.example; dkim=fail header.d=customer.example",
    "mx.acme.example; spf=temperror; dkim=temperror; dmarc=temperror",
    // Anybody can write this.
    "mx.elsewhere.example; dmarc=fail; spf=fail; dkim=fail",
    "mx.acme.example.evil.example; dmarc=fail",
    "evil.example (mx.acme.example); dmarc=fail",
  ])("makes none of: %s", (result) => {
    expect(forged(result)).toBe(false)
  })

  test("in several lines, and whatever others add", () => {
    expect(
      forged(
        "mx.acme.example; spf=fail smtp.mailfrom=customer.example",
        "mx.acme.example;\r\n dkim=none;\r\n dmarc=fail header.from=customer.example",
        "mx.elsewhere.example; dmarc=pass",
      ),
    ).toBe(true)
    expect(
      forged(
        "mx.acme.example; spf=fail smtp.mailfrom=customer.example",
        "mx.acme.example; dkim=pass header.d=customer.example",
      ),
    ).toBe(false)
  })
})
