import type { Database as BunSqlite } from "bun:sqlite"

/** Brings all events to their places that an earlier process left without, in one transaction. */
export function placeLeftEvents(sqlite: BunSqlite): void {
  const left = sqlite.query("select 1 from event where id > (select up_to from event_placed) limit 1").get()
  if (left === null) return
  sqlite.transaction(() => {
    sqlite.run(`
      insert or ignore into event_place (conversation_id, key, event_id)
      select conversation_id, coalesce(client_key, -id), id from event
      where id > (select up_to from event_placed)
      order by conversation_id, id`)
    sqlite.run("update event_placed set up_to = (select max(id) from event)")
  })()
}
