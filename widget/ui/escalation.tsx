import { useState } from "preact/hooks"
import type { Answer } from "../client/chat-api.ts"
import type { ChatMessage, Problem } from "../client/chat-state.ts"
import { useChat } from "./chat-context.ts"
import { problemOf } from "./problem-of.ts"
import { inVisitorsWords } from "./server-sentences.ts"

interface Props {
  message: ChatMessage
  escalation: NonNullable<Answer["escalation"]>
  /** What was asked. */
  question: string
}

/** Nothing sure was found: a ticket, yes or no. */
export function Escalation({ message, escalation: { prompt, opensAt }, question }: Props) {
  const { client, words, show } = useChat()
  const { seq, declined, text } = message
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()

  async function createTicket() {
    const { name, email } = client.state.session?.customer ?? {}
    if (!name || !email || !question) return show("handoff", opensAt)
    setBusy(true)
    const refused = problemOf(
      await client.handoff({ name, email, message: question, priority: "medium" }),
      words,
    )
    setBusy(false)
    setProblem(refused)
    // What is wrong with what we know of the visitor can be put right there.
    if (refused?.field) show("handoff", opensAt)
  }

  if (declined)
    return (
      <p class="meta" role="status">
        {words.say("declined")}
      </p>
    )
  return (
    <div class="escalation">
      {!text.includes(prompt) && <p dir="auto">{inVisitorsWords(prompt, words)}</p>}
      {problem && (
        <p class="error" role="alert" dir="auto">
          {problem.message}
        </p>
      )}
      <div class="choices">
        <button
          type="button"
          class="primary"
          aria-disabled={busy}
          onClick={() => !busy && void createTicket()}
        >
          {words.say("createTicket")}
        </button>
        <button type="button" class="secondary" onClick={() => seq && client.decline(seq)}>
          {words.say("noThanks")}
        </button>
      </div>
    </div>
  )
}
