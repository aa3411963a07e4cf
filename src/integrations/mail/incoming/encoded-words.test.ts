import { expect, test } from "bun:test"
import { PROPORTIONAL, shareOfSquare } from "../../../../test/growth.ts"
import { decodedWords } from "./encoded-words.ts"

const bytes = Buffer.from("Zurück über Käse 日本")
const word = (part: Buffer) => `=?utf-8?B?${part.toString("base64")}?=`
const half = (part: string) => `=?UTF-8?Q?${part}?=`

test.each([
  [
    "a character split over two words",
    `${word(bytes.subarray(0, 4))} ${word(bytes.subarray(4))}`,
    "Zurück über Käse 日本",
  ],
  ["one over words of both kinds", `${half("Zur=C3")} ${word(bytes.subarray(4))}`, "Zurück über Käse 日本"],
  ["spaces that should be underscores", "=?utf-8?Q?Hallo Welt_=C3=A4?=", "Hallo Welt ä"],
  [
    "plain text between words",
    "=?UTF-8?B?w6Q=?= plain =?UTF-8?B?w7Y=?=  =?UTF-8?B?w7w=?= end",
    "ä plain öü end",
  ],
  ["words of two charsets", "=?utf-8?Q?=C3=A4?= =?iso-8859-1?Q?=F6?=", "äö"],
  ["Japanese", "=?ISO-2022-JP?B?GyRCRnxLXDhsGyhC?=", "日本語"],
  ["a language beside the charset", "=?utf-8*de?Q?K=C3=A4se?=", "Käse"],
  ["a charset that nobody knows", "=?x-nobody?Q?K=E4se?= and more", "=?x-nobody?Q?K=E4se?= and more"],
  [
    "two of such words",
    "=?x-nobody?Q?K=E4se?= =?x-nobody?Q?platte?=",
    "=?x-nobody?Q?K=E4se?= =?x-nobody?Q?platte?=",
  ],
  ["no words at all", "Is 1 =? 2 ?= so", "Is 1 =? 2 ?= so"],
])("%s", (_, header, text) => {
  expect(decodedWords(header)).toBe(text)
})

test("a header of nothing but beginnings is read in no more time than it is long", async () => {
  const headerOf = (times: number) => "=?utf-8?q?".repeat(2_500 * times)
  expect(decodedWords(headerOf(8))).toBe(headerOf(8))
  const slowness = await shareOfSquare((times) => {
    const header = headerOf(times)
    return () => decodedWords(header)
  })
  expect(slowness).toBeLessThan(PROPORTIONAL)
})
