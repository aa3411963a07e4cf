import { expect, test } from "bun:test"
import { calls, frames, sent } from "../testing/asked.ts"
import { at, busy, ME, message, NOW, online, summary } from "../testing/desk-day.ts"
import { listOf } from "./select.ts"

test("the conversation that is opened is followed, from its beginning the first time and from its last event after a break", () => {
  const told = online().frame({ type: "conversations", payload: { conversations: [summary(17, "Ada")] } })
  expect(frames(told.asked())).toContainEqual({ type: "follow", payload: { conversation: 17, after: 0 } })
  told.frame({ type: "event", payload: { conversation: 17, event: message(1, "customer", "Ada", "Hello?") } })
  told.happen({ type: "link", link: { status: "offline", since: NOW, retryAt: NOW, reason: "" } })
  told.asked()
  told.frame({ type: "ready", payload: { at: at(0), me: told.state.me as never } })
  expect(frames(told.asked())).toContainEqual({ type: "follow", payload: { conversation: 17, after: 1 } })
})

test("an event that comes twice is shown once", () => {
  const told = online().frame({ type: "conversations", payload: { conversations: [summary(17, "Ada")] } })
  const event = message(1, "customer", "Ada", "Hello?")
  told
    .frame({ type: "event", payload: { conversation: 17, event } })
    .frame({ type: "event", payload: { conversation: 17, event } })
  expect(told.state.threads.get(17)?.events).toHaveLength(1)
})

test("an older summary does not replace a newer one", () => {
  const told = online()
    .frame({
      type: "conversations",
      payload: { conversations: [summary(17, "Ada", { lastSeq: 5, unread: 2 })] },
    })
    .frame({
      type: "conversations",
      payload: { conversations: [summary(17, "Ada", { lastSeq: 4, unread: 1 })] },
    })
  expect(told.state.conversations.get(17)?.unread).toBe(2)
})

test("what an agent has before them is read, and only in conversations of their own", () => {
  expect(frames(busy().asked())).toContainEqual({ type: "read", payload: { conversation: 17, seq: 7 } })
  const told = busy().type("2")
  told.asked()
  told.frame({
    type: "event",
    payload: { conversation: 18, event: message(1, "customer", "Mary", "twice!") },
  })
  expect(frames(told.asked())).toEqual([])
})

test("who waits longest is next, ours before the queue", () => {
  const told = busy().type("jw")
  expect(told.state.selected).toBe(17)
  expect(told.type("w").state.selected).toBe(18)
})

test("a customer has one panel, whatever the number of their conversations", () => {
  const customer = { ref: "v-ada", id: "ada", name: "Ada Lovelace", email: null, verified: true, here: false }
  const told = busy().frame({
    type: "conversations",
    payload: {
      conversations: [
        summary(3, "Ada", { status: "closed", customer }),
        summary(5, "Ada", { status: "closed", customer }),
      ],
    },
  })
  expect(listOf(told.state, "mine").map(({ number }) => number)).toEqual([17, 12, 9])
  expect(listOf(told.state, "ended").map(({ number }) => number)).toContain(3)
  const mary = { ...customer, ref: "v-mary", id: "mary" }
  const over = (number: number, minutesAgo: number) => {
    const lastMessage = { seq: 1, from: "customer" as const, text: "Thanks.", at: at(minutesAgo) }
    return summary(number, "Mary", { status: "closed", customer: mary, lastMessage })
  }
  told.frame({
    type: "conversations",
    payload: { conversations: [over(6, 300), over(7, 200), over(8, 400)] },
  })
  expect(listOf(told.state, "mine").map(({ number }) => number)).toEqual([17, 12, 9, 7])
})

test("of those who wait for a reply the most urgent is above, then who waits longest", () => {
  const waits = (number: number, priority: "urgent" | "low", minutesAgo: number) => {
    const lastMessage = { seq: 1, from: "customer" as const, text: "Hello?", at: at(minutesAgo) }
    return summary(number, `Customer ${number}`, { priority, unread: 1, lastMessage })
  }
  const conversations = [waits(1, "low", 30), waits(2, "urgent", 5), waits(3, "urgent", 9)]
  const told = online().frame({ type: "conversations", payload: { conversations } })
  expect(listOf(told.state, "mine").map(({ number }) => number)).toEqual([3, 2, 1])
})

test("notices ring, but not for what is before the agent's eyes", () => {
  const told = busy()
  told.asked()
  told.frame({ type: "notice", payload: { kind: "reply", conversation: 17, text: "Ada wrote" } })
  expect(told.asked()).not.toContainEqual({ type: "bell" })
  told.frame({
    type: "notice",
    payload: { kind: "transferred", conversation: 12, text: "Linus gives you \u001b[2JCharles" },
  })
  expect(told.asked()).toContainEqual({ type: "bell" })
  expect(told.state.toast?.text).toBe("Linus gives you Charles")
})

test("what is set elsewhere holds from the next message on", () => {
  const told = busy()
  told.asked()
  told.frame({ type: "settings", payload: {} })
  expect(calls(told.asked())).toEqual([{ what: "me" }, { what: "canned" }])
  const me = { ...ME, settings: { maxMessageLength: 3 } }
  told.happen({ type: "result", call: { what: "me" }, value: me }).type("rfour<enter>")
  expect(sent(told.asked())).toEqual([])
  expect(told.state.toast?.text).toBe("This has 4 characters; a message may have 3.")
})

const drafting = { type: "stream", payload: { conversation: 17, answerId: "a-1", text: "You can" } } as const

const typingAda = {
  type: "typing",
  payload: { conversation: 17, by: "customer", name: "Ada", isTyping: true },
} as const

test("what the bot was writing and who was typing is not shown on where nobody heard its end", () => {
  const broken = busy().frame(drafting).frame(typingAda)
  expect(broken.state.threads.get(17)).toMatchObject({ stream: { text: "You can" }, typing: { name: "Ada" } })
  broken.happen({ type: "link", link: { status: "offline", since: NOW, retryAt: NOW, reason: "" } })
  broken.frame({ type: "ready", payload: { at: at(0), me: ME } })
  expect(broken.state.threads.get(17)).toMatchObject({ stream: undefined, typing: undefined })
  const elsewhere = busy().frame(drafting).type("jk")
  expect(elsewhere.state.selected).toBe(17)
  expect(elsewhere.state.threads.get(17)?.stream).toBeUndefined()
})
