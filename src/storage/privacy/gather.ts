import { sql } from "kysely"
import { customerRef } from "../../core/customers.ts"
import { nextTurn } from "../../next-turn.ts"
import type { Db } from "../database.ts"
import { BELONGINGS } from "./belongings.ts"

export type Row = Record<string, unknown>

/** Whose belongings, or which. */
export interface Subject {
  partnerId: string
  customerIds: readonly number[]
  /** As the partner knows them, where it vouches for them: what the CRM's calls name. */
  userIds: readonly string[]
  /** Lower case; vouched for, or named by who asks. */
  emails: readonly string[]
}

/** Whom a row names, as the partner's own systems know them. */
interface NamedUser {
  id: unknown
  user: unknown
}

/** Rows of one page: on SQLite nobody else is served meanwhile. */
const AT_ONCE = 500
/** Values of one statement: each may have many rows. */
const VALUES_AT_ONCE = 100

/** Finds rows by the rules of `BELONGINGS`, in their order: each may ask for what was found before it. */
export class Gather {
  readonly #found = new Map<string, Row[]>()

  private constructor(
    private readonly db: Db,
    readonly subject: Subject,
    private readonly before: Gather | undefined,
  ) {}

  /** @param before what was found, and erased, earlier: something may have been written for it meanwhile, and hangs on it still */
  static async all(db: Db, subject: Subject, before?: Gather): Promise<Gather> {
    const gather = new Gather(db, subject, before)
    for (const { table, rows, key } of BELONGINGS) gather.#found.set(table, once(await rows(gather), key))
    return gather
  }

  rowsOf(table: string): readonly Row[] {
    return this.#found.get(table) ?? []
  }

  idsOf(table: string): (number | string)[] {
    return this.rowsOf(table).map(({ id }) => id as number | string)
  }

  /** What was found behind the rules' back. */
  add(table: string, rows: readonly Row[]): void {
    this.#found.set(table, once([...this.rowsOf(table), ...rows], ["id"]))
    this.#ids.delete(table)
  }

  /** With those of earlier rounds. */
  everyRowOf(table: string): readonly Row[] {
    return [...(this.before?.everyRowOf(table) ?? []), ...this.rowsOf(table)]
  }

  everyIdOf(table: string): (number | string)[] {
    return this.everyRowOf(table).map(({ id }) => id as number | string)
  }

  /** What the customers are called who were found. */
  customerRefs(): string[] {
    return this.rowsOf("customer").map(({ verified, external_id }) =>
      customerRef({ verified: verified === 1, externalId: String(external_id) }),
    )
  }

  readonly #ids = new Map<string, ReadonlySet<unknown>>()

  /** Whether an id is among them; asked for every row of a scan, once those of the table are found. */
  hasId(table: string, id: unknown): boolean {
    const ids = this.#ids.get(table) ?? new Set(this.everyIdOf(table))
    this.#ids.set(table, ids)
    return ids.has(id)
  }

  /** What conversations are called outside. */
  publicIds(): string[] {
    return this.everyRowOf("conversation").map(({ public_id }) => String(public_id))
  }

