import { type Command, InvalidArgumentError, Option } from "commander"
import { followUp } from "../../../kb/follow-up.ts"
import { gaps } from "../../../kb/gaps.ts"
import { embedQuestion, searchBases } from "../../../src/answers/search.ts"
import { unansweredQuestions } from "../../../src/storage/repositories/interactions.ts"
import { parseLimit } from "../../arguments.ts"
import { paint, printJson } from "../../print.ts"
import { safeLine } from "../../terminal-text.ts"
import { type BaseFlags, type OpenKnowledge, withBaseFlags, withKnowledge } from "./options.ts"

interface GapsFlags extends BaseFlags {
  days: number
  limit: number
}

interface Gap {
  representative: string
  questions: string[]
  /** The nearest article, which failed to answer. */
  nearest: { articleId: string; title: string; confidence: number } | undefined
}

const EXAMPLES_SHOWN = 3
const MOST_DAYS = 10_000

export function addGapsCommand(kb: Command): void {
  withBaseFlags(kb.command("gaps"))
    .description("what to write next: questions that were escalated or rated unhelpful, grouped by meaning")
    .addOption(new Option("--days <n>", "of the last so many days").argParser(parseDays).default(30))
    .addOption(new Option("--limit <n>", "at most so many groups").argParser(parseLimit).default(20))
    .addHelpText("after", "\nExample:\n  chatd kb gaps --days 7")
    .action(async (flags: GapsFlags, self: Command) => {
      const found = await withKnowledge(self, flags, (open) => findGaps(open, flags))
      if (flags.json) for (const gap of found) printJson({ count: gap.questions.length, ...gap })
      else printGaps(found, flags.days)
    })
}

function parseDays(text: string): number {
  const days = Number(text)
  if (days > 0 && days <= MOST_DAYS) return days
  throw new InvalidArgumentError(`It is a number of days, up to ${MOST_DAYS}.`)
}

async function findGaps({ database, partner, embedder, embedderOf, bases }: OpenKnowledge, flags: GapsFlags) {
  const since = new Date(Date.now() - flags.days * 86_400_000)
  const questions = await unansweredQuestions(database.db, partner.id, since)
  const groups = gaps(await embedder.embed(questions, "query")).map(({ members }) => ({
    representative: questions[members[0] ?? -1] ?? "",
    questions: members.map((member) => questions[member] ?? ""),
  }))
  return Promise.all(
    groups.slice(0, flags.limit).map(async (group): Promise<Gap> => {
      const found = searchBases(
        bases,
        await embedQuestion(followUp(group.representative, []), bases, embedderOf),
      )
      const [hit] = found?.hits ?? []
      return {
        ...group,
        nearest: hit && {
          articleId: hit.articleId,
          title: hit.title,
          confidence: found?.decision.confidence ?? 0,
        },
      }
    }),
  )
}

function printGaps(found: readonly Gap[], days: number): void {
  if (found.length === 0) {
    console.log(`No question was escalated or rated unhelpful in the last ${days} days.`)
    return
  }
  for (const { questions, representative, nearest } of found) {
    console.log(`${paint("bold", `${questions.length} ×`)} ${safeLine(representative)}`)
    const others = [...new Set(questions)].filter((question) => question !== representative)
    for (const question of others.slice(0, EXAMPLES_SHOWN))
      console.log(`     ${paint("dim", safeLine(question))}`)
    if (nearest) {
      const share = Math.round(nearest.confidence * 100)
      const named = `${nearest.title} (${nearest.articleId}, confidence ${share} %)`
      console.log(`     nearest: ${safeLine(named)}`)
    }
  }
}
