import type { ChatMessage, StatusNotice, TicketNotice } from "../client/chat-state.ts"
import type { PlainKey } from "../i18n/texts.ts"
import type { Words } from "../i18n/words.ts"
import { useChat } from "./chat-context.ts"
import { Icon } from "./icon.tsx"

/** A line between messages. */
export function Notice({ item }: { item: ChatMessage | StatusNotice | TicketNotice }) {
  const { words } = useChat()
  if (item.kind === "ticket") return <Ticket id={item.ticketId} />
  const text = item.kind === "message" ? item.text : statusText(item, words)
  return text ? (
    // What is said in the visitor's own words goes their way, whatever letters the name in it has.
    <p class="notice" dir={item.kind === "message" ? "auto" : undefined}>
      {text}
    </p>
  ) : null
}

/** Who left an address and may be written to gets the guide's personal words. */
function Ticket({ id }: { id: string }) {
  const { client, config, words } = useChat()
  const { name: fullName, email } = client.state.session?.customer ?? {}
  const name = fullName?.trim().split(/\s+/)[0]
  const text =
    name && email && config.mail
      ? words.say("ticketMailed", { id, name, email })
      : words.say("ticketMade", { id })
  const number = `#${id}`
  const [before, ...after] = text.split(number)
  return (
    <div class="ticket">
      <Icon name="check" />
      <p>
        {before}
        <strong>{number}</strong>
        {after.join(number)}
      </p>
    </div>
  )
}

/** What is not here the visitor would see anyway: before the wait for a person comes the bot's word. */
const SAID: { readonly [Reason in StatusNotice["reason"]]?: PlainKey } = {
  agent_joined: "agentJoined",
  assigned: "agentJoined",
  requeued: "requeued",
  handed_back: "handedBack",
  timeout: "endedIdle",
  closed_by_agent: "ended",
  closed_by_customer: "ended",
  reopened: "reopened",
}

function statusText({ reason, agent }: StatusNotice, words: Words): string | undefined {
  const key = SAID[reason]
  return key && words.say(key, { name: agent?.name ?? words.say("presenceAgent") })
}
