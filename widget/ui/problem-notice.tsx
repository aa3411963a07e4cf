import type { Problem } from "../client/chat-state.ts"
import { useChat } from "./chat-context.ts"
import { IconButton } from "./icon-button.tsx"
import { inWords } from "./problem-of.ts"

/** What went wrong with the last action; gone when the visitor has read it. */
export function ProblemNotice({ problem }: { problem: Problem | undefined }) {
  const { client, words } = useChat()
  if (!problem) return null
  return (
    <div class="notice-box problem" role="alert">
      <p dir="auto">{inWords(problem, words).message}</p>
      <IconButton icon="close" label={words.say("dismiss")} onClick={() => client.dismissProblem()} />
    </div>
  )
}
