import { Command, InvalidArgumentError } from "commander"
import type { StatsReply, Today } from "../../src/api/desk/protocol.ts"
import { dayAfter, daysOf, isDay } from "../../src/core/stats/days.ts"
import type { DaySpan } from "../../src/core/stats/show-stats.ts"
import { glyphsFor } from "../charts/glyphs.ts"
import type { DeskClient } from "../desk/client.ts"
import { type DeskFlags, withDesk, withDeskFlags } from "../desk/reach.ts"
import { CommandFailure, EXIT } from "../failure.ts"
import { paint, printJson, printParts } from "../print.ts"
import { ProgressLine } from "../progress.ts"
import { count } from "../stats/blocks.ts"
import { statsLines } from "../stats/screen.ts"
import { parseWhole } from "./agent/whole-number.ts"

interface SpanFlags extends DeskFlags {
  day?: string
  from?: string
  to?: string
  week?: boolean
  month?: boolean
  year?: boolean
}

interface ShowFlags extends SpanFlags {
  agent?: number
  csv?: boolean
  explain?: boolean
  ascii?: boolean
}

const PLAIN_WIDTH = 80

export function statsCommand(): Command {
  return withSpan(withDeskFlags(new Command("stats")))
    .description("show figures of today or of some days, in the partner's time zone")
    .option("--agent <number>", "one agent's figures beside the partner's", parseWhole)
    .option("--csv", "one row a conversation, to check the figures against")
    .option("--explain", "what each figure means, beside it")
    .option("--ascii", "draw with ASCII alone")
    .addHelpText(
      "after",
      `
Examples:
  chatd stats                                   # today, as it is now
  chatd stats --week --explain
  chatd stats --from 2026-11-01 --to 2026-11-15 --agent 2
  chatd stats --month --csv > november.csv      # count it yourself
  chatd stats --week --json | jq .outcomes
  chatd stats run --day 2026-11-20              # count a day anew`,
    )
    .action(async (flags: ShowFlags, self: Command) => {
      if (flags.csv && flags.json)
        throw new CommandFailure("--csv and --json do not go together.", EXIT.usage)
      if (flags.csv && flags.agent !== undefined)
        throw new CommandFailure(
          "--csv has everybody's conversations: leave --agent out. Its column `agents` says who said something.",
          EXIT.usage,
        )
      await withDesk(self, flags, (desk) => show(desk, flags))
    })
    .addCommand(runCommand())
}

function runCommand(): Command {
  return withSpan(withDeskFlags(new Command("run")))
    .description("count days anew; the same rows give the same figures")
    .addHelpText(
      "after",
      `
The server counts each day by itself once it is over, and those in whose conversations something happened later.

Examples:
  chatd stats run --day yesterday
  chatd stats run --from 2026-11-01 --to 2026-11-20`,
    )
    .action(async (_: SpanFlags, self: Command) => {
      const flags = self.optsWithGlobals<SpanFlags>()
      await withDesk(self, flags, async (desk) => {
        const today = await desk.get<Today>("/today")
        const span = spanOf(flags, today.date)
        if (!span)
          throw new CommandFailure(
            "Which days? --day, --from and --to, --week, --month or --year.",
            EXIT.usage,
          )
        const days = daysOf(span.from, span.to)
        const progress = new ProgressLine()
        for (const [i, day] of days.entries()) {
          progress.show(`${day} (${i + 1} of ${days.length})`)
          await desk.post("/stats/run", { from: day })
        }
        progress.clear()
        if (flags.json) printJson({ days })
        else console.log(`Counted ${count(days.length, "day")}.`)
      })
    })
}

function withSpan(command: Command): Command {
  return command
    .option("--day <day>", "one day: 2026-11-20, today or yesterday", dayName)
    .option("--from <day>", "from this day on", dayName)
    .option("--to <day>", "up to this day (default: today)", dayName)
    .option("--week", "the last seven days, today among them")
    .option("--month", "the last thirty days, today among them")
    .option("--year", "the last 365 days, today among them")
}

async function show(desk: DeskClient, flags: ShowFlags): Promise<void> {
  const today = await desk.get<Today>("/today")
  const span = spanOf(flags, today.date)
  const asked = span ?? { from: today.date, to: today.date }
  if (flags.csv) return printParts(desk.stream("/stats/conversations", { ...asked }))
  const report = await desk.get<StatsReply>("/stats", { ...asked, agent: flags.agent })
  if (flags.json) return printJson(span ? report : { ...today, stats: report })
  const { waiting, open } = today
  const width = process.stdout.isTTY ? (process.stdout.columns ?? PLAIN_WIDTH) : PLAIN_WIDTH
  const look = { width, glyphs: glyphsFor(process.env, flags.ascii), paint }
  const now = asked.to === today.date ? [`now: ${waiting} waiting for a person, ${open} with agents`, ""] : []
  const [head = "", ...rest] = statsLines(report, look, flags.explain ?? false, today.date)
  console.log([head, ...now, ...(now.length > 0 ? rest.slice(1) : rest)].join("\n"))
}

/** @throws {CommandFailure} where two ways of naming days are mixed */
function spanOf({ day, from, to, week, month, year }: SpanFlags, today: string): DaySpan | undefined {
  const ways = [day, from ?? to, week, month, year].filter(Boolean).length
  if (ways > 1)
    throw new CommandFailure(
      "Name the days in one way: --day, --from and --to, --week, --month or --year.",
      EXIT.usage,
    )
  const named = (text: string) =>
    text === "today" ? today : text === "yesterday" ? dayAfter(today, -1) : text
  if (day) return { from: named(day), to: named(day) }
  if (week) return { from: dayAfter(today, -6), to: today }
  if (month) return { from: dayAfter(today, -29), to: today }
  if (year) return { from: dayAfter(today, -364), to: today }
  if (!from && !to) return undefined
  const last = named(to ?? today)
  return { from: named(from ?? last), to: last }
}

function dayName(text: string): string {
  if (text === "today" || text === "yesterday" || isDay(text)) return text
  throw new InvalidArgumentError("It must be a day, as 2026-11-20, today or yesterday.")
}
