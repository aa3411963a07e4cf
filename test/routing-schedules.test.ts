import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import type { Presence } from "../src/core/agents/agent.ts"
import type { Conversation, Priority } from "../src/core/conversations/conversation.ts"
import { closeConversation } from "../src/core/routing/close-conversation.ts"
import { handBack } from "../src/core/routing/hand-back.ts"
import { reopenConversation } from "../src/core/routing/reopen-conversation.ts"
import { setPriority } from "../src/core/routing/set-priority.ts"
import { takeConversation } from "../src/core/routing/take-conversation.ts"
import { transferConversation } from "../src/core/routing/transfer-conversation.ts"
import type { Database } from "../src/storage/database.ts"
import { eachDatabase, type OpenTestDatabase } from "./databases.ts"
import { checkHistory } from "./routing-history.ts"
import {
  again,
  GRACE_SECONDS,
  LEASE_SECONDS,
  PRIORITIES,
  RoutingWorld,
  refusable,
  unhurried,
} from "./routing-world.ts"

/** More of them while one works on routing: `ROUTING_RUNS=2000 bun test test/routing-schedules.test.ts` */
const RUNS = Number(process.env.ROUTING_RUNS ?? 12)
const SEED = process.env.ROUTING_SEED === undefined ? {} : { seed: Number(process.env.ROUTING_SEED) }

const AGENTS = 4

/** One thing that somebody does. */
interface Step {
  does: keyof typeof HOW_OFTEN
  server: number
  agent: number
  /** Which of the conversations that there are, counted from the newest. */
  which: number
  presence: Presence
  capacity: number
  disabled: boolean
  /** Undefined: the queue. */
  to: number | undefined
  priority: Priority
  seconds: number
}

const HOW_OFTEN = {
  ask: 6,
  connect: 4,
  disconnect: 2,
  presence: 2,
  capacity: 1,
  disabled: 1,
  "customer says": 2,
  "agent says": 2,
  take: 2,
  transfer: 2,
  "hand back": 1,
  close: 3,
  "customer closes": 1,
  reopen: 1,
  priority: 1,
  sweep: 1,
  wait: 3,
  crash: 2,
} as const

const does = fc.oneof(
  ...Object.entries(HOW_OFTEN).map(([name, weight]) => ({
    weight,
    arbitrary: fc.constant(name as keyof typeof HOW_OFTEN),
  })),
)
const agent = fc.integer({ min: 1, max: AGENTS })
const step: fc.Arbitrary<Step> = fc.record({
  does,
  server: fc.nat(1),
  agent,
  which: fc.nat(5),
  presence: fc.constantFrom<Presence>("online", "online", "away", "offline"),
  capacity: fc.nat(4),
  disabled: fc.boolean(),
  to: fc.option(agent, { nil: undefined }),
  priority: fc.constantFrom(...PRIORITIES),
  seconds: fc.constantFrom(5, LEASE_SECONDS + 1, GRACE_SECONDS + 1),
})

/** What happens at once, and what comes after it. */
const schedule = fc.record({
  strategy: fc.constantFrom<"least_busy" | "round_robin">("least_busy", "round_robin"),
  capacities: fc.array(fc.nat(2), { minLength: AGENTS, maxLength: AGENTS }),
  groups: fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 12 }),
})

eachDatabase((dialect, open) => {
  describe("routing under random schedules", () => {
    test(
      "one after the other: the most urgent and longest waiting first, and nobody waits while somebody is free",
      () => underSchedules(open, dialect, false),
      600_000,
    )

    test(
      "at once: nothing is lost, and nobody waits while somebody is free",
      () => underSchedules(open, dialect, true),
      600_000,
    )
  })
})

