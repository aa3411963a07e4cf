import type { ConversationDetail, DeskEvent } from "../../src/api/desk/protocol.ts"
import { safeLine, safeText } from "../terminal-text.ts"
import { happened, speaker } from "./event-lines.ts"
import { customerName } from "./summary-table.ts"

/** A conversation as Markdown. What was said stands in quotes, so that none of it passes for a heading of ours. */
export function markdownOf(
  { conversation, customer }: ConversationDetail,
  events: readonly DeskEvent[],
  notes: boolean,
): string {
  const blocks = events.flatMap((event) => blockOf(event, notes))
  return [
    `# Conversation ${conversation.number} with ${escaped(customerName(customer))}`,
    "",
    `Begun ${conversation.createdAt}, ${conversation.status}.`,
    ...blocks.flatMap((block) => ["", block]),
    "",
  ].join("\n")
}

function blockOf(event: DeskEvent, notes: boolean): string[] {
  if (event.type === "note" && !notes) return []
  if (event.type !== "message" && event.type !== "note") {
    const words = happened(event)
    return words === undefined ? [] : [`*${event.at}: ${escaped(words)}*`]
  }
  const kind = event.type === "note" ? ", note" : ""
  const said = safeText(event.text ?? "")
    .split("\n")
    .map((line) => (line ? `> ${line}` : ">"))
  return [`**${escaped(speaker(event))}**${kind}, ${event.at}\n\n${said.join("\n")}`]
}

/** A name that says nothing in Markdown, nor in the HTML that is made of it. */
function escaped(text: string): string {
  return safeLine(text).replace(/[\\`*_[\]<>#&|]/g, "\\$&")
}
