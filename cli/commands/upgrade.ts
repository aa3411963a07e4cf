import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { Command } from "commander"
import { BEFORE_UPGRADE } from "../../src/storage/backup/earlier-databases.ts"
import { makeBackup } from "../../src/storage/backup/make-backup.ts"
import { type TriedUpgrade, tryUpgrade } from "../../src/storage/backup/try-upgrade.ts"
import { configuredLocation } from "../../src/storage/configured-location.ts"
import { type DatabaseLocation, openDatabase } from "../../src/storage/database.ts"
import { requireDatabase } from "../../src/storage/database-there.ts"
import { lockDataFolder } from "../../src/storage/instance-lock.ts"
import { version } from "../../src/version.ts"
import { printJson } from "../print.ts"
import { configOf } from "../settings.ts"
import { copying, counted } from "./copying.ts"

interface UpgradeFlags {
  check?: boolean
  json?: boolean
}

export function upgradeCommand(): Command {
  return new Command("upgrade")
    .description("bring the database up to this version: tried on a copy, backed up, then done")
    .option("--check", "only try it on a copy; a server may run meanwhile")
    .option("--json", "for scripts")
    .addHelpText(
      "after",
      `
\`chatd serve\` brings its database up to date by itself; this tells beforehand how that will go. The copy needs as much room
as the database; on Postgres it is a schema of its own, for which the user needs the right to create one. Before the change a
backup is written into the data folder.

Examples:
  ./chatd-new upgrade --check --data /var/lib/chatd
  ./chatd-new upgrade --data /var/lib/chatd`,
    )
    .action((flags: UpgradeFlags, self: Command) => run(flags, self))
}

async function run(flags: UpgradeFlags, self: Command): Promise<void> {
  const location = configuredLocation(configOf(self))
  requireDatabase(location)
  const lock = flags.check || location.url ? undefined : lockDataFolder(location.dataDir)
  try {
    const tried = await copying("Copying", (watch) => tryUpgrade(location, { version, watch }))
    const backup = flags.check || tried.pending.length === 0 ? undefined : await backedUp(location, tried)
    if (backup) await (await openDatabase(location)).close()
    tell(tried, backup, flags)
  } finally {
    lock?.release()
  }
}

async function backedUp(location: DatabaseLocation, { pending }: TriedUpgrade): Promise<string> {
  mkdirSync(location.dataDir, { recursive: true, mode: 0o700 })
  const path = join(location.dataDir, `${BEFORE_UPGRADE}${pending[0]}.backup`)
  await copying("Backing up", (watch) => makeBackup(location, path, { version, replace: true, watch }))
  return path
}

function tell(
  { pending, seconds, rows }: TriedUpgrade,
  backup: string | undefined,
  flags: UpgradeFlags,
): void {
  if (flags.json) {
    printJson({
      pending,
      seconds: seconds ?? null,
      rows,
      upgraded: backup !== undefined,
      backup: backup ?? null,
    })
  } else if (seconds === undefined) {
    console.log("The database is at this version already.")
  } else {
    const all = Object.values(rows).reduce((sum, count) => sum + count, 0)
    const what = `${counted(pending.length, "migration")} (${pending.join(", ")})`
    console.log(
      `Tried on a copy of ${counted(all, "row")}: ${what} took ${seconds.toFixed(1)} s, and nothing was lost.`,
    )
    if (backup) console.log(`Done. The database as it was before is in ${backup}.`)
    else console.log("Nothing was changed.")
  }
}
