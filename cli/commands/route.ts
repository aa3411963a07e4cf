import { Command } from "commander"
import type { ConversationDetail, RouteDecisionReply, Summary } from "../../src/api/desk/protocol.ts"
import type { Candidate, Choice } from "../../src/core/routing/choose-agent.ts"
import { parseNumber } from "../arguments.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../desk/reach.ts"
import { paint, printJson, printTable, printText } from "../print.ts"
import { safeLine } from "../terminal-text.ts"
import { localSecond } from "../times.ts"

export function routeCommand(): Command {
  const command = new Command("route").description("how conversations come to agents")
  withDeskFlags(command.command("explain"))
    .description(
      "tell how a conversation came to whom it came, decision by decision, and who else was looked at",
    )
    .argument("<conversation>", "its number", parseNumber)
    .addHelpText("after", "\nExamples:\n  chatd route explain 17\n  chatd route explain 17 --json")
    .action((number: number, flags: DeskFlags, self: Command) => explain(number, flags, self))
  return command
}

interface Decisions {
  decisions: RouteDecisionReply[]
}

async function explain(number: number, flags: DeskFlags, self: Command): Promise<void> {
  const [{ decisions }, { conversation }] = await withDesk(self, flags, async (desk) => [
    await desk.get<Decisions>(`/conversations/${number}/route`),
    await desk.get<ConversationDetail>(`/conversations/${number}`),
  ])
  if (flags.json) for (const one of decisions) printJson({ ...one, agent: one.agent?.number ?? null })
  else print(decisions, conversation)
}

function print(decisions: readonly RouteDecisionReply[], conversation: Summary): void {
  for (const { at, sentence, reason } of decisions) {
    printText(`${paint("dim", localSecond(at))}  ${safeLine(sentence)}`)
    const { choice } = reason as { choice?: Choice }
    if (!choice || choice.of === 1) continue
    const rows = choice.candidates.map((one, i) => [
      i === 0 ? "*" : "",
      safeLine(one.name),
      `${one.open} of ${one.capacity}`,
      idle(one, Date.parse(at)),
    ])
    printTable(["", "agent", "had", "without a new one for"], rows)
    if (choice.of > choice.candidates.length) console.log(`and ${choice.of - choice.candidates.length} more`)
    console.log()
  }
  if (decisions.length === 0) console.log("Nobody has asked for a person.")
  console.log(standing(conversation))
}

function idle({ lastAssignedAt }: Candidate, at: number): string {
  return lastAssignedAt === undefined ? "ever" : `${Math.max(0, Math.round((at - lastAssignedAt) / 1000))} s`
}

function standing({ status, handler, agent, position }: Summary): string {
  if (status === "closed") return "Now: closed."
  if (handler === "bot") return "Now: the bot has it."
  if (position !== null) return `Now: it waits, in place ${position}.`
  return `Now: ${agent === null ? "a person" : safeLine(agent.name)} has it.`
}
