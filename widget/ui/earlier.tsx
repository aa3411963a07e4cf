import { useEffect, useState } from "preact/hooks"
import type { ChatState } from "../client/chat-state.ts"
import { useChat } from "./chat-context.ts"
import { MessageList } from "./message-list.tsx"
import { plainText } from "./plain-text.ts"
import { ProblemNotice } from "./problem-notice.tsx"
import { inVisitorsWords } from "./server-sentences.ts"
import { Spinner } from "./spinner.tsx"

/** Earlier conversations: the list of them, or the one that is being read. */
export function Earlier({ state }: { state: ChatState }) {
  const { client, words } = useChat()
  const [loading, setLoading] = useState(false)
  async function load() {
    setLoading(true)
    await client.earlier()
    setLoading(false)
  }
  useEffect(() => void load(), [client])
  const { earlier, reading, problem } = state
  if (reading)
    return <MessageList key={reading.session.id} timeline={reading.timeline} more={reading.more} ended />
  if (!earlier)
    return loading ? (
      <Spinner />
    ) : (
      <>
        <ProblemNotice problem={problem} />
        <button type="button" class="link" onClick={load}>
          {words.say("retry")}
        </button>
      </>
    )
  if (earlier.length === 0) return <p class="page empty muted">{words.say("earlierNone")}</p>
  return (
    <>
      <ProblemNotice problem={problem} />
      <ul class="earlier">
        {earlier.map((session) => (
          <li key={session.id}>
            <button type="button" onClick={() => void client.read(session.id)}>
              <span class="muted">{words.moment(session.updatedAt)}</span>
              <span class="preview" dir="auto">
                {plainText(inVisitorsWords(session.preview, words))}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
