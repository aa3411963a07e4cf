import { Command, Option } from "commander"
import type { CustomerDetail, DeskCustomer } from "../../src/api/desk/protocol.ts"
import { parseLimit } from "../arguments.ts"
import { customerNamed, listCustomers } from "../desk/paging.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../desk/reach.ts"
import { customerName, printSummaries } from "../desk/summary-table.ts"
import { printTickets } from "../desk/ticket-words.ts"
import { CommandFailure, EXIT } from "../failure.ts"
import { paint, printJson, printTable } from "../print.ts"
import { safeLine } from "../terminal-text.ts"

interface ListFlags extends DeskFlags {
  search?: string
  limit: number
}

const KEYS = ["name", "email", "phone"]

export function customerCommand(): Command {
  const command = new Command("customer").description(
    "customers: find them, see what they wrote, correct their data",
  )
  withDeskFlags(command.command("list"))
    .description("list customers, or those whose name, address or id has some words")
    .option("--search <words>", "what to look for")
    .addOption(new Option("--limit <n>", "at most so many").argParser(parseLimit).default(50))
    .addHelpText("after", "\nExample:\n  chatd customer list --search ada")
    .action((flags: ListFlags, self: Command) => list(flags, self))
  withDeskFlags(command.command("show"))
    .description("show a customer with their conversations and tickets")
    .argument("<customer>", "their ref, or the id that you know them by")
    .addHelpText("after", "\nExample:\n  chatd customer show v-cust-1")
    .action((named: string, flags: DeskFlags, self: Command) => show(named, flags, self))
  withDeskFlags(command.command("set"))
    .description("change a customer's name, email or phone")
    .argument("<customer>", "their ref, or the id that you know them by")
    .argument("<changes...>", "such as name=Ada; nothing after = takes it away")
    .addHelpText(
      "after",
      `
Example:
  chatd customer set v-cust-1 name="Ada Lovelace" phone=`,
    )
    .action((named: string, changes: string[], flags: DeskFlags, self: Command) =>
      set(named, changes, flags, self),
    )
  withDeskFlags(command.command("sign-out"))
    .description("end what a customer was given: every session token and every mail's link")
    .argument("<customer>", "their ref, or the id that you know them by")
    .addHelpText(
      "after",
      `
As when somebody else got hold of it. A visitor who has proven nothing begins
anew; whom your server signs in comes back to their conversations.

Example:
  chatd customer sign-out v-cust-1`,
    )
    .action((named: string, flags: DeskFlags, self: Command) => signOut(named, flags, self))
  return command
}

async function list(flags: ListFlags, self: Command): Promise<void> {
  const { items, more } = await withDesk(self, flags, (desk) =>
    listCustomers(desk, { search: flags.search }, flags.limit),
  )
  if (flags.json) {
    for (const customer of items) printJson(customer)
  } else if (items.length === 0) {
    console.log(flags.search === undefined ? "No customers yet." : "Nobody was found.")
  } else {
    printTable(
      ["customer", "name", "email", "phone", "chats", "since"],
      items.map((one) => [
        one.ref,
        one.name ?? "",
        one.email ?? "",
        one.phone ?? "",
        one.conversations,
        one.createdAt.slice(0, 10),
      ]),
      { cut: ["name", "email", "phone"] },
    )
    if (more) console.log("\nThere are more; --limit shows them.")
  }
}

async function show(named: string, flags: DeskFlags, self: Command): Promise<void> {
  const detail = await withDesk(self, flags, (desk) => customerNamed(desk, named))
  if (flags.json) printJson(detail)
  else printCustomer(detail)
}

function printCustomer({ customer, conversations, tickets, flashback }: CustomerDetail): void {
  console.log(
    `${paint("bold", safeLine(customerName(customer)))}  ${customer.ref}${customer.verified ? "" : " (not verified)"}\n`,
  )
  printTable(
    ["", ""],
    [
      ["email", customer.email ?? ""],
      ["phone", customer.phone ?? ""],
      ["language", customer.locale ?? ""],
      ["since", customer.createdAt.slice(0, 10)],
      ...Object.entries(flashback ?? {}).map(([key, value]): [string, string] => [
        key,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ].filter(([, value]) => value),
  )
  if (conversations.length > 0) {
    console.log()
    printSummaries(conversations)
  }
  if (tickets.length === 0) return
  console.log()
  printTickets(tickets)
}

async function set(named: string, asked: readonly string[], flags: DeskFlags, self: Command): Promise<void> {
  const changes = Object.fromEntries(asked.map(changeOf))
  const changed = await withDesk(self, flags, async (desk) => {
    const { customer } = await customerNamed(desk, named)
    return desk.patch<DeskCustomer>(`/customers/${encodeURIComponent(customer.ref)}`, changes)
  })
  if (flags.json) printJson(changed)
  else console.log(`Changed ${changed.ref}: ${KEYS.filter((key) => Object.hasOwn(changes, key)).join(", ")}.`)
}

async function signOut(named: string, flags: DeskFlags, self: Command): Promise<void> {
  const ref = await withDesk(self, flags, async (desk) => {
    const { customer } = await customerNamed(desk, named)
    await desk.post(`/customers/${encodeURIComponent(customer.ref)}/sign-out`)
    return customer.ref
  })
  if (flags.json) printJson({ signedOut: ref })
  else console.log(`Signed ${ref} out: nothing that they were given opens anything any more.`)
}

function changeOf(setting: string): [string, string | null] {
  const [, key = "", value = ""] = /^([^=]+)=(.*)$/s.exec(setting) ?? []
  if (!KEYS.includes(key))
    throw new CommandFailure(`${setting}: must be name=…, email=… or phone=….`, EXIT.usage)
  return [key, value === "" ? null : value]
}
