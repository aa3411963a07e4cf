import { basename } from "node:path"
import { Command } from "commander"
import { noteForAll } from "../../src/storage/backup/note-for-all.ts"
import { restoreBackup } from "../../src/storage/backup/restore-backup.ts"
import { configuredLocation } from "../../src/storage/configured-location.ts"
import { openDatabase } from "../../src/storage/database.ts"
import { printJson } from "../print.ts"
import { configOf } from "../settings.ts"
import { copying, counted } from "./copying.ts"

interface RestoreFlags {
  force?: boolean
  json?: boolean
}

export function restoreCommand(): Command {
  return new Command("restore")
    .description("make the database of a backup, on SQLite or Postgres, whichever it came from")
    .argument("<file>", "a file of `chatd backup`")
    .option("--force", "set the database aside that is in the data folder; nothing of it is deleted")
    .option("--json", "for scripts")
    .addHelpText(
      "after",
      `
No server may run on the data folder. A Postgres database must be empty. What waited to be sent when the backup was made is
sent once more when a server starts: look at \`chatd jobs list\` first.

Examples:
  chatd restore chatd.backup --data /var/lib/chatd
  chatd restore chatd.backup --database-url postgres://chatd@localhost/chatd    from SQLite to Postgres, or back`,
    )
    .action((path: string, flags: RestoreFlags, self: Command) => run(path, flags, self))
}

async function run(path: string, flags: RestoreFlags, self: Command): Promise<void> {
  const location = configuredLocation(configOf(self))
  const { info, replaced } = await copying("Restoring", (watch) =>
    restoreBackup(path, location, { replace: Boolean(flags.force), watch, forUse: true }),
  )
  const madeAt = info.createdAt.toISOString()
  const database = await openDatabase(location, undefined, "allowed")
  try {
    await noteForAll(database.db, "backup_restored", { file: basename(path), madeAt }, new Date())
  } finally {
    await database.close()
  }
  if (flags.json) {
    printJson({
      file: path,
      createdAt: madeAt,
      version: info.version,
      rows: info.rows,
      replaced: replaced ?? null,
    })
    return
  }
  const what = `${counted(info.rows.conversation ?? 0, "conversation")} and ${counted(info.rows.ticket ?? 0, "ticket")}`
  console.log(`Restored ${what} of ${madeAt}.`)
  if (replaced) console.log(`What was there before is in ${replaced}.`)
}
