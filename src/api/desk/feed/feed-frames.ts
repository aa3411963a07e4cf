import type { QueuePlace } from "../../../core/conversations/summary.ts"
import { longestWait } from "../summary-reply.ts"

/** Places in the queue that are told one by one. */
const MOST_PLACES = 100

/** The numbers of those who are told their place one by one, in their order. */
export function orderOf(places: readonly QueuePlace[]): number[] {
  return places.slice(0, MOST_PLACES).map(({ number }) => number)
}

/** How the queue is. */
export function queueFrame(places: readonly QueuePlace[]): string {
  const longestWaitSeconds = longestWait(places, Date.now())
  const payload = { waiting: places.length, longestWaitSeconds, order: orderOf(places) }
  return JSON.stringify({ type: "queue", payload })
}

/** Lines that were made already, as one frame. */
export function linesFrame(ids: readonly number[], lines: ReadonlyMap<number, string>): string | undefined {
  const found = ids.flatMap((id) => lines.get(id) ?? [])
  return found.length > 0
    ? `{"type":"conversations","payload":{"conversations":[${found.join(",")}]}}`
    : undefined
}

/** Conversations that were erased. */
export function goneFrame(numbers: readonly number[]): string {
  return JSON.stringify({ type: "gone", payload: { conversations: numbers } })
}
