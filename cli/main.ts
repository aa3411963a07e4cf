#!/usr/bin/env bun
import { format } from "node:util"
import { Command, CommanderError } from "commander"
import { version } from "../src/version.ts"
import { parsePlace } from "./arguments.ts"
import { EXIT, reportFailure } from "./failure.ts"
import { columnsOf, foldedHelp } from "./fold.ts"
import { watchStandardOutput } from "./standard-output.ts"

watchStandardOutput()
// Bun's own says nothing where the output cannot be written.
console.log = (...values: unknown[]) => void process.stdout.write(`${format(...values)}\n`)

/** Each loads what it needs only when it is the one: the server must not wait for what reads documents. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  serve: async () => (await import("./commands/serve.ts")).serveCommand(),
  console: async () => (await import("./commands/console.ts")).consoleCommand(),
  kb: async () => (await import("./commands/kb.ts")).kbCommand(),
  agent: async () => (await import("./commands/agent.ts")).agentCommand(),
  settings: async () => (await import("./commands/settings.ts")).settingsCommand(),
  partner: async () => (await import("./commands/partner.ts")).partnerCommand(),
  queue: async () => (await import("./commands/queue.ts")).queueCommand(),
  conversation: async () => (await import("./commands/conversation.ts")).conversationCommand(),
  customer: async () => (await import("./commands/customer.ts")).customerCommand(),
  privacy: async () => (await import("./commands/privacy.ts")).privacyCommand(),
  audit: async () => (await import("./commands/audit.ts")).auditCommand(),
  keys: async () => (await import("./commands/keys.ts")).keysCommand(),
  search: async () => (await import("./commands/search.ts")).searchCommand(),
  canned: async () => (await import("./commands/canned.ts")).cannedCommand(),
  intent: async () => (await import("./commands/intent.ts")).intentCommand(),
  stats: async () => (await import("./commands/stats.ts")).statsCommand(),
  ticket: async () => (await import("./commands/ticket.ts")).ticketCommand(),
  jobs: async () => (await import("./commands/jobs.ts")).jobsCommand(),
  mail: async () => (await import("./commands/mail.ts")).mailCommand(),
  route: async () => (await import("./commands/route.ts")).routeCommand(),
  webhooks: async () => (await import("./commands/webhooks.ts")).webhooksCommand(),
  config: async () => (await import("./commands/config.ts")).configCommand(),
  backup: async () => (await import("./commands/backup.ts")).backupCommand(),
  restore: async () => (await import("./commands/restore.ts")).restoreCommand(),
  upgrade: async () => (await import("./commands/upgrade.ts")).upgradeCommand(),
  migrate: async () => (await import("./commands/migrate.ts")).migrateCommand(),
  doctor: async () => (await import("./commands/doctor.ts")).doctorCommand(),
  health: async () => (await import("./commands/health.ts")).healthCommand(),
  "sign-in": async () => (await import("./commands/sign-in.ts")).signInCommand(),
  "sign-out": async () => (await import("./commands/sign-out.ts")).signOutCommand(),
  completions: async () => (await import("./commands/completions.ts")).completionsCommand(),
}

/** Told also where this machine lacks what a command needs. */
const VERSION = ["--version", "-V"]

/** Columns of a description in which it is still wrapped. */
const HELP_LEAST = 24

try {
  const words = atItsLevel(Bun.argv.slice(2))
  await (await programFor(words)).parseAsync(words, { from: "user" })
} catch (error) {
  process.exitCode = error instanceof CommanderError ? usageExit(error) : reportFailure(error)
}

/** `help kb ingest` is `kb ingest --help`: the word knows the commands of one level alone. Whatever stands behind, nothing is done. */
function atItsLevel(words: string[]): string[] {
  const [first, ...path] = words
  if (first !== "help" || path.length < 2) return words
  return [...path.filter((word) => !word.startsWith("-")), "--help"]
}

/** With the command that comes first; with all where none does, for the help or for what stands behind an option. */
async function programFor(words: readonly string[]): Promise<Command> {
  const program = new Command("chatd")
    .description(
      "A support desk in one file: answers from your documents, and hands over to people when it is not sure.",
    )
    .version(version)
    .option("--config <file>", "configuration file (default: chatd.toml where it exists)", parsePlace)
    .option("--data <dir>", "data folder (default: ./data)")
    .option("--database-url <url>", "postgres://… instead of SQLite in the data folder", parsePlace)
    .configureHelp({ showGlobalOptions: true, minWidthToWrap: HELP_LEAST })
    .configureOutput({
      writeOut: (text) => void process.stdout.write(foldedHelp(text, columnsOf(process.stdout))),
      writeErr: (text) => void process.stderr.write(foldedHelp(text, columnsOf(process.stderr))),
    })
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText(
      "after",
      `
Start here:
  chatd serve                              run the server
  chatd partner create --name Acme --domain acme.com
  chatd agent add ada@acme.com --admin     somebody who answers; then chatd console
  chatd kb ingest ./docs                   answer from a folder of documents
  chatd kb ask "How do I get a refund?"    see what a customer would be told, and why`,
    )
  const [first = ""] = words
  const load = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined
  if (first === "complete") program.addCommand(await complete(), { hidden: true })
  else if (load) program.addCommand(await load())
  else if (!VERSION.includes(first))
    for (const command of await Promise.all(Object.values(COMMANDS).map((one) => one())))
      program.addCommand(command)
  inherit(program)
  return program
}

/** For the shells; not shown. A command that is still being typed is none yet. */
async function complete(): Promise<Command> {
  const { completeCommand } = await import("./commands/complete.ts")
  return completeCommand((words) => programFor(words.slice(0, -1)))
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
