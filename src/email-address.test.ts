import { expect, test } from "bun:test"
import { addressIn, emailAddress } from "./email-address.ts"
import { plainIssue } from "./plain-issues.ts"

test.each([
  ["ada@example.com", "ada@example.com"],
  ["Ada.Lovelace+news@EXAMPLE.com", "Ada.Lovelace+news@EXAMPLE.com"],
  ["info@müller.de", "info@xn--mller-kva.de"],
  ["Info@MÜLLER.De", "Info@xn--mller-kva.de"],
  ["kontakt@post.bücher.example", "kontakt@post.xn--bcher-kva.example"],
  ["info@例子.广告", "info@xn--fsqu00a.xn--4rr70v"],
])("%s is an address", (typed, stored) => {
  expect(addressIn(typed)).toBe(stored)
})

test.each([
  ["jörg@müller.de", /before the @/],
  ["用户@例子.广告", /before the @/],
  ["info@mül ler.de", /must be an e-mail address$/],
  ["info@müller", /must be an e-mail address$/],
  ["info@ünï/../x.de", /must be an e-mail address$/],
  ["info@müller.de:80", /must be an e-mail address$/],
  ["a@müller.de,b@müller.de", /must be an e-mail address$/],
  ["müller.de", /must be an e-mail address$/],
  ["@müller.de", /must be an e-mail address$/],
  [`info@${"ü".repeat(60)}.de`, /must be an e-mail address$/],
  ["", /must be an e-mail address$/],
])("%s is refused with what is wrong", (typed, said) => {
  expect(addressIn(typed)).toBeUndefined()
  const parsed = emailAddress().safeParse(typed, { error: plainIssue })
  expect(parsed.error?.issues[0]?.message).toMatch(said)
})
