import { expect, test } from "bun:test"
import { changeReply } from "./ticket-reply.ts"

const requester = { name: "Ada", email: "ada@example.com" }

test.each([
  ["customer", "Ada"],
  ["agent-2", "Grace Hopper"],
  ["operator", "Operator"],
  ["api", "Your server"],
  ["freshdesk", "Freshdesk"],
  ["mail", "Mail"],
  ["sync", "sync"],
])("whoever is %p in a ticket's history is called %p", (actor, name) => {
  const change = { seq: 1, at: new Date(0), actor, kind: "created" } as const
  expect(changeReply({ requester }, change, new Map([[2, "Grace Hopper"]])).actor).toEqual({
    id: actor,
    name,
  })
})
