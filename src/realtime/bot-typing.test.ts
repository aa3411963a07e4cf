import { expect, test } from "bun:test"
import type { Conversation } from "../core/conversations/conversation.ts"
import { showBotTyping } from "./bot-typing.ts"
import { Hub } from "./hub.ts"

const CONVERSATION = { id: 1 } as Conversation

test("that the bot is writing is shown until it is done, also where it fails, and of a quick answer not at all", async () => {
  const shown: unknown[] = []
  const seen: (() => void)[] = []
  const hub = new Hub(({ data }) => {
    shown.push(data.isTyping)
    for (const tell of seen.splice(0)) tell()
  })
  const idle = new AbortController().signal
  const nextSign = () => new Promise<void>((resolve) => void seen.push(resolve))
  expect(await showBotTyping(hub, CONVERSATION, idle, async () => "quick")).toBe("quick")
  expect(shown).toEqual([])
  await showBotTyping(hub, CONVERSATION, idle, nextSign)
  expect(shown.splice(0)).toEqual([true, false])
  const failing = showBotTyping(hub, CONVERSATION, idle, async () => {
    await nextSign()
    throw new Error("away")
  })
  await expect(failing).rejects.toThrow("away")
  expect(shown).toEqual([true, false])
})
