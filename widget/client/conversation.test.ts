import { afterEach, beforeEach, describe, expect, spyOn, test } from "bun:test"
import { ChatServer } from "../../test/servers/chat-server.ts"
import { until } from "../../test/wait.ts"
import type { ChatState } from "./chat-state.ts"
import { readStored, type Stored, storageName } from "./stored.ts"
import type { Pace } from "./surroundings.ts"
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

function browser() {
  const profile = openBrowserProfile(server.url + server.folder)
  return {
    ...profile,
    openTab() {
      const tab = profile.openTab()
      return {
        ...tab,
        visit(...given: Parameters<typeof tab.visit>) {
          const visit = tab.visit(...given)
          opened.push(visit.client)
          return visit
        },
      }
    },
  }
}

const texts = (state: ChatState) => messagesOf(state).map(({ text }) => text)
const deliveries = (state: ChatState) => messagesOf(state).map(({ delivery }) => delivery)

async function liveChat(pace: Partial<Pace> = {}) {
  const { shared, openTab } = browser()
  const tab = openTab()
  const visit = tab.visit({}, pace)
  visit.client.open()
  visit.client.send("hello")
  await visit.when("the first message is stored", (state) => deliveries(state)[0] === "sent")
  return { ...visit, tab, shared }
}

describe("a conversation begins", () => {
  test("and before the visitor acts nothing is stored and nobody is asked", () => {
    const { shared, openTab } = browser()
    const tab = openTab()
    const { client } = tab.visit()
    expect(client.state.phase).toBe("idle")
    expect(shared.length + tab.tab.length).toBe(0)
    expect(server.calls).toEqual([])
  })

  test("with the first message, where no form is wanted", async () => {
    const { client, when } = await liveChat()
    expect(client.state.phase).toBe("live")
    expect(server.texts).toEqual(["hello"])
    expect(server.openings[0]).toMatchObject({ widgetKey: "pk_test", locale: "en-GB" })
    server.say("Hi!")
    const state = await when("the answer is there", ({ timeline }) => timeline.length === 2)
    expect(texts(state)).toEqual(["hello", "Hi!"])
    expect(deliveries(state)[0]).toBe("read")
    expect(state.unread).toBe(1)
  })

  test("once, however often it is asked for", async () => {
    const { client } = browser().openTab().visit()
    client.open()
    await Promise.all([client.start({}), client.start({}), client.askForPerson()])
    expect(server.conversations).toHaveLength(1)
  })

  test("after consent and form, where both are wanted", async () => {
    server.config.consent = { text: "We keep what you write." }
    server.config.preChat.enabled = true
    const tab = browser().openTab()
    const { client, when } = tab.visit()
    client.open()
    await when("consent is asked for", ({ phase }) => phase === "consent")
    client.agree()
    expect(client.state.phase).toBe("pre-chat")
    expect(await client.start({ name: "Ada" })).toEqual({ ok: true, value: undefined })
    await when("it is live", ({ connection, phase }) => phase === "live" && connection === "online")
    expect(server.openings.at(-1)).toMatchObject({ name: "Ada", consent: true })
  })

  test("after consent where the browser keeps nothing, too", async () => {
    server.config.consent = { text: "We keep what you write." }
    const { shared, openTab } = browser()
    shared.setItem = () => {
      throw new Error("The space is used up.")
    }
    const { client, when } = openTab().visit()
    client.open()
    await when("consent is asked for", ({ phase }) => phase === "consent")
    client.agree()
    expect(client.state.phase).toBe("ready")
  })

  test("with the wish for a person, where that is what the visitor wants first", async () => {
    const { client, when } = browser().openTab().visit()
    client.open()
    await when("it is ready", ({ phase }) => phase === "ready")
    expect(await client.askForPerson()).toEqual({ ok: true, value: { outcome: "form" } })
    expect(client.state.phase).toBe("live")
    await client.end()
    client.startAnew()
    expect(await client.askForPerson()).toEqual({ ok: true, value: { outcome: "form" } })
    expect(client.state.session?.id).toBe("cs_2")
  })

  test("that cannot be had leaves the wish for a person as it was", async () => {
    const { client, when } = browser().openTab().visit()
    client.open()
    await when("it is ready", ({ phase }) => phase === "ready")
    server.trouble.http = "503"
    expect(await client.askForPerson()).toMatchObject({ ok: false, problem: { code: "unavailable" } })
    expect(client.state.problem).toMatchObject({ code: "unavailable" })
  })

  test("for whoever had none before there are no earlier ones", async () => {
    const { client, when } = browser().openTab().visit()
    client.open()
    await when("it is ready", ({ phase }) => phase === "ready")
    server.trouble.http = "503"
    expect(await client.earlier()).toEqual({ ok: true, value: undefined })
    expect(client.state.earlier).toEqual([])
  })

  test("without the questions that the page has answered", async () => {
    server.config.preChat.enabled = true
    const { client, when } = browser()
      .openTab()
      .visit({ identity: { name: "Ada" } })
    client.open()
    await when("no form is left", ({ phase }) => phase === "ready")
  })

  test("and a server that is away is asked again", async () => {
    const { client, when } = browser().openTab().visit()
    server.trouble.http = "503"
    client.open()
    await when("it tries again", ({ retryAt }) => retryAt)
    server.trouble = {}
    await when("it is ready", ({ phase }) => phase === "ready")
  })

  test("and a server that is away is asked at once when the visitor wants it", async () => {
    const never = { backOff: 3_600_000, backOffMost: 3_600_000 }
    const { client, when } = browser().openTab().visit({}, never)
    server.trouble.http = "503"
    client.open()
    await when("it waits", ({ retryAt }) => retryAt)
    server.trouble = {}
    client.open()
    await when("it is ready", ({ phase }) => phase === "ready")
  })
})

