import { useMemo } from "preact/hooks"
import { useChat } from "./chat-context.ts"

/** The visitor sent as much as is allowed for now; says how long to wait. */
export function LimitNotice({ seconds, until }: { seconds: number; until: number }) {
  const { words } = useChat()
  const sentence = (left: number) => words.say("limit", { time: words.span(left) })
  // A screen reader is told once, not every second.
  const first = useMemo(() => sentence(seconds), [until, words])
  return (
    <p class="notice-box" role="alert">
      <span class="sr">{first}</span>
      <span aria-hidden="true">{sentence(seconds)}</span>
    </p>
  )
}
