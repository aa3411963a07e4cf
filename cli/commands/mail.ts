import { Command } from "commander"
import { previewCommand } from "./mail/preview.ts"
import { templateCommand } from "./mail/template.ts"
import { testCommand } from "./mail/test.ts"

export function mailCommand(): Command {
  return new Command("mail")
    .description("mail that goes out: what it says, what it looks like, whether it arrives")
    .addCommand(templateCommand())
    .addCommand(previewCommand())
    .addCommand(testCommand())
}
