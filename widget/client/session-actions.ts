import type { Reply, Request } from "./call.ts"
import type { PersonReply } from "./chat-api.ts"
import type { ChatClient, Outcome } from "./chat-state.ts"
import { uniqueId } from "./outbox.ts"
import type { Outcomes } from "./outcomes.ts"

interface SessionPorts {
  /** Calls a path below the session's. */
  call<T>(path: string, request?: Request): Promise<Reply<T>>
  outcomes: Outcomes
  /** Opens a session where there is none. */
  begin(): Promise<Outcome>
  thumb(seq: number, helpful: boolean | undefined): void
  rated(score: number): void
  ended(): void
}

type SessionActions = Pick<
  ChatClient,
  "askForPerson" | "handoff" | "feedback" | "rate" | "mailTranscript" | "transcript" | "end"
>

/** What a visitor can do with a session, besides talking in it. */
export function createSessionActions(ports: SessionPorts): SessionActions {
  const { call, outcomes } = ports
  /** One form, however often it must be sent. */
  let handoffId = uniqueId()

  return {
    async askForPerson() {
      const begun = await ports.begin()
      return outcomes.of(
        begun.ok ? await call<PersonReply>("/person", { body: {} }) : { ...begun, status: 0 },
      )
    },
    async handoff(form) {
      const body = { clientId: handoffId, ...form }
      const result = outcomes.ofForm(await call<{ ticketId: string }>("/handoff", { body }))
      if (result.ok) handoffId = uniqueId()
      return result
    },
    async feedback(seq, helpful) {
      ports.thumb(seq, helpful)
      const reply = await call("/feedback", { body: { seq, helpful } })
      // The earlier opinion stands, where there is one.
      if (!reply.ok) ports.thumb(seq, reply.status === 409 ? !helpful : undefined)
      return outcomes.whether(outcomes.of(reply))
    },
    async rate(score, comment) {
      const reply = await call("/rating", { body: { score, ...(comment && { comment }) } })
      if (reply.ok) ports.rated(score)
      return outcomes.whether(outcomes.of(reply))
    },
    mailTranscript: async (email) =>
      outcomes.whether(outcomes.ofForm(await call("/transcript", { body: { email } }))),
    transcript: async () => outcomes.of(await call<string>("/transcript")),
    async end() {
      const reply = await call("/close", { body: {} })
      if (reply.ok) ports.ended()
      return outcomes.whether(outcomes.of(reply))
    },
  }
}
