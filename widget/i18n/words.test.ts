import { describe, expect, test } from "bun:test"
import { en } from "./en.ts"
import type { Texts } from "./texts.ts"
import { chooseLanguage, createWords, LANGUAGES } from "./words.ts"

async function textsOf(language: string): Promise<Texts> {
  if (language === "en") return en
  return ((await import(`./lang/${language}.ts`)) as { default: Texts }).default
}

describe("languages", () => {
  for (const language of LANGUAGES)
    test(`${language} has every text, with the same places to fill`, async () => {
      const texts = await textsOf(language)
      expect(Object.keys(texts)).toEqual(Object.keys(en))
      for (const key of Object.keys(en) as (keyof Texts)[]) {
        const text = texts[key]
        if (typeof text === "string") {
          expect(text.trim()).not.toBe("")
          expect(places(text)).toEqual(places(String(en[key])))
        } else {
          const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
          const absent = forms.filter((form) => !(form in text) && form !== "zero" && form !== "many")
          expect({ key, absent }).toEqual({ key, absent: [] })
        }
      }
    })

  test("are counted by their own rules", async () => {
    const arabic = createWords({ language: "ar", locale: "ar-EG" }, await textsOf("ar"))
    expect(arabic.count("unread", 2)).toBe("رسالتان جديدتان")
    expect(arabic.count("unread", 3)).toBe("٣ رسائل جديدة")
    const english = createWords({ language: "en", locale: "en" })
    expect(english.count("unread", 1)).toBe("1 new message")
    expect(english.count("unread", 1200)).toBe("1,200 new messages")
  })
})

test("French marks stay on the line of their word, and apostrophes are those of print", async () => {
  for (const language of ["fr", "it"])
    for (const text of Object.values(await textsOf(language)))
      for (const form of typeof text === "string" ? [text] : Object.values(text))
        expect(form).not.toMatch(/ [?!:;»]|« |'/)
})

function places(text: string): string[] {
  return (text.match(/\{\w+\}/g) ?? []).sort()
}

test("the first language that is spoken wins; else it is English", () => {
  expect(chooseLanguage(["xx", "pt-BR", "de"])).toEqual({ language: "pt", locale: "pt-BR" })
  expect(chooseLanguage(["iw-IL"]).language).toBe("he")
  expect(chooseLanguage(["de_AT"])).toEqual({ language: "de", locale: "de" })
  expect(chooseLanguage(["", "sv"])).toEqual({ language: "en", locale: "en" })
})

test("texts are replaced by those of the configuration, and filled", () => {
  const words = createWords({ language: "en", locale: "en" }, en, { welcome: "Ahoy!", sources: "Read on" })
  expect(words.say("welcome")).toBe("Ahoy!")
  expect(words.count("sources", 3)).toBe("Read on")
  expect(words.say("typing", { name: "Grace" })).toBe("Grace is typing…")
})

test("spans of time are told in the unit that fits", () => {
  const words = createWords({ language: "en", locale: "en" })
  expect([0.2, 12, 89, 120, 3600, 7200].map((seconds) => words.span(seconds))).toEqual([
    "1 second",
    "12 seconds",
    "89 seconds",
    "2 minutes",
    "60 minutes",
    "2 hours",
  ])
})

test("days are told by name near today", () => {
  const words = createWords({ language: "en", locale: "en" })
  const yesterday = new Date(Date.now() - 86_400_000)
  expect(words.day(new Date().toISOString())).toBe("Today")
  expect(words.day(yesterday.toISOString())).toBe("Yesterday")
  expect(words.day("2001-02-03T12:00:00")).toBe("Saturday, February 3, 2001")
})
