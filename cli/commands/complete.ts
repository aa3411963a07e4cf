import { Command } from "commander"
import { complete } from "../completion/complete.ts"
import { dataValues } from "../completion/values.ts"
import { safeLine } from "../terminal-text.ts"

/** What the shells ask; for people there is `chatd completions`. */
export function completeCommand(programFor: (words: readonly string[]) => Promise<Command>): Command {
  return new Command("complete")
    .description("say what may come next, for a shell")
    .argument("[words...]")
    .action(async (words: string[]) => {
      const { candidates, files } = await complete(await programFor(words), words, dataValues)
      const lines = candidates.map(({ value, about }) => (about ? `${value}\t${safeLine(about)}` : value))
      process.stdout.write([...lines, ...(files ? [":files"] : []), ""].join("\n"))
    })
}
