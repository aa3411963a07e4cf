import { expect, test } from "bun:test"
import { Client } from "pg"
import pino from "pino"
import { eachDatabase } from "../test/databases.ts"
import { makePartner } from "../test/fixtures/partner.ts"
import { until } from "../test/wait.ts"
import type { ConversationEvent } from "./core/conversations/conversation.ts"
import { openOtherServers } from "./other-servers.ts"
import { type Encoding, Hub, type Published } from "./realtime/hub.ts"
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

  test("what another server wrote in several goes is told once, however late it is read", async () => {
    const database = await open()
    await using stack = new AsyncDisposableStack()
    const { id: partnerId } = await makePartner(database)
    const { id: customerId } = await createVisitor(database.db, { partnerId }, new Date())
    const { id } = await database.db.transaction().execute((trx) => {
      const fresh = { partnerId, customerId, publicId: "cs_one", page: undefined }
      return insertConversation(trx, fresh, new Date())
    })
    const there = openConversationLog(database, () => {}, fail)
    stack.defer(there.close)

    const told: ConversationEvent[] = []
    /** Told with the conversation as it was before them: perhaps to who had it then. */
    const outdated: ConversationEvent[] = []
    const hub = new Hub()
    const here = await connect(database.location)
    stack.defer(() => here.close())
    const listener = {
      encoding: NOTHING,
      take({ conversation, event }: Published) {
        told.push(event)
        if (conversation.lastSeq < event.seq) outdated.push(event)
      },
      flush() {},
      refresh() {},
      signal() {},
    }
    hub.subscribe({ of: "partner", id: partnerId }, listener)
    const others = await openOtherServers({
      url: database.location.url ?? "",
      database: here,
      hub,
      log: pino({ level: "silent" }),
      heard() {},
      desksHere: () => [],
    })
    stack.defer(others.stop)

    const say = (text: string) =>
      there.log.append(id, () => ({
        events: [{ type: "message", sender: { kind: "customer", id: "c" }, text }],
      }))
    const holder = new Client({ connectionString: database.location.url })
    await holder.connect()
    stack.defer(() => holder.end())
    // Who reads events waits, and who writes them does not.
    await holder.query("begin; alter view conversation_event alter column text set default ''")
    for (const text of ["one", "two", "three"]) await say(text)
    await until("they are waited for", async () => {
      const { rows } = await holder.query("select 1 from pg_locks where not granted")
      return rows.length > 0
    })
    await holder.query("rollback")
    await say("last")
    await until("the last word is told", () => told.some(({ text }) => text === "last"))
    expect(told.map(({ text }) => text)).toEqual(["one", "two", "three", "last"])
    expect(outdated).toEqual([])
  })
})