describe("a conversation cannot begin", () => {
  const refusal = (status: number, body: object) => () => Response.json(body, { status })

  test("with a key that is refused, until the chat is opened with a better one", async () => {
    const refused = { detail: "A valid widget key is required.", error: "unauthenticated" }
    server.pages.set("/api/chat/config", refusal(401, refused))
    const { client, when } = browser().openTab().visit()
    client.open()
    const { problem } = await when("it is said", ({ phase }) => phase === "failed")
    expect(problem).toEqual({ code: "unauthenticated", message: refused.detail, field: undefined })
    server.pages.clear()
    client.open()
    await when("it is ready", ({ phase }) => phase === "ready")
  })

  test("over a limit of calls before the time that the server names", async () => {
    const limit = { detail: { reset_in_seconds: 3_600 }, error: "Too many." }
    server.pages.set("/api/chat/config", () => Response.json(limit, { status: 429 }))
    const { client, when } = browser().openTab().visit()
    client.open()
    const { retryAt = 0 } = await when("it waits", (state) => state.retryAt)
    expect(retryAt).toBeGreaterThan(Date.now() + 3_000_000)
  })

  test("with a form that is refused: the field is named, and the form stays", async () => {
    server.config.preChat.enabled = true
    const { client, when } = browser().openTab().visit()
    client.open()
    await when("the form is there", ({ phase }) => phase === "pre-chat")
    server.pages.set("/api/chat/sessions", refusal(422, { detail: "email is not valid.", field: "email" }))
    expect(await client.start({ email: "ada" })).toMatchObject({ ok: false, problem: { field: "email" } })
    // The form says it itself.
    expect(client.state).toMatchObject({ phase: "pre-chat", problem: undefined })
  })

  test("with a form that is refused: what was asked before it is sent once the form is right", async () => {
    server.config.preChat.enabled = true
    const { client, when } = browser().openTab().visit()
    client.open()
    await when("the form is there", ({ phase }) => phase === "pre-chat")
    client.send("Does it support German?")
    server.pages.set("/api/chat/sessions", refusal(422, { detail: "email is not valid.", field: "email" }))
    await client.start({ email: "ada" })
    expect(deliveries(client.state)).toEqual(["queued"])
    server.pages.clear()
    await client.start({ email: "ada@example.com" })
    await when("it is stored", (state) => deliveries(state)[0] === "sent")
    expect(server.texts).toEqual(["Does it support German?"])
  })

  test("over a limit: the first message waits until it has passed", async () => {
    const limit = { detail: { reset_in_seconds: 1 }, error: "Too many sessions." }
    const { client, when } = browser().openTab().visit()
    client.open()
    await when("it is ready", ({ phase }) => phase === "ready")
    server.pages.set("/api/chat/sessions", refusal(429, limit))
    client.send("patient")
    await when("the limit is said", (state) => state.limit?.message === limit.error)
    server.pages.clear()
    await when("it is stored", (state) => deliveries(state)[0] === "sent")
  })

  test("where it is forbidden: the message says so, and can be sent again", async () => {
    const { client, when } = browser().openTab().visit()
    client.open()
    await when("it is ready", ({ phase }) => phase === "ready")
    server.pages.set(
      "/api/chat/sessions",
      refusal(403, { detail: "Not from this page.", error: "forbidden" }),
    )
    client.send("hello")
    const state = await when("it is said", (now) => deliveries(now)[0] === "failed")
    expect(messagesOf(state)[0]?.error).toBe("Not from this page.")
    server.pages.clear()
    client.retry(messagesOf(state)[0]?.clientId ?? "")
    await when("it is stored", (now) => deliveries(now)[0] === "sent")
  })
})

