import type { Command } from "commander"
import { OPERATOR } from "../../../src/core/audit.ts"
import { insertAuditEntry } from "../../../src/storage/repositories/audit.ts"
import { removeArticles } from "../../../src/storage/repositories/kb-change-articles.ts"
import { baseByName, basesOf, removeBase } from "../../../src/storage/repositories/knowledge-bases.ts"
import { withDatabase } from "../../database.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { choosePartner } from "../../partner.ts"
import { printJson } from "../../print.ts"
import { configOf } from "../../settings.ts"
import { type BaseFlags, withBaseFlags } from "./options.ts"

interface RemoveFlags extends BaseFlags {
  all?: boolean
}

export function addRemoveCommand(kb: Command): void {
  withBaseFlags(kb.command("remove [articles...]"))
    .description("remove articles, or with --all a whole knowledge base")
    .option("--all", "the whole knowledge base that --kb names")
    .addHelpText("after", "\nExamples:\n  chatd kb remove old/prices.md\n  chatd kb remove --all --kb drafts")
    .action((articles: string[], flags: RemoveFlags, self: Command) =>
      flags.all ? removeWhole(articles, flags, self) : removeSome(articles, flags, self),
    )
}

/** Articles that an audit entry names. */
const MOST_NAMED = 100

async function removeSome(articles: string[], flags: RemoveFlags, self: Command): Promise<void> {
  if (articles.length === 0)
    throw new CommandFailure("Name the articles to remove, or use --all.", EXIT.usage)
  const config = configOf(self)
  const removed = await withDatabase(config, async ({ db }) => {
    const partner = await choosePartner(db, config, flags.partner)
    const bases = (await basesOf(db, partner.id)).filter(
      (base) => flags.kb === undefined || base.name === flags.kb,
    )
    const removed: string[] = []
    for (const base of bases)
      removed.push(
        ...(await removeArticles(db, base.id, articles, (trx, gone) =>
          insertAuditEntry(
            trx,
            {
              partnerId: partner.id,
              actor: OPERATOR,
              action: "articles_removed",
              target: base.name,
              details: { articles: gone.slice(0, MOST_NAMED), count: gone.length },
            },
            new Date(),
          ),
        )),
      )
    return removed
  })
  if (flags.json) printJson({ removed })
  else console.log(`Removed ${removed.length} of ${articles.length}.`)
  const missing = articles.filter((id) => !removed.includes(id))
  if (missing.length > 0) throw new CommandFailure(`Not found: ${missing.join(", ")}`, EXIT.notFound)
}

async function removeWhole(articles: string[], flags: RemoveFlags, self: Command): Promise<void> {
  const { kb } = flags
  if (articles.length > 0)
    throw new CommandFailure(
      "--all removes the whole knowledge base: name articles without it, or no articles with it.",
      EXIT.usage,
    )
  if (kb === undefined) throw new CommandFailure("Say which knowledge base to remove with --kb.", EXIT.usage)
  const config = configOf(self)
  await withDatabase(config, async ({ db }) => {
    const partner = await choosePartner(db, config, flags.partner)
    const base = await baseByName(db, partner.id, kb)
    if (!base) throw new CommandFailure(`There is no knowledge base ${kb}.`, EXIT.notFound)
    await db.transaction().execute(async (trx) => {
      await removeBase(trx, base.id)
      const entry = {
        partnerId: partner.id,
        actor: OPERATOR,
        action: "knowledge_base_removed",
        target: kb,
      } as const
      await insertAuditEntry(trx, entry, new Date())
    })
  })
  if (flags.json) printJson({ removed: [kb] })
  else console.log(`Removed the knowledge base ${kb}.`)
}
