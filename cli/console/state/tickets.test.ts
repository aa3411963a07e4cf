import { expect, test } from "bun:test"
import type { DeskTicket, DeskTicketDetail } from "../../../src/api/desk/protocol.ts"
import { textOf } from "../editor.ts"
import { at, busy, NOW, type Told, ticket } from "../testing/desk-day.ts"
import type { Call, Effect } from "./effect.ts"
import type { TicketsOverlay } from "./state.ts"

const calls = (effects: readonly Effect[]) =>
  effects.flatMap((one) => (one.type === "call" ? [one.call] : []))
const LIST = [ticket(43, "Newest"), ticket(42, "Middle"), ticket(41, "Oldest")]
const listed = (told: Told, tickets: readonly DeskTicket[] = LIST, view: TicketsOverlay["view"] = "open") =>
  told.happen({ type: "result", call: { what: "tickets", view }, value: { tickets, more: false } })
const overlayOf = ({ state }: Told): TicketsOverlay => {
  if (state.overlay?.kind !== "tickets") throw new Error("The tickets are not shown.")
  return state.overlay
}
const detail = (one: DeskTicket): DeskTicketDetail => ({
  ticket: one,
  description: "",
  history: [],
  transcript: [],
})
const shows = (told: Told, one: DeskTicket) =>
  told.happen({ type: "result", call: { what: "ticket", number: one.number }, value: detail(one) })

function opened(): Told {
  const told = listed(busy().type("#"))
  told.asked()
  return told
}

test("the list is asked for, and again whenever a ticket changed; where one was stays where one is", () => {
  const told = busy().type("#")
  expect(calls(told.asked())).toContainEqual({ what: "tickets", view: "open" })
  listed(told).type("j")
  told.asked()
  told.frame({ type: "tickets", payload: {} })
  expect(calls(told.asked())).toContainEqual({ what: "tickets", view: "open" })
  listed(told, [ticket(44, "New"), ...LIST])
  expect(overlayOf(told).index).toBe(2)
  listed(told, [ticket(44, "New")])
  expect(overlayOf(told).index).toBe(0)
})

test("a list that comes late is not shown in another view", () => {
  const told = opened().type("<tab>")
  expect(calls(told.asked())).toEqual([{ what: "tickets", view: "mine" }])
  listed(told, LIST, "open")
  expect(overlayOf(told).list).toBeUndefined()
  listed(told, [], "mine")
  expect(overlayOf(told).list).toEqual([])
})

test.each<[string, Extract<Call, { what: "changeTicket" }>["body"]]>([
  ["o", { status: "open" }],
  ["w", { status: "in_progress" }],
  ["x", { status: "closed" }],
  ["1", { priority: "low" }],
  ["4", { priority: "urgent" }],
  ["m", { assignee: 2 }],
  ["u", { assignee: null }],
])("%s changes the ticket that the list stands at", (key, body) => {
  const told = opened().type(`j${key}`)
  expect(calls(told.asked())).toEqual([{ what: "changeTicket", number: 42, body }])
  const changed = ticket(42, "Middle", { status: "closed" })
  told.happen({ type: "result", call: { what: "changeTicket", number: 42, body }, value: changed })
  expect(overlayOf(told).list?.[1]).toEqual(changed)
  expect(calls(told.asked())).toEqual([{ what: "tickets", view: "open" }])
})

test("a colleague is chosen by name, and the tickets are there again afterwards", () => {
  const told = opened().type("a")
  expect(told.state.overlay).toMatchObject({ kind: "picker", picker: "assignee" })
  told.type("linus<enter>")
  expect(calls(told.asked())).toEqual([{ what: "changeTicket", number: 43, body: { assignee: 3 } }])
  expect(overlayOf(told).index).toBe(0)
  told.type("a<escape>")
  expect(overlayOf(told).list).toEqual(LIST)
})

