import { type Command, Option } from "commander"
import type { SummaryView } from "../../../src/api/desk/protocol.ts"
import { parseLimit } from "../../arguments.ts"
import { agentNamed, customerNamed, listConversations } from "../../desk/paging.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../../desk/reach.ts"
import { printSummaries } from "../../desk/summary-table.ts"
import { printJson } from "../../print.ts"

const VIEWS: readonly SummaryView[] = ["mine", "queue", "open", "bot", "closed", "all"]

interface ListFlags extends DeskFlags {
  view: SummaryView
  agent?: string
  customer?: string
  limit: number
}

export function addListCommand(conversation: Command): void {
  withDeskFlags(conversation.command("list"))
    .description("list conversations, the newest first; the queue in its order")
    .addOption(new Option("--view <view>", "which").choices(VIEWS).default("open"))
    .option("--agent <agent>", "only those that this agent has: e-mail address, number or name")
    .option("--customer <ref>", "only this customer's: their ref, or the id that you know them by")
    .addOption(new Option("--limit <n>", "at most so many").argParser(parseLimit).default(50))
    .addHelpText(
      "after",
      `
Examples:
  chatd conversation list --view mine --as grace@acme.com
  chatd conversation list --view closed --customer v-cust-1 --json | jq .number`,
    )
    .action((flags: ListFlags, self: Command) => list(flags, self))
}

async function list(flags: ListFlags, self: Command): Promise<void> {
  const { items, more } = await withDesk(self, flags, async (desk) => {
    const agent = flags.agent === undefined ? undefined : (await agentNamed(desk, flags.agent)).number
    const customer =
      flags.customer === undefined ? undefined : (await customerNamed(desk, flags.customer)).customer.ref
    return listConversations(desk, { view: flags.view, agent, customer }, flags.limit)
  })
  if (flags.json) {
    for (const conversation of items) printJson(conversation)
  } else if (items.length === 0) {
    console.log("There are none.")
  } else {
    printSummaries(items)
    if (more) console.log(`\nThere are more; --limit shows them.`)
  }
}