describe("messages", () => {
  test("that were written offline are sent once, in order, when the server is back", async () => {
    const { client, when } = await liveChat()
    await server.stop()
    await when("the loss is shown", ({ connection, retryAt }) => connection === "reconnecting" && retryAt)
    for (const text of ["one", "two", "three"]) client.send(text)
    expect(deliveries(client.state)).toEqual(["sent", "queued", "queued", "queued"])
    server.start()
    await when("all are stored", (state) => deliveries(state).every((delivery) => delivery === "sent"))
    expect(server.texts).toEqual(["hello", "one", "two", "three"])
  })

  test("outlast a reload, also with the server away", async () => {
    const { client, when, tab } = await liveChat()
    await server.stop()
    await when("the loss is shown", ({ connection }) => connection === "reconnecting")
    client.send("before the reload")
    client.setDraft("half a sent")
    client.destroy()
    const again = tab.visit()
    expect(again.client.state.draft).toBe("half a sent")
    again.client.open()
    server.start()
    const state = await again.when("all is there", (state) => texts(state).length === 2 && state.session)
    expect(texts(state)).toEqual(["hello", "before the reload"])
    await until("it is stored", () => server.texts.length === 2)
  })

  test("of an answer that was lost are not doubled", async () => {
    const { client, when } = await liveChat()
    const faults = ["cut after storing", "cut before storing"] as const
    let turn = 0
    server.incoming = () => faults[turn++] ?? "take"
    client.send("one")
    client.send("two")
    await when("both are stored", (state) => deliveries(state).every((delivery) => delivery === "sent"))
    expect(server.texts).toEqual(["hello", "one", "two"])
  })

  test("that are refused say why, let the next pass, and can be sent again or taken back", async () => {
    const { client, when } = await liveChat()
    server.trouble.refuse = { code: "too_long", message: "That is too long." }
    client.send("refused")
    client.send("next")
    await when("the next has passed", () => server.texts.includes("next"))
    const refused = messagesOf(client.state).find(({ delivery }) => delivery === "failed")
    expect(refused).toMatchObject({ text: "refused", error: "That is too long." })
    client.retry(refused?.clientId ?? "")
    await when("it has passed too", (state) => deliveries(state).every((delivery) => delivery === "sent"))
    expect(server.texts).toEqual(["hello", "next", "refused"])
  })

  test("over the limit wait until it has passed", async () => {
    const { client, when } = await liveChat()
    server.trouble.limited = 0.05
    client.send("patient")
    const { limit } = await when("the limit is said", (state) => state.limit)
    expect(limit?.message).toBe("Too many messages.")
    expect(deliveries(client.state)).toEqual(["sent", "queued"])
    await when("it is stored", (state) => !state.limit && deliveries(state)[1] === "sent")
  })

  test("carry what was clicked", async () => {
    const { client } = await liveChat()
    client.send("Where is my order?", { commandType: "order_lookup", value: "ORD-1" })
    await until("it is stored", () => server.texts.length === 2)
    expect(server.latest.events.at(-1)?.payload).toMatchObject({ metadata: { value: "ORD-1" } })
  })

  test("a gap in the numbers is filled", async () => {
    const { when } = await liveChat()
    server.outgoing = () => "lose"
    server.say("missed")
    server.outgoing = () => "deliver"
    server.say("heard")
    const state = await when("all is there", ({ timeline }) => timeline.length === 3)
    expect(texts(state)).toEqual(["hello", "missed", "heard"])
  })

  test("a gap of more than the server gives at once is filled, too", async () => {
    const { when } = await liveChat()
    server.outgoing = () => "lose"
    for (let i = 0; i < 600; i++) server.say(`missed ${i}`)
    server.outgoing = () => "deliver"
    server.say("heard")
    const state = await when("all is there", ({ timeline }) => timeline.length === 602)
    expect(texts(state).slice(-2)).toEqual(["missed 599", "heard"])
  })

  test("a gap that cannot be asked for is filled by another connection", async () => {
    const { when } = await liveChat()
    server.pages.set("/api/chat/sessions/cs_1/events", () => new Response("Not now.", { status: 503 }))
    server.outgoing = () => "lose"
    server.say("missed")
    server.outgoing = () => "deliver"
    server.say("heard")
    const state = await when("all is there", ({ timeline }) => timeline.length === 3)
    expect(texts(state)).toEqual(["hello", "missed", "heard"])
  })

  test("one that was stored without the visitor's knowing waits no longer, also where it does not come back by itself", async () => {
    const { client, tab } = await liveChat({ backOff: 3_600_000, backOffMost: 3_600_000 })
    server.incoming = () => "cut after storing"
    client.send("stored")
    await until("it is stored", () => server.texts.length === 2)
    client.destroy()
    server.incoming = () => "take"
    // More than comes back with the session.
    for (let i = 0; i < 250; i++) server.say(`line ${i}`)
    const again = tab.visit()
    again.client.open()
    await again.when("the end is there, and nothing waits", (state) => {
      const all = messagesOf(state)
      return (
        all.at(-1)?.text === "line 249" &&
        all.every(({ delivery }) => delivery === "sent" || delivery === "read")
      )
    })
    expect(server.texts.filter((text) => text === "stored")).toHaveLength(1)
  })
})

describe("a message that the server cannot take just now", () => {
  const UNAVAILABLE = { detail: "Please try again.", error: "unavailable" }

  test("is sent again over the socket, before the next one", async () => {
    const { client, when } = await liveChat()
    server.trouble.unavailable = 3
    client.send("two")
    client.send("three")
    await when("both are stored", (state) => messagesOf(state)[2]?.seq)
    expect(server.texts).toEqual(["hello", "two", "three"])
    expect(deliveries(client.state)).toEqual(["sent", "sent", "sent"])
  })

  test("is sent again where sockets fail, and the visitor is told where that goes on", async () => {
    server.trouble.sockets = "refuse"
    const { client, when } = browser().openTab().visit()
    client.open()
    client.send("one")
    await when("it is stored", (state) => messagesOf(state)[0]?.seq)
    const path = `/api/chat/sessions/${server.latest.session.id}/messages`
    let asked = 0
    server.pages.set(path, () => {
      asked++
      return Response.json(UNAVAILABLE, { status: 503 })
    })
    client.send("two")
    await when("it is said", (state) => deliveries(state)[1] === "failed")
    expect(asked).toBe(4)
    server.pages.delete(path)
    client.retry(messagesOf(client.state)[1]?.clientId ?? "")
    await when("it is stored", (state) => messagesOf(state)[1]?.seq)
    expect(server.texts).toEqual(["one", "two"])
  })
})