test("what is written goes to whom it is meant for, once, and is kept where it is refused", () => {
  const told = shows(opened().type("j<enter>"), LIST[1] as DeskTicket)
  told.asked()
  told.type("rOn its way.")
  expect(overlayOf(told).comment?.visibility).toBe("public")
  told.type("<enter><enter>")
  const body = { clientId: expect.any(String), text: "On its way.", visibility: "public" as const }
  const call = { what: "commentTicket", number: 42, body } as const
  expect(calls(told.asked())).toEqual([call])
  told.happen({ type: "failed", call: call as unknown as Call, sentence: "Not now." })
  const { comment } = overlayOf(told)
  expect([comment?.isSending, textOf(comment?.editor as never)]).toEqual([false, "On its way."])
  told.type("<ctrl+n><enter>")
  const [again] = calls(told.asked())
  expect(again).toMatchObject({ what: "commentTicket", body: { visibility: "internal" } })
  const stored = {
    seq: 2,
    at: at(0),
    actor: { id: "agent-2", name: "Grace" },
    kind: "comment",
    from: null,
    to: null,
  }
  told.happen({ type: "result", call: again as Call, value: { ...stored, text: "", visibility: "internal" } })
  expect(overlayOf(told).comment).toBeUndefined()
  expect(calls(told.asked())).toEqual([{ what: "ticket", number: 42 }])
})

test("what may have arrived, and is sent again as it was, goes by the same name: it is stored once", () => {
  const unreachable = "https://chat.acme.com cannot be reached: no reply within 30 s."
  const named = (asked: readonly Effect[]) =>
    calls(asked).flatMap((call) => ("body" in call && "clientId" in call.body ? [call.body.clientId] : []))
  const told = busy().type("N<tab>The kettle leaks.<ctrl+s>")
  const again = (keys: string): unknown => {
    const asked = told.asked()
    told.happen({ type: "failed", call: calls(asked).at(-1) as Call, sentence: unreachable }).type(keys)
    return [named(asked), named(told.effects)]
  }
  expect(again("<ctrl+s>")).toEqual([["id-1"], ["id-1"]])
  expect(again(" A lot.<ctrl+s>")).toEqual([["id-1"], ["id-2"]])

  const ticketed = shows(opened().type("<enter>"), LIST[0] as DeskTicket)
  ticketed.type("rOn its way.<enter>")
  const first = ticketed.asked()
  ticketed.happen({ type: "failed", call: calls(first).at(-1) as Call, sentence: unreachable })
  ticketed.type("<enter>")
  expect(named(ticketed.asked())).toEqual(named(first))
})

test("Escape goes back step by step: out of the comment, the ticket, the list", () => {
  const told = shows(opened().type("<enter>"), LIST[0] as DeskTicket).type("cHm<escape>")
  expect(overlayOf(told).comment).toBeUndefined()
  told.type("<escape>")
  expect(overlayOf(told).shown).toBeUndefined()
  told.type("<escape>")
  expect(told.state.overlay).toBeUndefined()
})

test("its conversation is opened from it", () => {
  const told = listed(busy().type("#"), [ticket(43, "Newest", { conversation: 18 })]).type("v")
  expect(told.state.overlay).toBeUndefined()
  expect(told.state.selected).toBe(18)
})

test("a ticket of the conversation is made with what is known of the customer", () => {
  const told = busy().type("N")
  told.asked()
  told.type("<ctrl+s>")
  expect(calls(told.asked())).toEqual([])
  expect(told.state.toast?.text).toBe("Say what it is about.")
  told.type("Lost<enter>again<ctrl+s>")
  const [call] = calls(told.asked())
  expect(call).toMatchObject({
    what: "openTicket",
    body: {
      conversation: 17,
      description: "Lost\nagain",
      requester: { name: "Ada Lovelace", email: "ada@example.com" },
    },
  })
  told.happen({ type: "failed", call: call as Call, sentence: "email is required." })
  expect(told.state.overlay).toMatchObject({ kind: "newTicket", isSending: false })
  told.type("<ctrl+s>").happen({ type: "result", call: call as Call, value: detail(ticket(44, "Lost")) })
  expect(told.state.overlay).toBeUndefined()
  expect(told.state.toast?.text).toContain("T-44")
})

test("what changes of a customer's tickets is seen beside their conversation", () => {
  const told = busy()
  told.asked()
  told.frame({ type: "tickets", payload: {} })
  expect(calls(told.asked()).map(({ what }) => what)).toEqual(["customer"])
})

test("without a connection nothing is sent, and nothing lost", () => {
  const told = shows(opened().type("<enter>"), LIST[0] as DeskTicket)
  told.asked()
  told.happen({ type: "link", link: { status: "offline", since: NOW, retryAt: NOW, reason: "" } })
  told.type("x").type("cHm<enter>")
  expect(calls(told.asked())).toEqual([])
  expect(overlayOf(told).comment?.isSending).toBe(false)
})
