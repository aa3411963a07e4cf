import type { Database as BunSqlite } from "bun:sqlite"

/**
 * Brings all events to their places that are not there yet, in one transaction: sorted by conversation, so that each
 * page of places is written once.
 */
export function placeEvents(sqlite: BunSqlite): void {
  sqlite.run("begin immediate")
  try {
    sqlite.run(`
      insert or ignore into event_place (conversation_id, key, event_id)
      select conversation_id, coalesce(client_key, -id), id from event
      where id > (select up_to from event_placed)
      order by conversation_id, id`)
    sqlite.run("update event_placed set up_to = coalesce((select max(id) from event), 0)")
    sqlite.run("commit")
  } catch (error) {
    if (sqlite.inTransaction) sqlite.run("rollback")
    throw error
  }
}

export function hasUnplacedEvents(sqlite: BunSqlite): boolean {
  return (
    sqlite.query("select 1 from event where id > (select up_to from event_placed) limit 1").get() !== null
  )
}
