import type { Command } from "commander"
import type { EmbeddedArticle } from "../../../kb/embedded-article.ts"
import type { Provenance } from "../../../src/core/articles/add-article.ts"
import type { Db } from "../../../src/storage/database.ts"
import { articleById, provenanceOf } from "../../../src/storage/repositories/kb-articles.ts"
import { basesOf } from "../../../src/storage/repositories/knowledge-bases.ts"
import { withDatabase } from "../../database.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { choosePartner } from "../../partner.ts"
import { paint, printJson, printText } from "../../print.ts"
import { configOf } from "../../settings.ts"
import { safeLine, safeText } from "../../terminal-text.ts"
import { type BaseFlags, withBaseFlags } from "./options.ts"

export function addShowCommand(kb: Command): void {
  withBaseFlags(kb.command("show <article>"))
    .description("show an article as chatd has it, cut into its passages")
    .addHelpText(
      "after",
      "\nExample:\n  chatd kb show billing/refunds.md\n  chatd kb show desk:17.6      what a reply in conversation 17 became",
    )
    .action(async (id: string, flags: BaseFlags, self: Command) => {
      const config = configOf(self)
      const found = await withDatabase(config, async ({ db }) =>
        findArticle(db, (await choosePartner(db, config, flags.partner)).id, flags.kb, id),
      )
      if (!found)
        throw new CommandFailure(
          `There is no article ${id}; \`chatd kb list --kb NAME\` shows them.`,
          EXIT.notFound,
        )
      const { article, chunks, provenance } = found
      if (flags.json) printJson({ ...article, chunks, ...(provenance && { provenance }) })
      else printArticle(found)
    })
}

type ShownArticle = EmbeddedArticle & { provenance: Provenance | undefined }

async function findArticle(
  db: Db,
  partnerId: string,
  kb: string | undefined,
  id: string,
): Promise<ShownArticle | undefined> {
  for (const base of await basesOf(db, partnerId)) {
    if (kb !== undefined && base.name !== kb) continue
    const found = await articleById(db, base.id, id)
    if (found) return { ...found, provenance: await provenanceOf(db, base.id, id) }
  }
  return undefined
}

function printArticle({ article, chunks, provenance }: ShownArticle): void {
  console.log(paint("bold", safeLine(article.title)))
  if (provenance) {
    const { conversation, questionSeq, answerSeq, by } = provenance
    const reply = answerSeq === undefined ? "" : `, reply ${answerSeq}`
    console.log(
      paint("dim", `of conversation ${conversation}, question ${questionSeq}${reply}, by ${safeLine(by)}`),
    )
  }
  if (article.url) console.log(safeLine(article.url))
  for (const example of article.examples ?? []) console.log(`  ? ${safeLine(example)}`)
  for (const chunk of chunks) {
    const place = safeLine(`── ${chunk.ordinal + 1}/${chunks.length} ${chunk.section.join(" › ")}`)
    console.log(`\n${paint("dim", place)}`)
    printText(safeText(chunk.text))
  }
}