async function underSchedules(open: OpenTestDatabase, dialect: string, atOnce: boolean): Promise<void> {
  const opened = await open()
  const databases: Database[] = [opened]
  // On one SQLite database one server runs.
  if (dialect === "postgres") databases.push(await again(opened.location))
  try {
    await fc.assert(
      fc.asyncProperty(schedule, async ({ strategy, capacities, groups }) => {
        const used = atOnce ? databases.map(unhurried) : databases
        const world = await RoutingWorld.open(used, capacities, strategy)
        const isStrict = dialect === "sqlite" || !atOnce
        for (const group of groups) {
          // Time does not pass while something happens: the clock would be moved by more than anything takes.
          const together = atOnce ? group.filter(({ does }) => !isAlone(does)) : []
          await Promise.all(together.map((one) => take(world, one)))
          for (const one of group.filter((one) => !together.includes(one))) {
            await take(world, one)
            await world.settle()
          }
          await world.settle()
          // What only time makes possible, and what a crashed server left, is found by the next look.
          if (group.some(({ does }) => isAlone(does))) await world.sweep()
          await checkNobodyForgotten(world)
        }
        await world.sweep()
        await checkNobodyForgotten(world)
        await checkPlaces(world)
        await checkHistory(world, { isStrict, atOnce, strategy })
        await world.close()
        expect(world.faults).toEqual([])
      }),
      { numRuns: RUNS, ...SEED, endOnFailure: process.env.ROUTING_SHRINK === undefined },
    )
  } finally {
    for (const database of databases.slice(1)) await database.close()
  }
}

function isAlone(does: Step["does"]): boolean {
  return does === "wait" || does === "crash"
}

async function take(world: RoutingWorld, step: Step): Promise<void> {
  const { server, agent: number } = step
  const by = world.agents[number - 1]
  const conversation = world.conversations.at(-1 - (step.which % Math.max(1, world.conversations.length)))
  const { does } = step
  if (does === "ask") await world.ask(server, step.priority)
  else if (does === "connect") world.connect(server, number)
  else if (does === "disconnect") world.disconnect(server, number)
  else if (does === "presence") await world.changeAgent(server, number, { presence: step.presence })
  else if (does === "capacity") await world.changeAgent(server, number, { capacity: step.capacity })
  else if (does === "disabled")
    await world.changeAgent(server, number, { disabled_at: step.disabled ? world.now() : null })
  else if (does === "sweep") await world.sweep()
  else if (does === "wait") await world.wait(step.seconds)
  else if (does === "crash") await world.crash(server % world.servers.length)
  else if (conversation && by) await move(world, step, conversation, by)
}

async function move(
  world: RoutingWorld,
  step: Step,
  conversation: Conversation,
  by: RoutingWorld["agents"][number],
): Promise<void> {
  const { server, does } = step
  const { ports } = world.routing(server)
  const request = { partnerId: world.partner.id, number: conversation.number, by }
  if (does === "customer says") await world.say(server, conversation, undefined)
  else if (does === "agent says") await world.say(server, conversation, by)
  else if (does === "customer closes") await world.closedByCustomer(server, conversation)
  else if (does === "take") await refusable(takeConversation(ports, request))
  else if (does === "transfer")
    await refusable(transferConversation(ports, { ...request, to: step.to, note: "please" }))
  else if (does === "hand back") await refusable(handBack(ports, request))
  else if (does === "close") await refusable(closeConversation(ports, request))
  else if (does === "reopen") await refusable(reopenConversation(ports, request))
  else if (does === "priority") await refusable(setPriority(ports, { ...request, priority: step.priority }))
}

/** Nobody waits while somebody who is given conversations has room, and nobody is left with an agent who is gone. */
async function checkNobodyForgotten(world: RoutingWorld): Promise<void> {
  const routing = world.routing(0)
  const available = (await routing.agents(world.partner.id)).filter((one) => one.available)
  const waiting = await routing.queue(world.partner.id, 1_000)
  if (waiting.length > 0) expect(available).toEqual([])
}

async function checkPlaces(world: RoutingWorld): Promise<void> {
  const routing = world.routing(0)
  const waiting = await routing.queue(world.partner.id, 1_000)
  for (const [i, conversation] of waiting.entries()) expect(await routing.placeOf(conversation)).toBe(i + 1)
  expect((await routing.queueTotals(world.partner.id)).waiting).toBe(waiting.length)
}
