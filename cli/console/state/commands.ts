import { CONSOLE } from "./commands/console.ts"
import type { ConsoleCommand } from "./commands/console-command.ts"
import { CONVERSATION } from "./commands/conversation.ts"
import { MOVING } from "./commands/moving.ts"
import { VIEWS } from "./commands/views.ts"
import { WRITING } from "./commands/writing.ts"
import type { State } from "./state.ts"

/** All of them, in the order in which the help and the palette show them. */
export const COMMANDS: readonly ConsoleCommand[] = [
  ...MOVING,
  ...WRITING,
  ...CONVERSATION,
  ...VIEWS,
  ...CONSOLE,
]

/** The command that a key stands for now; undefined where it stands for none. */
export function commandFor(state: State, key: string): ConsoleCommand | undefined {
  return COMMANDS.find((command) => {
    const keys = state.focus === "composer" ? (command.composerKeys ?? []) : command.keys
    return keys.includes(key) && isOffered(command, state)
  })
}

export function isOffered(command: ConsoleCommand, state: State): boolean {
  return command.isOffered?.(state) ?? true
}
