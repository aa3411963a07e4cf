import type { Command } from "commander"
import { OPERATOR } from "../../../src/core/audit.ts"
import { isLive } from "../../../src/core/partner-keys.ts"
import { insertAuditEntry } from "../../../src/storage/repositories/audit.ts"
import { keysOf, revokeKey } from "../../../src/storage/repositories/partner-keys.ts"
import { withDatabase } from "../../database.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { choosePartner } from "../../partner.ts"
import { printJson } from "../../print.ts"
import { configOf } from "../../settings.ts"

export function addRevokeKeyCommand(partner: Command): void {
  partner
    .command("revoke-key <partner> <key>")
    .description("end a key at once; `chatd partner show` lists them with their numbers")
    .option("--json", "for scripts")
    .addHelpText(
      "after",
      `
Examples:
  chatd partner revoke-key partner-abc 4             by its number
  chatd partner revoke-key partner-abc pk_Xy12…      the key itself, whole`,
    )
    .action((named: string, key: string, flags: { json?: boolean }, self: Command) =>
      revoke(named, key, flags, self),
    )
}

async function revoke(named: string, key: string, flags: { json?: boolean }, self: Command): Promise<void> {
  const config = configOf(self)
  const now = new Date()
  const { revoked, left } = await withDatabase(config, async ({ db }) => {
    const { id } = await choosePartner(db, config, named)
    const revoked = await db.transaction().execute(async (trx) => {
      const one = await revokeKey(trx, id, key, now)
      if (one)
        await insertAuditEntry(
          trx,
          {
            partnerId: id,
            actor: OPERATOR,
            action: "key_revoked",
            target: one.prefix,
            details: { kind: one.kind },
          },
          now,
        )
      return one
    })
    if (!revoked)
      throw new CommandFailure(
        `${named} has no such key, or it has been revoked; \`chatd partner show ${named}\` lists them.`,
        EXIT.notFound,
      )
    const left = (await keysOf(db, id)).filter((one) => one.kind === revoked.kind && isLive(one, now))
    return { revoked, left: left.length }
  })
  if (flags.json) {
    printJson({ id: revoked.id, kind: revoked.kind, prefix: revoked.prefix, revokedAt: revoked.revokedAt })
    return
  }
  console.log(`Revoked the ${revoked.kind} key ${revoked.id} (${revoked.prefix}…).`)
  if (left === 0)
    console.log(
      `${named} has no ${revoked.kind} key now. Make one: chatd partner rotate-key ${named} --kind ${revoked.kind}`,
    )
}
