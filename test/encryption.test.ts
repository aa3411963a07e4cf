import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test"
import { setTimeout as pause } from "node:timers/promises"
import type { Sender } from "../src/core/conversations/conversation.ts"
import { searchMessages } from "../src/core/search/search-messages.ts"
import { openConversationLog } from "../src/storage/conversations/conversation-log.ts"
import { type Database, openDatabase } from "../src/storage/database.ts"
import { eventsAfter, insertConversation } from "../src/storage/repositories/conversations.ts"
import { createVisitor } from "../src/storage/repositories/customers.ts"
import { searchPorts } from "../src/storage/repositories/message-search.ts"
import { encryptionKeys } from "../src/storage/sealing/encryption-key.ts"
import { KeyRotation } from "../src/storage/sealing/key-rotation.ts"
import { FIRST, resealStep } from "../src/storage/sealing/reseal.ts"
import type { Sealing } from "../src/storage/sealing/sealing.ts"
import { openMessageIndex } from "../src/storage/search/message-index.ts"
import { openVisitor } from "./chat-client.ts"
import { eachDatabase, type OpenTestDatabase } from "./databases.ts"
import { type Desk, startDesk } from "./desk.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { chatBody, failureBody, TICKET_BODY } from "./fixtures/crm.ts"
import { makePartner } from "./fixtures/partner.ts"
import { freshKey } from "./sealed.ts"
import { filesWith, textOfEverything } from "./stored-text.ts"
import { until } from "./wait.ts"

const SAID: readonly [string, string, string, string, string] = [
  "zebrafinchery",
  "marmaladesque",
  "periwinkled",
  "gobbledygookish",
  "X1234",
]

describe.each([false, true])("a sealed server, with Postgres: %p", (postgres) => {
  let desk: Desk
  let admin: SignedInAgent
  beforeAll(async () => {
    // Nobody listens there: what is to be mailed waits.
    const mail = { "smtp.host": "127.0.0.1", "smtp.port": 9, "smtp.from": "support@acme.example" }
    const settings = { "encryption.key": freshKey(), ...mail }
    desk = await startDesk({ postgres, settings, keys: "from settings" })
    admin = await signedInAgent(desk, { role: "admin" })
  })
  afterAll(() => desk.stop())

  test("holds nothing of what was said in clear, and agents find it all the same", async () => {
    const visitor = await openVisitor(desk, { page: { url: `https://acme.example/${SAID[0]}` } })
    await visitor.ask(`Where is my ${SAID[1]} parcel?`)
    await visitor.call("POST", "/rating", { score: 2, comment: SAID[2] })
    const form = { clientId: "f", name: "Ada", email: "ada@example.com", message: `It is ${SAID[3]}.` }
    expect((await visitor.call("POST", "/handoff", form)).status).toBe(201)
    const summary = await until("the agents see it", async () =>
      (await admin.call("GET", "/conversations?view=all")).json.conversations.at(0),
    )
    expect(
      (await admin.call("POST", `/conversations/${summary.number}/notes`, { clientId: "n", text: SAID[0] }))
        .status,
    ).toBe(201)
    await desk.send("POST", "/api/agent/customer/", { body: chatBody(`What of ${SAID[2]}?`) })
    const failure = await desk.send("POST", "/api/agent-failure/", { body: failureBody({ query: SAID[4] }) })
    const ticket = `/api/agent-failure/${failure.json.failure_id}/create-ticket`
    expect((await desk.send("POST", ticket, { body: TICKET_BODY })).status).toBe(200)

    const find = async (words: string) =>
      (await admin.call("GET", `/search?q=${encodeURIComponent(words)}`)).json.hits
    await until("it is found", async () => (await find(SAID[1])).length === 1)
    await until("the note is found", async () => (await find(SAID[0])).length === 1)
    const [hit] = await find("my marmal")
    expect(hit.excerpt.map(({ text }: { text: string }) => text).join("")).toContain(SAID[1])
    expect(await find("parcel marmaladesque")).toHaveLength(1)
    expect(await find('"parcel marmaladesque"')).toHaveLength(0)
    const events = await admin.call("GET", `/conversations/${summary.number}/events`)
    expect(events.text).toContain(SAID[1])
    const tickets = await admin.call("GET", "/tickets")
    expect(tickets.text).toContain(SAID[3])

    const stored = await desk.withDatabase((database) => textOfEverything(database, true))
    expect(stored).toContain("enc1:")
    for (const said of SAID) expect({ said, stored: stored.includes(said) }).toEqual({ said, stored: false })
    if (!postgres) expect(filesWith(desk.dataDir, SAID)).toEqual([])
  })

  test("holds no address of who is to be mailed, and mails once what was asked for twice", async () => {
    const visitor = await openVisitor(desk)
    const email = "Third.Person@else.example"
    for (const clientId of [undefined, "mine", "mine", email])
      expect((await visitor.call("POST", "/transcript", { email, clientId })).status).toBe(202)
    const { jobs, stored } = await desk.withDatabase(async (database) => ({
      jobs: await database.db
        .selectFrom("outbox")
        .selectAll()
        .where("kind", "=", "transcript_mail")
        .execute(),
      stored: await textOfEverything(database, true),
    }))
    expect(jobs.map(({ payload }) => JSON.parse(payload).email)).toEqual([email, email, email])
    expect(stored.toLowerCase()).not.toContain(email.toLowerCase())
  })
})

