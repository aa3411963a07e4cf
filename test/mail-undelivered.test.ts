import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { openVisitor } from "./chat-client.ts"
import { type SignedInAgent, signedInAgent } from "./desk-agents.ts"
import { type MailDesk, startMailDesk } from "./mail-desk.ts"
import { until } from "./wait.ts"

describe.each([["sqlite"], ["postgres"]] as const)(
  "of a mail that the mail server refuses for good, on %s,",
  (dialect) => {
    let desk: MailDesk
    let agent: SignedInAgent
    const gone = "gone@customer.example"
    const said = `E-mail to ${gone} could not be delivered: The mail server refused: 550 5.1.1 <${gone}>: User unknown`

    beforeAll(async () => {
      desk = await startMailDesk({
        postgres: dialect === "postgres",
        partnerSettings: (settings) => ({ ...settings, mail: { ...settings.mail, replyAfterSeconds: 1 } }),
      })
      desk.smtp.unknown.add(gone)
      agent = await signedInAgent(desk)
    })
    afterAll(() => desk.stop())

    test("agents read in its ticket", async () => {
      const { json } = await agent.call("POST", "/tickets", {
        clientId: "t",
        description: "My kettle leaks.",
        requester: { name: "Ada", email: gone },
      })
      const comments = async () =>
        (await agent.call("GET", `/tickets/${json.ticket.number}`)).json.history.filter(
          ({ kind }: { kind: string }) => kind === "comment",
        )
      await until("it is told", async () => (await comments()).length > 0)
      expect(await comments()).toMatchObject([{ text: said, visibility: "internal" }])
    })

    test("agents read in its conversation", async () => {
      const visitor = await openVisitor(desk, { name: "Ada", email: gone })
      await visitor.call("POST", "/messages", { clientId: "q", text: "My engine does not turn." })
      const number = visitor.session.conversationId
      await agent.call("POST", `/conversations/${number}/messages`, {
        clientId: "a",
        text: "Is it plugged in?",
      })
      const notes = async () =>
        (await agent.call("GET", `/conversations/${number}/events`)).json.events.filter(
          ({ type }: { type: string }) => type === "note",
        )
      await until("it is told", async () => (await notes()).length > 0, 20_000)
      expect(await notes()).toMatchObject([{ text: said, data: { mail: { notice: "bounce" } } }])
      expect(JSON.stringify((await visitor.call("GET", "/messages")).json)).not.toContain("could not be")
    })
  },
)