describe("where sockets fail", () => {
  test("messages come and go by polling, until a socket can be had", async () => {
    server.trouble.sockets = "refuse"
    const { client, when } = browser().openTab().visit()
    client.open()
    client.send("by post")
    await when("it polls", ({ connection }) => connection === "polling")
    await when("it is stored", (state) => deliveries(state)[0] === "sent" && messagesOf(state)[0]?.seq)
    server.say("by polling")
    await when("the answer is there", ({ timeline }) => timeline.length === 2)
    client.setDraft("more")
    await until("typing is told", () => server.heard.some(({ type }) => type === "typing"))
    server.trouble = {}
    await when("a socket is open", ({ connection }) => connection === "online")
    client.send("by socket")
    await when("it is stored", () => server.texts.length === 3)
    expect(server.texts).toEqual(["by post", "by polling", "by socket"])
    const polls = () =>
      server.calls.filter((call) => call.startsWith("GET") && call.endsWith("/events")).length
    const before = polls()
    for (let i = 0; i < 10; i++) {
      server.say(`answer ${i}`)
      await when("it is there", (state) => texts(state).at(-1) === `answer ${i}`)
    }
    expect(polls()).toBe(before)
  })

  test("what is said in a conversation that was left is not asked for any more", async () => {
    server.trouble.sockets = "refuse"
    const { client, when } = browser().openTab().visit()
    client.open()
    client.send("first")
    await when("it is stored", (state) => messagesOf(state)[0]?.seq)
    const left = server.latest
    client.startAnew()
    // So that the next message begins another one.
    left.session = { ...left.session, status: "closed" }
    client.send("second")
    await when("another one is live", ({ session }) => session?.id === "cs_2")
    await when("it is stored there", (state) => messagesOf(state)[0]?.seq)
    const { sender, ...said } = server.say("here, too")
    server.log({ type: "message", payload: { ...said, sender, seq: 2, text: "left behind" } }, left)
    server.say("here")
    const state = await when("what is said here is told", (state) => texts(state).at(-1) === "here")
    expect(texts(state)).toEqual(["second", "here, too", "here"])
  })

  test("one that opens and says nothing counts as failed", async () => {
    server.trouble.sockets = "stall"
    const { client, when } = browser().openTab().visit({}, { connect: 20 })
    client.open()
    client.send("hello")
    await when("it polls", ({ connection }) => connection === "polling")
    await until("it is stored", () => server.texts.length === 1)
  })

  test("one that is always cut as soon as it opens counts as failed, too", async () => {
    server.trouble.sockets = "cut"
    const { client, when } = browser().openTab().visit()
    client.open()
    client.send("one")
    await when("it polls instead", ({ connection }) => connection === "polling")
    await when("it is stored", (state) => messagesOf(state)[0]?.seq)
    expect(server.texts).toEqual(["one"])
    server.trouble = {}
    await when("a socket stays", ({ connection }) => connection === "online")
  })

  test("the server may go and come back", async () => {
    server.trouble.sockets = "refuse"
    const { client, when } = browser().openTab().visit()
    client.open()
    client.send("one")
    await when("it is stored", (state) => messagesOf(state)[0]?.seq)
    await server.stop()
    await when("the loss is shown", ({ connection }) => connection === "reconnecting")
    client.send("two")
    server.start()
    await when("it polls again", ({ connection }) => connection === "polling")
    await when("both are stored", (state) => messagesOf(state)[1]?.seq)
    expect(server.texts).toEqual(["one", "two"])
  })

  test("polling that outlasts a moment without network is not said to be offline", async () => {
    server.trouble.sockets = "refuse"
    const { client, page, when } = browser().openTab().visit({}, { socketAgain: 3_600_000 })
    client.open()
    client.send("one")
    await when("it polls", ({ connection }) => connection === "polling")
    page.online = false
    page.window.dispatchEvent(new Event("offline"))
    expect(client.state.connection).toBe("offline")
    page.online = true
    page.window.dispatchEvent(new Event("online"))
    expect(client.state.connection).toBe("polling")
    server.say("Good day")
    await when("it is told", (state) => texts(state).includes("Good day"))
  })

  test("a page in the place of replies is none of the server's", async () => {
    server.trouble.sockets = "refuse"
    const { client, when } = browser().openTab().visit()
    client.open()
    client.send("one")
    await when("it is stored", (state) => messagesOf(state)[0]?.seq)
    server.trouble.http = "a page"
    server.say("Good day")
    await when("the loss is shown", ({ retryAt }) => retryAt)
    server.trouble = {}
    await when("what came meanwhile is there", (state) => texts(state).includes("Good day"))
  })

  test("a message that a proxy refused with a page of its own is sent again", async () => {
    server.trouble.sockets = "refuse"
    const { client, when } = browser().openTab().visit()
    client.open()
    client.send("one")
    await when("it is stored", (state) => messagesOf(state)[0]?.seq)
    const path = `/api/chat/sessions/${server.latest.session.id}/messages`
    server.pages.set(path, () => {
      server.pages.delete(path)
      return new Response("<title>Bad Gateway</title>", {
        status: 502,
        headers: { "content-type": "text/html" },
      })
    })
    client.send("two")
    await when("it is stored", (state) => messagesOf(state)[1]?.seq)
    expect(deliveries(client.state)).toEqual(["sent", "sent"])
  })

  test("a message that something on the way forbids is not sent, and not sent again by itself", async () => {
    server.trouble.sockets = "refuse"
    const { client, when } = browser().openTab().visit()
    client.open()
    client.send("one")
    await when("it is stored", (state) => messagesOf(state)[0]?.seq)
    let asked = 0
    server.pages.set(`/api/chat/sessions/${server.latest.session.id}/messages`, () => {
      asked++
      return new Response("<title>Forbidden</title>", {
        status: 403,
        headers: { "content-type": "text/html" },
      })
    })
    client.send("two")
    await when("it is refused", (state) => deliveries(state)[1] === "failed")
    expect(asked).toBe(1)
  })

  test("a limit on posts waits too", async () => {
    server.trouble.sockets = "refuse"
    const { client, when } = browser().openTab().visit()
    client.open()
    client.send("one")
    await when("it is stored", (state) => messagesOf(state)[0]?.seq)
    server.trouble.limited = 1
    client.send("two")
    await when("the limit is said", ({ limit }) => limit?.message === "Too many messages.")
    await when("it is stored", (state) => messagesOf(state)[1]?.seq)
  })
})

