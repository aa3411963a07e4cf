import type { Command } from "commander"
import type { DeskTicketDetail } from "../../../src/api/desk/protocol.ts"
import { crmWords } from "../../desk/crm-words.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../../desk/reach.ts"
import { changeLines, statusWords } from "../../desk/ticket-words.ts"
import { paint, printJson, printText } from "../../print.ts"
import { safeLine, safeText } from "../../terminal-text.ts"
import { localTime } from "../../times.ts"

interface ShowFlags extends DeskFlags {
  transcript?: boolean
}

export function addShowCommand(ticket: Command): void {
  withDeskFlags(ticket.command("show"))
    .description("show a ticket with everything that happened to it")
    .argument("<ticket>", "its number, T- and its number, or its uuid")
    .option("--transcript", "with what was said before it")
    .addHelpText(
      "after",
      `
Examples:
  chatd ticket show 7
  chatd ticket show T-7 --json | jq '.history[] | select(.kind == "comment")'`,
    )
    .action((named: string, flags: ShowFlags, self: Command) => show(named, flags, self))
}

async function show(named: string, flags: ShowFlags, self: Command): Promise<void> {
  const detail = await withDesk(self, flags, (desk) =>
    desk.get<DeskTicketDetail>(`/tickets/${encodeURIComponent(named)}`),
  )
  if (flags.json) printJson(detail)
  else printText(linesOf(detail, flags.transcript === true).join("\n"))
}

function linesOf({ ticket, description, history, transcript }: DeskTicketDetail, whole: boolean): string[] {
  const { requester, assignee, external } = ticket
  const facts: [string, string | undefined][] = [
    ["Subject", safeLine(ticket.subject)],
    ["Requester", safeLine([requester.name, requester.email, requester.phone].filter(Boolean).join(", "))],
    ["Of", safeLine(crmWords(requester)) || undefined],
    ["Customer", ticket.customer === null ? undefined : safeLine(ticket.customer)],
    ["Status", statusWords(ticket.status)],
    ["Priority", ticket.priority],
    ["Agent", assignee ? safeLine(assignee.name) : "nobody"],
    ["From", SOURCES[ticket.source]],
    [
      "About",
      ticket.conversation === null
        ? undefined
        : `conversation ${ticket.conversation} (chatd conversation show ${ticket.conversation})`,
    ],
    ["Freshdesk", external ? safeLine([external.id, external.url].filter(Boolean).join(", ")) : undefined],
  ]
  return [
    `${paint("bold", `Ticket ${ticket.number}`)}, known as ${safeLine(ticket.reference)}, opened ${localTime(ticket.createdAt)}`,
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(10)}${value}`])),
    "",
    safeText(description),
    "",
    ...history.flatMap(changeLines),
    ...(whole ? transcriptLines(transcript) : []),
  ]
}

const SOURCES: Readonly<Record<DeskTicketDetail["ticket"]["source"], string>> = {
  failure: "a question of the CRM's that the bot could not answer",
  handoff: "the form of a conversation",
  chat: "the customer, in the chat",
  desk: "an agent",
  mail: "a mail",
  form: "a form of a website, by mail: nobody has checked the address",
  chatbot: "the chatbot's contract",
}

function transcriptLines(transcript: DeskTicketDetail["transcript"]): string[] {
  if (transcript.length === 0) return ["", "Nothing was said before it."]
  return [
    "",
    paint("bold", "What was said before it"),
    ...transcript.flatMap(({ role, name, content, timestamp }) => [
      `${paint("dim", localTime(timestamp))}  ${paint("bold", safeLine(name ?? role))}:`,
      ...safeText(content)
        .split("\n")
        .map((line) => `    ${line}`),
    ]),
  ]
}
