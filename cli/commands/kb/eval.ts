import type { Command } from "commander"
import { DEFAULT_CALIBRATION } from "../../../kb/default-calibration.ts"
import { evaluate, type KbMetrics } from "../../../kb/eval.ts"
import { decide } from "../../../kb/gate.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { printJson, printTable } from "../../print.ts"
import { ProgressLine } from "../../progress.ts"
import { type BaseFlags, onlyBase, withBaseFlags, withKnowledge } from "./options.ts"
import { askAll, readQuestions } from "./questions.ts"

/** Flag to measure and which way is good. */
const GOALS = {
  minRecall1: ["recall@1", "min"],
  minRecall5: ["recall@5", "min"],
  minMrr: ["mrr@10", "min"],
  minNdcg: ["ndcg@10", "min"],
  minAuroc: ["auroc", "min"],
  minCoverage: ["coverage", "min"],
  minPrecision: ["precision", "min"],
  minEscalated: ["escalated_unanswerable", "min"],
  maxEce: ["ece", "max"],
} as const satisfies Record<string, [Exclude<keyof KbMetrics, "latency_ms">, "min" | "max"]>

type Goal = keyof typeof GOALS
type EvalFlags = BaseFlags & Partial<Record<Goal, string>>

const MEANING: Record<Exclude<keyof KbMetrics, "latency_ms">, string> = {
  "recall@1": "answerable questions whose first article is right",
  "recall@5": "… with a right one among the first five",
  "mrr@10": "mean reciprocal rank of the right article",
  "ndcg@10": "gain of the first ten, discounted by rank",
  auroc: "how well the confidence tells right from wrong",
  coverage: "questions answered",
  precision: "answers from a right article",
  escalated_unanswerable: "unanswerable questions that were escalated",
  ece: "calibration error of the confidence",
}

export function addEvalCommand(kb: Command): void {
  const command = withBaseFlags(kb.command("eval <questions>"))
    .description("measure answers on your own labelled questions; run it in your CI")
    .addHelpText(
      "after",
      '\nA question a line: {"id":"1","text":"How do I get a refund?","gold":["refunds.md"]}; gold is empty for what should be escalated.\n\nExample:\n  chatd kb eval questions.jsonl --min-precision 0.9 --min-coverage 0.5',
    )
  for (const [flag, [measure, way]] of Object.entries(GOALS)) {
    const name = flag.replaceAll(/[A-Z]|\d+/g, (part) => `-${part.toLowerCase()}`)
    command.option(
      `--${name} <share>`,
      `fail unless ${measure} is at ${way === "min" ? "least" : "most"} this (0 to 1)`,
    )
  }
  command.action(async (path: string, flags: EvalFlags, self: Command) => {
    const goals = goalsOf(flags)
    const metrics = await measure(path, flags, self)
    if (flags.json) printJson(metrics)
    else printMetrics(metrics)
    const missed = goals.filter(({ measure: name, way, share }) =>
      // NaN, nothing to measure, misses every goal.
      way === "min" ? !(metrics[name] >= share) : !(metrics[name] <= share),
    )
    if (missed.length > 0) {
      const sentences = missed.map(
        ({ measure: name, way, share }) =>
          `${name} is ${shown(metrics[name])}, the goal is at ${way === "min" ? "least" : "most"} ${share}`,
      )
      throw new CommandFailure(sentences.join("\n"))
    }
  })
}

function shown(value: number): string {
  return Number.isNaN(value) ? "not to be had: nothing was there to measure" : value.toFixed(3)
}

function goalsOf(flags: EvalFlags) {
  return (Object.keys(GOALS) as Goal[]).flatMap((flag) => {
    const text = flags[flag]
    if (text === undefined) return []
    const share = Number(text)
    const [measure, way] = GOALS[flag]
    // An empty text is 0 as a number, and a goal that nothing misses.
    if (text.trim() === "" || !(share >= 0 && share <= 1))
      throw new CommandFailure(`The goal for ${measure} must be from 0 to 1.`, EXIT.usage)
    return [{ measure, way, share }]
  })
}

async function measure(path: string, flags: EvalFlags, self: Command): Promise<KbMetrics> {
  const questions = readQuestions(path)
  const progress = new ProgressLine()
  return withKnowledge(self, flags, async ({ embedder, bases }) => {
    const base = onlyBase(bases)
    const calibration = base.stored.calibration ?? DEFAULT_CALIBRATION
    const asked = await askAll(questions, base, embedder, (done) =>
      progress.show(`${done} of ${questions.length}`),
    )
    progress.clear()
    return evaluate(
      asked.map(({ gold, retrieval, latencyMs }) => {
        const decision = decide(retrieval.features, calibration)
        return {
          gold,
          ranked: retrieval.hits.map((hit) => hit.articleId),
          confidence: decision.confidence,
          answered: decision.answer,
          latencyMs,
        }
      }),
    )
  })
}

function printMetrics({ latency_ms, ...shares }: KbMetrics): void {
  const rows = (Object.keys(MEANING) as (keyof typeof MEANING)[]).map((name) => [
    name,
    Number.isNaN(shares[name]) ? "-" : shares[name].toFixed(3),
    MEANING[name],
  ])
  printTable(
    ["measure", "value", "meaning"],
    [
      ...rows,
      [
        "latency",
        `${latency_ms.p50.toFixed(1)} / ${latency_ms.p95.toFixed(1)} ms`,
        "question to passages, p50 / p95",
      ],
    ],
  )
}
