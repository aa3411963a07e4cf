import { randomUUID } from "node:crypto"
import { type Command, Option } from "commander"
import type { DeskTicketDetail } from "../../../src/api/desk/protocol.ts"
import { parseNumber } from "../../arguments.ts"
import { agentNamed, customerNamed } from "../../desk/paging.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../../desk/reach.ts"
import { textGiven } from "../../desk/text-given.ts"
import { PRIORITIES } from "../../desk/ticket-words.ts"
import { paint, printJson } from "../../print.ts"
import { safeLine } from "../../terminal-text.ts"

interface CreateFlags extends DeskFlags {
  subject?: string
  priority?: string
  assignee?: string
  conversation?: number
  customer?: string
  name?: string
  email?: string
  phone?: string
  clientId?: string
}

export function addCreateCommand(ticket: Command): void {
  withDeskFlags(ticket.command("create"))
    .description("open a ticket: for a conversation, a customer, or somebody who called")
    .argument("[text]", "what it is about, which the requester reads; - or nothing: from standard input")
    .option("--subject <subject>", "in one line (default: the beginning of the text)")
    .addOption(new Option("--priority <priority>", "how urgent").choices(PRIORITIES))
    .option("--assignee <agent>", "who is to have it: e-mail address, number or name")
    .addOption(
      new Option("--conversation <conversation>", "what was said there goes along").argParser(parseNumber),
    )
    .option("--customer <ref>", "whose it is: their ref, or the id that you know them by")
    .option("--name <name>", "whom it is answered to, where that is not known")
    .option("--email <address>", "and where")
    .option("--phone <number>", "or how else")
    .option("--client-id <id>", "a name of your own: the same again makes no second ticket")
    .addHelpText(
      "after",
      `
Examples:
  chatd ticket create "The kettle leaks." --conversation 17
  chatd ticket create "Called: where is the refund?" --name Ada --email ada@example.com --priority high
  chatd ticket create - --customer v-cust-1 --subject "Yearly review" < review.txt`,
    )
    .action((text: string | undefined, flags: CreateFlags, self: Command) => create(text, flags, self))
}

async function create(said: string | undefined, flags: CreateFlags, self: Command): Promise<void> {
  const description = await textGiven(said)
  const { subject, priority, conversation, name, email, phone } = flags
  const detail = await withDesk(self, flags, async (desk) =>
    desk.post<DeskTicketDetail>("/tickets", {
      clientId: flags.clientId ?? randomUUID(),
      subject,
      description,
      priority,
      conversation,
      assignee: flags.assignee === undefined ? undefined : (await agentNamed(desk, flags.assignee)).number,
      customer:
        flags.customer === undefined ? undefined : (await customerNamed(desk, flags.customer)).customer.ref,
      requester: { name, email, phone },
    }),
  )
  const { number, reference, requester } = detail.ticket
  if (flags.json) printJson(detail)
  else
    console.log(
      `Ticket ${paint("bold", String(number))} is open, known as ${reference} to ${safeLine(requester.name)}.`,
    )
}
