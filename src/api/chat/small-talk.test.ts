import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { openVisitor, type Visitor } from "../../../test/chat-client.ts"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { ANSWERED, UNANSWERED } from "../../../test/fixtures/crm.ts"
import { SMALLTALK_REPLIES } from "../../answers/smalltalk-replies.ts"
import { BOT_WORDS } from "../../core/conversations/bot-words.ts"

describe("small talk in the chat", () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await startDesk()
  })
  afterAll(() => desk.stop())

  /** What the bot says to each, one after the other; a ticket that it offers stands behind. */
  async function said(visitor: Visitor, messages: readonly string[]): Promise<string[]> {
    const replies: string[] = []
    for (const message of messages) {
      const { payload } = await visitor.ask(message)
      replies.push(payload.answer.escalation ? `${payload.text} [ticket?]` : payload.text)
    }
    return replies
  }

  const { en, de, pt } = SMALLTALK_REPLIES

  test("a talk begins and ends in kind, and nobody is offered a ticket for it", async () => {
    const messages = ["Hi, I have a question", "thanks, that worked!", "no", "Thanks, bye"]
    expect(await said(await openVisitor(desk), messages)).toEqual([
      en.opening,
      en.thanks,
      en.done,
      en.goodbye,
    ])
  })

  test("in German as well, also where a word of it is said elsewhere too", async () => {
    const messages = ["Hallo", "Ich hätte da mal eine Frage", "Danke, das hat geholfen", "ja", "ok"]
    const visitor = await openVisitor(desk, { locale: "de-DE" })
    expect(await said(visitor, messages)).toEqual([
      de.greeting,
      de.opening,
      de.thanks,
      de.opening,
      de.affirmation,
    ])
  })

  test("words of one language are answered in it, whatever the browser speaks", async () => {
    const visitor = await openVisitor(desk, { locale: "de-DE" })
    expect(await said(visitor, ["Oi, tudo bem?", "Obrigada pela ajuda!"])).toEqual([pt.greeting, pt.thanks])
  })

  test("what is only chat is not offered a ticket, what is cross is", async () => {
    const replies = await said(await openVisitor(desk), [
      "haha you're funny",
      "you are so stupid and useless",
    ])
    expect(replies).toEqual([en.chat, `${BOT_WORDS.en.unsure} [ticket?]`])
  })

  test("who was not helped is offered a person instead of the same once more", async () => {
    const visitor = await openVisitor(desk)
    const [, still, again] = await said(visitor, [ANSWERED, "I already tried that", "das hilft mir nicht"])
    expect([still, again]).toEqual([`${en.unhelped} [ticket?]`, `${de.unhelped} [ticket?]`])
  })

  test("who begins with trouble is asked what it is", async () => {
    expect(await said(await openVisitor(desk), ["Hello, it doesn't work!"])).toEqual([en.trouble])
  })

  test("who doubts an answer hears where it is from, and who doubts nothing does not", async () => {
    const [, sure, check] = await said(await openVisitor(desk), [ANSWERED, "are you sure?", "yes, do that"])
    expect([sure, check]).toEqual([en.doubt, `${BOT_WORDS.en.person} [ticket?]`])
    const [, unsure] = await said(await openVisitor(desk), [UNANSWERED, "really?"])
    expect(unsure).toBe(en.chat)
  })

  test("what leans on the question before it is no chat", async () => {
    const messages = [
      "Good evening. I bought shoes last week and they are too small. What can I do?",
      "and what do you think of that?",
    ]
    const [, more] = await said(await openVisitor(desk), messages)
    expect(more).toEndWith("[ticket?]")
  })

  test("a yes or a no that answers nothing of the bot's is none to its help", async () => {
    const [, yes] = await said(await openVisitor(desk), [UNANSWERED, "yes"])
    expect(yes).toBe(`${BOT_WORDS.en.person} [ticket?]`)
  })
})
