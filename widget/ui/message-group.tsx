import type { ChatMessage } from "../client/chat-state.ts"
import { useChat } from "./chat-context.ts"
import { DeliveryMark } from "./delivery-mark.tsx"
import { Message } from "./message.tsx"
import type { Block } from "./timeline-blocks.ts"

interface Props {
  group: Extract<Block, { kind: "group" }>
  /** Whether what a message asks can still be answered. */
  isOpen(message: ChatMessage): boolean
  /** What the visitor had written before a message. */
  questionOf(message: ChatMessage): string
}

/** What one sender wrote in one go. */
export function MessageGroup({ group, isOpen, questionOf }: Props) {
  const { words } = useChat()
  const { own, sender, messages } = group
  const name = own
    ? words.say("you")
    : sender.name || words.say(sender.kind === "bot" ? "assistant" : "presenceAgent")
  const last = messages.at(-1)
  return (
    // Orca, in Firefox, reads the last of what comes into the list at once: it must be all of it.
    // biome-ignore lint/a11y/useSemanticElements: it is no part of a form.
    <div role="group" class={`group ${own ? "own" : "theirs"} ${sender.kind}`}>
      {!own && (
        <p class="sender" aria-hidden="true" dir="auto">
          {name}
        </p>
      )}
      {messages.map((message) => (
        <Message
          key={message.key}
          message={message}
          name={name}
          open={isOpen(message)}
          question={questionOf(message)}
        />
      ))}
      {last && (
        <p class="meta">
          <time dateTime={last.at}>{words.time(last.at)}</time>
          {own && <DeliveryMark delivery={last.delivery} />}
        </p>
      )}
    </div>
  )
}
