import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { PROPORTIONAL, shareOfSquare } from "../../../test/growth.ts"
import type { IntentEntities } from "../../core/intent.ts"
import { classifyMessage } from "./classify.ts"
import { entitiesOf, orderPattern } from "./entities.ts"

const UUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"

const CASES: [string, Partial<IntentEntities>][] = [
  ["What's the status of ticket #12345?", { ticketNumbers: ["12345"] }],
  ["T-12", { ticketNumbers: ["T-12"] }],
  ["ticket t-12 and ticket 13", { ticketNumbers: ["T-12", "13"] }],
  ["Ticket Nr. 77", { ticketNumbers: ["77"] }],
  ["ticket number: 8", { ticketNumbers: ["8"] }],
  ["billet n° 512", { ticketNumbers: ["512"] }],
  ["ما حالة التذكرة رقم ١٢٣٤٥؟", { ticketNumbers: ["12345"] }],
  ["تیکت #۴۵", { ticketNumbers: ["45"] }],
  ["टिकट २१० की स्थिति", { ticketNumbers: ["210"] }],
  ["チケット１２３の状況は？", { ticketNumbers: ["123"] }],
  ["工单12345的状态", { ticketNumbers: ["12345"] }],
  ["452 numaralı talebimin durumu ne?", { ticketNumbers: ["452"] }],
  [`ticket ${UUID}`, { ticketNumbers: [UUID] }],
  [`my order is ${UUID}`, { orderIds: [UUID.toUpperCase()] }],
  ["where is order 4711", { orderIds: ["4711"] }],
  ["order #A-99120 please", { orderIds: ["A-99120"] }],
  ["my order, #812", { orderIds: ["812"] }],
  ["write to Ada.L+x@mail.example.com", { emails: ["ada.l+x@mail.example.com"] }],
  ["call +49 151 1234567", { phones: ["+49 151 1234567"] }],
  ["my number is +4915112345678", { phones: ["+4915112345678"] }],
  ["on 24.12.2026 at noon", { dates: ["2026-12-24"] }],
  ["on 2026-12-24", { dates: ["2026-12-24"] }],
  ["on 13/1/2027", { dates: ["2027-01-13"] }],
  ["on 3/4/2027", { dates: ["3/4/2027"] }],
  // None of these is an id of ours.
  ["I have 3 tickets open since 10 days", {}],
  ["the ticket machine costs 12.50", {}],
  ["error #E204 &#123;", {}],
  ["T-shirt size 42 in colour #fff", {}],
  ["https://acme.example/#12", {}],
  ["order the columns", {}],
]

const NONE: IntentEntities = { ticketNumbers: [], orderIds: [], emails: [], phones: [], dates: [] }

describe("ids and addresses in a message", () => {
  const patterns = ["ORD-######", "@@@@@@@@@@##########"].map(orderPattern)

  test.each(CASES)("%s", (text, expected) => {
    const { ticketNamed: _, orderNamed: __, ...found } = entitiesOf(text)
    expect(found).toEqual({ ...NONE, ...expected })
  })

  test("order ids are told by what a partner says they look like", () => {
    const own = ["ORD-######", "@@.###"].map(orderPattern)
    const found = (text: string) => entitiesOf(text, own)
    expect(found("#ord-123456?").orderIds).toEqual(["ORD-123456"])
    expect(found("it says ab.123, and ORD-1234567").orderIds).toEqual(["AB.123"])
    expect(found("abx123").orderIds).toEqual([])
  })

  test("what is found was written", () => {
    const piece = fc.constantFrom(
      "ticket ",
      "#",
      "1",
      "12",
      "-",
      "T-",
      ".",
      "@",
      "a",
      "order ",
      " ",
      "+",
      "(",
      ")",
      "/",
      "№",
      "٣",
      "注文",
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 2_000 }), fc.string({ maxLength: 50 }), (pieces, tail) => {
        const text = pieces.join("") + tail
        const { ticketNumbers, emails, phones } = entitiesOf(text, patterns)
        const plain = text.normalize("NFKD").toLowerCase().replaceAll("٣", "3")
        for (const one of [...ticketNumbers.map((n) => n.replace("T-", "")), ...emails, ...phones])
          expect(plain).toContain(one)
      }),
      { numRuns: 300 },
    )
  })

  // No more than a thousand characters are looked at: these are that long at most.
  test.each<[string, (times: number) => string]>([
    ["digits", (n) => "1 ".repeat(63 * n)],
    ["nouns", (n) => "ticket ".repeat(18 * n)],
    ["marks", (n) => "#".repeat(125 * n)],
    ["an address that never ends", (n) => `${"a.".repeat(31 * n)}@${"b-".repeat(31 * n)}`],
    ["a phone that never ends", (n) => `+${"(1) ".repeat(31 * n)}`],
    ["one letter", (n) => "a".repeat(125 * n)],
  ])("%s again and again are looked through in no more time than they are long", async (_what, text) => {
    const slowness = await shareOfSquare((times) => {
      const message = text(times)
      return () => classifyMessage({ text: message, orderPatterns: patterns })
    })
    expect(slowness).toBeLessThan(PROPORTIONAL)
  })
})
