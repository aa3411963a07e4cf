import { expect, test } from "bun:test"
import { readHead } from "./mail-head.ts"

const automaticOf = (subject: string) =>
  readHead(`From: Ada <ada@customer.example>\r\nSubject: ${subject}\r\n\r\n`, {
    authservId: undefined,
    ownAddress: "support@acme.example",
  }).automatic

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