describe("the connection", () => {
  test("is a socket also where a proxy has chatd under a path", async () => {
    server.folder = "/support"
    const { client, when } = await liveChat()
    expect(client.state.connection).toBe("online")
    server.say("Good day")
    await when("it is told", (state) => texts(state).includes("Good day"))
    expect(server.socketCount).toBe(1)
  })

  test("comes back at once when the browser is online again", async () => {
    const { client, when, page } = await liveChat()
    page.online = false
    page.window.dispatchEvent(new Event("offline"))
    await when("it says so", ({ connection }) => connection === "offline")
    page.online = true
    page.window.dispatchEvent(new Event("online"))
    await when("it is back", ({ connection }) => connection === "online")
    expect(client.state.retryAt).toBeUndefined()
  })

  const sockets = () => server.calls.filter((call) => call.startsWith("GET /ws/"))

  test("that is dead without a word is noticed by a message that is not answered", async () => {
    const { client } = await liveChat()
    const before = sockets().length
    server.trouble.deaf = true
    client.send("unheard")
    await until("another is opened", () => sockets().length > before)
    server.trouble = {}
    await until("it is stored", () => server.texts.includes("unheard"))
    expect(server.texts).toEqual(["hello", "unheard"])
  })

  test("that is dead without a word is noticed where nobody says anything", async () => {
    await liveChat({ heartbeat: 20, answer: 20 })
    const before = sockets().length
    server.trouble.deaf = true
    await until("another is opened", () => sockets().length > before)
  })

  test("is tried again less and less often, and soon again once it was there", async () => {
    const chance = spyOn(Math, "random").mockReturnValue(0.5)
    try {
      const { page, when } = await liveChat({ backOff: 100_000, backOffMost: 350_000 })
      const pauses: number[] = []
      const lost = async () => {
        const { retryAt = 0 } = await when("it is lost", (state) => state.retryAt)
        pauses.push(Math.round((retryAt - Date.now()) / 50_000) * 50_000)
      }
      const tryNow = () => page.window.dispatchEvent(new Event("online"))
      await server.stop()
      await lost()
      for (let i = 0; i < 3; i++) {
        tryNow()
        await when("it is tried", ({ retryAt }) => !retryAt)
        await lost()
      }
      server.start()
      tryNow()
      await when("it is back", ({ connection }) => connection === "online")
      server.trouble.http = "503"
      server.dropSockets()
      await lost()
      expect(pauses).toEqual([100_000, 200_000, 350_000, 350_000, 100_000])
    } finally {
      chance.mockRestore()
    }
  })

  test("of a conversation that was left is not taken up again", async () => {
    const { client, page, when } = await liveChat()
    await server.stop()
    await when("it waits", ({ retryAt }) => retryAt)
    client.startAnew()
    server.start()
    const before = sockets().length
    page.window.dispatchEvent(new Event("online"))
    server.latest.session = { ...server.latest.session, status: "closed" }
    client.send("anew")
    await when("it is stored", (state) => messagesOf(state)[0]?.seq)
    expect(sockets().slice(before)).toEqual(["GET /ws/chat/cs_2"])
  })

  test("that is cut is noticed and replaced", async () => {
    const { client, when, page } = await liveChat()
    await when("it is connected", ({ connection }) => connection === "online")
    const before = sockets().length
    server.incoming = () => "cut before storing"
    client.send("unheard")
    page.document.dispatchEvent(new Event("visibilitychange"))
    await until("another is opened", () => sockets().length > before)
    server.incoming = () => "take"
    await when("it is stored", () => server.texts.includes("unheard"))
  })
})

