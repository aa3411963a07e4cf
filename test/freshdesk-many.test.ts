import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test"
import { type Desk, startDesk } from "./desk.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { ticketInFreshdesk } from "./freshdesk-ticket.ts"
import { startFakeFreshdesk } from "./servers/freshdesk.ts"
import { until } from "./wait.ts"

setDefaultTimeout(60_000)

let freshdesk: Awaited<ReturnType<typeof startFakeFreshdesk>>
let desk: Desk
let agent: SignedInAgent
beforeEach(async () => {
  freshdesk = await startFakeFreshdesk()
  desk = await startDesk({
    settings: {
      ...freshdesk.settings,
      "freshdesk.poll_seconds": 1,
    },
  })
  agent = await signedInAgent(desk)
})
afterEach(async () => {
  await freshdesk.stop()
  await desk.stop()
})

const opened = () => ticketInFreshdesk(agent)
const ticket = async (number: number) => (await agent.call("GET", `/tickets/${number}`)).json.ticket
const isClosed = async (number: number) => (await ticket(number)).status === "closed"

test("a ticket that moves up the list of changes while that is read is not passed over", async () => {
  const { number, there } = await opened()
  const last = await opened()
  const [first] = freshdesk.fill(100)
  freshdesk.change(there, { status: 5 })
  freshdesk.fill(200)
  freshdesk.change(last.there, { status: 5 })
  // Somebody goes on working meanwhile: what is behind moves up by one.
  freshdesk.onPage = () => {
    freshdesk.onPage = undefined
    freshdesk.change(first ?? 0, { priority: 2 })
  }
  await until("the list was read to its end", () => isClosed(last.number))
  expect(await isClosed(number)).toBe(true)
})

test("more than a thousand tickets that change in one second do not end the looking", async () => {
  const { number, there } = await opened()
  freshdesk.fill(1_250, { inOneSecond: true })
  freshdesk.change(there, { status: 5 })
  await until("what changed after them is taken over", () => isClosed(number))
})
