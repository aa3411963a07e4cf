import type { Command } from "commander"
import { OPERATOR } from "../../../src/core/audit.ts"
import type { Db } from "../../../src/storage/database.ts"
import {
  beginRemoval,
  forgetPartner,
  halfRemovedPartners,
  type RemovedPartner,
  removeBelongings,
} from "../../../src/storage/repositories/partner-removal.ts"
import { countBelongings, partnerById } from "../../../src/storage/repositories/partners.ts"
import { insertServerAuditEntry } from "../../../src/storage/repositories/server-audit.ts"
import { withRetries } from "../../../src/storage/routing/retries.ts"
import { canAsk, isTyped } from "../../ask.ts"
import { withDatabase } from "../../database.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { interruptible } from "../../interruptible.ts"
import { noPartner } from "../../partner.ts"
import { printJson } from "../../print.ts"
import { ProgressLine } from "../../progress.ts"
import { configOf } from "../../settings.ts"

interface RemoveFlags {
  yes?: boolean
  json?: boolean
}

type Counts = Awaited<ReturnType<typeof countBelongings>>

export function addRemoveCommand(partner: Command): void {
  partner
    .command("remove <partner>")
    .description("remove a partner and everything of its own, for good")
    .option("--yes", "do not ask")
    .option("--json", "for scripts; wants --yes")
    .addHelpText(
      "after",
      "\nNobody finds it from the first moment on; what it had goes step by step, so that the others are served meanwhile.\nWhere that was interrupted, the same command goes on.\n\nExample:\n  chatd partner remove partner-abc",
    )
    .action((id: string, flags: RemoveFlags, self: Command) => remove(id, flags, self))
}

async function remove(id: string, flags: RemoveFlags, self: Command): Promise<void> {
  const config = configOf(self)
  await withDatabase(config, async ({ db }) => {
    const half = (await halfRemovedPartners(db)).find((one) => one.id === id)
    const partner = half ?? (await partnerById(db, id))
    if (!partner) throw noPartner(id)
    const counts = await countBelongings(db, id)
    if (half) console.error(`The removal of ${half.name} (${id}) was begun before, and goes on.`)
    else {
      await confirm(partner, counts, flags)
      await begin(db, partner, counts)
    }
    await removeWithProgress(db, partner)
    if (flags.json) printJson({ removed: id, ...counts })
    else console.log(`Removed ${partner.name} (${id}).`)
  })
  if (config.crm.partner === id && !flags.json)
    console.log(
      "The setting crm.partner still names it: calls without a key are refused until you change it.",
    )
}

async function confirm({ id, name }: RemovedPartner, counts: Counts, flags: RemoveFlags): Promise<void> {
  if (flags.yes) return
  console.error(`This removes ${name} (${id}) for good: its keys and settings, ${inWords(counts)}.`)
  if (flags.json || !canAsk())
    throw new CommandFailure("Nothing was removed: say --yes to go ahead.", EXIT.usage)
  if (!(await isTyped(name, "Type its name to go ahead: "))) throw new CommandFailure("Nothing was removed.")
}

async function begin(db: Db, { id, name, domain }: RemovedPartner, counts: Counts): Promise<void> {
  const at = new Date()
  const details = { name, domain, ...counts }
  const entry = { actor: OPERATOR, action: "partner_removed", target: id, details } as const
  await withRetries(() =>
    db.transaction().execute(async (trx) => {
      await beginRemoval(trx, id, at)
      await insertServerAuditEntry(trx, entry, at)
    }),
  )
}

/** Ctrl-C ends it between two steps. */
async function removeWithProgress(db: Db, { id, name }: RemovedPartner): Promise<void> {
  const stopped = new CommandFailure(
    `Stopped: ${name} is there for nobody any more, but not all it had is gone. To go on: chatd partner remove ${id}`,
    EXIT.interrupted,
  )
  const line = new ProgressLine()
  try {
    await interruptible(stopped, async (signal) => {
      let rows = 0
      for await (const removed of removeBelongings(db, id)) {
        signal.throwIfAborted()
        rows += removed
        line.show(`removing ${name}: ${rows} rows`)
      }
    })
  } finally {
    line.clear()
  }
  await forgetPartner(db, id)
}

function inWords(counts: Counts): string {
  return [
    `${counts.customer} customers`,
    `${counts.conversation} conversations`,
    `${counts.kb} knowledge bases`,
    `${counts.ticket} tickets`,
    `${counts.interaction} answered questions`,
  ].join(", ")
}
