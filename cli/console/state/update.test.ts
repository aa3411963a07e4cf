import { expect, test } from "bun:test"
import { textOf } from "../editor.ts"
import { at, busy, GRACE, ME, message, NOW, online, summary, Told } from "../testing/desk-day.ts"
import { overlayLines } from "../views/overlay-lines.ts"
import type { Call, Effect } from "./effect.ts"
import { open } from "./frames.ts"
import { compositionOf, listOf } from "./select.ts"

const frames = (effects: readonly Effect[]) =>
  effects.flatMap((one) => (one.type === "frame" ? [one.frame] : []))
const calls = (effects: readonly Effect[]) =>
  effects.flatMap((one) => (one.type === "call" ? [one.call] : []))
const sent = (effects: readonly Effect[]) =>
  effects.flatMap((one) => (one.type === "send" ? [one.outgoing] : []))

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

test("what was written while there is no connection goes out once, in its order, and leaves the outbox as it comes back", () => {
  const told = busy().happen({
    type: "link",
    link: { status: "offline", since: NOW, retryAt: NOW, reason: "" },
  })
  told.type("rone<enter>two<enter>").asked()
  expect(told.state.outbox.map(({ text }) => text)).toEqual(["one", "two"])
  told.frame({ type: "ready", payload: { at: at(0), me: told.state.me as never } })
  expect(sent(told.asked()).map(({ text, clientId }) => [text, clientId])).toEqual([
    ["one", "id-1"],
    ["two", "id-2"],
  ])
  told.frame({
    type: "event",
    payload: { conversation: 17, event: message(8, "agent", "Grace Hopper", "one", { clientId: "id-1" }) },
  })
  expect(told.state.outbox.map(({ text }) => text)).toEqual(["two"])
})

test("of much that was written meanwhile as much goes out as the server takes at once, the rest as that comes back", () => {
  const told = busy().happen({
    type: "link",
    link: { status: "offline", since: NOW, retryAt: NOW, reason: "" },
  })
  told.type(`r${Array.from({ length: 100 }, (_, i) => `${i}<enter>`).join("")}`).asked()
  told.frame({ type: "ready", payload: { at: at(0), me: told.state.me as never } })
  const texts: string[] = []
  let most = 0
  for (let seq = 8; told.state.outbox.length > 0; seq++) {
    texts.push(...sent(told.asked()).map(({ text }) => text))
    most = Math.max(most, texts.length - (100 - told.state.outbox.length))
    const [{ clientId, text } = { clientId: "", text: "" }] = told.state.outbox
    const event = message(seq, "agent", "Grace Hopper", text, { clientId })
    if (seq === 10)
      told
        .frame({ type: "error", payload: { code: "conflict", detail: "No.", clientId } })
        .type("<escape>D<ctrl+u>")
    else told.frame({ type: "event", payload: { conversation: 17, event } })
  }
  expect(texts).toEqual(Array.from({ length: 100 }, (_, i) => String(i)))
  expect(most).toBeLessThanOrEqual(32)
})

test("what comes back after it was replayed leaves the outbox as well", () => {
  const told = busy().type("rone<enter>")
  const event = message(8, "agent", "Grace Hopper", "one", { clientId: "id-1" })
  told.frame({ type: "event", payload: { conversation: 17, event: { ...event, seq: 3 } } })
  expect(told.state.outbox).toEqual([])
})

