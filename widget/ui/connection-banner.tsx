import type { ChatState } from "../client/chat-state.ts"
import { useChat } from "./chat-context.ts"
import { useSecondsUntil } from "./use-seconds-until.ts"

/** Tells that the connection is gone and when it is tried again. Polling in its stead is nobody's concern. */
export function ConnectionBanner({ connection, retryAt }: Pick<ChatState, "connection" | "retryAt">) {
  const { words } = useChat()
  const seconds = useSecondsUntil(connection === "reconnecting" ? retryAt : undefined)
  if (connection === "offline")
    return (
      <p class="banner" role="status">
        {words.say("offline")}
      </p>
    )
  if (connection !== "reconnecting") return null
  return (
    <p class="banner" role="status">
      {/* A screen reader is not told every second. */}
      <span class="sr">{words.say("reconnecting")}</span>
      <span aria-hidden="true">
        {seconds > 0 ? words.say("reconnectingIn", { time: words.span(seconds) }) : words.say("reconnecting")}
      </span>
    </p>
  )
}
