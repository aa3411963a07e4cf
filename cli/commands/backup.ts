import { statSync } from "node:fs"
import { basename } from "node:path"
import { Command } from "commander"
import { makeBackup } from "../../src/storage/backup/make-backup.ts"
import { noteForAll } from "../../src/storage/backup/note-for-all.ts"
import { configuredLocation } from "../../src/storage/configured-location.ts"
import { connect, type DatabaseLocation } from "../../src/storage/database.ts"
import { pendingMigrations } from "../../src/storage/migrate.ts"
import { version } from "../../src/version.ts"
import { parsePlace } from "../arguments.ts"
import { printJson } from "../print.ts"
import { configOf } from "../settings.ts"
import { copying, counted, size } from "./copying.ts"

interface BackupFlags {
  force?: boolean
  json?: boolean
}

export function backupCommand(): Command {
  return new Command("backup")
    .description("write everything into one file, also while a server runs")
    .argument("<file>", "the file to make", parsePlace)
    .option("--force", "replace the file where it exists")
    .option("--json", "for scripts")
    .addHelpText(
      "after",
      `
The file holds all that the database does, as it was at one moment: knowledge base, conversations, tickets, accounts, keys. Keep
it as safe as the database. \`chatd restore\` makes a database of it, on SQLite or Postgres, whichever it came from.

Examples:
  chatd backup /backups/chatd-$(date +%F).backup
  chatd backup chatd.backup --force --json`,
    )
    .action((path: string, flags: BackupFlags, self: Command) => run(path, flags, self))
}

async function run(path: string, flags: BackupFlags, self: Command): Promise<void> {
  const location = configuredLocation(configOf(self))
  const { migration, createdAt, rows } = await copying("Copying", (watch) =>
    makeBackup(location, path, { version, replace: Boolean(flags.force), watch }),
  )
  const bytes = statSync(path).size
  await note(location, { file: basename(path), bytes }, createdAt)
  if (flags.json) printJson({ file: path, bytes, createdAt: createdAt.toISOString(), migration, rows })
  else {
    const all = Object.values(rows).reduce((sum, count) => sum + count, 0)
    console.log(
      `${path}: ${size(bytes)}, ${counted(rows.conversation ?? 0, "conversation")}, ${counted(rows.ticket ?? 0, "ticket")}, ${counted(all, "row")} in all.`,
    )
  }
}

/** The backup is made, whatever becomes of this: one of a standby, or by who may only read, cannot be noted there. */
async function note(location: DatabaseLocation, details: { file: string; bytes: number }, at: Date) {
  try {
    const database = await connect(location)
    try {
      // An older database is not touched: it is backed up before an upgrade.
      if ((await pendingMigrations(database)).length === 0)
        await noteForAll(database.db, "backup_made", details, at)
    } finally {
      await database.close()
    }
  } catch {
    console.error(
      "The backup is made, but the audit log could not take its entry: the database takes no writes.",
    )
  }
}
