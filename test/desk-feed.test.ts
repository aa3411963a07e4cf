import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import fc from "fast-check"
import type { DeskEvent, Summary } from "../src/api/desk/protocol.ts"
import { type Desk, startDesk } from "./desk.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { DeskFollower } from "./desk-follower.ts"
import { type GuidePartner, guidePartner } from "./guide-partner.ts"
import { until } from "./wait.ts"

setDefaultTimeout(180_000)

const CONVERSATIONS = 4
const what = fc.constantFrom(
  "say",
  "say",
  "say",
  "reply",
  "note",
  "read",
  "close",
  "reopen",
  "take",
  "queue",
  "handBack",
  "urgent",
  "rename",
  "follow",
  "cut",
  "cut",
  "pause",
)
const step = fc.record({ what, which: fc.nat(CONVERSATIONS - 1), server: fc.nat(1) })

/** Where each server of a database is: one on SQLite, two on Postgres, which tell each other. */
describe.each([false, true])("a desk's client, with Postgres: %p", (postgres) => {
  let desk: Desk
  let acme: GuidePartner
  let ada: SignedInAgent
  let grace: SignedInAgent
  let servers: string[]
  let begun = 0
  let named = 0

  beforeAll(async () => {
    desk = await startDesk({
      postgres,
      partnerSettings: (settings) => ({
        ...settings,
        answering: { ...settings.answering, mode: "agent" },
        limits: {
          ...settings.limits,
          messagesPerMinute: 0,
          addressMessagesPerMinute: 0,
          partnerMessagesPerMinute: 0,
        },
      }),
    })
    servers = [desk.url, postgres ? await desk.another() : desk.url]
    acme = guidePartner(desk)
    ada = await signedInAgent(desk)
    grace = await signedInAgent(desk, { email: "grace@acme.example", name: "Grace" })
  })
  afterAll(() => desk.stop())

  async function act(
    one: { what: string; which: number; server: number },
    numbers: number[],
    client: DeskFollower,
  ) {
    const number = numbers[one.which] as number
    const origin = servers[one.server] as string
    const post = async (agent: SignedInAgent, path: string, body?: object) => {
      const reply = await fetch(`${origin}/api/desk/conversations/${number}/${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${agent.token}`, "content-type": "application/json" },
        ...(body && { body: JSON.stringify(body) }),
      })
      // What a closed conversation does not take is refused.
      expect(reply.status).toBeOneOf([200, 201, 204, 409])
    }
    const clientId = `c${++named}`
    if (one.what === "say") await acme.say(number, `customer-${number}`, `message ${named}`)
    else if (one.what === "reply") await post(grace, "messages", { clientId, text: `reply ${named}` })
    else if (one.what === "note") await post(grace, "notes", { clientId, text: `note ${named}` })
    else if (one.what === "read") await post(ada, "read", { seq: 1 + (named % 12) })
    else if (one.what === "queue") await post(grace, "transfer", { queue: true })
    else if (one.what === "handBack") await post(grace, "hand-back")
    else if (one.what === "urgent") await post(grace, "priority", { priority: "urgent" })
    else if (one.what === "rename")
      await acme.call("PATCH", `/api/customers/customer-${number}`, { name: `Name ${named}` })
    else if (one.what === "follow") client.follow(number)
    else if (one.what === "cut") {
      client.cut()
      client.connect(origin)
    } else if (one.what === "pause") await until("the client is ready", () => client.isReady)
    else await post(grace, one.what)
  }

  test("however it is cut off, it comes to what the log says and to what a fresh client sees", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25 }), async (steps) => {
        const numbers: number[] = []
        for (let i = 0; i < CONVERSATIONS; i++) {
          const { json } = await acme.call("POST", "/api/partner/conversations", {
            customerId: `customer-${++begun}`,
          })
          numbers.push(json.id)
        }
        expect(numbers).toEqual(numbers.map((_, i) => begun - CONVERSATIONS + 1 + i))
        const client = new DeskFollower(ada.token)
        client.connect(servers[0] as string)
        for (const one of steps) await act(one, numbers, client)
        for (const number of numbers) client.follow(number)

        const fresh = new DeskFollower(ada.token)
        fresh.connect(servers[0] as string)
        for (const number of numbers) fresh.follow(number)
        // A new name is told by the server that took it; the others tell it with the conversation's next event.
        const places = ({ position: _, ...one }: Summary) =>
          postgres ? { ...one, customer: { ...one.customer, name: null } } : one
        const stored = async (number: number) => {
          const { events } = (await ada.call("GET", `/conversations/${number}/events`)).json
          const { conversation } = (await ada.call("GET", `/conversations/${number}`)).json
          return { number, events: events as DeskEvent[], line: places(conversation) }
        }
        const seen = (one: DeskFollower, { number, line }: Awaited<ReturnType<typeof stored>>) => {
          const had = one.list.get(number)
          // What was closed before it came, or where nothing was said, is in no list.
          const isShown = had !== undefined || (line.status !== "closed" && line.lastSeq > 0)
          return { events: nameless(one.logs.get(number)), line: isShown ? had && places(had) : line }
        }
        // The bot may have something to say yet: what is compared is read until nothing moves.
        let wanted: Awaited<ReturnType<typeof stored>>[] = []
        const differing = () =>
          [client, fresh].flatMap((one) =>
            wanted.flatMap((is) => {
              const [has, due] = [seen(one, is), { events: nameless(is.events), line: is.line }]
              return Bun.deepEquals(has, due) ? [] : { has, due }
            }),
          )
        await until("both know everything", async () => {
          wanted = await Promise.all(numbers.map(stored))
          return client.isReady && fresh.isReady && differing().length === 0
        }).catch(() => {})
        for (const { has, due } of differing()) expect(has).toEqual(due)
        await until("the order is the same", () => client.order.join() === fresh.order.join())
        expect([...client.wrongs, ...fresh.wrongs]).toEqual([])
        client.cut()
        fresh.cut()
        for (const number of numbers) await ada.call("POST", `/conversations/${number}/close`)
      }),
      { numRuns: 20, endOnFailure: true },
    )
    expect(desk.log).toEqual([])
  })
})

/** Customers are called as they were when it was told. */
function nameless(events: readonly DeskEvent[] | undefined): unknown {
  return events?.map((event) => ({ ...event, sender: { ...event.sender, name: undefined } }))
}
