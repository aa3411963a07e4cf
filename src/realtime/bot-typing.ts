import type { Conversation } from "../core/conversations/conversation.ts"
import type { Hub } from "./hub.ts"

/** A quicker answer needs no sign that it is coming. */
const AFTER_MS = 300
/** A sign is over after six seconds without another. */
const AGAIN_MS = 4_000

/** Shows that the bot is writing for as long as the work takes, or is worth showing, unless it is done at once. */
export async function showBotTyping<T>(
  hub: Hub,
  conversation: Conversation,
  idle: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  let shown = false
  const show = (isTyping: boolean): void => {
    shown = isTyping
    hub.signal({ conversation, kind: "typing", by: "bot", senderId: "bot", data: { isTyping } })
  }
  const showAgain = (): void => {
    show(true)
    timer = setTimeout(showAgain, AGAIN_MS)
  }
  let timer = setTimeout(showAgain, AFTER_MS)
  const stop = (): void => {
    clearTimeout(timer)
    if (shown) show(false)
  }
  idle.addEventListener("abort", stop, { once: true })
  try {
    return await work()
  } finally {
    stop()
  }
}
