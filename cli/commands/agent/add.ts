import type { Command } from "commander"
import { createAgent } from "../../../src/core/agents/create-agent.ts"
import { OPERATOR } from "../../../src/core/audit.ts"
import { Passwords } from "../../../src/identity/passwords.ts"
import { createAgentPorts } from "../../../src/storage/account-ports.ts"
import { withDatabase } from "../../database.ts"
import { choosePartner } from "../../partner.ts"
import { paint, printJson } from "../../print.ts"
import { configOf } from "../../settings.ts"
import { safeLine } from "../../terminal-text.ts"
import { PARTNER_OPTION } from "./chosen.ts"
import { passwordFromStdin } from "./password-input.ts"
import { parseWhole } from "./whole-number.ts"

interface AddFlags {
  name?: string
  admin?: boolean
  capacity?: number
  passwordStdin?: boolean
  partner?: string
  json?: boolean
}

export function addAddCommand(agent: Command): void {
  agent
    .command("add <email>")
    .description("add somebody who answers; a password is made up and shown this once")
    .option("--name <name>", "as customers see it (default: the address before the @)")
    .option("--admin", "may change settings and accounts besides")
    .option("--capacity <count>", "conversations at a time (default: routing.capacity)", parseWhole)
    .option("--password-stdin", "read the password from standard input")
    .option(...PARTNER_OPTION)
    .option("--json", "for scripts")
    .addHelpText(
      "after",
      `
Examples:
  chatd agent add ada@acme.com --name Ada --admin
  pass show ada | chatd agent add ada@acme.com --name Ada --password-stdin`,
    )
    .action((email: string, flags: AddFlags, self: Command) => add(email, flags, self))
}

async function add(email: string, flags: AddFlags, self: Command): Promise<void> {
  const config = configOf(self)
  const given = flags.passwordStdin ? await passwordFromStdin() : undefined
  const passwords = new Passwords()
  const { agent, password } = await withDatabase(config, async (database) =>
    createAgent(
      { ...createAgentPorts(database), hashPassword: (one) => passwords.hash(one) },
      await choosePartner(database.db, config, flags.partner),
      {
        email,
        name: flags.name ?? email.split("@")[0] ?? email,
        role: flags.admin ? "admin" : "agent",
        ...(flags.capacity !== undefined && { capacity: flags.capacity }),
        ...(given !== undefined && { password: given }),
      },
      OPERATOR,
    ),
  )
  const { number, name, role, capacity, partnerId } = agent
  if (flags.json) {
    printJson({ number, email: agent.email, name, role, capacity, partnerId, ...(password && { password }) })
    return
  }
  console.log(`${role === "admin" ? "Admin" : "Agent"} ${number}   ${safeLine(name)} <${agent.email}>`)
  if (password) console.log(`Password  ${password}   ${paint("dim", "(shown this once)")}`)
  console.log(`\nNext: chatd console   ${paint("dim", "(answers customers from a terminal)")}`)
}
