import type { Command } from "commander"
import { DEFAULT_CALIBRATION } from "../../../kb/default-calibration.ts"
import { isCorrect } from "../../../kb/eval.ts"
import type { Calibration } from "../../../kb/gate.ts"
import { type Tuning, tune } from "../../../kb/tune.ts"
import { OPERATOR } from "../../../src/core/audit.ts"
import type { KnowledgeBase } from "../../../src/knowledge/knowledge-store.ts"
import type { Db } from "../../../src/storage/database.ts"
import { insertAuditEntry } from "../../../src/storage/repositories/audit.ts"
import { setCalibration } from "../../../src/storage/repositories/knowledge-bases.ts"
import { CommandFailure, EXIT } from "../../failure.ts"
import { painted, printJson, printTable } from "../../print.ts"
import { ProgressLine } from "../../progress.ts"
import { type BaseFlags, onlyBase, withBaseFlags, withKnowledge } from "./options.ts"
import { askAll, readQuestions } from "./questions.ts"

interface TuneFlags extends BaseFlags {
  maxWrong: string
  dryRun?: boolean
  reset?: boolean
}

export function addTuneCommand(kb: Command): void {
  withBaseFlags(kb.command("tune [questions]"))
    .description(
      "fit the gate to your own labelled questions, and keep the threshold for that knowledge base",
    )
    .option("--max-wrong <share>", "most answers that may be wrong, 0 to 1", "0.05")
    .option("--dry-run", "only show what it would do")
    .option("--reset", "go back to the calibration that ships")
    .addHelpText("after", "\nExample:\n  chatd kb tune questions.jsonl --max-wrong 0.05")
    .action((path: string | undefined, flags: TuneFlags, self: Command) =>
      flags.reset ? reset(flags, self) : fit(path, flags, self),
    )
}

/** Undefined: the one that ships. */
function calibrate(
  db: Db,
  { id, partnerId, name }: KnowledgeBase,
  calibration: Calibration | undefined,
): Promise<void> {
  const details = { threshold: calibration?.threshold ?? "as shipped" }
  const entry = { partnerId, actor: OPERATOR, action: "knowledge_base_tuned", target: name, details } as const
  return db.transaction().execute(async (trx) => {
    await setCalibration(trx, id, calibration)
    await insertAuditEntry(trx, entry, new Date())
  })
}

async function reset(flags: TuneFlags, self: Command): Promise<void> {
  await withKnowledge(self, flags, async ({ database, bases }) => {
    const base = onlyBase(bases)
    await calibrate(database.db, base.stored, undefined)
    if (flags.json) printJson({ kb: base.stored.name, threshold: DEFAULT_CALIBRATION.threshold })
    else console.log(`${base.stored.name} uses the calibration that ships.`)
  })
}

async function fit(path: string | undefined, flags: TuneFlags, self: Command): Promise<void> {
  if (!path) throw new CommandFailure("Name the file with your questions.", EXIT.usage)
  const maxWrong = Number(flags.maxWrong)
  if (flags.maxWrong.trim() === "" || !(maxWrong >= 0 && maxWrong <= 1))
    throw new CommandFailure("--max-wrong must be from 0 to 1.", EXIT.usage)
  const questions = readQuestions(path)
  const progress = new ProgressLine()
  await withKnowledge(self, flags, async ({ database, embedder, bases }) => {
    const base = onlyBase(bases)
    const asked = await askAll(questions, base, embedder, (done) =>
      progress.show(`${done} of ${questions.length}`),
    )
    progress.clear()
    const labelled = asked.map(({ gold, retrieval }) => ({
      features: retrieval.features,
      correct: isCorrect({ gold, ranked: retrieval.hits.map((hit) => hit.articleId) }),
    }))
    const tuning = tune(labelled, { maxWrong, base: DEFAULT_CALIBRATION })
    if (!flags.dryRun) await calibrate(database.db, base.stored, tuning.calibration)
    if (flags.json)
      printJson({ threshold: tuning.calibration.threshold, questions: tuning.questions, curve: tuning.curve })
    else printTuning(tuning, Boolean(flags.dryRun))
  })
}

const STEPS = 12
/** As many as docs/knowledge-base.md says that help. */
const ENOUGH = 50

function printTuning({ curve, calibration, questions }: Tuning, dryRun: boolean): void {
  const share = (value: number) => `${(value * 100).toFixed(1)} %`
  const inForce = curve.find((point) => point.threshold >= calibration.threshold)
  const every = Math.max(1, Math.ceil(curve.length / STEPS))
  printTable(
    ["threshold", "answered", "of those wrong", ""],
    curve
      .filter((point, i) => i % every === 0 || point === inForce)
      .map((point) => [
        point.threshold.toFixed(3),
        share(point.answered),
        share(point.wrong),
        point === inForce ? painted("green", "◀ in force") : "",
      ]),
  )
  console.log(
    `\nFitted on ${questions} questions; the figures are for questions held out of the fit. ` +
      (questions < ENOUGH
        ? `That is few, so new ones may do worse: ${ENOUGH} help, 100 are good.`
        : "New ones should do as well.") +
      `\nThreshold ${calibration.threshold.toFixed(3)}${dryRun ? " (not stored: --dry-run)" : " is stored"}.`,
  )
}
