import type { Config } from "../../../src/config/schema.ts"
import { ChatdError } from "../../../src/core/errors.ts"
import { configuredLocation } from "../../../src/storage/configured-location.ts"
import { connect, type Database, type Db } from "../../../src/storage/database.ts"
import { isDatabaseThere } from "../../../src/storage/database-there.ts"
import { pendingMigrations, requireUnicode } from "../../../src/storage/migrate.ts"
import { clockAhead, clocksDiffer } from "../../../src/storage/postgres/clocks.ts"
import { missingRights } from "../../../src/storage/postgres/missing-rights.ts"
import { NO_NEWS, passesNews } from "../../../src/storage/postgres/passes-news.ts"
import { halfRemovedPartners } from "../../../src/storage/repositories/partner-removal.ts"
import { listPartners } from "../../../src/storage/repositories/partners.ts"
import { requireKeysFor } from "../../../src/storage/sealing/key-registry.ts"
import { requireSameDatabase } from "../../../src/storage/server-in-the-way.ts"
import { damageFound, damageSaid } from "../../../src/storage/sqlite/damage.ts"
import { requireNoneLost } from "../../../src/storage/sqlite/database-lost.ts"
import { safeLine } from "../../terminal-text.ts"
import type { Finding, State } from "./finding.ts"
import { knowledge } from "./knowledge.ts"
import { mailIn, mailOut } from "./mail.ts"
import { webhooks } from "./webhooks.ts"

/** The database and, where a server could use it, what is in it: that says what is wrong with other settings. */
export async function databaseAndContents(config: Config): Promise<Finding[]> {
  let database: Database
  try {
    const location = configuredLocation(config)
    requireSameDatabase(location)
    if (!isDatabaseThere(location)) {
      requireNoneLost(location.dataDir)
      return [said("warning", "none yet: `chatd serve` or `chatd partner create` makes it")]
    }
    database = await connect(location)
  } catch (error) {
    if (error instanceof ChatdError && error.code === "conflict") return [said("fault", error.message)]
    const remedy = config.database_url
      ? "Check database_url and that Postgres runs."
      : "Check the data folder's rights and space."
    return [said("fault", damageSaid(error) ?? `${sentence((error as Error).message)} ${remedy}`)]
  }
  try {
    const hindrance = await unusable(database)
    if (hindrance) return [hindrance]
    const { database_url: url } = config
    const usable =
      url && !(await passesNews(url, database.db).catch(() => true))
        ? said("warning", `${database.dialect}; ${NO_NEWS}`)
        : said("ok", database.dialect)
    const missing = await missingKey(database)
    if (missing) return [usable, missing]
    const partners = await listPartners(database.db)
    return [
      usable,
      ...(await clock(database)),
      ...(await halfRemoved(database.db)),
      await knowledge(config, database.db, partners),
      ...mailOut(config, partners),
      ...(await webhooks(database.db)),
      ...mailIn(config, partners),
    ]
  } finally {
    await database.close()
  }
}

async function halfRemoved(db: Db): Promise<Finding[]> {
  const partners = await halfRemovedPartners(db)
  return partners.map(({ id, name }) => ({
    what: "partner",
    state: "warning",
    says: `the removal of ${safeLine(name)} was interrupted, and some of what it had is still stored: chatd partner remove ${id}`,
  }))
}

async function clock({ db, dialect }: Database): Promise<Finding[]> {
  const says = dialect === "postgres" ? clocksDiffer(await clockAhead(db)) : undefined
  return says ? [{ what: "clock", state: "warning", says }] : []
}

function said(state: State, says: string): Finding {
  return { what: "database", state, says }
}

/** Why a server could not use it as it is; undefined where it could. */
async function unusable(database: Database): Promise<Finding | undefined> {
  try {
    await database.ping()
    await requireUnicode(database)
    const waiting = await pendingMigrations(database)
    const missing =
      database.dialect === "postgres" ? await missingRights(database.db, waiting.length > 0) : undefined
    if (missing) return said("fault", missing)
    if (waiting.length > 0)
      return said(
        "warning",
        `${database.dialect}; ${waiting.length} migrations have not run: \`chatd serve\` or \`chatd migrate\` runs them`,
      )
  } catch (error) {
    // It takes no writes, or a newer chatd has migrated it.
    return said("fault", (error as Error).message)
  }
  const damage = await damageFound(database)
  return damage ? said("fault", damage) : undefined
}

/** What a server would refuse to start for: texts that it could not read. */
async function missingKey({ db, sealing }: Database): Promise<Finding | undefined> {
  const used = await db.selectFrom("encryption_key").selectAll().execute()
  try {
    requireKeysFor(used, sealing, "allowed")
    return undefined
  } catch (error) {
    return { what: "encryption", state: "fault", says: (error as Error).message }
  }
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
