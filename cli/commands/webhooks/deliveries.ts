import type { Command } from "commander"
import type { DeskDelivery } from "../../../src/api/desk/protocol.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../../desk/reach.ts"
import { painted, printJson, printTable } from "../../print.ts"
import type { Cell } from "../../table.ts"
import { safeLine } from "../../terminal-text.ts"
import { localTime } from "../../times.ts"
import { parseNumber } from "./number.ts"

interface DeliveriesFlags extends DeskFlags {
  open?: boolean
  before?: number
  limit: number
}

export function addDeliveriesCommand(webhooks: Command): void {
  withDeskFlags(webhooks.command("deliveries"))
    .description("list what one was told in the last thirty days, the newest first")
    .argument("<webhook>", "its number", parseNumber)
    .option("--open", "only what has not been taken")
    .option("--before <number>", "older ones than this", parseNumber)
    .option("--limit <n>", "at most so many, up to 200", parseNumber, 50)
    .addHelpText("after", "\nExample:\n  chatd webhooks deliveries 1 --open")
    .action((number: number, flags: DeliveriesFlags, self: Command) => list(number, flags, self))
}

async function list(number: number, flags: DeliveriesFlags, self: Command): Promise<void> {
  const { open, before, limit } = flags
  const { deliveries, more } = await withDesk(self, flags, (desk) =>
    desk.get<{ deliveries: DeskDelivery[]; more: boolean }>(`/webhooks/${number}/deliveries`, {
      before,
      limit,
      ...(open && { open }),
    }),
  )
  if (flags.json) {
    for (const one of deliveries) printJson(one)
    return
  }
  if (deliveries.length === 0) {
    console.log(open ? "Nothing waits." : "Nothing has happened since it was added.")
    return
  }
  printTable(
    ["number", "event", "of", "when", "state", "tries", "next try", "last error"],
    deliveries.map((one) => [
      one.number,
      one.type,
      one.of.number === null ? `${one.of.kind}, erased` : `${one.of.kind} ${one.of.number}`,
      localTime(one.at),
      stateCell(one),
      one.attempts,
      one.nextAt ? localTime(one.nextAt) : "",
      safeLine(one.lastError ?? ""),
    ]),
    { cut: ["last error"] },
  )
  if (more) console.log(`Older ones: --before ${deliveries.at(-1)?.number}`)
}

function stateCell({ state }: DeskDelivery): Cell {
  if (state === "failed") return painted("red", state)
  return state === "delivered" ? painted("green", state) : state
}
