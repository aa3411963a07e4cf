import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import fc from "fast-check"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"
import { ANSWERED, UNANSWERED } from "../../../test/fixtures/crm.ts"
import { until } from "../../../test/wait.ts"

interface Chat {
  conversation_id: number
  session_id: string
  user: { id: string; name: string | null; email: string | null }
  status: string
  outcome: string
  started_at: string
  messages: { content: string }[]
}

const PEOPLE = ["Ada Lovelace", "Grace Hopper", "Åsa Öberg"]
const WISHES = ["I want to talk to a person", ANSWERED, UNANSWERED, "Hello"]
const WORDS = ["anvil", "feather", "Straße"]

/** What is asked for, beside how many at once. */
interface Asked {
  status?: string
  outcome?: string
  user?: string
  search?: string
  session_id?: string
  from?: string
  to?: string
}

describe.each([false, true])("pages of chats, with Postgres: %p", (postgres) => {
  let desk: Desk
  let admin: SignedInAgent
  /** All of them, the newest first, with what was said. */
  let all: Chat[]
  beforeAll(async () => {
    desk = await startDesk({ postgres })
    admin = await signedInAgent(desk, { role: "admin" })
    for (let i = 0; i < 24; i++) {
      const session_id = i % 5 === 4 ? "the same name as that of another one" : crypto.randomUUID()
      const token = desk.partner.apiKey
      const say = async (message: string) =>
        (await desk.send("POST", "/chatbot-response", { body: { message, session_id, token } })).json
      const { ticket_uuid: uuid } = await say(`${WISHES[i % WISHES.length]}`)
      const name = `${PEOPLE[i % PEOPLE.length]}`
      const email = `${name.slice(0, 3)}${i % 4}@example.com`
      if (uuid && i % 3 !== 0)
        await desk.send("PUT", "/ticket", { body: { uuid, token, name, email, message: "Help", session_id } })
      await say(`It is about the ${WORDS[i % WORDS.length]}`)
      const newest = (await admin.call("GET", "/conversations?status=active&limit=1")).json.conversations[0]
      if (newest && (i % 2 === 0 || i % 5 === 4))
        await admin.call("POST", `/conversations/${newest.number}/close`)
    }
    // Another partner's, of which nothing may come.
    for (const message of WORDS) {
      const body = { message, session_id: crypto.randomUUID(), token: desk.other.apiKey }
      await desk.send("POST", "/chatbot-response", { body })
    }
    await until(
      "all that was said is indexed",
      async () => (await page({ search: "Straße" }, 20)).total === 8,
    )
    all = [...(await page({}, 20)).chats, ...(await page({}, 20, (await page({}, 20)).next)).chats]
  })
  afterAll(() => desk.stop())

  const page = async (asked: Asked, limit: number, before?: number | null) => {
    const query = new URLSearchParams({ ...asked, limit: String(limit), messages: "true" })
    if (before) query.set("before", String(before))
    const headers = { authorization: `Bearer ${admin.token}` }
    const { status, json } = await desk.send("GET", `/all-chats?${query}`, { headers })
    expect(status).toBe(200)
    return json as { chats: Chat[]; total: number | null; next: number | null }
  }

  const pages = async (asked: Asked, limit: number) => {
    const found: Chat[] = []
    const totals = new Set<number | null>()
    for (let before: number | null | undefined; before !== null; ) {
      const { chats, total, next } = await page(asked, limit, before)
      expect(chats.length).toBeLessThanOrEqual(limit)
      if (next !== null) expect(chats).toHaveLength(limit)
      totals.add(total)
      found.push(...chats)
      before = next
    }
    return { found, totals: [...totals] }
  }

  const holds = (chat: Chat, { status, outcome, user, search, session_id, from, to }: Asked) =>
    (status === undefined || chat.status === status) &&
    (outcome === undefined || chat.outcome === outcome) &&
    (user === undefined || [chat.user.id, chat.user.email, chat.user.name].includes(user)) &&
    (session_id === undefined || chat.session_id === session_id) &&
    (search === undefined || chat.messages.some(({ content }) => content.includes(search))) &&
    (from === undefined || Date.parse(chat.started_at) >= Date.parse(from)) &&
    (to === undefined || Date.parse(chat.started_at) < Date.parse(to))

  test("are of many kinds", () => {
    expect(all).toHaveLength(24)
    expect(new Set(all.map(({ status }) => status)).size).toBeGreaterThan(1)
    expect(new Set(all.map(({ outcome }) => outcome)).size).toBeGreaterThan(2)
    expect(new Set(all.map(({ session_id }) => session_id)).size).toBeLessThan(24)
    expect(all.filter(({ user }) => user.name !== null).length).toBeGreaterThan(0)
    const numbers = all.map(({ conversation_id }) => conversation_id)
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a))
  })

  test("hold each one that is asked for once, whatever is asked for and however long pages are", async () => {
    const of = <T>(pick: (chat: Chat) => T) =>
      fc.option(
        fc.nat(23).map((i) => pick(all[i] as Chat)),
        { nil: undefined, freq: 2 },
      )
    const asking = fc.record({
      status: fc.option(fc.constantFrom("waiting", "active", "closed"), { nil: undefined, freq: 2 }),
      outcome: of(({ outcome }) => outcome),
      user: of(({ user }) => user.email ?? user.id),
      search: fc.option(fc.constantFrom(...WORDS), { nil: undefined, freq: 2 }),
      session_id: of(({ session_id }) => session_id),
      from: of(({ started_at }) => started_at),
      to: of(({ started_at }) => started_at),
      limit: fc.integer({ min: 1, max: 20 }),
    })
    await fc.assert(
      fc.asyncProperty(asking, async ({ limit, ...given }) => {
        const asked = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
        if (asked.from && asked.to && asked.from > asked.to) [asked.from, asked.to] = [asked.to, asked.from]
        if (asked.from === asked.to) delete asked.to
        const { found, totals } = await pages(asked, limit)
        const wanted = all.filter((chat) => holds(chat, asked))
        expect(found).toEqual(wanted)
        expect(totals).toEqual([asked.outcome ? null : wanted.length])
      }),
      { numRuns: 60 },
    )
  })

  test("answer whatever is sent with a page or with what was wrong about it", async () => {
    const names = [
      "status",
      "outcome",
      "user",
      "search",
      "session_id",
      "from",
      "to",
      "limit",
      "before",
      "messages",
    ]
    const query = fc.dictionary(
      fc.constantFrom(...names),
      fc.oneof(
        fc.string({ unit: "binary", maxLength: 30 }),
        fc.integer().map(String),
        fc.constantFrom("9007199254740991", "0000-01-01", "9999-12-31T23:59:59Z", "'", "%", '"', "\0"),
      ),
      { maxKeys: 3 },
    )
    await fc.assert(
      fc.asyncProperty(query, async (asked) => {
        const headers = { authorization: `Bearer ${admin.token}` }
        const reply = await desk.send("GET", `/all-chats?${new URLSearchParams(asked)}`, { headers })
        expect([200, 422]).toContain(reply.status)
        if (reply.status === 422) expect(Object.keys(asked)).toContain(reply.json.detail[0].loc[1])
        else expect(Array.isArray(reply.json.chats)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })
})
