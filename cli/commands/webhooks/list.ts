import type { Command } from "commander"
import type { DeskWebhook } from "../../../src/api/desk/protocol.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../../desk/reach.ts"
import { painted, printJson, printTable } from "../../print.ts"
import type { Cell } from "../../table.ts"
import { safeLine } from "../../terminal-text.ts"
import { ago } from "../../times.ts"

export function addListCommand(webhooks: Command): void {
  withDeskFlags(webhooks.command("list"))
    .description("list the webhooks, and how they do")
    .addHelpText("after", "\nExample:\n  chatd webhooks list --json | jq .waiting")
    .action((flags: DeskFlags, self: Command) => list(flags, self))
}

async function list(flags: DeskFlags, self: Command): Promise<void> {
  const { webhooks } = await withDesk(self, flags, (desk) =>
    desk.get<{ webhooks: DeskWebhook[] }>("/webhooks"),
  )
  if (flags.json) {
    for (const one of webhooks) printJson(one)
  } else if (webhooks.length === 0) {
    console.log("No webhooks yet. Add one: chatd webhooks add https://example.com/chatd-events")
  } else {
    printTable(
      ["no", "status", "events", "last", "waiting", "failed", "taken", "url", "error"],
      webhooks.map((one) => [
        one.number,
        statusCell(one),
        one.events?.join(", ") ?? "all",
        one.lastNumber,
        one.waiting,
        one.failed,
        one.lastSuccessAt ? `${ago(one.lastSuccessAt)} ago` : "",
        safeLine(one.url),
        safeLine(one.lastError ?? ""),
      ]),
      { cut: ["events", "url", "error"] },
    )
  }
}

const REASONS = { by_admin: "paused", failing: "paused: took nothing for a day", gone: "off: answered 410" }

function statusCell({ status, reason }: DeskWebhook): Cell {
  if (status === "active") return painted("green", status)
  return painted(reason === "by_admin" ? "yellow" : "red", reason ? REASONS[reason] : status)
}
