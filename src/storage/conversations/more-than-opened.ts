import { type SqlBool, sql } from "kysely"

/** The rows of `conversation` in which something happened: not those that `isOnlyOpened` of the core means. */
export const moreThanOpened = sql<SqlBool>`(conversation.last_seq > 1
  or (conversation.last_seq = 1 and conversation.status <> 'closed'))`
