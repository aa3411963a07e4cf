import { type Command, Option } from "commander"
import { parseLimit } from "../../arguments.ts"
import { printJson, printTable, printText } from "../../print.ts"
import { safeText } from "../../terminal-text.ts"
import { type BaseFlags, withBaseFlags, withKnowledge } from "./options.ts"

interface SearchFlags extends BaseFlags {
  limit: number
}

export function addSearchCommand(kb: Command): void {
  withBaseFlags(kb.command("search <words...>"))
    .description("show the passages found and each one's scores")
    .addOption(new Option("--limit <n>", "at most so many").argParser(parseLimit).default(10))
    .addHelpText("after", '\nExample:\n  chatd kb search "refund after 30 days" --limit 5')
    .action(async (words: string[], flags: SearchFlags, self: Command) => {
      const text = words.join(" ")
      const hits = await withKnowledge(self, flags, async ({ embedder, bases }) => {
        const [vector] = await embedder.embed([text], "query")
        if (!vector) return []
        return bases
          .flatMap((base) =>
            base.index
              .search({ text, vector }, flags.limit)
              .hits.map((hit) => ({ kb: base.stored.name, ...hit })),
          )
          .sort((a, b) => b.score - a.score)
      })
      if (flags.json) {
        for (const hit of hits) printJson(hit)
        return
      }
      if (hits.length === 0) console.log("Nothing was found.")
      const number = (value: number | undefined) => value?.toFixed(3) ?? ""
      for (const hit of hits) {
        const { components } = hit
        printTable(
          ["score", "chunk", "title", "heading", "example", "words", "article"],
          [
            [
              number(hit.score),
              number(components.chunk),
              number(components.title),
              number(components.heading),
              number(components.example),
              number(components.lexical),
              `${hit.kb}/${hit.articleId}: ${[hit.title, ...(hit.passage?.section ?? [])].join(" › ")}`,
            ],
          ],
          { cut: ["article"] },
        )
        printText(`${safeText(hit.passage?.text ?? "")}\n`)
      }
    })
}
