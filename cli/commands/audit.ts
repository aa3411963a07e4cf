import { Command, Option } from "commander"
import type { AuditEntryReply } from "../../src/api/desk/protocol.ts"
import { serverAuditEntries } from "../../src/storage/repositories/server-audit.ts"
import { parseLimit } from "../arguments.ts"
import { withDatabase } from "../database.ts"
import { type DeskFlags, refuseServer, withDesk, withDeskFlags } from "../desk/reach.ts"
import { printJson, printTable } from "../print.ts"
import { configOf } from "../settings.ts"
import { localSecond } from "../times.ts"

interface AuditFlags extends DeskFlags {
  limit: number
  installation?: boolean
}

type Entry = Omit<AuditEntryReply, "id">

export function auditCommand(): Command {
  return withDeskFlags(new Command("audit"))
    .description("who did what: settings, keys, accounts, exports, erasures")
    .addOption(new Option("--limit <n>", "at most so many, the newest").argParser(parseLimit).default(50))
    .option("--installation", "what was done to partners and to the server itself, on its own machine")
    .addHelpText(
      "after",
      "\nExamples:\n  chatd audit --limit 10\n  chatd audit --installation\n  chatd audit --json | jq 'select(.action == \"customer_exported\")'",
    )
    .action(async (flags: AuditFlags, self: Command) => {
      const entries = flags.installation ? await ofInstallation(flags, self) : await ofPartner(flags, self)
      if (flags.json) for (const entry of entries) printJson(entry)
      else if (entries.length === 0) console.log("Nothing was done yet.")
      else
        printTable(
          ["at", "who", "what", "to", "details"],
          entries.map(({ at, actor, action, target, details }) => [
            localSecond(at),
            actor,
            action.replaceAll("_", " "),
            target ?? "",
            details ? JSON.stringify(details) : "",
          ]),
          { cut: ["details", "to"] },
        )
    })
}

async function ofPartner(flags: AuditFlags, self: Command): Promise<readonly Entry[]> {
  const { entries } = await withDesk(self, flags, (desk) =>
    desk.get<{ entries: AuditEntryReply[] }>("/audit", { limit: flags.limit }),
  )
  return entries
}

async function ofInstallation({ limit, server }: AuditFlags, self: Command): Promise<readonly Entry[]> {
  refuseServer("audit --installation", server)
  return withDatabase(configOf(self), async ({ db }) =>
    (await serverAuditEntries(db, limit)).map(({ at, target, details, ...entry }) => ({
      ...entry,
      at: at.toISOString(),
      target: target ?? null,
      details: details ?? null,
    })),
  )
}
