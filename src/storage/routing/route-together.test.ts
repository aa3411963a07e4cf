import { expect, test } from "bun:test"
import { sql } from "kysely"
import { eachDatabase } from "../../../test/databases.ts"
import { again, GRACE_SECONDS, RoutingWorld } from "../../../test/routing-world.ts"
import { closeConversation } from "../../core/routing/close-conversation.ts"
import type { RouteKind } from "../../core/routing/decision.ts"
import { reopenConversation } from "../../core/routing/reopen-conversation.ts"
import { routePartner } from "../../core/routing/route-partner.ts"
import type { RouteTogether } from "../../core/routing/together.ts"
import { transferConversation } from "../../core/routing/transfer-conversation.ts"
import type { Database } from "../database.ts"
import { queuePlaces } from "../repositories/conversation-lists.ts"
import { conversationByNumber, eventsAfter } from "../repositories/conversations.ts"
import { anybodyThere } from "./agent-states.ts"
import { removeDeadLeases, vouch } from "./connections.ts"
import { routeDecisions } from "./decisions.ts"
import { routeTogether } from "./route-together.ts"

const ROUTING = { strategy: "least_busy", capacity: 5, graceSeconds: 60 } as const
const LEASE_MS = 30_000
const pick = () => 0

eachDatabase((dialect, open) => {
  test("a transaction waits until the one before it of the same partner has ended", async () => {
    const database = await open()
    const world = await RoutingWorld.open([database], [1])
    const other = dialect === "postgres" ? await again(database.location) : database
    const [first, second] = [database, other].map((one) => routeTogether(one, () => {}))
    const seen: string[] = []
    const inside = Promise.withResolvers<void>()
    const one = first?.(world.partner.id, async (within) => {
      inside.resolve()
      for (let i = 0; i < 20; i++) await within.queue(1)
      seen.push("first")
    })
    await inside.promise
    await second?.(world.partner.id, async () => void seen.push("second"))
    await one
    expect(seen).toEqual(["first", "second"])
    if (other !== database) await other.close()
    await world.close()
  })

  test("what is taken between the look and the write stays with whoever took it", async () => {
    const database = await open()
    const world = await RoutingWorld.open([database], [3, 3])
    const conversation = await world.ask(0, "medium")
    const [there, taker] = world.agents
    // Nobody is told, so that nothing is handed out before.
    await vouch(database, [there?.id ?? 0], { serverId: "elsewhere", leaseUntil: world.now() + 30_000 })
    const together: RouteTogether = (partnerId, work) =>
      world.routing(0).ports.together(partnerId, async (within) => {
        const before = within.queue.bind(within)
        // On SQLite nobody writes meanwhile; there it is the same transaction that does.
        within.queue = async (limit) => {
          const waiting = await before(limit)
          if (dialect === "postgres") await world.say(0, conversation, taker)
          return waiting
        }
        return work(within)
      })
    const routed = await routePartner({ together, pick }, world.partner.id, ROUTING)
    const [only] = await world.routing(0).queue(world.partner.id, 5)
    expect(only).toBeUndefined()
    const events = await eventsAfter(database.db, conversation.id, 0, 100)
    const given = events.filter(({ data }) => data?.agentId !== undefined && data.agentId !== null)
    expect(given.length).toBe(1)
    if (dialect === "postgres") {
      expect(given[0]?.data?.agentId).toBe(2)
      expect(routed).toEqual({ requeued: 0, assigned: 0, more: true })
    }
    await world.close()
  })

  test("who is looked at stays as they are until it is decided", async () => {
    const database = await open()
    if (dialect === "sqlite") return
    const world = await RoutingWorld.open([database], [1])
    world.connect(0, 1)
    await world.settle()
    const seen: string[] = []
    let away: Promise<void> | undefined
    await world.routing(0).ports.together(world.partner.id, async (within) => {
      expect((await within.candidates()).map(({ number }) => number)).toEqual([1])
      away = world.changeAgent(0, 1, { presence: "away" }).then(() => void seen.push("away"))
      while (seen.length === 0 && !(await somebodyWaits(database))) await within.queue(1)
      seen.push("decided")
    })
    await away
    expect(seen).toEqual(["decided", "away"])
    await world.close()
  })

  test("a refusal takes back what was written before it, a note included", async () => {
    const database = await open()
    const world = await RoutingWorld.open([database], [1, 1])
    const conversation = await world.ask(0, "medium")
    await world.changeAgent(0, 2, { disabled_at: 1 })
    const { ports } = world.routing(0)
    const request = { partnerId: world.partner.id, number: conversation.number, by: world.agents[0] }
    const before = await eventsAfter(database.db, conversation.id, 0, 100)
    const refused = transferConversation(ports, { ...request, to: 2, note: "yours" })
    expect(refused).rejects.toMatchObject({ code: "invalid_input", field: "agent" })
    await refused.catch(() => {})
    expect(await eventsAfter(database.db, conversation.id, 0, 100)).toEqual(before)
    expect(await routeDecisions(database.db, conversation.id, 10)).toEqual([])
    const moved = await transferConversation(ports, { ...request, to: 1, note: "mine\0" })
    expect([moved.status, moved.agentId]).toEqual(["active", 1])
    const [note, status] = (await eventsAfter(database.db, conversation.id, 0, 100)).slice(before.length)
    expect([note?.type, note?.text, status?.type]).toEqual(["note", "mine", "status"])
    const [decision] = await routeDecisions(database.db, conversation.id, 10)
    expect(decision).toMatchObject({ kind: "transferred", agentNumber: 1, seq: status?.seq as number })
    await world.close()
  })

  test("who puts a conversation into the queue does not get it back while somebody else has room", async () => {
    const database = await open()
    const world = await RoutingWorld.open([database], [2, 2])
    for (const number of [1, 2]) world.connect(0, number)
    await world.settle()
    // Who gives this one away has the fewest then, and what becomes of another says nothing of it.
    const busy = await world.ask(0, "medium")
    await world.settle()
    const { ports } = world.routing(0)
    const others = { partnerId: world.partner.id, number: busy.number, by: world.agents[0] }
    for (const to of [1, 2, 1, 2]) await transferConversation(ports, { ...others, to })
    const { number } = await world.ask(0, "medium")
    const keeper = async () => {
      await world.settle()
      const now = await conversationByNumber(database.db, world.partner.id, number)
      return now?.agentId ?? 0
    }
    const giveAway = async (from: number) => {
      const by = world.agents[from - 1]
      const request = { partnerId: world.partner.id, number, by, to: undefined }
      await transferConversation(ports, request)
    }
    const first = await keeper()
    await giveAway(first)
    const second = await keeper()
    expect([first, second]).toEqual([1, 2])
    // And where nobody else is there, nobody is left waiting.
    world.disconnect(0, first)
    await world.settle()
    await giveAway(second)
    expect(await keeper()).toBe(second)
    await world.close()
  })

  test("a server that was held up for longer than its leases takes nothing from its agents", async () => {
    const database = await open()
    const world = await RoutingWorld.open([database], [2])
    world.connect(0, 1)
    await world.settle()
    const given = await world.ask(0, "medium")
    await world.settle()
    world.sleep(600)
    // Somebody else asks before anything was renewed.
    const next = await world.ask(0, "medium")
    await world.settle()
    const keepers = async () => {
      const rows = [given, next].map(({ number }) =>
        conversationByNumber(database.db, world.partner.id, number),
      )
      return (await Promise.all(rows)).map((row) => row?.agentId)
    }
    expect(await keepers()).toEqual([1, undefined])
    await world.sweep()
    expect(await keepers()).toEqual([1, 1])
    await world.close()
  })

  test("who has a client at another server as well is there, though the one of them has died", async () => {
    const database = await open()
    const world = await RoutingWorld.open([database], [1])
    const ids = world.agents.map(({ id }) => id)
    const at = world.now()
    await vouch(database, ids, { serverId: "died", leaseUntil: at })
    await vouch(database, ids, { serverId: "lives", leaseUntil: at + 1 })
    expect(await removeDeadLeases(database, "looks", false, at, LEASE_MS)).toEqual([world.partner.id])
    const goneSince = async () => {
      const rows = await database.db.selectFrom("agent").select("gone_at").where("id", "in", ids).execute()
      return rows.map((row) => row.gone_at)
    }
    expect(await anybodyThere(database.db, world.partner.id, at)).toBe(true)
    expect(await goneSince()).toEqual([null])
    // Its own it takes from nobody, however long it was held up.
    expect(await removeDeadLeases(database, "lives", false, at + 1, LEASE_MS)).toEqual([])
    expect(await removeDeadLeases(database, "looks", false, at + 1, LEASE_MS)).toEqual([world.partner.id])
    expect(await goneSince()).toEqual([at + 1])
    await world.close()
  })

  test("after a server was away for long, its agents have the grace time to come back", async () => {
    const database = await open()
    const world = await RoutingWorld.open([database], [2])
    world.connect(0, 1)
    await world.settle()
    const { number } = await world.ask(0, "medium")
    await world.settle()
    const keeper = async () => {
      await world.sweep()
      return (await conversationByNumber(database.db, world.partner.id, number))?.agentId
    }
    // It stops as it should.
    world.disconnect(0, 1)
    await world.settle()
    world.sleep(GRACE_SECONDS * 10)
    await world.crash(0)
    expect(await keeper()).toBe(1)
    await world.wait(GRACE_SECONDS + 1)
    expect(await keeper()).toBeUndefined()
    await world.close()
  })

  test("who has gone for good gives back what they have, whoever else is there", async () => {
    const database = await open()
    const world = await RoutingWorld.open([database], [1, 1])
    world.connect(0, 1)
    await world.settle()
    const { number } = await world.ask(0, "medium")
    await world.settle()
    const keeper = async () => {
      await world.sweep()
      return (await conversationByNumber(database.db, world.partner.id, number))?.agentId
    }
    world.connect(0, 2)
    world.disconnect(0, 1)
    await world.settle()
    expect(await keeper()).toBe(1)
    await world.wait(GRACE_SECONDS + 1)
    expect(await keeper()).toBe(2)
    expect(await causesOf(database, world, number, "requeued")).toEqual(["gone"])
    await world.close()
  })

  test("what is opened again waits where whom it had has no room by now, and is theirs where they have", async () => {
    const database = await open()
    const world = await RoutingWorld.open([database], [1])
    world.connect(0, 1)
    await world.settle()
    const { ports } = world.routing(0)
    const requestFor = ({ number }: { number: number }) => ({
      partnerId: world.partner.id,
      number,
      by: undefined,
    })
    const first = await world.ask(0, "medium")
    await world.settle()
    await closeConversation(ports, requestFor(first))
    const next = await world.ask(0, "medium")
    await world.settle()
    expect(await reopenConversation(ports, requestFor(first))).toMatchObject({ status: "waiting" })
    for (const one of [first, next]) await closeConversation(ports, requestFor(one))
    expect(await reopenConversation(ports, requestFor(next))).toMatchObject({ status: "active", agentId: 1 })
    expect(await causesOf(database, world, first.number, "reopened")).toEqual(["not_there"])
    expect(await causesOf(database, world, next.number, "reopened")).toEqual(["had_it"])
    await world.close()
  })

  test("whose account is disabled gives back what they have at once, and is given nothing more", async () => {
    const database = await open()
    const world = await RoutingWorld.open([database], [2])
    world.connect(0, 1)
    await world.settle()
    const asked = [await world.ask(0, "medium")]
    await world.settle()
    await world.changeAgent(0, 1, { disabled_at: 1 })
    await world.settle()
    asked.push(await world.ask(0, "medium"))
    await world.sweep()
    for (const { number } of asked) {
      const now = await conversationByNumber(database.db, world.partner.id, number)
      expect(now).toMatchObject({ status: "waiting", agentId: undefined })
    }
    expect(await causesOf(database, world, asked[0]?.number ?? 0, "requeued")).toEqual(["disabled"])
    await world.close()
  })

  test("who has gone gives back what they have, also where the clock was put back since", async () => {
    const database = await open()
    const other = dialect === "postgres" ? await again(database.location) : database
    const world = await RoutingWorld.open([database, other], [1, 1])
    const HOUR = 3_600
    world.sleep(HOUR)
    world.connect(0, 1)
    await world.settle()
    const { number } = await world.ask(0, "medium")
    await world.settle()
    if (dialect === "postgres") await world.crash(0)
    else world.disconnect(0, 1)
    await world.settle()
    world.sleep(-HOUR)
    world.connect(1, 2)
    await world.settle()
    await world.wait(2 * GRACE_SECONDS)
    await world.sweep()
    expect((await conversationByNumber(database.db, world.partner.id, number))?.agentId).toBe(2)
    if (other !== database) await other.close()
    await world.close()
  })

  test("agents who are there are so for their own partner alone", async () => {
    const database = await open()
    const world = await RoutingWorld.open([database], [2, 2])
    const other = await RoutingWorld.open([database], [2, 2])
    other.connect(0, 2)
    await other.settle()
    const isThere = ({ partner }: RoutingWorld) => anybodyThere(database.db, partner.id, world.now())
    expect([await isThere(world), await isThere(other)]).toEqual([false, true])
    world.connect(0, 1)
    const asked = [await world.ask(0, "medium"), await world.ask(0, "medium")]
    await world.settle()
    await world.sweep()
    const keepers = asked.map(({ number }) => conversationByNumber(database.db, world.partner.id, number))
    expect((await Promise.all(keepers)).map((one) => one?.agentId)).toEqual([1, 1])
    await world.close()
    await other.close()
  })

  test("a partner's is another's: absent and forbidden look the same", async () => {
    const database = await open()
    const world = await RoutingWorld.open([database], [1])
    const other = await RoutingWorld.open([database], [1])
    const conversation = await world.ask(0, "medium")
    const request = { partnerId: other.partner.id, number: conversation.number, by: other.agents[0] }
    const { ports } = other.routing(0)
    await expect(transferConversation(ports, { ...request, to: undefined })).rejects.toMatchObject({
      code: "not_found",
    })
    // The third agent is another partner's.
    const third = await RoutingWorld.open([database], [1, 1, 1])
    const mine = { partnerId: world.partner.id, number: conversation.number, by: world.agents[0] }
    await expect(transferConversation(world.routing(0).ports, { ...mine, to: 3 })).rejects.toMatchObject({
      code: "invalid_input",
      field: "agent",
    })
    await third.close()
    const { number } = await other.ask(0, "medium")
    const places = await queuePlaces(database.db, other.partner.id)
    expect(places.map((place) => place.number)).toEqual([number])
    await world.close()
    await other.close()
  })
})

/** Why a conversation was moved so, each time. */
async function causesOf({ db }: Database, { partner }: RoutingWorld, number: number, move: RouteKind) {
  const { id = 0 } = (await conversationByNumber(db, partner.id, number)) ?? {}
  const decisions = await routeDecisions(db, id, 10)
  return decisions.flatMap(({ kind, reason }) => (kind === move ? reason.cause : []))
}

/** Whether a statement waits for what another transaction holds. */
async function somebodyWaits({ db }: Database): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
  return rows.length > 0
}
