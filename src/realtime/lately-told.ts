import { messageId } from "../core/conversations/message-id.ts"
import type { Published } from "./hub.ts"

/** Which events listeners here were told of a moment ago, so that what is gone over again is told once. */
export class LatelyTold {
  #told = new Set<number>()
  #before = new Set<number>()

  note(batch: readonly Published[]): void {
    for (const published of batch) this.#told.add(placeOf(published))
  }

  has(published: Published): boolean {
    const place = placeOf(published)
    return this.#told.has(place) || this.#before.has(place)
  }

  /** Keeps what was told since the last call, and forgets what was told before it. */
  turn(): void {
    this.#before = this.#told
    this.#told = new Set()
  }
}

/** As messages' ids are made, of the conversation's number in the database. */
function placeOf({ conversation, event }: Published): number {
  return messageId(conversation.id, event.seq)
}
