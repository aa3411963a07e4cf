import { afterAll, beforeAll, expect, test } from "bun:test"
import { type Desk, startDesk } from "./desk.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { openSocket, type SocketClient } from "./socket-client.ts"

let desk: Desk
let agent: SignedInAgent
let second: string
const sockets: SocketClient[] = []

beforeAll(async () => {
  desk = await startDesk({ postgres: true })
  agent = await signedInAgent(desk)
  second = await desk.another()
})

afterAll(async () => {
  for (const socket of sockets) socket.close()
  await desk.stop()
})

async function opened(url: string, key?: string): Promise<SocketClient> {
  const socket = await openSocket(url, key ? { authorization: `Bearer ${key}` } : {})
  sockets.push(socket)
  return socket
}

const typingIn = (frames: SocketClient["frames"]) =>
  frames.filter(({ type }) => type === "typing").map(({ payload }) => payload)

test("who types is seen by the clients of another server on the same database, once, and not by themselves", async () => {
  const { json: session } = await desk.send("POST", "/api/chat/sessions", {
    body: { widgetKey: desk.partner.widgetKey },
  })
  // The bot, who is seen writing too where it takes its time, has nothing to say then.
  await agent.call("POST", `/conversations/${session.conversationId}/take`)
  const customer = await opened(`${desk.url}/ws/chat/${session.id}?token=${session.sessionToken}`)
  const partnersServer = await opened(`${second}/ws`, desk.partner.apiKey)
  const console = await opened(`${second}/ws/desk`, agent.token)
  const neighbour = await opened(`${second}/ws`, desk.other.apiKey)
  await customer.next("hello")
  customer.send({ type: "message", payload: { clientId: "hello", text: "Hello?" } })
  const { payload } = await partnersServer.next("message")
  console.send({ type: "follow", payload: { conversation: payload.conversationId, after: 0 } })
  await console.next("event")

  customer.send({ type: "typing", payload: { isTyping: true } })
  const seenByAgent = await console.next("typing")
  const seenByPartner = await partnersServer.next("typing")
  console.send({ type: "typing", payload: { conversation: payload.conversationId, isTyping: true } })
  const seenByCustomer = await customer.next("typing")
  customer.send({ type: "typing", payload: { isTyping: false } })
  const seenAfter = await console.next("typing")
  const conversation = payload.conversationId

  expect(seenByAgent.payload).toMatchObject({ conversation, by: "customer", isTyping: true })
  expect(seenByPartner.payload).toEqual({ conversationId: conversation, isTyping: true, isAgent: false })
  expect(seenByCustomer.payload).toEqual({ by: "agent", name: "Ada", isTyping: true })
  expect(seenAfter.payload).toMatchObject({ by: "customer", isTyping: false })
  expect(typingIn(await customer.settled())).toHaveLength(1)
  expect(typingIn(await console.settled())).toHaveLength(2)
  expect(typingIn(await neighbour.settled())).toEqual([])
})
