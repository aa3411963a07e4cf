import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { openVisitor } from "../../../test/chat-client.ts"
import { type Desk, startDesk } from "../../../test/desk.ts"
import { type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"

describe.each([false, true])("a conversation that is handed back, with Postgres: %p", (postgres) => {
  let desk: Desk
  let ada: SignedInAgent

  beforeAll(async () => {
    desk = await startDesk({ postgres })
    ada = await signedInAgent(desk)
  })
  afterAll(() => desk.stop())

  async function taken() {
    const visitor = await openVisitor(desk)
    const socket = await visitor.socket()
    const path = `/conversations/${visitor.session.conversationId}`
    const move = async (what: string) => expect((await ada.call("POST", `${path}/${what}`)).status).toBe(200)
    const say = async (text: string): Promise<number> =>
      (await visitor.call("POST", "/messages", { clientId: crypto.randomUUID(), text })).json.seq
    await move("take")
    return { visitor, socket, path, move, say }
  }

  test("has its last question answered by the bot, and ends like any other", async () => {
    const { visitor, socket, move, say } = await taken()
    await say("Is anybody there?")
    const asked = await say("What is chatd?")
    expect((await visitor.call("GET", "")).json.endsAt).toBeNull()
    await move("hand-back")
    const answer = await socket.messageOf("bot", asked)
    expect(answer.payload.answer.sources).not.toEqual([])
    const bots = (await visitor.call("GET", "/messages")).json.messages.filter(
      (one: { sender: { kind: string } }) => one.sender.kind === "bot",
    )
    expect(bots).toHaveLength(1)
    expect((await visitor.call("GET", "")).json.endsAt).toEqual(expect.any(String))
    await socket.close()
  })

  test("is silent where a person has answered", async () => {
    const { visitor, socket, path, move, say } = await taken()
    await say("Where does chatd keep its data?")
    await ada.call("POST", `${path}/messages`, { clientId: "said", text: "In the folder that you name." })
    await move("hand-back")
    const next = await say("Thank you!")
    // Answers of a conversation come in their order: one to the earlier question would be there by now.
    await socket.messageOf("bot", next)
    const { messages } = (await visitor.call("GET", "/messages")).json
    expect(messages.map(({ sender }: { sender: { kind: string } }) => sender.kind)).toEqual([
      "customer",
      "agent",
      "customer",
      "bot",
    ])
    await socket.close()
  })
})
