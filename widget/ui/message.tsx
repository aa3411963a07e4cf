import type { Component } from "preact"
import { type ChatMessage, SIGNED_OUT } from "../client/chat-state.ts"
import { useChat } from "./chat-context.ts"
import { CopyButton } from "./copy-button.tsx"
import { DrawnPart } from "./drawn-part.tsx"
import { Escalation } from "./escalation.tsx"
import { Feedback } from "./feedback.tsx"
import { renderMarkdown } from "./markdown.tsx"
import type { RichProps } from "./parts/rich.tsx"
import { inVisitorsWords } from "./server-sentences.ts"
import { Sources } from "./sources.tsx"

interface Props {
  message: ChatMessage
  /** Who wrote it. */
  name: string
  /** Whether what it asks can still be answered. */
  open: boolean
  question: string
}

/**
 * Drawn again only when something about it changed: a long conversation must not slow down the typing. What a hook remembered as
 * drawn would hold the whole list as it was then, of each message another one.
 */
export function Message(this: Component<Props>, { message, name, open, question }: Props) {
  this.shouldComponentUpdate = differs
  const { words } = useChat()
  const { own, sender, answer, rich, seq } = message
  const opensAt = answer?.escalation?.opensAt
  // What people write stays as they wrote it, even where the server has a sentence like it.
  const text = sender.kind === "bot" ? inVisitorsWords(message.text, words, opensAt) : message.text
  const wantsThumb = answer?.feedback && !answer.escalation && seq !== undefined
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: it is no part of a form. */}
      <div class="row" role="group">
        <div class="bubble">
          <span class="sr">{name}: </span>
          <div class={own ? "plain" : "markdown"} dir="auto">
            {own ? text : renderMarkdown(text)}
          </div>
          {answer && answer.sources.length > 0 && <Sources sources={answer.sources} />}
        </div>
        <CopyButton text={text} />
      </div>
      {message.delivery === "failed" && <Failed message={message} />}
      {rich && <DrawnPart<RichProps> part="rich" label={words.say("fault")} given={{ rich, open }} />}
      {wantsThumb && <Feedback seq={seq} helpful={message.helpful} />}
      {answer?.escalation && open && (
        <Escalation message={message} escalation={answer.escalation} question={question} />
      )}
    </>
  )
}

function differs(this: Component<Props>, next: Props): boolean {
  return Object.values(next).some((given, i) => given !== Object.values(this.props)[i])
}

function Failed({ message: { clientId, error } }: { message: ChatMessage }) {
  const { client, words } = useChat()
  return (
    <p class="failed" role="alert">
      <span>
        {words.say("failed")}
        {error && ` · ${error === SIGNED_OUT ? words.say("signedOut") : error}`}
      </span>
      {clientId && (
        <>
          <button type="button" class="link" onClick={() => client.retry(clientId)}>
            {words.say("retry")}
          </button>
          <button type="button" class="link" onClick={() => client.discard(clientId)}>
            {words.say("remove")}
          </button>
        </>
      )}
    </p>
  )
}
