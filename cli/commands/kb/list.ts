import type { Command } from "commander"
import { listArticles } from "../../../src/storage/repositories/kb-articles.ts"
import { baseByName, summarizeBases } from "../../../src/storage/repositories/knowledge-bases.ts"
import { withDatabase } from "../../database.ts"
import { choosePartner } from "../../partner.ts"
import { printJson, printTable } from "../../print.ts"
import { configOf } from "../../settings.ts"
import { type BaseFlags, noBase, withBaseFlags } from "./options.ts"

export function addListCommand(kb: Command): void {
  withBaseFlags(kb.command("list"))
    .description("list the knowledge bases; with --kb, the articles of one")
    .addHelpText("after", "\nExample:\n  chatd kb list --kb main")
    .action((flags: BaseFlags, self: Command) =>
      flags.kb === undefined ? listAll(flags, self) : listOne(flags.kb, flags, self),
    )
}

async function listAll(flags: BaseFlags, self: Command): Promise<void> {
  const config = configOf(self)
  const bases = await withDatabase(config, async ({ db }) =>
    summarizeBases(db, (await choosePartner(db, config, flags.partner)).id),
  )
  if (flags.json) {
    for (const base of bases) printJson(base)
  } else if (bases.length === 0) {
    console.log("No knowledge base yet. Read something in: chatd kb ingest ./docs")
  } else {
    printTable(
      ["kb", "articles", "sources", "unreadable", "threshold"],
      bases.map((base) => [
        base.name,
        base.articles,
        base.sources,
        base.unreadable,
        base.calibration ? `${base.calibration.threshold.toFixed(2)} (tuned)` : "default",
      ]),
    )
  }
}

async function listOne(name: string, flags: BaseFlags, self: Command): Promise<void> {
  const config = configOf(self)
  const articles = await withDatabase(config, async ({ db }) => {
    const partner = await choosePartner(db, config, flags.partner)
    const base = await baseByName(db, partner.id, name)
    if (!base) throw noBase(name)
    return listArticles(db, base.id)
  })
  if (flags.json) {
    for (const article of articles) printJson(article)
  } else {
    printTable(
      ["article", "title", "source"],
      articles.map((article) => [article.id, article.title, article.source]),
    )
  }
}
