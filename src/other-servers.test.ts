import { expect, test } from "bun:test"
import { Client } from "pg"
import pino from "pino"
import { eachDatabase } from "../test/databases.ts"
import { makePartner } from "../test/fixtures/partner.ts"
import { until } from "../test/wait.ts"
import { openOtherServers } from "./other-servers.ts"
import { type Encoding, Hub, type Published, type Why } from "./realtime/hub.ts"
import { openConversationLog } from "./storage/conversations/conversation-log.ts"
import { connect } from "./storage/database.ts"
import { insertConversation } from "./storage/repositories/conversations.ts"
import { createVisitor } from "./storage/repositories/customers.ts"

const NOTHING: Encoding = { event: () => undefined, signal: () => undefined }
const fail = (error: unknown) => {
  throw error
}

eachDatabase((name, open) => {
  if (name === "sqlite") return

  const listening = async (stack: AsyncDisposableStack) => {
    const database = await open()
    const { id: partnerId } = await makePartner(database)
    const { id: customerId } = await createVisitor(database.db, { partnerId }, new Date())
    const { id } = await database.db.transaction().execute((trx) => {
      const fresh = { partnerId, customerId, publicId: "cs_one", page: undefined }
      return insertConversation(trx, fresh, new Date())
    })
    const told: Published[] = []
    let gone: Why | undefined
    const hub = new Hub()
    const listener = {
      encoding: NOTHING,
      take: (published: Published) => void told.push(published),
      gone(why: Why) {
        gone = why
      },
      flush() {},
      refresh() {},
      signal() {},
    }
    hub.subscribe({ of: "conversation", id }, listener)
    const here = await connect(database.location)
    stack.defer(() => here.close())
    const faults: string[] = []
    const others = await openOtherServers({
      url: database.location.url ?? "",
      database: here,
      hub,
      log: pino({ level: "error" }, { write: (line) => void faults.push(line) }),
      heard() {},
      desksHere: () => [],
    })
    stack.defer(others.stop)
    const operator = new Client({ connectionString: database.location.url })
    await operator.connect()
    stack.defer(() => operator.end())
    return { database, id, told, faults, gone: () => gone, operator, others }
  }

  const breakConnections = (operator: Client) =>
    operator.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`,
    )

  test("what another server wrote in several goes is told once, however late it is read", async () => {
    await using stack = new AsyncDisposableStack()
    const { database, id, told, operator } = await listening(stack)
    const there = openConversationLog(database, () => {}, fail)
    stack.defer(there.close)
    const say = (text: string) =>
      there.log.append(id, () => ({
        events: [{ type: "message", sender: { kind: "customer", id: "c" }, text }],
      }))
    // Who reads events waits, and who writes them does not.
    await operator.query("begin; alter view conversation_event alter column text set default ''")
    for (const text of ["one", "two", "three"]) await say(text)
    await until("they are waited for", async () => {
      const { rows } = await operator.query("select 1 from pg_locks where not granted")
      return rows.length > 0
    })
    await operator.query("rollback")
    await say("last")
    await until("the last word is told", () => told.some(({ event }) => event.text === "last"))
    expect(told.map(({ event }) => event.text)).toEqual(["one", "two", "three", "last"])
    // With the conversation as it was before, they would perhaps be told to who had it then.
    for (const { conversation, event } of told) expect(conversation.lastSeq).toBeGreaterThanOrEqual(event.seq)
  })

  test("what another server wrote while it could not be read is told afterwards", async () => {
    await using stack = new AsyncDisposableStack()
    const { database, id, told, faults, operator } = await listening(stack)
    const there = openConversationLog(database, () => {}, fail)
    stack.defer(there.close)
    const say = (text: string) =>
      there.log.append(id, () => ({
        events: [{ type: "message", sender: { kind: "customer", id: "c" }, text }],
      }))
    await operator.query("alter view conversation_event rename to hidden")
    await say("one")
    await until("it could not be read", () => faults.length > 0)
    await operator.query("alter view hidden rename to conversation_event")
    await operator.query("select pg_notify('chatd_events', 'another 0:1')")
    await until("it is told", () => told.length > 0)
    expect(told.map(({ event }) => event.text)).toEqual(["one"])
  })

  test("who listens to what was erased while Postgres could not be listened to is told afterwards", async () => {
    await using stack = new AsyncDisposableStack()
    const { id, gone, operator } = await listening(stack)
    await breakConnections(operator)
    await operator.query("delete from conversation where id = $1", [id])
    await until("they are told", () => gone() === "erased")
  })

  test("who cannot ask for other servers just then does as if there were some", async () => {
    await using stack = new AsyncDisposableStack()
    const { operator, others } = await listening(stack)
    expect(await others.hasOthers()).toBe(false)
    await breakConnections(operator)
    expect(await others.hasOthers()).toBe(true)
  })

  test("who was signed out while Postgres could not be listened to is told afterwards", async () => {
    await using stack = new AsyncDisposableStack()
    const { gone, operator } = await listening(stack)
    await breakConnections(operator)
    await operator.query("update customer set signed_out_at = $1", [Date.now()])
    await until("they are told", () => gone() === "signed_out")
  })

  test("who was signed out is told although the first look for them failed", async () => {
    await using stack = new AsyncDisposableStack()
    const { gone, faults, operator } = await listening(stack)
    await operator.query("alter table customer rename to hidden")
    await breakConnections(operator)
    await operator.query("update hidden set signed_out_at = $1", [Date.now()])
    await until("it could not be read", () => faults.some((line) => line.includes("could not be asked")))
    await operator.query("alter table hidden rename to customer")
    await until("they are told", () => gone() === "signed_out", 30_000)
  })
})
