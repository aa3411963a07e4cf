import { Command } from "commander"
import type { Config } from "../../src/config/schema.ts"
import { CommandFailure } from "../failure.ts"
import { paint, printJson, printText } from "../print.ts"
import { configOf } from "../settings.ts"
import { dataFolder } from "./doctor/data-folder.ts"
import { databaseAndContents } from "./doctor/database.ts"
import type { Finding, State } from "./doctor/finding.ts"
import { model } from "./doctor/model.ts"
import { services } from "./doctor/services.ts"
import { metrics, sentry } from "./doctor/watching.ts"

const MARKS: Record<State, string> = {
  ok: paint("green", "ok     "),
  warning: paint("yellow", "warning"),
  fault: paint("red", "fault  "),
  off: paint("dim", "off    "),
}

export function doctorCommand(): Command {
  return new Command("doctor")
    .description(
      "check data folder, database, model, knowledge base, SMTP, webhooks, IMAP, Freshdesk, LLM, metrics and Sentry, and say what to do",
    )
    .option("--json", "for scripts")
    .addHelpText("after", "\nExample:\n  chatd doctor")
    .action(async (flags: { json?: boolean }, self: Command) => {
      const findings = await examine(configOf(self))
      for (const finding of findings) {
        if (flags.json) printJson(finding)
        else printText(`${MARKS[finding.state]}  ${finding.what.padEnd(14)}  ${finding.says}`)
      }
      const faults = findings.filter((finding) => finding.state === "fault").length
      if (faults > 0) throw new CommandFailure(`${faults} ${faults === 1 ? "fault" : "faults"} found.`)
    })
}

async function examine(config: Config): Promise<Finding[]> {
  const findings = [dataFolder(config)]
  findings.push(...(await databaseAndContents(config)))
  findings.push(await model(config))
  findings.push(...(await services(config)))
  findings.push(metrics(config), await sentry(config))
  return findings
}
