import type { EventRow } from "../conversations/rows.ts"
import { openedEvent } from "../conversations/rows.ts"
import type { DirectSqlite } from "../database.ts"
import type { Left } from "../left.ts"
import { isBusy } from "../sqlite/busy.ts"
import { indexTerms } from "./index-terms.ts"
import { indexedText, partnerTerm } from "./sqlite-query.ts"
import { EVENTS_A_STEP, type IndexStep } from "./step.ts"

/** Here events become visible in the order of their ids: one process writes them, one batch after the other. */
export function sqliteIndexStep({ handle, lock, sealing }: DirectSqlite): IndexStep {
  const upTo = handle.prepare<{ up_to: number }, []>("select up_to from message_indexed")
  const next = handle.prepare<EventRow & { partner_id: string | null }, [number, number]>(
    `select event.*, conversation.partner_id from event left join conversation on conversation.id = conversation_id
    where event.id > ? order by event.id limit ?`,
  )
  const insert = handle.prepare("insert into message_index (rowid, partner, words) values (?, ?, ?)")
  const advance = handle.prepare("update message_indexed set up_to = ?")
  const step = (): Left => {
    const rows = next.all(upTo.get()?.up_to ?? 0, EVENTS_A_STEP)
    const last = rows.at(-1)
    if (!last) return "nothing"
    for (const row of rows) {
      const { type, text } = openedEvent(row, sealing)
      if (row.partner_id === null || text === undefined || (type !== "message" && type !== "note")) continue
      insert.run(row.id, partnerTerm(row.partner_id), indexedText(indexTerms(text, sealing?.keys.current)))
    }
    advance.run(last.id)
    return rows.length === EVENTS_A_STEP ? "more" : "nothing"
  }
  const transaction = handle.transaction(step)
  return async () =>
    lock.run(() => {
      // Nobody waits for the disk: what a power cut takes of the index is indexed again.
      handle.run("pragma synchronous = normal")
      try {
        return transaction.immediate()
      } catch (error) {
        // Another process writes.
        if (isBusy(error)) return "later"
        throw error
      } finally {
        handle.run("pragma synchronous = full")
      }
    })
}
