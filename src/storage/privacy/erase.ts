import { sql } from "kysely"
import type { ErasureReceipt, ForeignCopy } from "../../core/privacy/receipt.ts"
import { nextTurn } from "../../next-turn.ts"
import type { Database, Db } from "../database.ts"
import { announceGone } from "../postgres/event-feed.ts"
import { insertAuditEntry } from "../repositories/audit.ts"
import { forgetDays, timesOf } from "../stats/forget-days.ts"
import { articlesWithWords, forgetWords } from "./articles.ts"
import { maskAudit } from "./audit.ts"
import { BELONGINGS } from "./belongings.ts"
import { noteErased } from "./erased-conversations.ts"
import { Gather, type Row, type Subject } from "./gather.ts"
import { namesOf, receiptOf, scrubbedReceipt } from "./make-receipt.ts"
import { putReceipt } from "./receipts.ts"
import { fewAtOnce, isOneOf } from "./rows-by-key.ts"
import { scrub } from "./scrub.ts"

/** Rows that one statement names: SQLite takes no deeper conditions. */
const AT_ONCE = 200
/** Somebody may write while they are erased: what is new is erased after. */
const ROUNDS = 5

/** What daily figures are made of. */
const COUNTED = ["conversation", "event", "interaction", "feedback", "ticket", "ticket_change"]

export interface Erased {
  counts: Readonly<Record<string, number>>
  elsewhere: readonly ForeignCopy[]
  conversationIds: readonly number[]
  customerIds: readonly number[]
}

/** What would be erased. */
export async function wouldErase({ db }: Database, subject: Subject): Promise<Erased> {
  const gather = await Gather.all(db, subject)
  const articles = await articlesWithWords(db, gather)
  return erasedOf(gather, { kb_article: articles.length })
}

/**
 * Erases everything that belongs to a person, each round in one transaction, and leaves a receipt that does not say who
 * they were. A crash leaves a round undone or done, and the same call goes on.
 *
 * @param onGone told after each round, before anything else is done
 */
export async function erase(
  database: Database,
  subject: Subject,
  actor: string,
  onGone: (erased: Erased) => void,
): Promise<ErasureReceipt | undefined> {
  const total = new Total()
  let before: Gather | undefined
  for (let round = 0; round < ROUNDS; round++) {
    const gather = await Gather.all(database.db, subject, before)
    if (gather.isEmpty()) break
    before = gather
    await deleteHeavy(database.db, gather)
    const erased = await inTransaction(database, gather, async (trx) => {
      await takeLateTickets(trx, gather, database)
      return eraseRound(trx, gather, round === 0 ? actor : undefined)
    })
    total.add(gather, erased)
    onGone(erased)
  }
  if (total.isEmpty()) return undefined
  // Before what may take long: nothing else tells of it.
  const receipt = receiptOf(total, subject, actor)
  await putReceipt(database.db, receipt)
  if (!(await scrub(database))) return receipt
  const scrubbed = scrubbedReceipt(receipt)
  await putReceipt(database.db, scrubbed)
  return scrubbed
}

/** Ahead of the rest and a few at a time: all others wait while files are overwritten. */
async function deleteHeavy(db: Db, gather: Gather): Promise<void> {
  for (const { table, key, isHeavy } of BELONGINGS) {
    if (!isHeavy) continue
    for (const some of fewAtOnce(gather.rowsOf(table))) {
      await sql`delete from ${sql.table(table)} where ${isOneOf(key, some)}`.execute(db)
      await nextTurn()
    }
  }
}

/** What a ticket hangs on; it stays without it. */
const TICKETS_OF = [
  { table: "conversation", column: "conversation_id" },
  { table: "customer", column: "customer_id" },
]

/**
 * Tickets that were opened since the look: once what they hang on is gone, nothing says whose they are. What hangs on them is
 * found in the next round.
 */
