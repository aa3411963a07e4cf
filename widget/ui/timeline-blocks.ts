import type { Sender } from "../client/chat-api.ts"
import type { ChatMessage, StatusNotice, TicketNotice, TimelineItem } from "../client/chat-state.ts"

/** What stands one below the other in the conversation. */
export type Block =
  | { kind: "day"; key: string; at: string }
  | { kind: "notice"; key: string; item: ChatMessage | StatusNotice | TicketNotice }
  | { kind: "group"; key: string; sender: Sender; own: boolean; messages: readonly ChatMessage[] }

/** Messages of one sender with less than this between them stand together. */
const TOGETHER_MS = 5 * 60_000

/** The timeline with days between, and what one sender wrote in one go put together. */
export function timelineBlocks(timeline: readonly TimelineItem[]): Block[] {
  const blocks: Block[] = []
  let day = ""
  let before: TimelineItem | undefined
  for (const item of timeline) {
    const isRepeated = repeatsTicket(before, item)
    before = item
    if (isRepeated) continue
    const date = new Date(item.at).toDateString()
    if (date !== day) blocks.push({ kind: "day", key: `day-${item.key}`, at: item.at })
    day = date
    const last = blocks.at(-1)
    if (item.kind !== "message" || item.sender.kind === "system")
      blocks.push({ kind: "notice", key: item.key, item })
    else if (last?.kind === "group" && belongs(last, item))
      blocks[blocks.length - 1] = { ...last, messages: [...last.messages, item] }
    else blocks.push({ kind: "group", key: item.key, sender: item.sender, own: item.own, messages: [item] })
  }
  return blocks
}

/** The server follows a ticket with a sentence for clients that show messages only; ours says it in its own language. */
function repeatsTicket(before: TimelineItem | undefined, item: TimelineItem): boolean {
  return (
    before?.kind === "ticket" &&
    item.kind === "message" &&
    item.sender.kind === "bot" &&
    item.text.includes(`#${before.ticketId}`)
  )
}

function belongs(group: Extract<Block, { kind: "group" }>, message: ChatMessage): boolean {
  const before = group.messages.at(-1)
  return (
    group.own === message.own &&
    group.sender.kind === message.sender.kind &&
    group.sender.id === message.sender.id &&
    before !== undefined &&
    Date.parse(message.at) - Date.parse(before.at) < TOGETHER_MS
  )
}
