import type { Command } from "commander"
import { failuresKey } from "../../../src/core/agents/sign-in.ts"
import { agreedTime } from "../../../src/storage/postgres/clocks.ts"
import { liveTokens } from "../../../src/storage/repositories/agent-tokens.ts"
import { accountById } from "../../../src/storage/repositories/agents.ts"
import { failuresOf } from "../../../src/storage/repositories/sign-in-failures.ts"
import { agentState } from "../../../src/storage/routing/agent-states.ts"
import { printJson, printTable } from "../../print.ts"
import { safeLine } from "../../terminal-text.ts"
import { day } from "../../times.ts"
import { PARTNER_OPTION, withAgent } from "./chosen.ts"
import { shownAgent } from "./shown-agent.ts"

interface ShowFlags {
  partner?: string
  json?: boolean
}

export function addShowCommand(agent: Command): void {
  agent
    .command("show <agent>")
    .description("show an agent's account and where they are signed in")
    .option(...PARTNER_OPTION)
    .option("--json", "for scripts")
    .addHelpText("after", "\nExamples:\n  chatd agent show ada@acme.com\n  chatd agent show 2 --json")
    .action((who: string, flags: ShowFlags, self: Command) => show(who, flags, self))
}

async function show(who: string, flags: ShowFlags, self: Command): Promise<void> {
  const now = new Date()
  const found = await withAgent(self, flags, who, async (database, agent) => {
    const { db } = database
    const [state, account, tokens, failures] = await Promise.all([
      agentState(db, agent.partnerId, agent.number, await agreedTime(database)),
      accountById(db, agent.id),
      liveTokens(db, agent.id, now),
      failuresOf(db, failuresKey(agent)),
    ])
    const lockedUntil =
      failures && failures.lockedUntil > now.getTime() ? new Date(failures.lockedUntil) : null
    return { state, secondFactor: account?.secondFactor?.inForce === true, lockedUntil, tokens }
  })
  const { state, secondFactor, lockedUntil, tokens } = found
  if (!state) return
  if (flags.json) {
    printJson({ ...shownAgent(state), createdAt: state.createdAt, secondFactor, lockedUntil, tokens })
    return
  }
  const { number, name, email, role, presence, connected, open, capacity, disabled } = state
  console.log(`${role === "admin" ? "Admin" : "Agent"} ${number}   ${safeLine(name)} <${email}>`)
  const lines: [string, string][] = [
    ["Account", disabled ? "disabled" : lockedUntil ? `locked until ${lockedUntil.toISOString()}` : "open"],
    ["Second factor", secondFactor ? "in force" : "none"],
    ["Presence", `${presence}, ${connected ? "connected" : "not connected"}`],
    ["Conversations", `${open} of ${capacity}`],
  ]
  for (const [label, value] of lines) console.log(`${label.padEnd(15)}${value}`)
  if (tokens.length === 0) return
  console.log()
  printTable(
    ["signed in with", "since", "last used", "ends unused"],
    tokens.map(({ label, createdAt, lastUsedAt, expiresAt }) => [
      label,
      day(createdAt),
      lastUsedAt ? day(lastUsedAt) : "never",
      day(expiresAt),
    ]),
  )
}
