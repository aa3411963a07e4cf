import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"
import { type GuidePartner, guidePartner } from "../../../test/guide-partner.ts"
import { type Frame, openSocket, type SocketClient } from "../../../test/socket-client.ts"
import { until } from "../../../test/wait.ts"
import type { DeskAgent, Summary } from "./protocol.ts"

describe.each([false, true])("the desk's socket, with Postgres: %p", (postgres) => {
  let desk: Desk
  let acme: GuidePartner
  let ada: SignedInAgent
  let grace: SignedInAgent
  let root: SignedInAgent
  let begun = 0
  const open: SocketClient[] = []

  beforeAll(async () => {
    desk = await startDesk({ postgres })
    acme = guidePartner(desk)
    ada = await signedInAgent(desk)
    grace = await signedInAgent(desk, { email: "grace@acme.example", name: "Grace" })
    root = await signedInAgent(desk, { email: "admin@acme.example", name: "Root", role: "admin" })
  })
  afterAll(() => desk.stop())
  afterEach(async () => {
    for (const socket of open.splice(0)) {
      socket.close()
      await socket.closed
    }
  })

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  async function connect(agent = ada, hello: object | false = {}) {
    const socket = await openSocket(`${desk.url}/ws/desk`, bearer(agent.token))
    open.push(socket)
    const ask = (type: string, payload: object = {}) => socket.send({ type, payload })
    if (hello) {
      ask("hello", hello)
      await socket.next("ready")
    }
    const told = () => {
      const list = new Map<number, Summary>()
      for (const { type, payload } of socket.frames)
        if (type === "conversations")
          for (const one of payload.conversations as Summary[])
            if (one.lastSeq >= (list.get(one.number)?.lastSeq ?? 0)) list.set(one.number, one)
      return list
    }
    const events = (number: number) =>
      socket.frames
        .filter(({ type, payload }) => type === "event" && payload.conversation === number)
        .map(({ payload }) => payload.event)
    const notices = (number: number) =>
      socket.frames
        .filter(({ type, payload }) => type === "notice" && payload.conversation === number)
        .map(({ payload }) => [payload.kind, payload.text])
    return { ...socket, ask, told, events, notices }
  }

  /** A customer's conversation that an agent has. */
  async function taken(agent = ada) {
    const customerId = `customer-${++begun}`
    const { id: number, sessionToken } = await acme.begin(customerId)
    expect((await agent.call("POST", `/conversations/${number}/take`)).status).toBe(200)
    const say = async (text: string) => {
      expect((await acme.say(number, customerId, text)).status).toBe(200)
    }
    return { number, customerId, sessionToken, say, path: `/conversations/${number}` }
  }

  test("a chat that was only opened comes into no list by ending", async () => {
    const { told } = await connect()
    const empty = await acme.begin("only-opened")
    await acme.call("PATCH", `/api/partner/conversations/${empty.id}`, { status: "closed" })
    const { id, customerId } = await acme.begin("says-a-word")
    await acme.say(id, customerId, "Hello")
    await until("what came later is told", () => told().has(id))
    expect(told().has(empty.id)).toBe(false)
  })

  test("whether a customer is there is told, however they listen; who only changes pages was never gone", async () => {
    const { number, customerId, sessionToken } = await taken()
    const { ask: _, told, frames } = await connect()
    const here = () => told().get(number)?.customer.here
    const everGone = (from: number) =>
      JSON.stringify(frames.slice(from).filter(({ type }) => type === "conversations")).includes(
        '"here":false',
      )
    expect(here()).toBe(false)
    const address = `${desk.url}/ws?clientId=${customerId}&token=${sessionToken}`
    const first = await openSocket(address)
    await until("they are there", here)
    const from = frames.length
    first.close()
    await first.closed
    const second = await openSocket(address)
    expect((await acme.say(number, customerId, "Back again")).status).toBe(200)
    await until("what they said is told", () => told().get(number)?.lastMessage?.text === "Back again")
    expect(everGone(from)).toBe(false)
    second.close()
    await until("they are gone", () => here() === false)
    expect((await ada.call("GET", `/conversations/${number}`)).json.conversation.customer.here).toBe(false)
  })

  test("who has no token is sent away, and so is one whose token is revoked", async () => {
    for (const headers of [{}, bearer("dt_nonsense"), bearer(desk.partner.apiKey)])
      expect((await (await openSocket(`${desk.url}/ws/desk`, headers)).closed).code).toBe(4401)
    const eve = await signedInAgent(desk, { email: "eve@acme.example", name: "Eve" })
    const socket = await connect(eve)
    expect((await eve.call("POST", "/sign-out")).status).toBe(204)
    expect((await socket.closed).code).toBe(4401)
  })

  test("a token may come as a protocol, and is never said back", async () => {
    const socket = new WebSocket(`${desk.url.replace("http", "ws")}/ws/desk`, [
      "chatd.desk",
      `bearer.${ada.token}`,
    ])
    await new Promise((resolve) => {
      socket.onopen = resolve
    })
    expect(socket.protocol).toBe("chatd.desk")
    const ready = new Promise((resolve) => {
      socket.onmessage = ({ data }) => JSON.parse(String(data)).type === "ready" && resolve(data)
    })
    socket.send('{"type":"hello"}')
    await ready
    socket.close()
  })

  test("hello is answered with who is there, what is open and who waits; ready comes last", async () => {
    const { number, say } = await taken()
    await say("Good morning")
    const socket = await connect()
    const types = socket.frames.map(({ type }) => type)
    const ready = types.indexOf("ready")
    expect(types[0]).toBe("agents")
    expect(types.slice(0, ready)).toContain("queue")
    expect(types.slice(0, ready)).toContain("conversations")
    expect(socket.told().get(number)).toEqual(
      (await ada.call("GET", `/conversations/${number}`)).json.conversation,
    )
    const { at, me } = (socket.frames[ready] as Frame).payload
    expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(10_000)
    expect(me.agent.number).toBe(ada.agent.number)
  })

  test("while a socket is open the agent is connected, and everybody sees it", async () => {
    const watcher = await connect(grace)
    const isConnected = () =>
      watcher.frames
        .filter(({ type }) => type === "agents")
        .at(-1)
        ?.payload.agents.find((one: DeskAgent) => one.number === ada.agent.number).connected
    await until("Ada is not connected", () => isConnected() === false)
    const socket = await connect()
    await until("Ada is connected", () => isConnected() === true)
    socket.close()
    await until("Ada is gone", () => isConnected() === false)
  })

  test("who only watches is told everything, and is not there for customers", async () => {
    const stateOfGrace = async () => (await grace.call("GET", "/me")).json.agent
    await until("her earlier clients are gone", async () => !(await stateOfGrace()).connected)
    const watching = await openSocket(`${desk.url}/ws/desk?watch=true`, bearer(grace.token))
    open.push(watching)
    watching.send({ type: "hello", payload: {} })
    const { payload } = await watching.next("ready")
    expect(payload.me.agent).toMatchObject({ name: "Grace", connected: false })
  })

  test("what is followed comes once and in order, what was there and what comes; then no more", async () => {
    const { number, say } = await taken()
    await say("One")
    const socket = await connect()
    socket.ask("follow", { conversation: number, after: 1 })
    await until("what was there came", () => socket.events(number).length === 1)
    await say("Two")
    socket.ask("message", { conversation: number, clientId: "three", text: "Three", source: { title: "T" } })
    socket.ask("note", { conversation: number, clientId: "four", text: "Four" })
    await until("all came", () => socket.events(number).length === 4)
    expect(
      socket.events(number).map(({ seq, type, text, sender }) => [seq, type, text, sender.name]),
    ).toEqual([
      [2, "message", "One", expect.stringMatching(/^customer-/)],
      [3, "message", "Two", expect.stringMatching(/^customer-/)],
      [4, "message", "Three", "Ada"],
      [5, "note", "Four", "Ada"],
    ])
    expect(socket.events(number)[2]).toMatchObject({ clientId: "three", data: { source: { title: "T" } } })
    socket.ask("read", { conversation: number, seq: 5 })
    await until("the tick came", () => socket.events(number).at(-1)?.type === "read")
    socket.ask("unfollow", { conversation: number })
    await socket.settled()
    await say("Five")
    await until("the list has it", () => socket.told().get(number)?.lastMessage?.text === "Five")
    expect(socket.events(number).length).toBe(5)
  })

  test("what is sent without following comes back as well, and again when it is sent again", async () => {
    const { number } = await taken()
    const socket = await connect()
    const message = { conversation: number, clientId: "once", text: "Hello" }
    socket.ask("message", message)
    await until("it is stored", () => socket.events(number).length === 1)
    socket.ask("message", { ...message, text: "Something else" })
    await until("it is told again", () => socket.events(number).length === 2)
    expect(socket.events(number)[1]).toEqual(socket.events(number)[0])
  })

  test("lines change together, a tenth of a second's at a time, and count what is unread", async () => {
    const some = await Promise.all([taken(), taken(), taken()])
    const socket = await connect()
    const before = socket.frames.length
    const from = performance.now()
    await Promise.all(some.flatMap(({ say }) => Array.from({ length: 20 }, (_, i) => say(`message ${i}`))))
    await until("all are told", () => some.every(({ number }) => socket.told().get(number)?.unread === 20))
    const frames = socket.frames.slice(before).filter(({ type }) => type === "conversations")
    expect(frames.length).toBeLessThanOrEqual((performance.now() - from) / 100 + 1)
    for (const { number } of some)
      expect(socket.told().get(number)).toEqual(
        (await ada.call("GET", `/conversations/${number}`)).json.conversation,
      )
    const [first] = some
    await ada.call("POST", `${first.path}/read`, { seq: 5 })
    const summary = (await ada.call("GET", first.path)).json.conversation
    expect(summary.unread).toBe(16)
    await until("it is told", () => socket.told().get(first.number)?.unread === 16)
    await acme.call("PATCH", `/api/customers/${first.customerId}`, { name: "New Name" })
    await until("the name is told", () => socket.told().get(first.number)?.customer.name === "New Name")
  })

  test("notices: whose it is now, whose no more, who waits, and what one's customers say", async () => {
    const [a, g] = [await connect(), await connect(grace)]
    const { number, say, path, customerId } = await taken()
    await say("Is anybody there?")
    await say("Hello?")
    await until("the reply rings", () => a.notices(number).length === 1)
    expect(a.notices(number)).toEqual([["reply", `${customerId}: Is anybody there?`]])
    await ada.call("POST", `${path}/transfer`, { agent: grace.agent.number })
    await until("Grace hears of it", () => g.notices(number).length === 1)
    expect(g.notices(number)).toEqual([["transferred", `${customerId} was transferred to you`]])
    await ada.call("POST", `${path}/take`)
    await until("Grace hears that it is gone", () => g.notices(number).length === 2)
    expect(g.notices(number)[1]).toEqual(["taken", `Ada has ${customerId} now`])
    await ada.call("POST", `${path}/transfer`, { queue: true })
    await until("Grace hears that somebody waits", () => g.notices(number).length === 3)
    expect(g.notices(number)[2]).toEqual(["queued", `${customerId} waits for a person`])
    await until("the queue is told", () =>
      g.frames.some(({ type, payload }) => type === "queue" && payload.order.includes(number)),
    )
    await until("the line has its place", () => (g.told().get(number)?.position ?? 0) > 0)
    expect(a.notices(number).length).toBe(1)
    await ada.call("POST", `${path}/close`)
  })

  test("notices: what is told can be read on one line, whatever the customer is called", async () => {
    const { notices } = await connect()
    const { number, customerId, say, path } = await taken()
    const name = "Wolfeschlegelsteinhausenbergerdorff ".repeat(3).trim()
    await acme.call("PATCH", `/api/customers/${customerId}`, { name })
    await say("Hello?")
    await until("the reply rings", () => notices(number).length === 1)
    expect(notices(number)[0]?.[1]).toBe("Wolfeschlegelsteinhausenbergerdorff Wolfeschlege…: Hello?")
    await ada.call("POST", `${path}/close`)
  })

  test("whoever is online is given who waits, and is told so", async () => {
    const alan = await signedInAgent(desk, { email: "alan@acme.example", name: "Alan" })
    const socket = await connect(alan)
    socket.ask("presence", { presence: "online" })
    const isAvailable = () =>
      socket.frames
        .filter(({ type }) => type === "agents")
        .at(-1)
        ?.payload.agents.some((one: DeskAgent) => one.name === "Alan" && one.available)
    await until("Alan is available", isAvailable)
    const { number, path, customerId } = await taken(grace)
    await grace.call("POST", `${path}/transfer`, { queue: true })
    await until("Alan has it", () => socket.told().get(number)?.agent?.name === "Alan")
    // On a busy machine it may be told first that they wait.
    const told = () => socket.notices(number).find(([kind]) => kind === "assigned")
    expect(await until("Alan is told so", told)).toEqual(["assigned", `${customerId} is yours`])
    socket.ask("presence", { presence: "offline" })
    await until("Alan is not available", () => !isAvailable())
  })

  test("typing is seen on both sides, with names", async () => {
    const { number, customerId, sessionToken } = await taken()
    const customer = await acme.connect({ token: sessionToken })
    const socket = await connect()
    const colleague = await connect(grace)
    const typed = (one: SocketClient) =>
      one.frames.filter(({ type }) => type === "typing").map(({ payload }) => payload)
    socket.ask("follow", { conversation: number, after: 0 })
    await until("it is followed", () => socket.events(number).length > 0)
    socket.ask("typing", { conversation: number, isTyping: true })
    await until("the customer sees it", () => typed(customer).length > 0)
    customer.send({ type: "typing", payload: { conversationId: number, isTyping: true } })
    await until("the agent sees it", () => typed(socket).length > 0)
    expect(typed(socket)).toEqual([{ conversation: number, by: "customer", isTyping: true }])
    // It is nobody else's business, unless they look.
    await colleague.settled()
    expect(typed(colleague)).toEqual([])
    socket.ask("unfollow", { conversation: number })
    await socket.settled()
    customer.send({ type: "typing", payload: { conversationId: number, isTyping: false } })
    await until("the agent sees it of their own", () => typed(socket).length === 2)
    expect(customerId).toBeTruthy()
    customer.close()
  })

  test("settings that change are told", async () => {
    const socket = await connect()
    const { status } = await root.call("PATCH", "/settings", { set: { "session.idle_seconds": "600" } })
    expect(status).toBe(200)
    await socket.next("settings")
    await root.call("PATCH", "/settings", { unset: ["session.idle_seconds"] })
    await socket.next("settings")
  })

  describe("what is erased", () => {
    const numbersGone = ({ frames }: Pick<SocketClient, "frames">) =>
      frames.flatMap(({ type, payload }) => (type === "gone" ? (payload.conversations as number[]) : []))

    test("is told at once, also where it had ended before the client came", async () => {
      const [open, ended] = [await taken(), await taken()]
      await ada.call("POST", `${ended.path}/close`)
      const socket = await connect()
      expect(socket.told().has(ended.number)).toBe(false)
      for (const { customerId } of [open, ended])
        expect((await root.call("POST", "/privacy/erase", { customer: customerId })).status).toBe(200)
      await until("both are told", () => numbersGone(socket).length >= 2)
      expect(numbersGone(socket).sort()).toEqual([open.number, ended.number].sort())
    })

    test("while a client is not there, however it came to that, is told when it comes back", async () => {
      const [erased, old, kept] = [await taken(), await taken(), await taken()]
      const socket = await connect()
      const since = socket.frames.find(({ type }) => type === "ready")?.payload.at
      socket.close()
      await socket.closed
      expect((await root.call("POST", "/privacy/erase", { customer: erased.customerId })).status).toBe(200)
      await ada.call("POST", `${old.path}/close`)
      await desk.withDatabase(async ({ db }) => {
        await db.updateTable("conversation").set({ updated_at: 1 }).where("number", "=", old.number).execute()
      })
      await root.call("PATCH", "/settings", { set: { "privacy.retention_days": 1 } })
      expect((await root.call("POST", "/privacy/retention", {})).json.rows).toMatchObject({ conversation: 1 })
      const back = await connect(ada, { since })
      expect(numbersGone(back)).toEqual(expect.arrayContaining([erased.number, old.number]))
      expect(numbersGone(back)).not.toContain(kept.number)
      expect([...back.told().keys()]).toContain(kept.number)
    })

    test("is told, too, to a client that knows a time from before the clock was put back", async () => {
      const [erased, ended] = [await taken(), await taken()]
      expect((await root.call("POST", "/privacy/erase", { customer: erased.customerId })).status).toBe(200)
      await ada.call("POST", `${ended.path}/close`)
      const back = await connect(ada, { since: new Date(Date.now() + 8 * 3_600_000).toISOString() })
      expect(numbersGone(back)).toContain(erased.number)
      expect(back.told().get(ended.number)).toMatchObject({ status: "closed" })
    })

    // On SQLite there is no other server.
    if (postgres)
      test("by another server is told as well", async () => {
        const { number, customerId } = await taken()
        const socket = await connect()
        const erased = await fetch(`${await desk.another()}/api/desk/privacy/erase`, {
          method: "POST",
          headers: { ...bearer(root.token), "content-type": "application/json" },
          body: JSON.stringify({ customer: customerId }),
        })
        expect(erased.status).toBe(200)
        await until("it is told", () => numbersGone(socket).includes(number))
      })
  })

  test("what cannot be done is said with whose it is; the socket stays open", async () => {
    const { number } = await taken()
    const socket = await connect()
    const refused = async (type: unknown, payload?: unknown) => {
      socket.send({ type, payload })
      return (await socket.next("error")).payload
    }
    expect(await refused("message", { conversation: 777_777, clientId: "x", text: "Hi" })).toEqual({
      code: "not_found",
      detail: "There is no conversation 777777.",
      conversation: 777_777,
      clientId: "x",
    })
    expect(await refused("message", { conversation: number, clientId: "x", text: " " })).toMatchObject({
      code: "invalid_input",
      field: "text",
      clientId: "x",
    })
    expect(await refused("message", { conversation: number, clientId: "x" })).toMatchObject({
      code: "invalid_input",
      clientId: "x",
      conversation: number,
    })
    for (const type of ["follow", "read", "typing", "note"])
      expect(
        (await refused(type, { conversation: 777_777, clientId: "x", text: "x", seq: 1, isTyping: true }))
          .code,
      ).toBe("not_found")
    for (const [type, payload] of [
      ["hello", { since: "yesterday" }],
      ["follow", { conversation: -1 }],
      ["follow", { conversation: number, after: 1.5 }],
      ["follow", null],
      ["unfollow", {}],
      ["presence", { presence: "asleep" }],
      ["nonsense", {}],
      [undefined, {}],
      [{ toString: 1 }, []],
    ])
      expect((await refused(type, payload)).code).toBe("invalid_input")
    await socket.settled()
  })

  test("only so many are followed at once", async () => {
    const socket = await connect(ada, false)
    const numbers = await Promise.all(Array.from({ length: 201 }, async () => (await acme.begin("many")).id))
    for (const conversation of numbers) socket.ask("follow", { conversation, after: 0 })
    const { payload } = await socket.next("error")
    expect(payload).toMatchObject({ code: "conflict", conversation: numbers[200] })
    expect(payload.detail).toBe("At most 200 conversations are followed at once: unfollow one first.")
    const [first, last] = [numbers[0], numbers[200]]
    // Following again what is followed is no more.
    socket.ask("follow", { conversation: first, after: 0 })
    socket.ask("unfollow", { conversation: first })
    socket.ask("follow", { conversation: last, after: 0 })
    const before = socket.frames.length
    await ada.call("POST", `/conversations/${last}/notes`, { clientId: "n", text: "Seen" })
    await until("the last is followed", () => socket.events(Number(last)).length === 1)
    expect(socket.frames.slice(before).filter(({ type }) => type === "error")).toEqual([])
  })
})
