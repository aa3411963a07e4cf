import { expect, test } from "bun:test"
import { en } from "../../../widget/i18n/en.ts"
import { BOT_WORDS } from "./bot-words.ts"

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