async function takeLateTickets(trx: Db, gather: Gather, { dialect }: Database): Promise<void> {
  for (const { table, column } of TICKETS_OF) {
    const ids = gather.idsOf(table)
    for (let i = 0; i < ids.length; i += AT_ONCE) {
      const some = sql.join(ids.slice(i, i + AT_ONCE))
      // Whoever opens one has it open by then, or finds nothing to open it of.
      if (dialect === "postgres")
        await sql`select id from ${sql.table(table)} where id in (${some}) order by id for update`.execute(
          trx,
        )
      const { rows } = await sql<Row>`select * from ticket where ${sql.ref(column)} in (${some})`.execute(trx)
      gather.add("ticket", rows)
    }
  }
}

/** What is remembered of conversations goes with them: nobody else has the connection meanwhile. */
async function inTransaction(
  { id: writer, db, dialect, sqlite }: Database,
  gather: Gather,
  work: (trx: Db) => Promise<Erased>,
): Promise<Erased> {
  let putBack: (() => void)[] = []
  try {
    return await db.transaction().execute(async (trx) => {
      const erased = await work(trx)
      if (dialect === "postgres") await announceGone(trx, writer, erased)
      if (sqlite) {
        const ids = gather.idsOf("conversation") as number[]
        for (const id of ids) sqlite.hot.forget(id)
        putBack = ids.map((id) => sqlite.unplaced.forget(id))
      }
      return erased
    })
  } catch (error) {
    for (const again of putBack) again()
    throw error
  }
}

async function eraseRound(trx: Db, gather: Gather, actor: string | undefined): Promise<Erased> {
  const articles = await forgetWords(trx, await articlesWithWords(trx, gather))
  const { counts, ...erased } = await deleteRows(trx, gather)
  const rows = COUNTED.flatMap((table) => gather.rowsOf(table))
  await forgetDays(trx, gather.subject.partnerId, timesOf(rows))
  const masked = await maskAudit(trx, gather)
  const all = withoutZeros({
    ...counts,
    kb_article_removed: articles.removed,
    kb_article_changed: articles.changed,
    audit_entry_masked: masked,
  })
  if (actor !== undefined) {
    const { partnerId } = gather.subject
    await insertAuditEntry(
      trx,
      { partnerId, actor, action: "customer_erased", details: { erased: all } },
      new Date(),
    )
  }
  const numbers = gather.rowsOf("conversation").map(({ number }) => number as number)
  await noteErased(trx, gather.subject.partnerId, numbers)
  return { ...erased, counts: all }
}

async function deleteRows(trx: Db, gather: Gather): Promise<Erased> {
  for (const { table, key, fate } of BELONGINGS.toReversed()) {
    if (fate !== "deleted") continue
    const rows = gather.rowsOf(table)
    for (let i = 0; i < rows.length; i += AT_ONCE) {
      const some = rows.slice(i, i + AT_ONCE)
      await sql`delete from ${sql.table(table)} where ${isOneOf(key, some)}`.execute(trx)
    }
  }
  return erasedOf(gather, {})
}

function erasedOf(gather: Gather, more: Readonly<Record<string, number>>): Erased {
  return {
    counts: withoutZeros({ ...gather.counts(), ...more }),
    elsewhere: gather.rowsOf("ticket").flatMap(({ external_id, external_url }) =>
      typeof external_id === "string"
        ? [
            {
              system: "freshdesk",
              id: external_id,
              url: typeof external_url === "string" ? external_url : null,
            },
          ]
        : [],
    ),
    conversationIds: gather.idsOf("conversation") as number[],
    customerIds: gather.idsOf("customer") as number[],
  }
}

/** What several rounds erased together. */
class Total {
  readonly counts: Record<string, number> = {}
  readonly elsewhere: ForeignCopy[] = []
  readonly names = new Set<string>()

  add(gather: Gather, { counts, elsewhere }: Erased): void {
    for (const [what, count] of Object.entries(counts)) this.counts[what] = (this.counts[what] ?? 0) + count
    this.elsewhere.push(...elsewhere)
    for (const name of namesOf(gather)) this.names.add(name)
  }

  isEmpty(): boolean {
    return Object.keys(this.counts).length === 0
  }
}

function withoutZeros(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
}
