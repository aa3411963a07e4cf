import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test"
import { type ChatSocket, openVisitor, type Visitor } from "./chat-client.ts"
import { type Desk, startDesk } from "./desk.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { ANSWERED } from "./fixtures/crm.ts"
import { type FakeEndpoint, inPieces, startFakeEndpoint, streamed } from "./servers/llm.ts"
import { until } from "./wait.ts"

const FIRST = "Create a partner, which is chatd's word for a tenant [1]."
const WHOLE = `${FIRST} A running server answers from new content within two seconds [1].`

describe.each([false, true])(
  "an answer under way when a person takes over, with Postgres: %p",
  (postgres) => {
    let llm: FakeEndpoint
    let desk: Desk
    let ada: SignedInAgent
    let hold: PromiseWithResolvers<void>
    beforeAll(async () => {
      llm = startFakeEndpoint(() =>
        streamed(
          (async function* () {
            const pieces = inPieces(WHOLE)
            yield* pieces.slice(0, 20)
            await hold.promise
            yield* pieces.slice(20)
          })(),
        ),
      )
      const settings = { "llm.base_url": llm.url, "llm.model": "fake", "llm.timeout_ms": 60_000 }
      desk = await startDesk({ postgres, settings })
      ada = await signedInAgent(desk)
    })
    afterAll(async () => {
      hold.resolve()
      await desk.stop()
      await llm.stop()
    })
    beforeEach(() => {
      hold = Promise.withResolvers()
      llm.requests.length = 0
    })
    afterEach(() => hold.resolve())

    const say = async (visitor: Visitor, text: string) =>
      (await visitor.call("POST", "/messages", { clientId: crypto.randomUUID(), text })).json.seq as number
    /** A visitor who sees the first sentence of an answer. */
    const shown = async () => {
      const visitor = await openVisitor(desk)
      const socket = await visitor.socket()
      const asked = await say(visitor, ANSWERED)
      await socket.frame("stream", ({ type, payload }) => type === "stream" && payload.text === FIRST)
      const path = `/conversations/${visitor.session.conversationId}`
      const act = async (what: string, body?: object) =>
        expect((await ada.call("POST", `${path}/${what}`, body)).status).toBeLessThan(300)
      return { visitor, socket, asked, act }
    }
    /** What stands there in the end as being written. */
    const leftShown = ({ frames }: ChatSocket) => {
      let left: string | undefined
      for (const { type, payload } of frames) {
        if (type === "stream") left = payload.text === null ? undefined : payload.answerId
        else if (type === "message" && payload.metadata?.answerId === left) left = undefined
      }
      return left
    }
    const whoSpoke = async (visitor: Visitor) =>
      (await visitor.events()).flatMap(({ type, payload }) => (type === "message" ? payload.sender.kind : []))
    const withdrawal = (socket: ChatSocket) =>
      socket.frame("withdrawal", ({ type, payload }) => type === "stream" && payload.text === null)

    test("is withdrawn at once, and nothing more of it is shown or said", async () => {
      const { visitor, socket, act } = await shown()
      const typing = (is: boolean) =>
        socket.frame("typing", ({ type, payload }) => type === "typing" && payload.isTyping === is)
      await typing(true)
      await act("take")
      // The model is not done yet.
      await withdrawal(socket)
      await typing(false)
      await act("messages", { clientId: "hello", text: "Hello, this is Ada." })
      hold.resolve()
      await act("hand-back")
      const next = await say(visitor, ANSWERED)
      await socket.messageOf("bot", next)
      expect(leftShown(socket)).toBeUndefined()
      expect(await whoSpoke(visitor)).toEqual(["customer", "agent", "customer", "bot"])
      await socket.close()
    })

    test("is not given after all where they have answered and handed back meanwhile", async () => {
      const { visitor, socket, act } = await shown()
      await act("take")
      await act("messages", { clientId: "hello", text: "Make one, says Ada." })
      await act("hand-back")
      hold.resolve()
      const next = await say(visitor, ANSWERED)
      await socket.messageOf("bot", next)
      expect(await whoSpoke(visitor)).toEqual(["customer", "agent", "customer", "bot"])
      expect(leftShown(socket)).toBeUndefined()
      await socket.close()
    })

    test("is made anew, and given once, where they hand back without a word", async () => {
      const { visitor, socket, asked, act } = await shown()
      await act("take")
      await act("hand-back")
      hold.resolve()
      const answer = await socket.messageOf("bot", asked)
      const next = await say(visitor, ANSWERED)
      await socket.messageOf("bot", next)
      expect(await whoSpoke(visitor)).toEqual(["customer", "bot", "customer", "bot"])
      const { answerId } = answer.payload.metadata
      const later = socket.frames.slice(socket.frames.indexOf(answer))
      expect(later.filter(({ type, payload }) => type === "stream" && payload.answerId === answerId)).toEqual(
        [],
      )
      await socket.close()
    })

    test("is the last: what was said behind it is not asked of the model while a person has it", async () => {
      const { visitor, socket, asked, act } = await shown()
      const second = await say(visitor, ANSWERED)
      await act("take")
      hold.resolve()
      await withdrawal(socket)
      await act("hand-back")
      await socket.messageOf("bot", second)
      expect(llm.requests).toHaveLength(2)
      expect(await whoSpoke(visitor)).toEqual(["customer", "customer", "bot"])
      expect(asked).toBe(second - 1)
      await socket.close()
    })

    test("is the last, and what was said behind it is asked once where they hand back before it came up", async () => {
      const { visitor, socket, act } = await shown()
      const second = await say(visitor, ANSWERED)
      await act("take")
      await act("hand-back")
      hold.resolve()
      await socket.messageOf("bot", second)
      const third = await say(visitor, ANSWERED)
      await socket.messageOf("bot", third)
      expect(llm.requests).toHaveLength(3)
      expect(await whoSpoke(visitor)).toEqual(["customer", "customer", "bot", "customer", "bot"])
      await socket.close()
    })

    test("is not lost where an agent's client sends again what took the conversation before", async () => {
      const visitor = await openVisitor(desk)
      const socket = await visitor.socket()
      const path = `/conversations/${visitor.session.conversationId}`
      const hello = () => ada.call("POST", `${path}/messages`, { clientId: "hello", text: "Hello." })
      expect((await hello()).status).toBe(201)
      expect((await ada.call("POST", `${path}/hand-back`)).status).toBe(200)
      const asked = await say(visitor, ANSWERED)
      await socket.frame("stream", ({ type, payload }) => type === "stream" && payload.text === FIRST)
      expect((await hello()).status).toBe(200)
      hold.resolve()
      expect((await socket.messageOf("bot", asked)).payload.text).toBe(WHOLE)
      expect(leftShown(socket)).toBeUndefined()
      await socket.close()
    })

    // On SQLite there is no other server.
    if (postgres)
      test("is withdrawn where they take over at another server", async () => {
        const { visitor, socket } = await shown()
        const other = await desk.another()
        const path = `/api/desk/conversations/${visitor.session.conversationId}/take`
        const headers = { authorization: `Bearer ${ada.token}` }
        expect((await fetch(`${other}${path}`, { method: "POST", headers })).status).toBe(200)
        await withdrawal(socket)
        await until("nothing is shown", () => leftShown(socket) === undefined)
        await socket.close()
      })
  },
)
