import { Argument, type Command } from "commander"
import type { Summary } from "../../../src/api/desk/protocol.ts"
import { parseNumber } from "../../arguments.ts"
import type { DeskClient } from "../../desk/client.ts"
import { agentNamed } from "../../desk/paging.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../../desk/reach.ts"
import { sayMoved, stateOf } from "../../desk/summary-table.ts"
import { safeLine } from "../../terminal-text.ts"

/** Who has a conversation, and whether it goes on. */
export function addMoveCommands(conversation: Command): void {
  addTake(conversation)
  addAssign(conversation)
  addHandBack(conversation)
  addClose(conversation)
  addReopen(conversation)
  addPriority(conversation)
}

function begin(conversation: Command, name: string, description: string, example: string): Command {
  return withDeskFlags(conversation.command(name))
    .description(description)
    .argument("<conversation>", "its number", parseNumber)
    .addHelpText("after", `\nExample:\n  chatd conversation ${example}`)
}

function addTake(conversation: Command): void {
  begin(
    conversation,
    "take",
    "take it, whoever has it now; --as says whose it is then",
    "take 17 --as grace@acme.com",
  ).action((number: number, flags: DeskFlags, self: Command) =>
    move(
      self,
      flags,
      (desk) => desk.post(`/conversations/${number}/take`),
      (now) => `is ${hasIt(now)}`,
    ),
  )
}

function addAssign(conversation: Command): void {
  begin(
    conversation,
    "assign",
    "give it to an agent, or back to the queue",
    'assign 17 grace@acme.com --note "Knows the order."\n  chatd conversation assign 17 queue',
  )
    .argument("<agent|queue>", "e-mail address, number or name; or queue")
    .option("--note <text>", "for whoever gets it; no customer sees it")
    .action((number: number, to: string, flags: DeskFlags & { note?: string }, self: Command) =>
      move(
        self,
        flags,
        async (desk) => {
          const target = to === "queue" ? { queue: true } : { agent: (await agentNamed(desk, to)).number }
          const note = flags.note === undefined ? {} : { note: flags.note }
          return desk.post(`/conversations/${number}/transfer`, { ...target, ...note })
        },
        (now) => (to === "queue" && now.agent === null ? "is back in the queue" : `is ${hasIt(now)}`),
      ),
    )
}

function addHandBack(conversation: Command): void {
  begin(conversation, "hand-back", "let the bot answer again", "hand-back 17").action(
    (number: number, flags: DeskFlags, self: Command) =>
      move(
        self,
        flags,
        (desk) => desk.post(`/conversations/${number}/hand-back`),
        () => "is the bot's again",
      ),
  )
}

function addClose(conversation: Command): void {
  begin(conversation, "close", "close it", "close 17").action(
    (number: number, flags: DeskFlags, self: Command) =>
      move(
        self,
        flags,
        (desk) => desk.post(`/conversations/${number}/close`),
        () => "is closed",
      ),
  )
}

function addReopen(conversation: Command): void {
  begin(conversation, "reopen", "reopen it; it goes to whom it had, if they are there", "reopen 17").action(
    (number: number, flags: DeskFlags, self: Command) =>
      move(
        self,
        flags,
        (desk) => desk.post(`/conversations/${number}/reopen`),
        (now) => `is open again: ${now.agent ? hasIt(now) : stateOf(now)}`,
      ),
  )
}

function addPriority(conversation: Command): void {
  begin(
    conversation,
    "priority",
    "say how urgent it is: the most urgent are handed out first",
    "priority 17 urgent",
  )
    .addArgument(new Argument("<priority>", "how urgent").choices(["low", "medium", "high", "urgent"]))
    .action((number: number, priority: string, flags: DeskFlags, self: Command) =>
      move(
        self,
        flags,
        (desk) => desk.post(`/conversations/${number}/priority`, { priority }),
        (now) => `has priority ${now.priority}`,
      ),
    )
}

async function move(
  self: Command,
  flags: DeskFlags,
  verb: (desk: DeskClient) => Promise<Summary>,
  did: (now: Summary) => string,
): Promise<void> {
  const now = await withDesk(self, flags, verb)
  sayMoved(now, flags, did(now))
}

function hasIt({ agent }: Summary): string {
  return agent ? `${safeLine(agent.name)}'s` : "nobody's"
}
