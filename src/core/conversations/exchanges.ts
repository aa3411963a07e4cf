import type { Exchange } from "../answer.ts"
import type { ConversationEvent } from "./conversation.ts"

/** What a client says was said before the conversation began here: context for follow-ups, and nothing else. */
export function saidElsewhere(messages: readonly ConversationEvent[]): readonly Exchange[] {
  const brought = messages.find(({ sender, data }) => sender.kind === "customer" && data?.saidElsewhere)
  return (brought?.data?.saidElsewhere as readonly Exchange[] | undefined) ?? []
}

/** Messages as questions with their answers. */
export function exchanges(messages: readonly ConversationEvent[]): Exchange[] {
  const found: Exchange[] = []
  let question: string | undefined
  for (const { sender, text = "" } of messages) {
    if (sender.kind === "customer") question = text
    else if (question !== undefined) {
      found.push({ question, answer: text })
      question = undefined
    }
  }
  return found
}