test("an acknowledgement that comes before what was said meanwhile does not hide it", () => {
  const told = busy().type("rone<enter><escape>j")
  const mine = message(9, "agent", "Grace Hopper", "one", { clientId: "id-1" })
  told.frame({ type: "event", payload: { conversation: 17, event: mine } })
  expect(told.state.outbox).toEqual([])
  told.asked()
  told.type("k")
  expect(frames(told.asked())).toContainEqual({ type: "follow", payload: { conversation: 17, after: 7 } })
  // And where it is followed anew after a break, which takes a moment.
  for (const event of [mine, message(8, "customer", "Ada Lovelace", "Or to Rome?"), mine])
    told.frame({ type: "event", payload: { conversation: 17, event } })
  expect(told.state.threads.get(17)?.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test("what was refused stays, and goes out under its name, as it may be stored all the same, or back into the composer", () => {
  const told = busy().type("rone<enter>")
  told.frame({ type: "error", payload: { code: "conflict", detail: "It has ended.", clientId: "id-1" } })
  expect(told.state.outbox[0]?.failed).toBe("It has ended.")
  told.asked()
  told.type("<escape>R")
  expect(sent(told.asked())).toMatchObject([{ text: "one", clientId: "id-1" }])
  expect(told.state.outbox[0]?.failed).toBeUndefined()
  told.frame({ type: "error", payload: { code: "conflict", detail: "It has ended.", clientId: "id-1" } })
  told.type("D")
  expect(told.state.outbox).toEqual([])
  expect(textOf(compositionOf(told.state).editor)).toBe("one")
})

test("each conversation keeps its draft", () => {
  const told = busy().type("rfor Ada<escape>jrfor Charles<escape>k")
  expect(textOf(compositionOf(told.state, 17).editor)).toBe("for Ada")
  expect(textOf(compositionOf(told.state, 12).editor)).toBe("for Charles")
})

test("Tab takes the suggestion, and the reply says where it came from", () => {
  const told = busy().type("<tab>")
  expect(textOf(compositionOf(told.state).editor)).toStartWith("We deliver to all of Germany")
  told.asked()
  told.type("<enter>")
  expect(sent(told.asked())).toMatchObject([
    { source: { title: "Delivery abroad", url: "https://acme.com/help/delivery" } },
  ])
})

test("Tab does not replace what is written", () => {
  expect(textOf(compositionOf(busy().type("rHello<tab>").state).editor)).toBe("Hello")
})

test("a canned reply is filled in before it goes out", () => {
  const told = busy().type("r/hel<enter>")
  expect(textOf(compositionOf(told.state).editor)).toBe("Hello Ada, this is Grace. How can I help?")
})

test("going back past the slash leaves the canned replies", () => {
  const told = busy().type("r/<backspace>")
  expect(told.state.overlay).toBeUndefined()
  expect(textOf(compositionOf(told.state).editor)).toBe("")
})

test("emoji by name", () => {
  expect(textOf(compositionOf(busy().type("rHi :wave: there :nope:").state).editor)).toBe(
    "Hi 👋 there :nope:",
  )
})

test("history comes back line by line, and what was being written after it", () => {
  const told = busy().type("rone<enter>two<enter>dra<up><up>")
  expect(textOf(compositionOf(told.state).editor)).toBe("one")
  expect(textOf(compositionOf(told.type("<down><down>").state).editor)).toBe("dra")
})

test("a note that comes back out of the history is a note, before whomever one is; what was being written comes back as it was", () => {
  const told = busy().type("nwatch this one<enter><escape>").type("2").type("rdra<up>")
  expect(compositionOf(told.state)).toMatchObject({ kind: "note" })
  expect(textOf(compositionOf(told.state).editor)).toBe("watch this one")
  expect(sent(told.type("<enter>").asked()).map(({ kind }) => kind)).toEqual(["note", "note"])
  const further = busy().type("rone<enter><escape>nwatch this one<enter><escape>rdra<up><up>")
  expect(compositionOf(further.state).kind).toBe("message")
  expect(textOf(compositionOf(further.state).editor)).toBe("one")
  const back = busy().type("nwatch this one<enter><escape>rdra<up><down>")
  expect(compositionOf(back.state).kind).toBe("message")
  expect(textOf(compositionOf(back.state).editor)).toBe("dra")
})

test("what was said before comes back into a note as a note", () => {
  const told = busy().type("rone<enter><escape>n<up>")
  expect(textOf(compositionOf(told.state).editor)).toBe("one")
  expect(compositionOf(told.state).kind).toBe("note")
})

test("letters are text in the composer and commands beside it", () => {
  expect(textOf(compositionOf(busy().type("rqtc?:").state).editor)).toBe("qtc?:")
  const told = busy().type("2").type("t")
  expect(calls(told.asked())).toContainEqual({ what: "act", conversation: 18, verb: "take" })
})

test("a pasted text is text: its lines are not sent, its letters are no commands", () => {
  const told = busy().happen({ type: "paste", text: "q\r\nsecond\rthird" })
  expect(told.state.overlay).toBeUndefined()
  expect(textOf(compositionOf(told.state).editor)).toBe("q\nsecond\nthird")
  expect(told.state.outbox).toEqual([])
})

test("transfer, priority, close, reopen and handing back ask for what the desk API has", () => {
  const told = busy().type("T<enter>call her<enter>")
  const [transfer] = calls(told.effects).filter(({ what }) => what === "act")
  told.happen({ type: "result", call: transfer as Call, value: summary(17, "Ada", { lastSeq: 8 }) })
  told.type("p<enter>").type("b").type("c")
  expect(calls(told.asked()).filter(({ what }) => what === "act")).toEqual([
    { what: "act", conversation: 17, verb: "transfer", to: { agent: 3 }, note: "call her" },
    { what: "act", conversation: 17, verb: "priority", priority: "urgent" },
    { what: "act", conversation: 17, verb: "hand-back" },
    { what: "act", conversation: 17, verb: "close" },
  ])
  const ended = busy().type("4o")
  expect(calls(ended.asked()).filter(({ what }) => what === "act")).toEqual([
    { what: "act", conversation: 9, verb: "reopen" },
  ])
})

test("what was done to a conversation is not asked for without a connection", () => {
  const told = busy().happen({
    type: "link",
    link: { status: "offline", since: NOW, retryAt: NOW, reason: "" },
  })
  told.asked()
  told.type("c")
  expect(calls(told.asked())).toEqual([])
  expect(told.state.toast?.text).toContain("Not connected")
})

test("without a connection nobody believes to have said whether they are there, or to have set a priority", () => {
  const link = { status: "offline", since: NOW, retryAt: NOW, reason: "" } as const
  for (const keys of ["P<down><enter>", "p<enter>"]) {
    const told = busy().happen({ type: "link", link })
    told.asked()
    told.type(keys)
    expect(told.asked()).toEqual([])
    expect(told.state.toast?.text).toContain("Not connected")
  }
})

test("whoever is connected is offered a transfer before whoever is not, though they have more to do", () => {
  const full = { ...GRACE, number: 4, name: "Mary", available: false, connected: true, open: 5 }
  const away = { ...GRACE, number: 5, name: "Bob", available: false, connected: false, open: 0 }
  const told = busy().frame({ type: "agents", payload: { agents: [GRACE, away, full] } })
  told.type("T<enter>")
  expect(told.state.overlay).toMatchObject({ kind: "transferNote", to: { name: "Mary" } })
})

test("who is chosen in a list stays chosen when it gets another order meanwhile, whoever goes by the same name", () => {
  const agent = (number: number, name: string, open: number) => ({ ...GRACE, number, name, open })
  const agents = (...all: (typeof GRACE)[]) => ({
    type: "agents" as const,
    payload: { agents: [GRACE, ...all] },
  })
  const told = busy().frame(agents(agent(4, "Mary", 0), agent(5, "Alex", 1), agent(6, "Alex", 2)))
  told.type("T<down>").frame(agents(agent(4, "Mary", 1), agent(5, "Alex", 3), agent(6, "Alex", 2)))
  told.type("<enter>")
  expect(told.state.overlay).toMatchObject({ kind: "transferNote", to: { agent: 5 } })
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

test("what an agent has answered has no suggestion any more", () => {
  const told = busy().frame({
    type: "event",
    payload: { conversation: 17, event: message(8, "agent", "Linus", "Yes, it goes to Berlin.") },
  })
  expect(textOf(compositionOf(told.type("<tab>").state).editor)).toBe("")
})

test("nothing is chosen where what was typed fits nothing", () => {
  const told = busy().type("Tnobody of that name<enter>")
  expect(told.state.overlay).toMatchObject({ kind: "picker", picker: "transfer" })
  expect(calls(told.asked()).filter(({ what }) => what === "act")).toEqual([])
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

test("settings are chosen where they have few values, typed where not, and only by admins", () => {
  const list = {
    settings: [
      { key: "answering.mode", value: "auto", default: "auto", description: "" },
      { key: "routing.capacity", value: "5", default: "5", description: "" },
    ],
  }
  const told = busy()
    .type(",")
    .happen({ type: "result", call: { what: "settings" }, value: list })
  told.type("<enter>agent<enter>")
  expect(calls(told.asked())).toContainEqual({ what: "set", key: "answering.mode", value: "agent" })
  told
    .happen({ type: "result", call: { what: "settings" }, value: list })
    .type("j<enter><backspace>8<enter>u")
  expect(calls(told.asked()).filter(({ what }) => what === "set")).toEqual([
    { what: "set", key: "routing.capacity", value: "8" },
    { what: "set", key: "routing.capacity", value: undefined },
  ])
})

test("an article is made of the last reply and the question before it", () => {
  const told = busy().type("A<ctrl+s>")
  expect(calls(told.asked()).filter(({ what }) => what === "article")).toEqual([
    {
      what: "article",
      conversation: 17,
      body: {
        questionSeq: 3,
        answerSeq: 6,
        title: "It says `unknown`. A person, please.",
        question: "It says `unknown`. A person, please.",
        answer: "Hello Ada, it is on its way again and comes tomorrow.",
      },
    },
  ])
})

test("Enter ends an article's title, and begins a line in its question and answer", () => {
  const told = busy().type("A!<enter><ctrl+u>One<enter>two<ctrl+s>")
  const [article] = calls(told.asked()).filter(({ what }) => what === "article")
  expect(article).toMatchObject({
    body: { title: "It says `unknown`. A person, please.!", question: "One\ntwo" },
  })
})

test("an article without an answer is not sent", () => {
  const told = busy().type("A<tab><tab><ctrl+u><ctrl+s>")
  expect(calls(told.asked()).filter(({ what }) => what === "article")).toEqual([])
  expect(told.state.toast?.text).toBe("Title, question and answer are all needed.")
})

test.each([
  ["an article", "A", "<ctrl+s>", "article"],
  ["a transfer's note", "T<enter>", "<enter>", "act"],
])("%s that was not taken is still there, to be sent again", (_, opens, sends, what) => {
  const told = busy().type(`${opens} put right${sends}`)
  const [call] = calls(told.asked()).filter((one) => one.what === what)
  told.type("keys that come meanwhile").type(sends)
  expect(calls(told.asked())).toEqual([])
  told.happen({ type: "failed", call: call as Call, sentence: "https://chat.acme.com cannot be reached." })
  expect(told.state.toast?.text).toContain("cannot be reached")
  told.happen({ type: "link", link: { status: "offline", since: NOW, retryAt: NOW, reason: "" } })
  told.type(sends)
  expect(calls(told.asked())).toEqual([])
  told.frame({ type: "ready", payload: { at: at(0), me: ME } }).asked()
  told.type(sends)
  expect(calls(told.asked())).toEqual([call as Call])
  const value = what === "act" ? summary(17, "Ada", { lastSeq: 8 }) : { title: "Unknown" }
  told.happen({ type: "result", call: call as Call, value })
  expect(told.state.overlay).toBeUndefined()
})

test.each([
  ["article", "A", "<ctrl+s>", { title: "Unknown" }],
  ["act", "T<enter>", "<enter>", summary(17, "Ada", { lastSeq: 8 })],
  ["openTicket", "N", "Broken<tab>It is.<ctrl+s>", { ticket: { reference: "T-1" } }],
])("what is being written stays where the one before is taken only now: %s", (what, opens, sends, value) => {
  const told = busy().type(`${opens}${sends}`)
  const [call] = calls(told.asked()).filter((one) => one.what === what)
  told.type(`<escape>${opens}another`)
  const before = told.state.overlay
  told.happen({ type: "result", call: call as Call, value })
  expect(before).toBeDefined()
  expect(told.state.overlay).toEqual(before)
})

test("leaving asks first where somebody is still there", () => {
  expect(online().type("q").asked()).toContainEqual({ type: "quit" })
  const told = busy()
  told.asked()
  expect(told.type("q").asked()).toEqual([])
  expect(told.type("y").asked()).toEqual([{ type: "quit" }])
})

test.each(["<enter>", "r", "i"])("a note that is begun does not become a reply by %s", (key) => {
  const told = busy().type(`nShe lies.<escape>${key}`)
  expect(compositionOf(told.state)).toMatchObject({ kind: "note" })
  expect(told.state.toast?.text).toBe("This note is not sent yet; Ctrl-N makes it a reply.")
  told.asked()
  told.type("<enter>")
  expect(sent(told.asked())).toMatchObject([{ kind: "note", text: "She lies." }])
  expect(compositionOf(told.type("<escape>r").state)).toMatchObject({ kind: "message" })
})

test("what was refused does not come over what is being written", () => {
  const told = busy().type("rone<enter>")
  told.frame({ type: "error", payload: { code: "conflict", detail: "Not now.", clientId: "id-1" } })
  told.type("a longer text<escape>D")
  expect(textOf(compositionOf(told.state).editor)).toBe("a longer text")
  expect(told.state.outbox).toHaveLength(1)
  expect(told.state.toast?.text).toBe("Something is being written here: send it or take it out first.")
})

test("what was sent before comes over what is being written, and undoing brings that back", () => {
  const told = busy().type("rone<enter>a longer text<up>")
  expect(textOf(compositionOf(told.state).editor)).toBe("one")
  told.type("!<ctrl+_><ctrl+_>")
  expect(textOf(compositionOf(told.state).editor)).toBe("a longer text")
})

test("a second note does not go to the customer", () => {
  const told = busy().type("none<enter>two<enter>")
  expect(sent(told.asked()).map(({ kind }) => kind)).toEqual(["note", "note"])
})

test("a long conversation is read through before anything is asked about it, and then once", () => {
  const told = online().frame({
    type: "conversations",
    payload: { conversations: [summary(17, "Ada", { lastSeq: 302, unread: 300, readByAgent: 0 })] },
  })
  told.asked()
  for (let seq = 1; seq <= 302; seq++) {
    const event =
      seq > 300
        ? {
            ...message(seq, "agent", "Grace", ""),
            type: "status" as const,
            data: { reason: "assigned" as const },
          }
        : message(seq, "customer", "Ada", `Question ${seq}`)
    told.frame({ type: "event", payload: { conversation: 17, event } })
  }
  const asked = told.asked()
  expect(calls(asked)).toEqual([
    { what: "suggestions", conversation: 17, seq: 300 },
    { what: "detail", conversation: 17 },
  ])
  expect(frames(asked)).toEqual([{ type: "read", payload: { conversation: 17, seq: 300 } }])
  told.frame({ type: "event", payload: { conversation: 17, event: message(303, "customer", "Ada", "More") } })
  expect(calls(told.asked())).toEqual([{ what: "suggestions", conversation: 17, seq: 303 }])
})

test("who opened a hit finds the others again, until they search for something else or leave the search", () => {
  const hit = (conversation: number) => ({
    conversation,
    seq: 1,
    type: "message" as const,
    customer: { ref: `v-${conversation}`, name: null },
    from: "customer" as const,
    at: at(40),
    excerpt: [],
  })
  const told = busy().type("sparcel<enter>")
  const value = { hits: [hit(17), hit(18)], more: false }
  told.happen({ type: "result", call: { what: "search", query: "parcel" }, value })
  told.type("<enter>").asked()
  expect(told.state.selected).toBe(17)
  told.type("s<down><enter>")
  expect([told.state.selected, told.state.overlay]).toEqual([18, undefined])
  expect(calls(told.asked()).filter(({ what }) => what === "search")).toEqual([])
  told.type("s")
  expect(told.state.overlay).toMatchObject({ kind: "search", asked: "parcel", index: 1 })
  told.frame({ type: "gone", payload: { conversations: [17] } })
  expect(told.state.overlay).toMatchObject({ hits: [{ conversation: 18 }] })
  told.type("refund<enter>")
  expect(calls(told.asked())).toContainEqual({ what: "search", query: "refund" })
  told.type("<escape>s")
  expect(told.state.overlay).toMatchObject({ asked: "", hits: undefined })
})

test("hits of who was erased are not found again", () => {
  const told = busy().type("sparcel<enter>")
  const hit = { conversation: 17, seq: 1, type: "message", customer: { ref: "v-17", name: null } }
  const value = { hits: [{ ...hit, from: "customer", at: at(40), excerpt: [] }], more: false }
  told.happen({ type: "result", call: { what: "search", query: "parcel" }, value })
  told
    .type("<enter>2")
    .frame({ type: "gone", payload: { conversations: [17] } })
    .type("s")
  expect(told.state.overlay).toMatchObject({ kind: "search", hits: [] })
})

test("of one that was found by searching it is asked when it is known how long it is", () => {
  const told = online()
  told.happen({
    type: "result",
    call: { what: "list", view: "closed" },
    value: { conversations: [summary(3, "Bob", { status: "closed" })] },
  })
  told.state = open(told.state, 17).state
  told.asked()
  const event = message(1, "customer", "Ada", "Question")
  told.frame({ type: "event", payload: { conversation: 17, event } })
  expect(calls(told.asked())).toEqual([])
  const value = { conversation: summary(17, "Ada"), customer: { ref: "u-17" } }
  told.happen({ type: "result", call: { what: "detail", conversation: 17 }, value })
  expect(calls(told.asked())).toContainEqual({ what: "suggestions", conversation: 17, seq: 1 })
})

test("what the bot says of handing over leaves the question open for a suggestion", () => {
  const told = online().frame({ type: "conversations", payload: { conversations: [summary(17, "Ada")] } })
  told.asked()
  told.frame({
    type: "event",
    payload: { conversation: 17, event: message(1, "customer", "Ada", "A refund?") },
  })
  told.frame({
    type: "event",
    payload: { conversation: 17, event: message(2, "bot", "Acme", "A person comes.") },
  })
  expect(calls(told.asked()).filter(({ what }) => what === "suggestions")).toContainEqual({
    what: "suggestions",
    conversation: 17,
    seq: 1,
  })
  const value = {
    question: "A refund?",
    suggestions: [{ text: "Within 30 days.", confidence: 0.9, sources: [] }],
  }
  told.happen({ type: "result", call: { what: "suggestions", conversation: 17, seq: 1 }, value })
  expect(textOf(compositionOf(told.type("<tab>").state).editor)).toBe("Within 30 days.")
})

const gone = (...conversations: number[]) => ({ type: "gone" as const, payload: { conversations } })

test.each([
  ["a reply", "rYour balance is "],
  ["a note", "nCall the "],
  ["a canned reply", "r/hel"],
  ["an emoji", "rHello <alt+e>"],
  ["the palette", ":"],
  ["a priority", "purg"],
  ["a transfer", "TLin"],
  ["a transfer's note", "T<enter>call "],
  ["an article", "A"],
  ["a ticket", "N"],
  ["nothing yet", ""],
])("whoever was writing %s for a customer who is erased writes to nobody else", (_, written) => {
  const told = busy().type(written)
  told.asked()
  told.frame(gone(17))
  const shown = told.state.overlay
  told
    .type("12.34 EUR, back at cox<enter>urgent<enter>Tb<tab><enter>")
    .happen({ type: "paste", text: "and\nmore" })
  expect(told.state.overlay).toEqual(shown)
  expect(shown).toEqual({ kind: "erased", conversation: 17 })
  const asked = told.asked()
  expect(sent(asked)).toEqual([])
  expect(calls(asked).filter(({ what }) => ["act", "article", "openTicket"].includes(what))).toEqual([])
  expect(frames(asked).filter(({ type }) => type === "typing")).toEqual([])
  expect([...told.state.compositions.values()].map(({ editor }) => textOf(editor)).join("")).toBe("")
  told.type("<escape>")
  expect([told.state.overlay, told.state.focus, told.state.selected]).toEqual([undefined, "list", 12])
})

test("who looks at something else when the conversation behind it is erased goes on with it, and is told", () => {
  const told = busy().type("ror other").type("<escape>,")
  told.frame(gone(17))
  expect(told.state.overlay?.kind).toBe("settings")
  expect(told.state.toast?.text).toBe("#17 was erased.")
  told.type("<escape>")
  expect([told.state.focus, told.state.selected]).toEqual(["list", 12])
})

test("nobody who writes is disturbed when another conversation is erased, closed, transferred or queued anew", () => {
  const told = busy().type("rHello Ada")
  told.frame(gone(12))
  told.frame({ type: "queue", payload: { waiting: 0, longestWaitSeconds: 0, order: [] } })
  for (const change of [
    { status: "closed" as const, lastSeq: 8 },
    { agent: { number: 3, name: "Linus" }, lastSeq: 9 },
    { agent: null, status: "waiting" as const, position: 1, lastSeq: 10 },
  ])
    told.frame({ type: "conversations", payload: { conversations: [summary(17, "Ada Lovelace", change)] } })
  told.happen({ type: "link", link: { status: "offline", since: NOW, retryAt: NOW, reason: "" } })
  told.frame({ type: "ready", payload: { at: at(0), me: told.state.me as never } })
  told.type(", hello<enter>")
  expect(sent(told.asked()).map(({ conversation, text }) => [conversation, text])).toEqual([
    [17, "Hello Ada, hello"],
  ])
})

test("a conversation that was erased does not come back with an answer that was under way", () => {
  const told = busy()
  const value = { conversation: told.state.conversations.get(17), customer: { ref: "v-ada" } }
  told.frame(gone(17))
  told.frame(gone(12))
  told
    .happen({ type: "result", call: { what: "detail", conversation: 17 }, value })
    .happen({
      type: "result",
      call: { what: "list", view: "mine" },
      value: { conversations: [value.conversation] },
    })
    .frame({ type: "conversations", payload: { conversations: [value.conversation as never] } })
  expect(told.state.conversations.has(17)).toBe(false)
  expect(told.state.details.has(17)).toBe(false)
})

const drafts = (effects: readonly Effect[]) =>
  effects.flatMap((one) =>
    one.type === "keepDraft" ? [[one.draft.conversation, one.draft.chars.join("")]] : [],
  )

test("what was written to somebody who is erased goes with them, from the disk as well", () => {
  const told = busy().type("rfor Ada<escape>jrsent<enter>for Charles")
  told.asked()
  told.frame(gone(12, 17))
  expect(drafts(told.asked())).toEqual([
    [12, ""],
    [17, ""],
  ])
  expect(told.state.outbox).toEqual([])
  expect([...told.state.compositions.keys()]).toEqual([])
})

test("what was sent to somebody who is erased does not come back to another one", () => {
  const told = busy().type("rto Ada<enter><escape>jrto Charles<enter>").frame(gone(17))
  told.type("<up><up>")
  expect(textOf(compositionOf(told.state).editor)).toBe("to Charles")
})

test("what is kept for a conversation that was erased while the console was not there is forgotten", () => {
  const told = new Told()
  const draft = (conversation: number) => ({
    conversation,
    kind: "message" as const,
    text: `for ${conversation}`,
  })
  const unsent = { ...draft(6), clientId: "one", at: NOW }
  told
    .happen({ type: "drafts", drafts: [draft(17), draft(5), draft(9)], outbox: [unsent] })
    .frame({ type: "conversations", payload: { conversations: [summary(17, "Ada")] } })
    .frame({ type: "ready", payload: { at: at(0), me: ME } })
  const looks = calls(told.asked()).filter(({ what }) => what === "look")
  expect(looks).toEqual([5, 9, 6].map((conversation) => ({ what: "look", conversation })))
  for (const call of looks) told.happen({ type: "result", call, value: call !== looks[1] ? undefined : {} })
  expect(drafts(told.asked())).toEqual([[5, ""]])
  expect(told.state.outbox).toEqual([])
  expect([...told.state.compositions.keys()]).toEqual([17, 9])
})

test("what is pasted is what is seen and what is sent: nothing in it that a terminal obeys", () => {
  const told = busy().type("r").happen({
    type: "paste",
    text: "red \u001b[31mtext\u001b[0m\u0007,\tone\r\ntwo\u0000 \u001b]0;title\u0007\u202eback\u009b31m",
  })
  expect(textOf(compositionOf(told.state).editor)).toBe("red text,\tone\ntwo back")
})

test("who leaves with something that was neither sent nor kept is told that it is lost", () => {
  const told = busy().happen({
    type: "link",
    link: { status: "offline", since: NOW, retryAt: NOW, reason: "" },
  })
  told.type("rone<enter>").happen({ type: "keeping", fault: "The disk is full." })
  expect(told.state.toast?.text).toBe("What you write is not kept on this machine: The disk is full.")
  const words = () => {
    if (told.state.overlay?.kind !== "quit") throw new Error("It does not ask.")
    return overlayLines(told.state, told.state.overlay, 80, 22)
      .lines.map((line) =>
        line
          .map(({ text }) => text)
          .join("")
          .trim(),
      )
      .join(" ")
  }
  told.type("<ctrl+c>")
  expect(words()).toContain("it is lost when you leave: The disk is full.")
  told.happen({ type: "keeping", fault: undefined })
  expect(words()).toContain("it is kept and goes out the next time.")
})

const hello = { id: 1, shortcut: "hello", text: "Hello!" }
const asksForCanned = (effects: readonly Effect[]) => calls(effects).filter(({ what }) => what === "canned")

test("canned replies are asked for when one is looked for, and may change before the agent's eyes", () => {
  const told = busy()
  told.asked()
  expect(asksForCanned(told.type("/").asked())).toHaveLength(1)
  told.happen({ type: "result", call: { what: "canned" }, value: { replies: [hello] } })
  told.type("hel<enter>")
  expect(textOf(compositionOf(told.state).editor)).toBe("Hello!")
  told.type("<ctrl+u>")
  expect(asksForCanned(told.asked())).toHaveLength(0)
  expect(asksForCanned(told.type("/").asked())).toHaveLength(1)
  expect(asksForCanned(told.type("<escape>a and/or b").asked())).toHaveLength(0)
  told.happen({ type: "link", link: { status: "offline", since: NOW, retryAt: NOW, reason: "" } })
  expect(asksForCanned(told.type("<ctrl+u>/").asked())).toHaveLength(0)
  expect(told.state.overlay).toMatchObject({ picker: "canned" })
})

test("the first canned reply that there is, is offered to whoever has typed its shortcut meanwhile", () => {
  const ada = { type: "conversations" as const, payload: { conversations: [summary(17, "Ada")] } }
  const none = { type: "result" as const, call: { what: "canned" as const }, value: { replies: [] } }
  const one = { ...none, value: { replies: [hello] } }
  const told = online().frame(ada).happen(none).type("r/he").happen(one)
  expect(told.type("<enter>").state.overlay).toBeUndefined()
  expect(textOf(compositionOf(told.state).editor)).toBe("Hello!")
  const other = online().frame(ada).happen(none).type("r/he is it").happen(one)
  expect(other.state.overlay).toBeUndefined()
  const leaving = online().frame(ada).happen(none).type("r/h").happen(one).type("<backspace><backspace>")
  expect(textOf(compositionOf(leaving.state).editor)).toBe("")
  expect(textOf(compositionOf(other.state).editor)).toBe("/he is it")
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
