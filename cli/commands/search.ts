import { Command, Option } from "commander"
import { parseLimit } from "../arguments.ts"
import { searchMessages } from "../desk/paging.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../desk/reach.ts"
import { refLabel } from "../desk/summary-table.ts"
import { paint, printJson } from "../print.ts"
import { safeLine } from "../terminal-text.ts"
import { localTime } from "../times.ts"

interface SearchFlags extends DeskFlags {
  limit: number
}

export function searchCommand(): Command {
  return withDeskFlags(new Command("search"))
    .description("find messages and notes by their words, the newest first")
    .argument("<words...>", "all of them must be there; quote several for a phrase")
    .addOption(new Option("--limit <n>", "at most so many").argParser(parseLimit).default(20))
    .addHelpText(
      "after",
      `
Examples:
  chatd search refund parcel
  chatd search '"money back"' --limit 100 --json | jq .conversation`,
    )
    .action(async (words: string[], flags: SearchFlags, self: Command) => {
      const { items, more } = await withDesk(self, flags, (desk) =>
        searchMessages(desk, { q: words.join(" ") }, flags.limit),
      )
      if (flags.json) {
        for (const hit of items) printJson(hit)
        return
      }
      if (items.length === 0) console.log("Nothing was found.")
      for (const hit of items) {
        const excerpt = hit.excerpt
          .map(({ text, hit: found }) => (found ? paint(["bold", "yellow"], plain(text)) : plain(text)))
          .join("")
        const who = hit.from === "customer" ? refLabel(hit.customer) : hit.from
        console.log(
          `${paint("bold", `${hit.conversation}`)}.${hit.seq}  ${localTime(hit.at)}  ${safeLine(who)}${hit.type === "note" ? ", note" : ""}\n    ${excerpt.trim()}`,
        )
      }
      if (more) console.log("\nThere are more; --limit shows them.")
    })
}

/** Blanks at the ends of a piece part it from the next. */
function plain(text: string): string {
  const [before = "", after = ""] = [/^\s/.test(text) ? " " : "", /\s$/.test(text) ? " " : ""]
  return safeLine(text) ? `${before}${safeLine(text)}${after}` : before
}