describe("the session", () => {
  test("ends, can still be rated, and the next message begins another", async () => {
    const { client, when } = await liveChat()
    server.status("closed", "timeout")
    await when("it is over", ({ phase }) => phase === "ended")
    expect(client.state.timeline.at(-1)).toMatchObject({ kind: "status", reason: "timeout" })
    expect(await client.rate(5)).toEqual({ ok: true, value: undefined })
    expect(client.state.rated).toBe(5)
    client.send("again")
    await when("another is live", ({ phase, session }) => phase === "live" && session?.id === "cs_2")
    await until("the message is in it", () => server.texts.length === 1)
    expect(server.latest.session.customerId).toBe("visitor-1")
    expect(client.state.rated).toBeUndefined()
    await client.earlier()
    expect(client.state.earlier?.map(({ id }) => id)).toEqual(["cs_1"])
    await client.read("cs_1")
    expect(client.state.reading?.timeline).toMatchObject([{ text: "hello" }])
  })

  test("that ended while a message waited takes it into the next one", async () => {
    const { client, when } = await liveChat()
    await server.stop()
    client.send("too late")
    server.latest.session = { ...server.latest.session, status: "closed" }
    server.start()
    await when("another is live", ({ phase, session }) => phase === "live" && session?.id === "cs_2")
    await until("the message is in it", () => server.texts.includes("too late"))
  })

  test("that is begun anew has nothing that was refused in the one before", async () => {
    const { client, when } = await liveChat()
    server.trouble.refuse = { code: "invalid", message: "Too long." }
    client.send("too long")
    await when("it is refused", (state) => deliveries(state)[1] === "failed")
    void client.end()
    await when("it is over", ({ phase }) => phase === "ended")
    client.startAnew()
    expect(texts(client.state)).toEqual([])
  })

  test("is ended by the visitor, and begun anew", async () => {
    const { client, when } = await liveChat()
    await client.end()
    expect(client.state.phase).toBe("ended")
    client.startAnew()
    expect(client.state).toMatchObject({ phase: "ready", timeline: [] })
    client.send("anew")
    await when("it is live", ({ session }) => session?.id === "cs_2")
  })

  test("goes on after a reload, with its history and no news of what was known", async () => {
    const { client, tab, when } = await liveChat()
    for (let i = 0; i < 300; i++) server.say(`line ${i}`)
    await when("all is there", ({ timeline }) => timeline.length === 301)
    client.seen()
    await until("that is told", () => server.latest.session.readByCustomer > 0)
    client.destroy()
    const again = tab.visit()
    const news: string[] = []
    again.client.onSignal(({ type }) => news.push(type))
    again.client.open()
    const state = await again.when("the end is there", (state) => texts(state).at(-1) === "line 299")
    expect(state).toMatchObject({ phase: "live", more: true, unread: 0 })
    expect(news).toEqual(["open", "session"])
    const first = texts(state)[0]
    // As whoever clicks twice has it.
    await Promise.all([again.client.loadOlder(), again.client.loadOlder()])
    expect(texts(again.client.state).indexOf(first ?? "")).toBe(50)
  })

  test("that was closed and is open again is not over for the page that reads so", async () => {
    const { client, tab, when } = await liveChat()
    server.status("closed", "timeout")
    await when("it is over", ({ phase }) => phase === "ended")
    server.status("waiting", "reopened")
    client.destroy()
    const again = tab.visit()
    const news: string[] = []
    again.client.onSignal(({ type }) => news.push(type))
    again.client.open()
    const { phase } = await again.when("all of it is there", ({ timeline }) => timeline.length === 3)
    expect({ phase, news }).toEqual({ phase: "live", news: ["open", "session"] })
  })

  test("is looked for by the next page for as long as it may be live, and not once it is over", async () => {
    const { when, shared } = await liveChat()
    const liveUntil = () => readStored<Stored>(shared, storageName(server.url, "pk_test")).liveUntil ?? 0
    expect(liveUntil()).toBeGreaterThan(Date.now())
    server.status("closed", "timeout")
    await when("it is over", ({ phase }) => phase === "ended")
    expect(liveUntil()).toBe(0)
  })

  test("is not lost to a page that a network or the site's own service worker gives instead of it", async () => {
    const { tab } = await liveChat()
    server.trouble.http = "a page"
    const { client, when } = tab.visit()
    client.open()
    await when("it is tried again", ({ retryAt }) => retryAt)
    server.trouble = {}
    const state = await when("it goes on", ({ phase }) => phase === "live")
    expect(server.conversations).toHaveLength(1)
    expect(state.session?.id).toBe(server.latest.session.id)
  })

  for (const status of [401, 403, 404])
    test(`is not over because something on the way says ${status}`, async () => {
      const { tab } = await liveChat()
      server.pages.set("/api/chat/sessions", () => new Response("no such page", { status }))
      const { client, when } = tab.visit()
      client.open()
      await when("it is tried again", ({ retryAt }) => retryAt)
      server.pages.clear()
      const state = await when("it goes on", ({ phase }) => phase === "live")
      expect(state.session?.id).toBe("cs_1")
    })

  test("whose token is not taken any more is asked for anew", async () => {
    const { when } = await liveChat()
    server.latest.session = { ...server.latest.session, status: "closed" }
    server.dropSockets(4401)
    await when("it is over", ({ phase }) => phase === "ended")
  })

  test("whose socket is not let in, but which is live, goes on", async () => {
    const { client, when } = await liveChat()
    server.dropSockets(4401)
    client.send("still there")
    await when("it is stored", (state) => deliveries(state).every((delivery) => delivery === "sent"))
    expect(server.texts).toEqual(["hello", "still there"])
  })

  test("of a signed customer is not shown to whoever comes without a signature", async () => {
    const { openTab } = browser()
    const signed = openTab().visit({ identity: { customerId: "customer-1", signature: "ab" } })
    signed.client.open()
    signed.client.send("private")
    await signed.when("it is stored", (state) => deliveries(state)[0] === "sent")
    signed.client.destroy()
    const other = openTab().visit()
    other.client.open()
    await other.when("nothing is resumed", ({ phase }) => phase === "ready")
    expect(other.client.state.timeline).toEqual([])
  })
})

