import { expect, test } from "bun:test"
import { calls, frames } from "../testing/asked.ts"
import { at, busy, message, online, summary } from "../testing/desk-day.ts"
import { open } from "./frames.ts"

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