const CUSTOMER: Sender = { kind: "customer", id: "visitor-1" }
const fail = (error: unknown) => {
  throw error
}

eachDatabase((name, open) => {
  const closers: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close()
  })

  /** The same database again, under other keys. */
  async function again(database: Awaited<ReturnType<OpenTestDatabase>>, key?: string, old?: string) {
    const { dataDir, url } = database.location
    const keys = encryptionKeys(key, old)
    const opened = await openDatabase(
      { dataDir, ...(url && { url }), ...(keys && { keys }) },
      undefined,
      "allowed",
    )
    closers.push(() => opened.close())
    return opened
  }

  async function talking(database: Database) {
    const partnerId = (await makePartner(database)).id
    const { id: customerId } = await createVisitor(database.db, { partnerId, name: "Ada" }, new Date())
    const conversation = await database.db
      .transaction()
      .execute((trx) =>
        insertConversation(
          trx,
          { partnerId, customerId, publicId: `cs_${crypto.randomUUID()}`, page: { url: "/periwinkled" } },
          new Date(),
        ),
      )
    return { partnerId, id: conversation.id }
  }

  function speaking(database: Database, id: number) {
    const { log, close } = openConversationLog(database, () => {}, fail)
    closers.push(close)
    return (text: string) => log.append(id, () => ({ events: [{ sender: CUSTOMER, type: "message", text }] }))
  }

  async function indexed(database: Database): Promise<void> {
    const index = openMessageIndex(database, fail)
    await index.caughtUp()
    await index.stop()
  }

  const found = async (database: Database, partnerId: string, text: string) =>
    (await searchMessages(searchPorts(database), partnerId, { text, limit: 1_000 })).hits.length

  const inClear = async (database: Database & { location?: unknown }, dataDir: string) => {
    const stored = await textOfEverything(database, true)
    return [
      ...SAID.filter((said) => stored.includes(said)),
      ...(name === "sqlite" ? filesWith(dataDir, SAID) : []),
    ]
  }

  async function rotated(database: Database): Promise<void> {
    const rotation = new KeyRotation(database, fail)
    closers.push(() => rotation.stop())
    expect(await rotation.start()).toBeTrue()
    await until("everything is sealed anew", async () => (await rotation.status()).keys.length <= 1, 30_000)
    await rotation.stop()
  }

  test("a folder with texts is sealed beside who writes, and loses nothing", async () => {
    const first = await open({ unsealed: true })
    const { partnerId, id } = await talking(first)
    const say = speaking(first, id)
    for (let i = 0; i < 450; i++) await say(`before ${i} ${SAID[i % 4]}`)
    await indexed(first)
    for (const close of closers.splice(0).reverse()) await close()
    if (name === "sqlite") first.sqlite?.handle.run("pragma wal_checkpoint(truncate)")

    const key = freshKey()
    const sealed = await again(first, key)
    expect(await found(sealed, partnerId, "before")).toBe(450)
    const sayMore = speaking(sealed, id)
    let said = 0
    let isOver = false
    const load = (async () => {
      for (; !isOver; said++) {
        await sayMore(`during ${said} ${SAID[said % 4]}`)
        await pause(1)
      }
    })()
    await rotated(sealed).finally(() => {
      isOver = true
    })
    await load
    await indexed(sealed)
    await sealed.db.updateTable("customer").set({ name: "Ada" }).execute()
    const events = await eventsAfter(sealed.db, id, 0, 100_000)
    expect(events.map(({ text }) => text)).toEqual([
      ...Array.from({ length: 450 }, (_, i) => `before ${i} ${SAID[i % 4]}`),
      ...Array.from({ length: said }, (_, i) => `during ${i} ${SAID[i % 4]}`),
    ])
    expect(await found(sealed, partnerId, "before")).toBe(450)
    expect(await found(sealed, partnerId, "befo")).toBe(450)
    expect(await inClear(sealed, first.location.dataDir)).toEqual([])
    expect(again(first)).rejects.toThrow("no key is given")
  })

  test("a rotation that was cut off goes on; the old key is needed until it is done, and not after", async () => {
    const first = await open({ unsealed: true })
    const [old, next] = [freshKey(), freshKey()]
    const before = await again(first, old)
    const { partnerId, id } = await talking(before)
    const say = speaking(before, id)
    for (let i = 0; i < 450; i++) await say(`said ${i} ${SAID[i % 4]}`)
    await indexed(before)
    for (const close of closers.splice(0).reverse()) await close()

    const after = await again(first, next, old)
    await resealStep(after, after.sealing as Sealing, FIRST)
    await after.db
      .updateTable("encryption_key")
      .set({ rotating_since: 1 })
      .where("id", "=", after.sealing?.keys.current?.id ?? "")
      .execute()
    for (const close of closers.splice(0).reverse()) await close()
    expect(again(first, next)).rejects.toThrow("Texts in this database are sealed with the encryption key")

    const second = await again(first, next, old)
    expect(await found(second, partnerId, "said")).toBe(450)
    const rotation = new KeyRotation(second, fail)
    await rotation.resume()
    await until("it is done", async () => (await rotation.status()).keys.length === 1, 30_000)
    await rotation.stop()
    for (const close of closers.splice(0).reverse()) await close()

    const alone = await again(first, next)
    expect((await eventsAfter(alone.db, id, 0, 1_000)).map(({ text }) => text)).toEqual(
      Array.from({ length: 450 }, (_, i) => `said ${i} ${SAID[i % 4]}`),
    )
    expect(await found(alone, partnerId, "said")).toBe(450)
    expect(await inClear(alone, first.location.dataDir)).toEqual([])
  })

  test("encryption is ended with old keys alone, and nothing is sealed any more", async () => {
    const first = await open({ unsealed: true })
    const key = freshKey()
    const sealed = await again(first, key)
    const { partnerId, id } = await talking(sealed)
    const say = speaking(sealed, id)
    for (let i = 0; i < 20; i++) await say(`sealed ${i}`)
    await indexed(sealed)
    for (const close of closers.splice(0).reverse()) await close()
    const ending = await again(first, undefined, key)
    await rotated(ending)
    for (const close of closers.splice(0).reverse()) await close()
    const plain = await again(first)
    expect((await eventsAfter(plain.db, id, 0, 100)).map(({ text }) => text)).toEqual(
      Array.from({ length: 20 }, (_, i) => `sealed ${i}`),
    )
    expect(await textOfEverything(plain, true)).not.toContain("enc1:")
    expect(await found(plain, partnerId, "seal")).toBe(20)
  })
})
