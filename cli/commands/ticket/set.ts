import type { Command } from "commander"
import type { DeskTicket } from "../../../src/api/desk/protocol.ts"
import type { DeskClient } from "../../desk/client.ts"
import { agentNamed } from "../../desk/paging.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../../desk/reach.ts"
import { PRIORITIES, STATUSES, statusWords, wireStatus } from "../../desk/ticket-words.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { paint, printJson } from "../../print.ts"
import { safeLine } from "../../terminal-text.ts"

interface SetFlags extends DeskFlags {
  clientId?: string
}

const KEYS = ["status", "priority", "assignee", "subject"] as const

export function addSetCommand(ticket: Command): void {
  withDeskFlags(ticket.command("set"))
    .description("change a ticket's status, priority, assignee or subject")
    .argument("<ticket>", "its number, T- and its number, or its uuid")
    .argument("<changes...>", "such as status=closed; nothing after assignee= gives it to nobody")
    .option("--client-id <id>", "a name of your own: the same again changes nothing")
    .addHelpText(
      "after",
      `
Examples:
  chatd ticket set 7 status=in-progress assignee=grace@acme.com
  chatd ticket set T-7 priority=urgent subject="The kettle leaks"
  chatd ticket set 7 status=closed assignee=`,
    )
    .action((named: string, changes: string[], flags: SetFlags, self: Command) =>
      set(named, changes, flags, self),
    )
}

async function set(named: string, asked: readonly string[], flags: SetFlags, self: Command): Promise<void> {
  const given = asked.map(changeOf)
  const twice = given.find(([key], i) => given.findIndex(([other]) => other === key) !== i)
  if (twice) throw new CommandFailure(`${twice[0]}= is given twice.`, EXIT.usage)
  const changed = await withDesk(self, flags, async (desk) => {
    const body: Record<string, unknown> = { clientId: flags.clientId }
    for (const [key, value] of given) body[key] = await wireValue(desk, key, value)
    return desk.patch<DeskTicket>(`/tickets/${encodeURIComponent(named)}`, body)
  })
  if (flags.json) printJson(changed)
  else
    console.log(
      `Ticket ${paint("bold", String(changed.number))} (${safeLine(changed.subject)}): ${stateOf(changed)}.`,
    )
}

function stateOf({ status, priority, assignee }: DeskTicket): string {
  return [
    statusWords(status),
    `priority ${priority}`,
    assignee ? `with ${safeLine(assignee.name)}` : "with nobody",
  ].join(", ")
}

type Key = (typeof KEYS)[number]

function changeOf(setting: string): [Key, string] {
  const [, typed = "", value = ""] = /^([^=]+)=(.*)$/s.exec(setting) ?? []
  const key = KEYS.find((one) => one === typed)
  if (!key)
    throw new CommandFailure(
      `${setting}: must be one of ${KEYS.map((one) => `${one}=…`).join(", ")}.`,
      EXIT.usage,
    )
  const choices: readonly string[] | undefined =
    key === "status" ? STATUSES : key === "priority" ? PRIORITIES : undefined
  if (choices && !choices.includes(value.replace("_", "-")))
    throw new CommandFailure(`${key} can be ${choices.join(", ")}.`, EXIT.usage)
  return [key, value]
}

async function wireValue(desk: DeskClient, key: Key, value: string): Promise<string | number | null> {
  if (key === "status") return wireStatus(value)
  if (key !== "assignee") return value
  return value === "" ? null : (await agentNamed(desk, value)).number
}
