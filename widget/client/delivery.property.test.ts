import { expect, test } from "bun:test"
import fc from "fast-check"
import { ChatServer, type IncomingFault, type OutgoingFault } from "../../test/servers/chat-server.ts"
import type { ChatEvent } from "./chat-api.ts"
import { createEventOrder } from "./event-order.ts"
import { messagesOf, openBrowserProfile } from "./testing/visitor.ts"

const outgoingFault = fc.constantFrom<OutgoingFault>("deliver", "twice", "after the next", "lose", "cut")
const incomingFault = fc.constantFrom<IncomingFault>("take", "cut before storing", "cut after storing")
const step = fc.constantFrom(
  "write",
  "write",
  "answer",
  "answer",
  "drop",
  "restart",
  "reload",
  "no sockets",
  "sockets",
)

test("whatever the connection does, each message is there once, in order, on both sides", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 3, maxLength: 14 }),
      fc.array(outgoingFault, { maxLength: 30 }),
      fc.array(incomingFault, { maxLength: 12 }),
      async (steps, outgoing, incoming) => {
        const server = new ChatServer()
        const tab = openBrowserProfile(server.url).openTab()
        let visit = tab.visit()
        try {
          visit.client.open()
          visit.client.send("first")
          await visit.when(
            "it is live",
            ({ phase, connection }) => phase === "live" && connection === "online",
          )
          server.outgoing = () => outgoing.shift() ?? "deliver"
          server.incoming = () => incoming.shift() ?? "take"
          const written = ["first"]
          const answered: string[] = []
          for (const [index, one] of steps.entries()) {
            if (one === "write") {
              written.push(`written ${index}`)
              visit.client.send(`written ${index}`)
            } else if (one === "answer") {
              answered.push(`answered ${index}`)
              server.say(`answered ${index}`)
            } else if (one === "drop") server.dropSockets()
            else if (one === "restart") {
              await server.stop()
              server.start()
            } else if (one === "reload") {
              visit.client.destroy()
              visit = tab.visit()
              visit.client.open()
            } else if (one === "no sockets") {
              server.trouble.sockets = "refuse"
              server.dropSockets()
            } else server.trouble = {}
            // Lets what is under way get somewhere.
            await new Promise(setImmediate)
          }
          // A frame that is lost from an open connection shows when the next one comes.
          outgoing.length = incoming.length = 0
          server.say("last")
          const expected = written.length + answered.length + 1
          const state = await visit.when("all is there", (now) => {
            const messages = messagesOf(now)
            return messages.length >= expected && messages.every(({ seq }) => seq !== undefined)
          })
          const shown = messagesOf(state)
          expect(shown.map(({ text }) => text)).toEqual(server.texts)
          expect(shown.filter(({ own }) => own).map(({ text }) => text)).toEqual(written)
          expect(shown.filter(({ own }) => !own).map(({ text }) => text)).toEqual([...answered, "last"])
          expect(new Set(shown.map(({ key }) => key)).size).toBe(shown.length)
        } finally {
          visit.client.destroy()
          await server.stop()
        }
      },
    ),
    { numRuns: 60 },
  )
}, 60_000)

test("events come out in order, each once, in whatever order and however often they come in", () => {
  const numbered = (seq: number) => ({ seq }) as ChatEvent
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 1, max: 20 }).chain((count) =>
        fc.tuple(
          fc.shuffledSubarray(
            Array.from({ length: count }, (_, index) => index + 1),
            { minLength: count, maxLength: count },
          ),
          fc.array(fc.integer({ min: 1, max: count }), { maxLength: 10 }),
        ),
      ),
      (after, [shuffled, again]) => {
        const order = createEventOrder<ChatEvent>(after)
        const out = [...shuffled, ...again].flatMap((step) => order.take(numbered(after + step)))
        expect(out.map(({ seq }) => seq)).toEqual(shuffled.map((_, index) => after + index + 1))
        expect(order.gap).toBe(false)
      },
    ),
  )
})

test("a number that the server does not know of is passed over", () => {
  const order = createEventOrder<ChatEvent>(0)
  const numbered = (seq: number) => ({ seq }) as ChatEvent
  expect(order.take(numbered(3))).toEqual([])
  expect(order.gap).toBe(true)
  expect(order.takeAll([numbered(1), numbered(3)]).map(({ seq }) => seq)).toEqual([1, 3])
  expect(order.last).toBe(3)
  expect(order.gap).toBe(false)
})
