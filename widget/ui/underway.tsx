import type { ChatState } from "../client/chat-state.ts"
import { useChat } from "./chat-context.ts"
import { renderMarkdown } from "./markdown.tsx"

/** What is not a message yet: an answer that is being written, or somebody who types. */
export function Underway({ stream, typing }: Pick<ChatState, "stream" | "typing">) {
  const { config, words } = useChat()
  if (stream)
    return (
      // Read out when it is whole, not at every word.
      <div class="group theirs bot" aria-live="off">
        <p class="sender" aria-hidden="true" dir="auto">
          {config.partner.name || words.say("assistant")}
        </p>
        <div class="bubble">
          <div class="markdown" dir="auto">
            {renderMarkdown(stream.text)}
          </div>
          <Dots />
        </div>
      </div>
    )
  if (!typing) return null
  const name = typing.name ?? words.say(typing.by === "bot" ? "assistant" : "presenceAgent")
  return (
    <p class="typing">
      <span class="bubble">
        <Dots />
      </span>
      <span class="muted">
        {typing.by === "bot" ? words.say("searching") : words.say("typing", { name })}
      </span>
    </p>
  )
}

function Dots() {
  return (
    <span class="dots" aria-hidden="true">
      <span />
      <span />
      <span />
    </span>
  )
}
