import { useEffect } from "preact/hooks"
import type { ChatState } from "../client/chat-state.ts"
import { useChat } from "./chat-context.ts"
import { MessageList } from "./message-list.tsx"
import { ProblemNotice } from "./problem-notice.tsx"
import { Spinner } from "./spinner.tsx"

/** Earlier conversations: the list of them, or the one that is being read. */
export function Earlier({ state }: { state: ChatState }) {
  const { client, words } = useChat()
  useEffect(() => void client.earlier(), [client])
  const { earlier, reading, problem } = state
  if (reading)
    return <MessageList key={reading.session.id} timeline={reading.timeline} more={reading.more} ended />
  if (!earlier) return problem ? <ProblemNotice problem={problem} /> : <Spinner />
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
                {session.preview}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
