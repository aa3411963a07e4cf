import { expect, test } from "bun:test"
import { calls } from "../testing/asked.ts"
import { at, busy, GRACE, ME, NOW, online, summary } from "../testing/desk-day.ts"
import type { Call } from "./effect.ts"

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

test("nothing is chosen where what was typed fits nothing", () => {
  const told = busy().type("Tnobody of that name<enter>")
  expect(told.state.overlay).toMatchObject({ kind: "picker", picker: "transfer" })
  expect(calls(told.asked()).filter(({ what }) => what === "act")).toEqual([])
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
