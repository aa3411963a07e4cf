import { type Command, Option } from "commander"
import type { AgentRole } from "../../../src/core/agents/agent.ts"
import { changeAgent } from "../../../src/core/agents/change-agent.ts"
import { madeUpPassword } from "../../../src/core/agents/create-agent.ts"
import { OPERATOR } from "../../../src/core/audit.ts"
import { Passwords } from "../../../src/identity/passwords.ts"
import { randomText } from "../../../src/random.ts"
import { changeAgentPorts } from "../../../src/storage/account-ports.ts"
import { setSecondFactor } from "../../../src/storage/repositories/agents.ts"
import { insertAuditEntry } from "../../../src/storage/repositories/audit.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { paint, printJson } from "../../print.ts"
import { safeLine } from "../../terminal-text.ts"
import { PARTNER_OPTION, withAgent } from "./chosen.ts"
import { passwordFromStdin } from "./password-input.ts"
import { parseWhole } from "./whole-number.ts"

interface SetFlags {
  name?: string
  email?: string
  role?: AgentRole
  capacity?: number
  newPassword?: boolean
  passwordStdin?: boolean
  secondFactor?: boolean
  enable?: boolean
  partner?: string
  json?: boolean
}

export function addSetCommand(agent: Command): void {
  agent
    .command("set <agent>")
    .description("change an agent; a running server follows within a second")
    .option("--name <name>", "as customers see it")
    .option("--email <address>", "what they sign in with")
    .addOption(new Option("--role <role>", "what they may").choices(["admin", "agent"]))
    .option("--capacity <count>", "conversations at a time", parseWhole)
    .option("--new-password", "make one up and show it this once; they are signed out everywhere")
    .option("--password-stdin", "read the new password from standard input")
    .option("--no-second-factor", "take the second factor away: the telephone is lost")
    .option("--enable", "open the account again after it was removed")
    .option(...PARTNER_OPTION)
    .option("--json", "for scripts")
    .addHelpText(
      "after",
      `
Examples:
  chatd agent set ada@acme.com --capacity 8
  chatd agent set 2 --role admin
  chatd agent set ada@acme.com --new-password --no-second-factor`,
    )
    .action((who: string, flags: SetFlags, self: Command) => set(who, flags, self))
}

async function set(who: string, flags: SetFlags, self: Command): Promise<void> {
  const { name, email, role, capacity, newPassword, passwordStdin, enable } = flags
  const removesFactor = flags.secondFactor === false
  const asked = [name, email, role, capacity, newPassword, passwordStdin, enable]
  if (asked.every((one) => one === undefined) && !removesFactor)
    throw new CommandFailure("Say what to change; --help lists it.", EXIT.usage)
  const madeUp = newPassword && !passwordStdin ? madeUpPassword({ random: randomText }) : undefined
  const password = passwordStdin ? await passwordFromStdin() : madeUp
  const passwords = new Passwords()
  const changed = await withAgent(self, flags, who, async (database, agent) => {
    const saved = await changeAgent(
      { ...changeAgentPorts(database), hashPassword: (one) => passwords.hash(one) },
      agent,
      {
        ...(name !== undefined && { name }),
        ...(email !== undefined && { email }),
        ...(role !== undefined && { role }),
        ...(capacity !== undefined && { capacity }),
        ...(password !== undefined && { password }),
        ...(enable && { disabled: false }),
      },
      { actor: OPERATOR, agent: undefined },
    )
    const at = new Date()
    if (removesFactor)
      await database.db.transaction().execute(async (trx) => {
        await setSecondFactor(trx, agent.id, null, at)
        const action = "second_factor_removed"
        await insertAuditEntry(
          trx,
          { partnerId: agent.partnerId, actor: OPERATOR, action, target: saved.email },
          at,
        )
      })
    return saved
  })
  const { number, capacity: room, disabled } = changed
  if (flags.json) {
    const { email: address, name: called, role: may } = changed
    printJson({
      number,
      email: address,
      name: called,
      role: may,
      capacity: room,
      disabled,
      ...(madeUp && { password: madeUp }),
    })
    return
  }
  console.log(
    `${changed.role === "admin" ? "Admin" : "Agent"} ${number}   ${safeLine(changed.name)} <${changed.email}>, ${room} at a time${disabled ? ", disabled" : ""}`,
  )
  if (madeUp) console.log(`Password  ${madeUp}   ${paint("dim", "(shown this once)")}`)
}
