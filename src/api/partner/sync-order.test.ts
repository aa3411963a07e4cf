import { expect, test } from "bun:test"
import { until } from "../../../test/wait.ts"
import type { Conversation } from "../../core/conversations/conversation.ts"
import type { Socket } from "../../http/sockets.ts"
import { nextTurn } from "../../next-turn.ts"
import { Hub } from "../../realtime/hub.ts"
import { type PartnerSocketDependencies, partnerSocket } from "./socket.ts"

const PARTNER = { id: "acme" }
const CONVERSATION = { id: 1, number: 17, customerId: 1, lastSeq: 3 } as Conversation
const EVENTS = [1, 2, 3].map((seq) => ({
  conversationId: 1,
  seq,
  type: "message" as const,
  sender: { kind: "agent" as const, id: "agent-2", name: "Grace" },
  at: 0,
  text: `${seq}`,
}))

test("of two places to go on from the one that was sent last holds, whichever conversation is found first", async () => {
  const found: (() => void)[] = []
  const dependencies = {
    connect: { actors: { partners: { byApiKey: async () => PARTNER } } },
    names: { externalIds: async () => new Map([[1, "ada"]]) },
    store: {
      byNumber: () => new Promise((resolve) => found.push(() => resolve(CONVERSATION))),
      eventsAfter: async (_: number, after: number) => EVENTS.filter(({ seq }) => seq > after),
    },
    hub: new Hub(),
    addressOf: () => "127.0.0.1",
  } as unknown as PartnerSocketDependencies
  const url = new URL("http://localhost/ws")
  const request = new Request(url, { headers: { authorization: "Bearer sk_acme" } })
  const session = await partnerSocket(dependencies).connect(request, url)
  const given: number[] = []
  const take = (frame: string) => void given.push(JSON.parse(frame).seq)
  session.opened({
    send: take,
    sendAll: (frames) => frames.forEach(take),
    hasRoom: () => true,
    drained: async () => true,
  } as Socket)
  const sync = (after: number) =>
    session.received({ type: "sync", payload: { conversationId: CONVERSATION.number, after } })

  sync(3)
  await until("it is looked up", () => found.length === 1)
  found[0]?.()
  sync(2)
  sync(0)
  await until("both are looked up", () => found.length === 3)
  found[2]?.()
  await nextTurn()
  found[1]?.()
  await nextTurn()
  expect(given.slice(-3)).toEqual([1, 2, 3])
})
