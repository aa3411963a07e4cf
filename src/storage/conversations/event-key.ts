import type { ConversationEvent } from "../../core/conversations/conversation.ts"
import type { EventName } from "../../core/conversations/log.ts"
import { ChatdError } from "../../core/errors.ts"

/**
 * What stands in the index for an event's name, of its sender and their own name for it: 53 bits, stored, so that it
 * never changes. The name itself is six times as long, and an index whose pages fill so much slower takes half of the
 * time of a batch. Null for an event without a name.
 *
 * Two lanes of FNV-1a with murmur3's multipliers and final mixing.
 */
export function eventKey({ sender, clientId }: EventName): number | null {
  if (clientId === undefined) return null
  low = 0x811c9dc5
  high = 0x9e3779b9
  // One after the other: put together first, they would be copied for it.
  stir(sender.kind)
  stir(":")
  stir(sender.id)
  stir("\n")
  stir(clientId)
  low = mixed(low ^ (high >>> 13))
  high = mixed(high ^ (low >>> 15))
  return (high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0)
}

let low = 0
let high = 0

function stir(text: string): void {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    low = Math.imul(low ^ unit, 0x85ebca6b)
    high = Math.imul(high ^ unit, 0xc2b2ae35)
  }
}

function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

/**
 * Two names of one conversation may have the same key, once in millions of millions. The later one is refused rather
 * than taken for the earlier.
 *
 * @throws {ChatdError} `conflict`
 */
export function requireSameName(event: ConversationEvent, { sender, clientId }: EventName): void {
  const same =
    event.clientId === clientId && event.sender.kind === sender.kind && event.sender.id === sender.id
  if (!same)
    throw new ChatdError("conflict", "This client id cannot be used here; send it under another one.")
}
