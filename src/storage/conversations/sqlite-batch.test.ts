import { afterEach, describe, expect, test } from "bun:test"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { makePartner } from "../../../test/fixtures/partner.ts"
import { until } from "../../../test/wait.ts"
import type { Conversation } from "../../core/conversations/conversation.ts"
import { type Database, openDatabase } from "../database.ts"
import { erase } from "../privacy/erase.ts"
import { eventsAfter, insertConversation } from "../repositories/conversations.ts"
import { createVisitor } from "../repositories/customers.ts"
import { forgetPartner } from "../repositories/partner-removal.ts"
import { openConversationLog } from "./conversation-log.ts"

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function opened(dataDir: string): Promise<Database> {
  const database = await openDatabase({ dataDir })
  closers.push(() => database.close())
  return database
}

function logOn(database: Database) {
  const { log, unplaced, close } = openConversationLog(
    database,
    () => {},
    (error) => {
      throw error
    },
  )
  closers.push(close)
  const say = ({ id }: Conversation, text: string) =>
    log.append(id, () => ({ events: [{ type: "message", sender: { kind: "customer", id: "c" }, text }] }))
  return { say, placed: () => until("events are in their places", () => unplaced.count === 0) }
}

async function converse({ db }: Database, partnerId: string): Promise<Conversation> {
  const { id: customerId } = await createVisitor(db, { partnerId }, new Date())
  const publicId = `cs_${crypto.randomUUID()}`
  return db
    .transaction()
    .execute((trx) =>
      insertConversation(trx, { partnerId, customerId, publicId, page: undefined }, new Date()),
    )
}

type Going = (server: Database, gone: Conversation, command: Database) => Promise<unknown>

const GOING: readonly (readonly [string, Going])[] = [
  [
    "erased by the server",
    (server, { partnerId, customerId }) =>
      erase(server, { partnerId, customerIds: [customerId], userIds: [], emails: [] }, "test", () => {}),
  ],
  [
    "removed by a command beside it",
    (_server, { partnerId }, command) => forgetPartner(command.db, partnerId),
  ],
]

describe.each(GOING)("where the newest events are %s", (_how, go) => {
  test("what is said afterwards outlives a crash, and stands where it was said alone", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "chatd-test-"))
    closers.push(async () => rmSync(dataDir, { recursive: true }))
    const [server, command] = [await opened(dataDir), await opened(dataDir)]
    const { say, placed } = logOn(server)
    const kept = await converse(server, (await makePartner(server)).id)
    const gone = await converse(server, (await makePartner(server)).id)
    await Promise.all([say(kept, "before"), say(gone, "one"), say(gone, "two"), say(gone, "three")])
    await go(server, gone, command)
    await placed()
    await say(kept, "after")
    // Who comes next finds what was written, and nothing of what the server had in memory.
    const next = await opened(dataDir)
    logOn(next)
    expect((await eventsAfter(next.db, kept.id, 0, 10)).map(({ text }) => text)).toEqual(["before", "after"])
    expect(await eventsAfter(next.db, gone.id, 0, 10)).toEqual([])
  })
})