  isEmpty(): boolean {
    return [...this.#found.values()].every((rows) => rows.length === 0)
  }

  counts(): Record<string, number> {
    const counts = [...this.#found].map(([table, rows]) => [table, rows.length] as const)
    return Object.fromEntries(counts.filter(([, count]) => count > 0))
  }

  /** Rows whose column has one of the values, or some columns of them. */
  async linked(
    table: string,
    column: string,
    values: readonly (number | string)[],
    columns?: readonly string[],
  ): Promise<Row[]> {
    const found: Row[] = []
    const wanted = columns ? sql.join(columns.map((name) => sql.ref(name))) : sql`*`
    for (let i = 0; i < values.length; i += VALUES_AT_ONCE) {
      // Whoever came meanwhile is served first.
      if (i > 0) await nextTurn()
      const some = values.slice(i, i + VALUES_AT_ONCE)
      const { rows } = await sql<Row>`
        select ${wanted} from ${sql.table(table)} where ${sql.ref(column)} in (${sql.join(some)})`.execute(
        this.db,
      )
      found.push(...rows)
    }
    return found
  }

  /** Goes over all of the partner's rows of a table, where nothing that could be asked for says whose they are. */
  async scan(table: string, isTheirs: (row: Row) => boolean): Promise<Row[]> {
    const found: Row[] = []
    const ofPartner =
      table === "outbox" ? sql`true` : sql`${sql.ref("partner_id")} = ${this.subject.partnerId}`
    for (let last: unknown; ; ) {
      const behind = last === undefined ? sql`true` : sql`id > ${last}`
      const { rows } = await sql<Row>`
        select * from ${sql.table(table)} where ${ofPartner} and ${behind}
        order by id limit ${sql.lit(AT_ONCE)}`.execute(this.db)
      found.push(...rows.filter(isTheirs))
      if (rows.length < AT_ONCE) return found
      last = rows.at(-1)?.id
      await nextTurn()
    }
  }

  /**
   * Rows of a table that name a user of the partner's own systems. What bears their address and names another customer is
   * that one's: two may have one address.
   */
  async scanOfUsers(table: string, userOf: (row: Row) => NamedUser): Promise<Row[]> {
    const { userIds, customerIds, partnerId } = this.subject
    const isNamed = ({ id }: NamedUser) => typeof id === "string" && userIds.includes(id)
    const found = await this.scan(table, (row) => {
      const named = userOf(row)
      return isNamed(named) || this.hasTheirAddress(named.user)
    })
    if (customerIds.length === 0) return found
    const named = found.flatMap((row) => userOf(row).id ?? []).filter((id) => typeof id === "string")
    const customers = await this.linked("customer", "external_id", [...new Set(named)])
    const others = new Set(
      customers
        .filter(
          ({ id, partner_id, verified }) =>
            partner_id === partnerId && verified === 1 && !customerIds.includes(id as number),
        )
        .map(({ external_id }) => external_id),
    )
    return found.filter((row) => isNamed(userOf(row)) || !others.has(userOf(row).id))
  }

  /** Ids of those jobs whose conversation or ticket is another partner's. */
  async jobsOfOthers(jobs: readonly Row[]): Promise<Set<unknown>> {
    const named = (name: string, type: "number" | "string") =>
      jobs.flatMap((job) => (typeof job[name] === type ? (job[name] as number | string) : []))
    const { partnerId } = this.subject
    const others = [
      ...(await this.linked("conversation", "id", named("conversationId", "number"))),
      ...(await this.linked("ticket", "uuid", named("ticket", "string"))),
    ].filter(({ partner_id }) => partner_id !== partnerId)
    const subjects = new Set(others.map(({ id, uuid }) => uuid ?? id))
    return new Set(
      jobs.flatMap(({ id, ticket, conversationId }) =>
        subjects.has(ticket) || subjects.has(conversationId) ? id : [],
      ),
    )
  }

  hasTheirAddress(user: unknown): boolean {
    const email = (user as { email?: unknown } | null | undefined)?.email
    return typeof email === "string" && this.subject.emails.includes(email.toLowerCase())
  }

  /** Whether something names a conversation, a ticket or an address of theirs, however deep. */
  concerns(value: unknown, name = ""): boolean {
    if (Array.isArray(value)) return value.some((one) => this.concerns(one, name))
    if (typeof value === "object" && value !== null)
      return Object.entries(value).some(([key, one]) => this.concerns(one, key))
    if (typeof value === "number") return name in OUR_IDS && this.hasId(OUR_IDS[name] ?? "", value)
    return typeof value === "string" && this.#names().has(value.toLowerCase())
  }

  #theirNames: Set<string> | undefined

  #names(): ReadonlySet<string> {
    this.#theirNames ??= new Set(
      [
        ...this.subject.emails,
        ...this.publicIds(),
        ...this.everyRowOf("ticket").map(({ uuid }) => String(uuid)),
        ...this.everyRowOf("failure").map(({ id }) => String(id)),
      ].map((one) => one.toLowerCase()),
    )
    return this.#theirNames
  }
}

/** What our own numbers are called in payloads. */
const OUR_IDS: Readonly<Record<string, string>> = {
  conversationId: "conversation",
  ticketId: "ticket",
  customerId: "customer",
}

/** Several rules may find the same row. */
function once(rows: readonly Row[], key: readonly string[]): Row[] {
  return [...new Map(rows.map((row) => [JSON.stringify(key.map((column) => row[column])), row])).values()]
}
