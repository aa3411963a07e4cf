import { afterEach, beforeEach, describe, expect, test } from "bun:test"
import { ChatServer } from "../../test/servers/chat-server.ts"
import type { ChatState } from "./chat-state.ts"
import type { VisitorIdentity } from "./client-options.ts"
import { messagesOf, openBrowserProfile } from "./testing/visitor.ts"

let server: ChatServer
let opened: { destroy(): void }[]

beforeEach(() => {
  server = new ChatServer()
  opened = []
})

afterEach(async () => {
  for (const client of opened) client.destroy()
  await server.stop()
})

const texts = (state: ChatState) => messagesOf(state).map(({ text }) => text)
const signed = (customerId: string): VisitorIdentity => ({ customerId, signature: `of ${customerId}` })
const token = (sub: string) => `h.${btoa(JSON.stringify({ sub }))}.s`

type Tab = ReturnType<ReturnType<typeof openBrowserProfile>["openTab"]>

function visit(tab: Tab, identity: VisitorIdentity = {}) {
  const visited = tab.visit({ identity })
  opened.push(visited.client)
  return visited
}

/** Sends a message and waits until it is stored and shown. */
async function say({ client, when }: ReturnType<typeof visit>, text: string): Promise<void> {
  client.open()
  client.send(text)
  await when(`${text} is stored`, (state) =>
    messagesOf(state).some((one) => one.text === text && one.seq !== undefined),
  )
}

const customers = () => server.conversations.map(({ session }) => session.customerId)
const openings = () => server.openings.length

describe("tabs of one browser", () => {
  test("in which different people are signed in leave each other alone", async () => {
    const { openTab } = openBrowserProfile(server.url)
    const ada = visit(openTab(), signed("ada"))
    await say(ada, "I am Ada")
    const bob = visit(openTab(), signed("bob"))
    await say(bob, "I am Bob")
    const before = openings()
    for (const n of [1, 2, 3]) {
      await say(ada, `Ada ${n}`)
      await say(bob, `Bob ${n}`)
    }
    bob.client.setDraft("Bob's secret")
    await say(ada, "the last of Ada")
    expect(openings()).toBe(before)
    expect(customers()).toEqual(["ada", "bob"])
    expect(ada.client.state.draft).toBe("")
    expect(texts(ada.client.state)).toEqual(["I am Ada", "Ada 1", "Ada 2", "Ada 3", "the last of Ada"])
  })

  test("that can keep nothing do not ask each other for ever", async () => {
    const { shared, openTab } = openBrowserProfile(server.url)
    shared.setItem = () => {
      throw new Error("The space is used up.")
    }
    const [first, second] = [visit(openTab()), visit(openTab())]
    await say(first, "one")
    await say(second, "two")
    for (const n of [1, 2, 3]) {
      await say(first, `first ${n}`)
      await say(second, `second ${n}`)
    }
    // Each opens its own, and asks again once, for it was told of the other's.
    expect(openings()).toBeLessThanOrEqual(6)
  })

  test("of which one is signed in do not end the other's conversation", async () => {
    const { openTab } = openBrowserProfile(server.url)
    const guest = visit(openTab())
    await say(guest, "I am nobody")
    const ada = visit(openTab(), signed("ada"))
    await say(ada, "I am Ada")
    await say(guest, "still here")
    expect(guest.client.state.phase).toBe("live")
    expect(texts(guest.client.state)).toEqual(["I am nobody", "still here"])
    // Also where it must ask anew.
    server.dropSockets(4401)
    await say(guest, "and still")
    expect(customers()).toEqual(["visitor-1", "ada"])
  })
})

