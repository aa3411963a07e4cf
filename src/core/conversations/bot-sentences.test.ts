import { expect, test } from "bun:test"
import { en } from "../../../widget/i18n/en.ts"
import type { Texts } from "../../../widget/i18n/texts.ts"
import { LANGUAGES } from "../../../widget/i18n/words.ts"
import { BOT_WORDS, botWordsIn } from "./bot-words.ts"

test("the bot's words are those by which the widget knows them", () => {
  const { unsure, coming, nobodyThere, closed } = BOT_WORDS.en
  expect({ unsure, coming, nobodyThere, closed }).toEqual({
    unsure: en.unsure,
    coming: en.queuedForPerson,
    nobodyThere: en.nobodyHere,
    closed: en.closed,
  })
  for (const { backAt } of Object.values(BOT_WORDS)) expect(backAt).toContain("{time}")
})

test("a ticket that was mailed is confirmed in English in the widget's words", () => {
  expect(BOT_WORDS.en.ticketMailed).toBe(en.ticketMailed)
})

test.each(LANGUAGES.filter((language) => language !== "en"))(
  "the bot and the widget say the same in the same words: %s",
  async (language) => {
    const texts = ((await import(`../../../widget/i18n/lang/${language}.ts`)) as { default: Texts }).default
    const { unsure, coming, declined, nobodyThere, closed, backAt, ticketMade, ticketMailed } =
      botWordsIn(language)
    expect({ unsure, coming, declined, nobodyThere, closed, backAt, ticketMade, ticketMailed }).toEqual({
      unsure: texts.unsure,
      coming: texts.queuedForPerson,
      declined: texts.declined,
      nobodyThere: texts.nobodyHere,
      closed: texts.closed,
      backAt: texts.backAt,
      ticketMade: texts.ticketMade,
      ticketMailed: texts.ticketMailed,
    })
  },
)

test("French marks stay on the line of their word, and apostrophes are those of print", () => {
  for (const words of [BOT_WORDS.fr, BOT_WORDS.it])
    for (const sentence of Object.values(words)) expect(sentence).not.toMatch(/ [?!:;»]|« |'/)
})

test.each(Object.entries(BOT_WORDS))("the widget knows a ticket by its number: %s", (_language, words) => {
  expect(words.ticketMade).toContain("#{id}")
  expect(words.ticketMailed).toContain("#{id}")
})

test.each(Object.entries(BOT_WORDS))("who has a message is named: %s", (_language, { passedOn }) => {
  expect(passedOn).toContain("{name}")
})