test("a visitor who signs in while the chat loads has the signed customer's conversation", async () => {
  const { client, when } = browser().openTab().visit()
  client.open()
  client.send("whose?")
  client.identify({ customerId: "customer-1", signature: "ab" })
  await when("it is stored", (state) => deliveries(state)[0] === "sent")
  expect(server.conversations.map(({ session }) => session.verified)).toEqual([true])
})

describe("what is passed on", () => {
  test("an answer that is being written gives way to the message", async () => {
    const { client, when } = await liveChat()
    server.pass({ type: "stream", payload: { answerId: "a1", text: "The ans" } })
    await when("it streams", ({ stream }) => stream?.text === "The ans")
    server.say("The answer.", { metadata: { answerId: "a1" } })
    server.pass({ type: "stream", payload: { answerId: "a1", text: "late" } })
    server.say("after")
    await when("both are there", ({ timeline }) => timeline.length === 3)
    expect(client.state.stream).toBeUndefined()
  })

  test("typing is shown until it is over, and told seldom", async () => {
    const { client, when } = await liveChat()
    server.pass({ type: "typing", payload: { by: "agent", name: "Grace", isTyping: true } })
    await when("it is shown", ({ typing }) => typing?.name === "Grace")
    await when("it is over", ({ typing }) => !typing)
    for (const draft of ["a", "ab", "abc"]) client.setDraft(draft)
    client.send("abc")
    expect(client.state.draft).toBe("")
    await until("the message is stored", () => server.texts.includes("abc"))
    expect(
      server.heard.filter(({ type }) => type === "typing").map(({ payload }) => payload.isTyping),
    ).toEqual([true, false])
  })

  test("what an agent has read is the visitor's own, and nothing that they have read", async () => {
    const { when } = await liveChat()
    server.say("look")
    await when("it is unread", ({ unread }) => unread === 1)
    server.log({ type: "read", payload: { by: "agent", seq: 2 } })
    server.say("and here")
    const state = await when("all is there", ({ timeline }) => timeline.length === 3)
    expect(deliveries(state)[0]).toBe("read")
    expect(state.unread).toBe(2)
  })

  test("what was read is told, also later", async () => {
    const { client, when, page } = await liveChat()
    server.say("look")
    await when("it is unread", ({ unread }) => unread === 1)
    page.visible = false
    client.seen()
    expect(client.state.unread).toBe(1)
    page.visible = true
    await server.stop()
    client.seen()
    expect(client.state.unread).toBe(0)
    server.start()
    await until("the server knows", () => server.latest.session.readByCustomer >= 2)
  })
})

test("actions report what came of them", async () => {
  const { client, when } = await liveChat()
  const answer = server.say("Look here.", { sender: { kind: "bot", id: "bot", name: "Acme" } })
  await when("it is there", ({ timeline }) => timeline.length === 2)
  expect(await client.askForPerson()).toEqual({ ok: true, value: { outcome: "form" } })
  const form = { name: "Ada", email: "ada@example.com", message: "Help", priority: "high" } as const
  expect(await client.handoff(form)).toEqual({ ok: true, value: { ticketId: "T-17" } })
  expect(await client.feedback(answer.seq, true)).toEqual({ ok: true, value: undefined })
  expect(messagesOf(client.state)[1]?.helpful).toBe(true)
  await when("the ticket is shown", ({ timeline }) => timeline.some(({ kind }) => kind === "ticket"))
  expect(await client.transcript()).toEqual({ ok: true, value: "hello\nLook here." })
  expect(await client.mailTranscript("ada@example.com")).toEqual({ ok: true, value: undefined })
})

