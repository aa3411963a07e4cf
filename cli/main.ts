#!/usr/bin/env bun
import { Command, CommanderError, Option } from "commander"
import { version } from "../src/version.ts"
import { configCommand } from "./commands/config.ts"
import { doctorCommand } from "./commands/doctor.ts"
import { healthCommand } from "./commands/health.ts"
import { jobsCommand } from "./commands/jobs.ts"
import { kbCommand } from "./commands/kb.ts"
import { migrateCommand } from "./commands/migrate.ts"
import { partnerCommand } from "./commands/partner.ts"
import { serveCommand } from "./commands/serve.ts"
import { ticketCommand } from "./commands/ticket.ts"
import { EXIT, reportFailure } from "./failure.ts"

// `chatd … | head` closes our output early, which is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? 0 : EXIT.internal)
})

const program = new Command("chatd")
  .description(
    "A support desk in one file: answers from your documents, and hands over to people when it is not sure.",
  )
  .version(version)
  .addOption(new Option("--config <file>", "configuration file (default: chatd.toml where it exists)"))
  .addOption(new Option("--data <dir>", "data folder (default: ./data)"))
  .addOption(new Option("--database-url <url>", "postgres://… instead of SQLite in the data folder"))
  .configureHelp({ showGlobalOptions: true })
  .exitOverride()
  .showSuggestionAfterError()
  .addHelpText(
    "after",
    `
Start here:
  chatd serve                              run the server
  chatd partner create --name Acme --domain acme.com
  chatd kb ingest ./docs                   answer from a folder of documents
  chatd kb ask "How do I get a refund?"    see what a customer would be told, and why`,
  )

for (const command of [
  serveCommand(),
  kbCommand(),
  partnerCommand(),
  ticketCommand(),
  jobsCommand(),
  configCommand(),
  migrateCommand(),
  doctorCommand(),
  healthCommand(),
]) {
  program.addCommand(command)
}
inherit(program)

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = error instanceof CommanderError ? usageExit(error) : reportFailure(error)
}

/** A command that was made apart knows neither how its parent shows help nor that it must not exit by itself. */
function inherit(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent)
    inherit(command)
  }
}

/** Help that was asked for is no failure. */
function usageExit({ exitCode }: CommanderError): number {
  return exitCode === 0 ? 0 : EXIT.usage
}
