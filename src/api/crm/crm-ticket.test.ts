import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { type SignedInAgent, signedInAgent } from "../../../test/desk-agents.ts"
import { chatBody, failureBody, UNANSWERED, USER_INFO } from "../../../test/fixtures/crm.ts"
import { type MailDesk, startMailDesk } from "../../../test/mail-desk.ts"
import { until } from "../../../test/wait.ts"

describe.each([false, true])("a CRM's ticket, with Postgres: %p", (postgres) => {
  let desk: MailDesk
  let agent: SignedInAgent
  beforeAll(async () => {
    desk = await startMailDesk({
      postgres,
      partnerSettings: (settings) => ({
        ...settings,
        mail: { ...settings.mail, team: ["team@acme.example"] },
      }),
    })
    agent = await signedInAgent(desk)
  })
  afterAll(() => desk.stop())

  const post = async (path: string, body: unknown) => (await desk.send("POST", path, { body })).json

  async function session(user_info: Record<string, unknown> = USER_INFO) {
    const session_id = crypto.randomUUID()
    const history: { role: string; content: string; timestamp: string }[] = []
    const say = (role: string, content: string) =>
      history.push({ role, content, timestamp: "2026-11-22T10:00:00.000Z" })
    return {
      say,
      async ask(message: string) {
        const reply = await post("/api/agent/customer/", chatBody(message, { session_id, user_info }))
        say("user", message)
        say("assistant", reply.response)
        return reply
      },
      async ticketFor(query: string, reply: Record<string, unknown>) {
        const body = failureBody({
          session_id,
          agent_id: user_info.agent_id,
          query,
          agent_response: reply.response,
          confidence_score: reply.classification_confidence,
          escalation_reason: reply.escalation_reason,
        })
        const { failure_id } = await post("/api/agent-failure/", body)
        const made = await post(`/api/agent-failure/${failure_id}/create-ticket`, {
          conversation_history: history,
        })
        return (await agent.call("GET", `/tickets/${made.ticket_id}`)).json
      },
    }
  }

  test("tells agents, and the team by mail, all that the CRM says of its user", async () => {
    const { ask, ticketFor } = await session()
    const { ticket, transcript } = await ticketFor(UNANSWERED, await ask(UNANSWERED))
    expect(ticket.requester).toEqual({
      name: "Jane Smith",
      email: "jane.smith@company.com",
      phone: "+27123456789",
      crm: {
        id: "crm_user_456",
        agency: "Sales",
        office: "Cape Town",
        company: "PropertyEngine",
        division: "Residential",
        userType: "agent",
      },
    })
    expect(transcript.map(({ content }: { content: string }) => content)[0]).toBe(UNANSWERED)
    const mail = await until(
      "the team has its mail",
      async () => (await desk.smtp.read("team@acme.example"))[0],
    )
    expect(mail.text).toContain("Jane Smith (Sales, Cape Town, PropertyEngine, Residential, agent)")
    expect(mail.text).toContain("+27123456789")
  })

  test("of a day's long conversation takes along the newest of it", async () => {
    const { ask, ticketFor, say } = await session({ ...USER_INFO, agent_id: "busy" })
    // A whole conversation is more than a body may be that says one thing.
    for (let i = 1; i <= 300; i++) {
      say("user", `Question ${i}`)
      say("assistant", `Answer ${i}: ${"a long one. ".repeat(100)}`)
    }
    const { transcript } = await ticketFor(UNANSWERED, await ask(UNANSWERED))
    expect(transcript).toHaveLength(500)
    expect(transcript[0].content).toBe("Question 52")
    expect(transcript.at(-2).content).toBe(UNANSWERED)
  })

  test("has no more of a user than the CRM says", async () => {
    const { phone: _p, company: _c, division: _d, user_type: _u, ...required } = USER_INFO
    const { ask, ticketFor } = await session({ ...required, agent_id: "bare" })
    const { ticket } = await ticketFor(UNANSWERED, await ask(UNANSWERED))
    expect(ticket.requester).toEqual({
      name: "Jane Smith",
      email: "jane.smith@company.com",
      phone: null,
      crm: { id: "bare", agency: "Sales", office: "Cape Town" },
    })
  })

  test.each(["yes please", "I want to talk to a human"])(
    "of who says %p to the offer is about what they had asked",
    async (consent) => {
      const { ask, ticketFor } = await session({ ...USER_INFO, agent_id: consent })
      await ask("hello")
      await ask(UNANSWERED)
      const reply = await ask(consent)
      expect(reply).toMatchObject({ requires_escalation: true, escalation_reason: "human_requested" })
      const { ticket, description } = await ticketFor(consent, reply)
      expect({ subject: ticket.subject, description }).toEqual({
        subject: UNANSWERED,
        description: `${UNANSWERED}\n\n${consent}`,
      })
    },
  )

  test("of a wish that came of nothing is about the wish", async () => {
    const { ask, ticketFor } = await session({ ...USER_INFO, agent_id: "wish" })
    await ask("hello")
    const wish = "I want to talk to a human"
    const { ticket, description } = await ticketFor(wish, await ask(wish))
    expect({ subject: ticket.subject, description }).toEqual({ subject: wish, description: wish })
  })
})