describe("what a signed customer left unsent", () => {
  async function leftBy(identity: VisitorIdentity): Promise<Tab> {
    const tab = openBrowserProfile(server.url).openTab()
    const first = visit(tab, identity)
    await say(first, "hello")
    await server.stop()
    await first.when("it is away", ({ connection }) => connection !== "online")
    first.client.send("private")
    first.client.setDraft("half a secret")
    first.client.destroy()
    server.start()
    return tab
  }

  for (const [whose, identity] of Object.entries({
    "another customer": signed("bob"),
    "somebody unsigned": {},
  }))
    test(`is not ${whose}'s`, async () => {
      const next = visit(await leftBy(signed("ada")), identity)
      await say(next, "who am I?")
      expect(texts(next.client.state)).toEqual(["who am I?"])
      expect(next.client.state.draft).toBe("")
      // Nor does it come back with the next page.
      next.client.destroy()
      expect(visit(await leftBy(signed("cy")), signed("cy")).client.state.draft).toBe("half a secret")
    })

  test("is still theirs, by whichever proof", async () => {
    const again = visit(await leftBy(signed("ada")), { jwt: token("ada") })
    expect(again.client.state.draft).toBe("half a secret")
    again.client.open()
    await again.when("it is sent", (state) => texts(state).includes("private"))
    expect(customers()).toEqual(["ada"])
  })

  test("goes with them when somebody else signs in on the same page", async () => {
    const { openTab } = openBrowserProfile(server.url)
    const page = visit(openTab(), signed("ada"))
    page.client.setDraft("half a secret")
    page.client.identify(signed("bob"))
    expect(page.client.state.draft).toBe("")
  })

  test("is not shown by a page that somebody else left in the same tab and came back to", async () => {
    const tab = openBrowserProfile(server.url).openTab()
    const bobs = visit(tab, signed("bob"))
    visit(tab, signed("ada")).client.setDraft("half a secret")
    bobs.page.window.dispatchEvent(new Event("pageshow"))
    expect(bobs.client.state.draft).toBe("")
  })

  test("of an unsigned visitor goes along to the next page, and to whoever signs in there", async () => {
    const tab = await leftBy({})
    const next = visit(tab)
    expect(next.client.state.draft).toBe("half a secret")
    next.client.identify(signed("ada"))
    expect(next.client.state.draft).toBe("half a secret")
    next.client.destroy()
    expect(visit(tab).client.state.draft).toBe("")
  })
})

test("what a signed customer agreed to, the next one is asked again", async () => {
  Object.assign(server.config, { consent: { text: "We keep what you write." } })
  const { openTab } = openBrowserProfile(server.url)
  const ada = visit(openTab(), signed("ada"))
  ada.client.open()
  await ada.when("they are asked", ({ phase }) => phase === "consent")
  ada.client.agree()
  for (const [identity, phase] of [
    [signed("ada"), "ready"],
    [signed("bob"), "consent"],
    [{}, "consent"],
  ] as const) {
    const next = visit(openTab(), identity)
    next.client.open()
    await next.when(`it is ${phase}`, (state) => state.phase === phase)
  }
})

describe("a visitor is who was said last", () => {
  for (const [how, first, second] of [
    ["a signature after a token", { jwt: token("ada") }, signed("bob")],
    ["a token after a signature", signed("ada"), { jwt: token("bob") }],
    ["a token beside an empty signature", signed("ada"), { signature: "", jwt: token("bob") }],
  ] as const)
    test(`by ${how}`, async () => {
      const page = visit(openBrowserProfile(server.url).openTab(), first)
      await say(page, "I am Ada")
      page.client.identify(second)
      await say(page, "I am Bob")
      expect(customers()).toEqual(["ada", "bob"])
    })

  test("and what was begun of a form goes to nobody else", async () => {
    const { client } = visit(openBrowserProfile(server.url).openTab(), signed("ada"))
    client.begun.handoff = { message: "A secret of Ada's" }
    client.identify(signed("bob"))
    expect(client.begun).toEqual({})
  })

  test("and nobody's name goes to another", async () => {
    const page = visit(openBrowserProfile(server.url).openTab(), { ...signed("ada"), name: "Ada" })
    await say(page, "I am Ada")
    page.client.identify(signed("bob"))
    await say(page, "I am Bob")
    expect(server.openings.at(-1)).not.toHaveProperty("name")
  })

  test("where the configuration comes late, too: what the page decides stays", async () => {
    const page = openBrowserProfile(server.url)
      .openTab()
      .visit({ overrides: { side: "left" } })
    opened.push(page.client)
    page.client.open()
    const { config } = await page.when("it is there", (state) => state.config)
    expect(config?.theme.side).toBe("left")
  })
})

test("a signed customer finds earlier conversations in another browser, before anything is written there", async () => {
  const before = visit(openBrowserProfile(server.url).openTab(), signed("ada"))
  await say(before, "one")
  await before.client.end()
  const { client, when } = visit(openBrowserProfile(server.url).openTab(), signed("ada"))
  client.open()
  await when("it is ready", ({ phase }) => phase === "ready")
  expect(await client.earlier()).toEqual({ ok: true, value: undefined })
  expect(client.state.earlier?.map(({ id }) => id)).toEqual(["cs_1"])
})

