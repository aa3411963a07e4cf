import { describe, expect, test } from "bun:test"
import { readHead } from "./mail-head.ts"

const OPTIONS = { authservId: undefined, ownAddress: "support@acme.example", formSenders: new Set<string>() }
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
  // A group (RFC 6854).
  ["Our team: ada@customer.example;", "ada@customer.example"],
  ["Our team: Ada <ada@customer.example>;", "ada@customer.example"],
  ["Our team: ada@customer.example, eve@customer.example;", undefined],
  ["Undisclosed:;", undefined],
  ['"eve@evil.example": ada@customer.example;', undefined],
])("from %s, the address is %p", (from, address) => {
  expect(headOf(from).from).toBe(address)
})

describe("a form of a website", () => {
  const WEB = "wordpress@acme.example"
  const options = { ...OPTIONS, formSenders: new Set([WEB, "support@acme.example"]) }
  const formOf = (...headers: string[]) => readHead(`${headers.join("\r\n")}\r\n\r\n`, options).form
  const from = (sender: string) => `From: Acme <${sender}>`

  test.each([WEB, "support@acme.example", "Support@Acme.example"])(
    "that mails from %s is of whom its Reply-To names",
    (sender) => {
      expect(formOf(from(sender), "Reply-To: Ada <ada@customer.example>")).toEqual({
        sender,
        customer: { name: "Ada", address: "ada@customer.example" },
      })
    },
  )

  test.each<[string, string[]]>([
    ["says that it is a machine", ["Auto-Submitted: auto-generated", "Precedence: bulk"]],
    ["is sent for a list", ["List-Unsubscribe: <https://acme.example/u>", "Return-Path: <>"]],
    ["names ours as well", ["Reply-To: support@acme.example, Wordpress@acme.example"]],
    ["names one twice", ["Reply-To: ada@CUSTOMER.example"]],
    ["has what is no address beside it", ["Reply-To: Ada Lovelace"]],
  ])("which %s is one all the same", (_, headers) => {
    const form = formOf(from(WEB), "Reply-To: ada@customer.example", ...headers)
    expect(form?.customer?.address.toLowerCase()).toBe("ada@customer.example")
  })

  test.each<[string, string[]]>([
    ["nobody", []],
    ["ours alone", ["Reply-To: support+c.0123456789.0123456789abcdefghjkmnpq@acme.example"]],
    ["several", ["Reply-To: ada@customer.example, eve@customer.example"]],
    ["several, each on its own", ["Reply-To: ada@customer.example", "Reply-To: eve@customer.example"]],
    ["a mail system", ["Reply-To: mailer-daemon@customer.example"]],
    ["what is no address", ['Reply-To: ada@customer.example>, <"Bcc: eve@customer.example"']],
  ])("that names %s is nobody's", (_, headers) => {
    expect(formOf(from(WEB), ...headers)).toEqual({ sender: WEB, customer: undefined })
  })

  const id = `chatd.${"0a".repeat(20)}@acme.example`
  test.each<[string, string[]]>([
    ["a mail of ours", [`Message-ID: <${id}>`]],
    [
      "a mail of ours that was named anew on its way",
      ["Message-ID: <x@relay.example>", `References: <${id}>`],
    ],
    ["what answers one", [`In-Reply-To: <${id}>`]],
    ["what says that somebody is away", ["Auto-Submitted: auto-replied"]],
    ["the same, said otherwise", ["X-Autoreply: yes"]],
    ["a report", ["Content-Type: multipart/report; boundary=b"]],
  ])("is none: %s", (_, headers) => {
    for (const sender of [WEB, "support@acme.example"])
      expect(formOf(from(sender), "Reply-To: ada@customer.example", ...headers)).toBeUndefined()
  })

  test("is none that our own address writes of nobody else, and none that no setting names", () => {
    expect(formOf(from("support@acme.example"), "Reply-To: support@acme.example")).toBeUndefined()
    expect(formOf(from("support@acme.example"))).toBeUndefined()
    expect(formOf(from("form@acme.example"), "Reply-To: ada@customer.example")).toBeUndefined()
  })
})
