import { Command } from "commander"
import { configuredLocation } from "../../src/storage/configured-location.ts"
import { connect } from "../../src/storage/database.ts"
import { requireDatabase } from "../../src/storage/database-there.ts"
import { migrate, migrationStatus } from "../../src/storage/migrate.ts"
import { requireNoServerInTheWay } from "../../src/storage/server-in-the-way.ts"
import { printJson, printTable } from "../print.ts"
import { configOf } from "../settings.ts"

export function migrateCommand(): Command {
  return new Command("migrate")
    .description("bring the database up to this version (`serve` does so by itself)")
    .option("--status", "only show what has run")
    .option("--json", "for scripts")
    .addHelpText("after", "\nExample:\n  chatd migrate --data /var/lib/chatd")
    .action(async (flags: { status?: boolean; json?: boolean }, self: Command) => {
      const config = configOf(self)
      const location = configuredLocation(config)
      if (flags.status) requireDatabase(location)
      else await requireNoServerInTheWay(location)
      const database = await connect(location)
      try {
        if (!flags.status) await migrate(database)
        const rows = (await migrationStatus(database)).map(({ name, executedAt }) => ({
          migration: name,
          ranAt: executedAt?.toISOString() ?? null,
        }))
        if (flags.json) for (const row of rows) printJson(row)
        else
          printTable(
            ["migration", "ran at"],
            rows.map((row) => [row.migration, row.ranAt ?? "not yet"]),
          )
      } finally {
        await database.close()
      }
    })
}