describe("what is refused", () => {
  const HELP = { name: "Ada", email: "a@b.example", message: "Help", priority: "high" } as const
  const path = (name: string) => `/api/chat/sessions/${server.latest.session.id}/${name}`
  const refuse = (name: string, status: number, body: object) =>
    server.pages.set(path(name), () => Response.json(body, { status }))

  test("over a limit of tickets or mails leaves messages free", async () => {
    const { client, when } = await liveChat()
    const limit = { detail: { reset_in_seconds: 3_600 }, error: "Too many. Try again in 3600 seconds." }
    for (const name of ["handoff", "transcript"]) refuse(name, 429, limit)
    const problem = { code: "limit", resetInSeconds: 3_600 }
    expect(await client.handoff(HELP)).toMatchObject({ ok: false, problem })
    expect(await client.mailTranscript("a@b.example")).toMatchObject({ ok: false, problem })
    expect(client.state).toMatchObject({ limit: undefined, problem: undefined })
    client.send("still here")
    await when("it is stored", (state) => deliveries(state).every((delivery) => delivery === "sent"))
    expect(server.texts).toEqual(["hello", "still here"])
  })

  test("of a form is the form's to say; of anything else the state says it until something works", async () => {
    const { client } = await liveChat()
    refuse("handoff", 422, { detail: "email: must be an e-mail address.", field: "email" })
    refuse("person", 409, { detail: "This session is over.", error: "conflict" })
    expect(await client.handoff(HELP)).toMatchObject({ ok: false, problem: { field: "email" } })
    expect(client.state.problem).toBeUndefined()
    await client.askForPerson()
    expect(client.state.problem).toMatchObject({ code: "conflict", message: "This session is over." })
    server.pages.clear()
    await client.handoff(HELP)
    expect(client.state.problem).toBeUndefined()
  })
})

test("of a ticket its making and what is said about it are shown, each as whose word it is", async () => {
  const { client, when } = await liveChat()
  const about = { ticketId: "T-17", status: "open" } as const
  const grace = { kind: "agent", id: "agent-2", name: "Grace" } as const
  for (const payload of [
    { ...about, change: "created" },
    { ...about, change: "status", status: "in_progress" },
    { ...about, change: "comment", comment: { sender: grace, text: "It is on its way." } },
    {
      ...about,
      change: "comment",
      comment: { sender: { kind: "customer", id: "c", name: "" }, text: "Thanks" },
    },
  ] as const)
    server.log({ type: "ticket", payload })
  await when("all of it is there", ({ timeline }) => timeline.length === 4)
  expect(client.state.timeline.slice(1)).toMatchObject([
    { kind: "ticket", ticketId: "T-17" },
    { kind: "message", own: false, text: "It is on its way.", sender: grace },
    { kind: "message", own: true, text: "Thanks" },
  ])
})

test("tabs share the conversation, what is open, muted and being typed", async () => {
  const { openTab } = browser()
  const first = openTab().visit()
  const second = openTab().visit()
  first.client.open()
  await second.when("it opens here too", ({ open, phase }) => open && phase === "ready")
  first.client.send("from the first")
  await second.when("it is here", (state) => texts(state).includes("from the first"))
  second.client.send("from the second")
  await first.when("it is there", (state) => texts(state).includes("from the second"))
  first.client.setDraft("half")
  first.client.setMuted(true)
  await second.when("both are known", ({ draft, muted }) => draft === "half" && muted)
  server.say("to both")
  await Promise.all([first, second].map(({ when }) => when("it is unread", ({ unread }) => unread === 1)))
  first.client.seen()
  await second.when("it is read here too", ({ unread }) => unread === 0)
  first.client.close()
  await second.when("it closes", ({ open }) => !open)
})

test("a ticket that is declined in one tab is offered in no other", async () => {
  const { openTab } = browser()
  const first = openTab().visit()
  const second = openTab().visit()
  first.client.open()
  first.client.send("What is the weather on Mars?")
  const declined = ({ timeline }: ChatState) =>
    timeline.flatMap((item) => (item.kind === "message" && item.declined ? item.seq : []))
  await second.when("it was asked", (state) => deliveries(state)[0] === "sent")
  const { seq } = server.say("I couldn't find it.")
  for (const { when } of [first, second])
    await when("it is here", (state) => texts(state).includes("I couldn't find it."))
  first.client.decline(seq)
  await second.when("it is declined", (state) => declined(state).length > 0)
  expect(declined(second.client.state)).toEqual([seq])
})

test("what was typed in one tab and sent from another is no draft any more on the first one's next page", async () => {
  const { openTab } = browser()
  const tab = openTab()
  const first = tab.visit()
  const second = openTab().visit()
  first.client.setDraft("half")
  await second.when("it is known", ({ draft }) => draft === "half")
  second.client.send("half")
  await first.when("it is none here either", ({ draft }) => draft === "")
  expect(tab.visit().client.state.draft).toBe("")
})

test("a page that comes back as it was left shows no draft that was sent from the next one", async () => {
  const tab = browser().openTab()
  const left = tab.visit()
  left.client.setDraft("half")
  const next = tab.visit()
  next.client.send("half")
  left.page.window.dispatchEvent(new Event("pageshow"))
  expect(left.client.state.draft).toBe("")
  next.client.setDraft("another")
  left.page.window.dispatchEvent(new Event("pageshow"))
  expect(left.client.state.draft).toBe("another")
})

test("older messages that come after a new beginning say nothing of the new conversation", async () => {
  const { client, when } = await liveChat()
  const path = `/api/chat/sessions/${server.latest.session.id}/messages`
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>()
  const { promise: answer, resolve: give } = Promise.withResolvers<Response>()
  server.pages.set(path, () => {
    ask()
    return answer
  })
  const older = client.loadOlder()
  await asked
  client.startAnew()
  await when("it begins anew", ({ phase }) => phase === "ready")
  give(Response.json({ messages: [], more: true }))
  await older
  expect(client.state.more).toBe(false)
})
