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
})
