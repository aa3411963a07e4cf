import { Command } from "commander"
import type { Conversation } from "../../src/core/conversations/conversation.ts"
import { agentName } from "../../src/core/conversations/senders.ts"
import type { Candidate } from "../../src/core/routing/choose-agent.ts"
import { type ExplainedMove, explainRoute } from "../../src/core/routing/explain-route.ts"
import type { Db } from "../../src/storage/database.ts"
import { conversationByNumber } from "../../src/storage/repositories/conversations.ts"
import { explainPorts } from "../../src/storage/routing/explain-ports.ts"
import { placeInQueue } from "../../src/storage/routing/queue.ts"
import { withDatabase } from "../database.ts"
import { CommandFailure, EXIT } from "../failure.ts"
import { choosePartner } from "../partner.ts"
import { paint, printJson, printTable } from "../print.ts"
import { configOf } from "../settings.ts"
import { safeLine } from "../terminal-text.ts"

interface ExplainFlags {
  partner?: string
  json?: boolean
}

export function routeCommand(): Command {
  const command = new Command("route").description("how conversations come to agents")
  command
    .command("explain <conversation>")
    .description(
      "tell how a conversation came to whom it came, decision by decision, and who else was looked at",
    )
    .option("--partner <id>", "whose conversation")
    .option("--json", "for scripts")
    .addHelpText("after", "\nExamples:\n  chatd route explain 17\n  chatd route explain 17 --json")
    .action(async (number: string, flags: ExplainFlags, self: Command) => {
      const config = configOf(self)
      const explained = await withDatabase(config, async ({ db }) => {
        const partner = await choosePartner(db, config, flags.partner)
        return explain(db, partner.id, Number(number))
      })
      if (flags.json) for (const move of explained.moves) printJson(jsonOf(move))
      else print(explained)
    })
  return command
}

interface Explained {
  conversation: Conversation
  moves: ExplainedMove[]
  position: number | undefined
}

async function explain(db: Db, partnerId: string, number: number): Promise<Explained> {
  const conversation = Number.isSafeInteger(number)
    ? await conversationByNumber(db, partnerId, number)
    : undefined
  if (!conversation) {
    throw new CommandFailure(
      `There is no such conversation; it is called by its number, as in \`chatd route explain 17\`.`,
      EXIT.notFound,
    )
  }
  const moves = await explainRoute(explainPorts({ db }), conversation)
  return { conversation, moves, position: await placeInQueue(db, conversation) }
}

function jsonOf({ at, kind, agentNumber, reason, sentence }: ExplainedMove) {
  return { at: new Date(at).toISOString(), kind, agent: agentNumber ?? null, reason, sentence }
}

function print({ conversation, moves, position }: Explained): void {
  for (const { at, sentence, reason } of moves) {
    const time = new Date(at).toISOString().slice(0, 19).replace("T", " ")
    console.log(`${paint("dim", time)}  ${safeLine(sentence)}`)
    const { choice } = reason
    if (!choice || choice.of === 1) continue
    const rows = choice.candidates.map((one, i) => [
      i === 0 ? "*" : "",
      safeLine(one.name),
      `${one.open} of ${one.capacity}`,
      idle(one, at),
    ])
    printTable(["", "agent", "had", "without a new one for"], rows)
    if (choice.of > choice.candidates.length) console.log(`and ${choice.of - choice.candidates.length} more`)
    console.log()
  }
  if (moves.length === 0) console.log("Nobody has asked for a person.")
  console.log(standing(conversation, position))
}

function idle({ lastAssignedAt }: Candidate, at: number): string {
  return lastAssignedAt === undefined ? "ever" : `${Math.max(0, Math.round((at - lastAssignedAt) / 1000))} s`
}

function standing(
  { status, handler, agentId, agentName: name }: Conversation,
  position: number | undefined,
): string {
  if (status === "closed") return "Now: closed."
  if (handler === "bot") return "Now: the bot has it."
  if (position !== undefined) return `Now: it waits, in place ${position}.`
  return `Now: ${agentId === undefined ? "a person" : safeLine(agentName(agentId, name))} has it.`
}
