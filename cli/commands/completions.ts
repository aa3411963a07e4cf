import { Argument, Command } from "commander"
import { SCRIPTS, type Shell } from "../completion/scripts.ts"

export function completionsCommand(): Command {
  return new Command("completions")
    .description("print what makes a shell complete chatd's commands, options and values")
    .addArgument(new Argument("<shell>", "for which shell").choices(Object.keys(SCRIPTS)))
    .addHelpText(
      "after",
      `
Examples:
  source <(chatd completions bash)          in ~/.bashrc
  source <(chatd completions zsh)           in ~/.zshrc
  chatd completions fish > ~/.config/fish/completions/chatd.fish`,
    )
    .action((shell: Shell) => void process.stdout.write(SCRIPTS[shell]))
}
