import type { Delivery } from "../client/chat-state.ts"
import { useChat } from "./chat-context.ts"
import { Icon, type IconName } from "./icon.tsx"

const ICONS: Readonly<Record<Delivery, IconName>> = {
  queued: "clock",
  sending: "clock",
  sent: "check",
  read: "doubleCheck",
  failed: "warning",
}

/** How far the visitor's message has come. */
export function DeliveryMark({ delivery }: { delivery: Delivery }) {
  const { words } = useChat()
  return (
    <span
      class={`delivery ${delivery}`}
      role="img"
      aria-label={words.say(delivery)}
      title={words.say(delivery)}
    >
      <Icon name={ICONS[delivery]} />
    </span>
  )
}