test("what a page knows and the server would refuse is asked for instead", async () => {
  const fields = (["name", "email", "phone"] as const).map((name) => ({ name, required: true }))
  Object.assign(server.config, { preChat: { enabled: true, fields } })
  for (const [identity, asked] of [
    [{ name: " Ada ", email: "ada@example.com", phone: "+44 20 7946 0000" }, []],
    [{ name: "  ", email: "not an address", phone: "none" }, ["name", "email", "phone"]],
    [{ name: "x".repeat(300), email: `${"x".repeat(250)}@example.com` }, ["name", "email", "phone"]],
  ] as const) {
    const page = visit(openBrowserProfile(server.url).openTab(), identity)
    page.client.open()
    const { config } = await page.when("it is loaded", (state) => state.phase !== "loading" && state.config)
    expect(config?.preChat.fields.map(({ name }) => name as string)).toEqual([...asked])
    await page.client.start({})
    const { name, email } = server.openings.at(-1) ?? {}
    expect<unknown[]>([name, email]).toEqual(
      asked.length > 0 ? [undefined, undefined] : ["Ada", "ada@example.com"],
    )
  }
})

describe("who was signed in by a token whose time is over", () => {
  const EXPIRED = "The token has expired: make a new one on your server."
  const states = ({ timeline }: ChatState) =>
    timeline.flatMap((one) => (one.kind === "message" ? [[one.text, one.delivery, one.error]] : []))

  /** Their session has ended, and what they wrote then is refused. */
  async function writesTooLate() {
    const tab = openBrowserProfile(server.url).openTab()
    const page = visit(tab, { jwt: token("ada") })
    const signals: string[] = []
    page.client.onSignal(({ type }) => signals.push(type))
    await say(page, "in time")
    server.status("closed", "timeout")
    await page.when("it is over", ({ phase }) => phase === "ended")
    server.trouble.identities = EXPIRED
    page.client.send("too late")
    const state = await page.when("it is refused", (now) => messagesOf(now).at(-1)?.delivery === "failed")
    expect(states(state).at(-1)).toEqual(["too late", "failed", "signed_out"])
    expect(signals.at(-1)).toBe("unverified")
    return { ...page, tab }
  }

  test("may write unsigned, if they say so, in a conversation that is nobody's", async () => {
    const { client, when } = await writesTooLate()
    expect(customers()).toEqual(["ada"])
    client.retry(messagesOf(client.state).at(-1)?.clientId ?? "")
    await when("it is stored", (now) => messagesOf(now).at(-1)?.seq !== undefined)
    expect(texts(client.state)).toEqual(["too late"])
    expect(server.openings.at(-1)?.sessionToken).toBeUndefined()
    expect(customers()).toEqual(["ada", "visitor-2"])
  })

  test("has it sent once they are signed in anew", async () => {
    const { client, when } = await writesTooLate()
    server.trouble = {}
    client.identify({ jwt: `${token("ada")}2` })
    await when("it is stored", (now) => messagesOf(now).at(-1)?.seq !== undefined)
    expect(texts(client.state)).toEqual(["too late"])
    expect(customers()).toEqual(["ada", "ada"])
  })

  test("stays unsigned when the page says its empty proof again", async () => {
    const { client } = await writesTooLate()
    const before = openings()
    client.identify({ signature: "", jwt: "" })
    expect(client.state.phase).toBe("ended")
    expect(openings()).toBe(before)
  })

  test("does not have it sent by whoever signs in next", async () => {
    const page = await writesTooLate()
    server.trouble = {}
    page.client.identify(signed("bob"))
    await say(page, "I am Bob")
    expect(texts(page.client.state)).toEqual(["I am Bob"])
  })

  test("is asked on the next page too, before it is sent", async () => {
    const { client, tab } = await writesTooLate()
    client.destroy()
    const next = visit(tab, { jwt: token("ada") })
    next.client.open()
    await next.when("it can begin", ({ phase }) => phase === "ready")
    expect(states(next.client.state)).toEqual([["too late", "failed", "signed_out"]])
    await say(next, "then without")
    expect(customers()).toEqual(["ada", "visitor-2"])
  })
})
