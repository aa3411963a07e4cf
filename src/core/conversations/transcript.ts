import { customerLabel, type StoredCustomer } from "../customers.ts"
import type { Partner } from "../partner.ts"
import type { ConversationEvent } from "./conversation.ts"
import { agentName, agentNumber } from "./senders.ts"
import { withoutSourceMarks } from "./source-marks.ts"

/** A message as somebody reads it who was not there. */
export interface TranscriptLine {
  who: string
  /** Whether the customer said it. */
  own: boolean
  text: string
  /** ISO 8601, in UTC. */
  at: string
}

/** Messages with the names of those who sent them. */
export function transcriptLines(
  partner: Pick<Partner, "name">,
  customer: Pick<StoredCustomer, "name" | "externalId">,
  messages: readonly ConversationEvent[],
): TranscriptLine[] {
  return messages.map((message) => {
    const { sender, data, at } = message
    const own = sender.kind === "customer"
    const number = agentNumber(sender.id)
    const named = data?.senderName
    const other = typeof named === "string" ? named : number === undefined ? partner.name : agentName(number)
    const who = own ? customerLabel(customer.externalId, customer.name) : other
    return { who, own, text: withoutSourceMarks(message), at: new Date(at).toISOString() }
  })
}

/** Lines as plain text, in no language: `[2026-11-21 10:00:01 UTC] Ada:` and below it what she wrote. */
export function transcriptText(lines: readonly TranscriptLine[]): string {
  return lines.map(({ who, text, at }) => `[${momentOf(at)}] ${oneLine(who)}:\n${text}\n\n`).join("")
}

function momentOf(at: string): string {
  return `${at.slice(0, 19).replace("T", " ")} UTC`
}

/** A name that reaches over several lines could pass for somebody's message. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim()
}
