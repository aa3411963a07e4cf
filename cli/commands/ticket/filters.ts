import { type Command, Option } from "commander"
import { parseNumber } from "../../arguments.ts"
import type { DeskClient } from "../../desk/client.ts"
import { agentNamed, customerNamed } from "../../desk/paging.ts"
import type { DeskFlags } from "../../desk/reach.ts"
import { PRIORITIES, STATUSES, wireStatus } from "../../desk/ticket-words.ts"

const VIEWS = ["mine", "open", "unassigned", "closed", "all"] as const

/** Which tickets are meant. */
export interface FilterFlags extends DeskFlags {
  view: (typeof VIEWS)[number]
  status?: (typeof STATUSES)[number]
  priority?: string
  assignee?: string
  customer?: string
  conversation?: number
  search?: string
}

export function withFilters(command: Command, view: FilterFlags["view"]): Command {
  return command
    .addOption(new Option("--view <view>", "which").choices(VIEWS).default(view))
    .addOption(new Option("--status <status>", "only with this status").choices(STATUSES))
    .addOption(new Option("--priority <priority>", "only with this priority").choices(PRIORITIES))
    .option("--assignee <agent>", "only those that this agent has: e-mail address, number or name")
    .option("--customer <ref>", "only this customer's: their ref, or the id that you know them by")
    .addOption(
      new Option("--conversation <conversation>", "only those that came of this one").argParser(parseNumber),
    )
    .option("--search <words>", "words of the number, subject, description or requester")
}

/** What the desk is asked. */
export async function queryOf(desk: DeskClient, flags: FilterFlags) {
  const { view, status, priority, conversation, search: q } = flags
  const assignee = flags.assignee === undefined ? undefined : (await agentNamed(desk, flags.assignee)).number
  const customer =
    flags.customer === undefined ? undefined : (await customerNamed(desk, flags.customer)).customer.ref
  return { view, status: status && wireStatus(status), priority, assignee, customer, conversation, q }
}
