import { type Command, Option } from "commander"
import type { ConversationDetail, DeskEvent } from "../../../src/api/desk/protocol.ts"
import { parseLimit, parseNumber } from "../../arguments.ts"
import { eventLines, whyLines } from "../../desk/event-lines.ts"
import { eventsAfter } from "../../desk/paging.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../../desk/reach.ts"
import { customerName, stateOf } from "../../desk/summary-table.ts"
import { paint, printJson, printText } from "../../print.ts"
import { safeLine } from "../../terminal-text.ts"
import { localTime } from "../../times.ts"

interface ShowFlags extends DeskFlags {
  last?: number
}

export function addShowCommand(conversation: Command): void {
  withDeskFlags(conversation.command("show"))
    .description("show a conversation: who, why a person is wanted, what was said")
    .argument("<conversation>", "its number", parseNumber)
    .addOption(new Option("--last <n>", "only the last so many events").argParser(parseLimit))
    .addHelpText(
      "after",
      `
Examples:
  chatd conversation show 17 --last 20
  chatd conversation show 17 --json | jq -r '.events[] | select(.type == "message") | .text'`,
    )
    .action((number: number, flags: ShowFlags, self: Command) => show(number, flags, self))
}

async function show(number: number, flags: ShowFlags, self: Command): Promise<void> {
  const { detail, events } = await withDesk(self, flags, async (desk) => {
    const detail = await desk.get<ConversationDetail>(`/conversations/${number}`)
    const after = flags.last === undefined ? 0 : Math.max(0, detail.conversation.lastSeq - flags.last)
    return { detail, events: await eventsAfter(desk, number, after) }
  })
  if (flags.json) printJson({ ...detail, events })
  else printDetail(detail, events)
}

function printDetail({ conversation, customer, why, page }: ConversationDetail, events: DeskEvent[]): void {
  const { number, agent, priority, position } = conversation
  const contact = [customer.name && customer.email, customer.phone, customer.locale]
    .filter(Boolean)
    .join(", ")
  const state = [
    stateOf(conversation),
    agent && `with ${safeLine(agent.name)}`,
    position && `${position}. in the queue`,
    priority !== "medium" && `priority ${priority}`,
  ]
  const lines = [
    `${paint("bold", `Conversation ${number}`)}, begun ${localTime(conversation.createdAt)}`,
    `Customer  ${paint("bold", safeLine(customerName(customer)))}${contact && `, ${safeLine(contact)}`}, ${customer.ref}${customer.verified ? "" : " (not verified)"}`,
    `State     ${state.filter(Boolean).join(", ")}`,
    ...(typeof page?.url === "string" ? [`Page      ${safeLine(page.url)}`] : []),
    ...(why ? ["", ...whyLines(why)] : []),
    "",
    ...events.flatMap(eventLines),
  ]
  printText(lines.join("\n"))
}
