import { describe, expect, test } from "bun:test"
import { outcomeOf } from "./testing/outcome.ts"
import { sourceOf } from "./testing/source.ts"
import { readText } from "./text.ts"

const read = async (content: string | Uint8Array) =>
  (await readText(sourceOf("notes/opening-hours.txt", content)))[0]

describe("plain text", () => {
  test("takes a first line that is set off as title", async () => {
    expect(await read("Opening hours\n\nMonday to Friday.")).toEqual({
      id: "notes/opening-hours.txt",
      title: "Opening hours",
      body: "Monday to Friday.",
    })
    expect(await read("Hours\n=====\nAll day.")).toMatchObject({ title: "Hours", body: "All day." })
    expect(await read("Returns, refunds\n\nWithin a week.")).toMatchObject({
      title: "Returns, refunds",
      body: "Within a week.",
    })
  })

  test("leaves a first sentence in the body", async () => {
    expect(await read("We open at nine.\n\nAnd close.")).toMatchObject({
      title: "Opening hours",
      body: "We open at nine.\n\nAnd close.",
    })
  })

  test("decodes UTF-8 and UTF-16 by their marks, and windows-1252 else", async () => {
    const utf16 = Buffer.from("\uFEFFGrüße", "utf16le")
    const bigEndian = Buffer.from(utf16).swap16()
    const others = [Buffer.from("\uFEFFGrüße"), utf16, bigEndian, Buffer.from([71, 114, 0xfc, 0xdf, 101])]
    for (const bytes of others) expect((await read(bytes))?.body || (await read(bytes))?.title).toBe("Grüße")
    expect((await read(Buffer.from([0x93, 0x61, 0x94, 0x2e])))?.body).toBe("“a”.")
  })

  test("is in NFC without control characters", async () => {
    expect((await read("u\u0308ber\u0007 uns.\r\nZwei\u200B."))?.body).toBe("über uns.\nZwei.")
  })

  test("refuses what is no text", async () => {
    const outcome = await outcomeOf(readText, sourceOf("a.txt", new Uint8Array(2000)))
    expect(outcome).toStartWith("a.txt does not hold text. Save it as UTF-8")
    const arbitrary = Uint8Array.from({ length: 3000 }, (_, i) => (i * i * 31 + i * 7) % 256)
    expect(await outcomeOf(readText, sourceOf("a.txt", arbitrary))).toStartWith("a.txt does not hold text")
  })

  test.each([
    ["Cyrillic", "\xc2\xfb \xec\xee\xe6\xe5\xf2\xe5 \xe2\xe5\xf0\xed\xf3\xf2\xfc 30"],
    ["Chinese, simplified", "\xcd\xcb\xbb\xf5\xd5\xfe\xb2\xdf"],
    ["Chinese, traditional", "\xb0h\xb3f\xacF\xb5\xa6\xb1z\xa5i\xa5H\xa6b"],
    ["Polish", "Mo\xbfesz zwr\xf3ci\xe6 towar w ci\xb9gu 30 dni. \xaf\xf3\xb3\xe6 g\xea\x9cl\xb9."],
  ])("refuses what would be garbled: %s", async (_language, bytes) => {
    expect(await outcomeOf(readText, sourceOf("a.txt", Buffer.from(bytes, "latin1")))).toBe(
      "a.txt is in another encoding than UTF-8 and does not say in which. Save it as UTF-8.",
    )
  })

  test.each([
    "Cr\xe9\xe9e \xab\xa0\xc9t\xe9\xa0\xbb pour 5\xa0\x80",
    "Don\xb4t heat it above 0.2 W/m\xb2K, Acme\xaePro",
    "J\xe4\xe4\xe4\xe4r ja h\xe4\xe4y\xf6aie, p\xe4\xe4sem\xe4\xe4r\xe4, s\xf6\xf6k, \xf5lu, t\xe4nav, \xf6\xf6, v\xe4ike, p\xfc\xfc, m\xe4e, k\xfclm, m\xf5te, h\xe4",
    "Contents\n\nOpening hours \xb7\xb7\xb7\xb7\xb7\xb7\xb7\xb7 2\nMenu, \xa3\xa3\xa3 \xb7\xb7\xb7\xb7\xb7\xb7\xb7\xb7 3",
  ])("takes Western text for what it is: %j", async (bytes) => {
    expect(await outcomeOf(readText, sourceOf("a.txt", Buffer.from(bytes, "latin1")))).toBeArray()
  })
})
