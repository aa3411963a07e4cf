import { expect, test } from "bun:test"
import { readHead } from "./mail-head.ts"

const OPTIONS = { authservId: undefined, ownAddress: "support@acme.example" }
const FROM = "From: Ada <ada@customer.example>\r\n"
const headOf = (from: string, subject = "Help") =>
  readHead(`From: ${from}\r\nSubject: ${subject}\r\n\r\n`, OPTIONS)
const automaticOf = (subject: string) => headOf("Ada <ada@customer.example>", subject).automatic

test.each([
  "Automatic reply: Your question",
  "Out of Office: Your question",
  "Out of Office AutoReply: Your question",
  "Out of the office auto-reply: Your question",
  "[Auto-Reply] Your question",
  "Abwesenheitsnotiz: Re: Your question",
  "Réponse automatique : Your question",
])("%p is a machine's, also where nothing else says so", (subject) => {
  expect(automaticOf(subject)).toBe("its subject")
})

test.each(["Re: Out of office hours", "Out of office hours: when are you there?", "Auto: it does not start"])(
  "%p is a person's",
  (subject) => {
    expect(automaticOf(subject)).toBeUndefined()
  },
)

test.each([
  ["no", undefined],
  ["No; by=hand", undefined],
  ["", undefined],
  ["auto-replied", "Auto-Submitted"],
  ["Auto-Generated; type=note", "Auto-Submitted"],
])(
  "of what says Auto-Submitted: %p, that is taken for a machine's which says that it is",
  (said, automatic) => {
    expect(readHead(`${FROM}Auto-Submitted: ${said}\r\n\r\n`, OPTIONS).automatic).toBe(automatic)
  },
)

test.each([
  ["nobody", ""],
  ["two", "From: Ada <ada@customer.example>, Eve <eve@customer.example>\r\n"],
])("what is from %s is from nobody", (_, from) => {
  expect(readHead(`${from}Subject: My engine\r\n\r\n`, OPTIONS)).toMatchObject({
    from: undefined,
    fromName: undefined,
    subject: "My engine",
  })
})

test.each([
  // As some Japanese companies gave them out, and Postfix writes them.
  ['"ada..l."@customer.example', "ada..l.@customer.example"],
  ['Ada <"ada"@customer.example>', "ada@customer.example"],
  ['"Love, \\"Ada\\"" <"a\\da"@customer.example>', "ada@customer.example"],
  ['"ada@customer.example"@evil.example', undefined],
  ['"ada lovelace"@customer.example', undefined],
])("from %s, the address is %p", (from, address) => {
  expect(headOf(from).from).toBe(address)
})
