import type { Command } from "commander"
import { answerQuestion } from "../../../src/answers/answer-question.ts"
import type { Answer } from "../../../src/core/answer.ts"
import { configuredServices } from "../../../src/services.ts"
import { paint, printJson, printTable, printText } from "../../print.ts"
import { safeLine, safeText } from "../../terminal-text.ts"
import { type BaseFlags, withBaseFlags, withKnowledge } from "./options.ts"

export function addAskCommand(kb: Command): void {
  withBaseFlags(kb.command("ask <question...>"))
    .description("show the answer, its sources, the confidence, and why chatd would answer or escalate")
    .addHelpText("after", '\nExample:\n  chatd kb ask "How do I get a refund?"')
    .action(async (words: string[], flags: BaseFlags, self: Command) => {
      const answer = await withKnowledge(self, flags, ({ config, embedderOf, partner, bases }) =>
        answerQuestion(
          { embedderOf, llm: configuredServices(config).llm, basesOf: async () => bases },
          { partnerId: partner.id, message: words.join(" "), history: [] },
        ),
      )
      if (flags.json) printJson(answer)
      else printAnswer(answer)
    })
}

/** 0.29 × 100 is a little less than 29. */
const ROUNDING = 1e-9

function printAnswer(answer: Answer): void {
  // Rounded down: what is below the threshold must not look as if it had reached it.
  const share = (value: number) => `${Math.floor(value * 100 + ROUNDING)} %`
  const verdict = answer.escalation
    ? paint("yellow", `escalates (${answer.escalation})`)
    : paint("green", "answers")
  printText(`\n${safeText(answer.text)}\n`)
  console.log(`${verdict}: confidence ${share(answer.confidence)}, threshold ${share(answer.threshold)}\n`)
  if (answer.fault)
    console.log(`${paint("yellow", "the language model's answer was not sent:")} ${safeLine(answer.fault)}\n`)
  if (answer.sources.length > 0) {
    printTable(
      ["source", "title", "confidence", "url"],
      answer.sources.map((source) => [
        source.articleId,
        source.title,
        share(source.confidence),
        source.url ?? "",
      ]),
    )
    console.log()
  }
  if (answer.contributions.length > 0) {
    printTable(
      ["why", "value", "speaks"],
      answer.contributions
        .slice(0, 8)
        .map(({ feature, value, effect }) => [
          feature,
          value.toFixed(3),
          `${effect >= 0 ? "for" : "against"} ${Math.abs(effect).toFixed(2)}`,
        ]),
    )
  }
}
