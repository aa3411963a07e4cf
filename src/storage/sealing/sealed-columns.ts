export interface SealedTable {
  /** Columns that hold what people said. */
  columns: readonly string[]
  /** Says which row it is and never changes: what is sealed opens in its own row only. Every read of it needs these. */
  identity?: readonly string[]
  /** Rows in order, for going over them. */
  key: readonly string[]
  /** Columns that hold words in rows of these kinds only, and are looked for in others. */
  ofKinds?: Readonly<Record<string, readonly string[]>>
}

/**
 * What is sealed where encryption is on. Names, addresses and numbers by which people are looked up are not: they stand
 * in columns of their own. docs/privacy.md says so.
 */
export const SEALED_TABLES: Readonly<Record<string, SealedTable>> = {
  event: { columns: ["text", "data"], identity: ["conversation_id", "seq"], key: ["id"] },
  conversation: { columns: ["page"], key: ["id"] },
  interaction: { columns: ["question", "answer"], key: ["id"] },
  failure: { columns: ["report"], key: ["id"] },
  feedback: { columns: ["rating"], key: ["id"] },
  session: { columns: ["user"], key: ["partner_id", "id"] },
  ticket: { columns: ["description", "subject", "requester", "transcript"], key: ["id"] },
  ticket_change: {
    columns: ["text", "from_value", "to_value", "actor_name"],
    key: ["ticket_id", "seq"],
    ofKinds: { from_value: ["subject"], to_value: ["subject"] },
  },
  attachment: { columns: ["name"], key: ["id"] },
  attachment_part: {
    columns: ["content"],
    identity: ["attachment_id", "part"],
    key: ["attachment_id", "part"],
  },
  outbox: { columns: ["payload", "last_error"], key: ["id"] },
}

const PLACES: ReadonlyMap<string, { column: string; identity: readonly string[] }> = new Map(
  Object.entries(SEALED_TABLES).flatMap(([table, { columns, identity = [] }]) =>
    columns.map((column) => [`${table}.${column}`, { column, identity }] as const),
  ),
)

/** Of `event.text`: its column, and which columns tell its row. */
export function placeNamed(place: string) {
  return PLACES.get(place)
}
